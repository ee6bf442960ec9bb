"""Why a page without posts is no thread."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.parse.document import Document

SHORT = 3000
BRIEF = 250
CHALLENGE_SIZE = 60_000
BOXES = (
    "h1, h2, [class*=error i], [class*=blockMessage], [id*=message i] p, [class*=alert i],"
    " [class*=standard_error], [class*=notice i], [class*=information i], [role=alert]"
)


REFUSALS = Path(__file__).parent / "data" / "refusals.tsv"
SAYS = {
    "challenge": "challenge: the site asks for proof of a human visitor",
    "login wall": "login wall: the page is shown to members only",
    "script shell": "script shell: the posts are loaded by script; ask for the site's data interface instead",
}


@cache
def signs(where: str) -> dict[str, re.Pattern[str]]:
    """What pages that hold no thread say in their ``words`` or have in their ``markup``, by kind."""
    rows = [line.split("\t") for line in REFUSALS.read_text(encoding="utf-8").splitlines()[1:]]
    kinds = dict.fromkeys(kind for kind, place, _ in rows if place == where)
    return {
        kind: re.compile("|".join(form for one, place, form in rows if (one, place) == (kind, where)), re.I)
        for kind in kinds
    }


BOARD_URL = re.compile(
    r"viewforum|forumdisplay|[?;&]board=\d|/forums/[^/?#]+|/c/[^/?#]+/\d|/categor(?:y|ies)/[^/?#]+|/boards?/[^/?#]+",
    re.I,
)
TOPIC_URL = re.compile(
    r"(?:/t/[^/?#]+/\d+|/threads?/[^/?#]+|showthread|viewtopic|[?;&]topic=\d|/topics?/\d+"
    r"|/d/\d+-|/discussions?/\d+"
    r"|/comments/\w+/|/forum/.{1,80}-\d+\.html?|/questions/\d+|item\?id=\d+)",
    re.I,
)


def challenge(doc: Document) -> str | None:
    """Whether the page is an anti-bot challenge; looked at first, for such pages borrow the site's look."""
    words, markup = (signs(where)["challenge"] for where in ("words", "markup"))
    named = words.search(doc.told(("title",)) or "")
    marked = len(doc.text) < CHALLENGE_SIZE and markup.search(doc.text)
    if not (named or marked) or len(doc.visible) >= SHORT:
        return None
    return SAYS["challenge"] if named or words.search(doc.visible) else None


def refusal(doc: Document) -> str | None:
    """Whether the page is an error page or a login wall: its title, a heading or a box of its own says so."""
    if len(doc.visible) > SHORT or any(len(node.text()) > SHORT for node in doc.tree.css("noscript")):
        return None
    boxes = doc.tree.css(BOXES)
    said = [doc.told(("title",)) or "", *(node.text(separator=" ")[:500] for node in boxes)]
    if len(doc.visible) < BRIEF:
        said.append(doc.visible)
    return _refused(" ".join(said))


def _refused(words: str) -> str | None:
    for kind, sign in signs("words").items():
        if kind.startswith(("login", "error")) and sign.search(words):
            return SAYS.get(kind, kind)
    return None


def why(doc: Document) -> str:
    """Say why a page that has no posts has none."""
    if reason := _refused(message(doc)):
        return reason
    short = len(doc.visible) < SHORT
    if short and any(signs(where)["script shell"].search(doc.text) for where in ("words", "markup")):
        return SAYS["script shell"]
    if short and doc.tree.css_first("input[type=password]") is not None:
        return "login wall: the page is a login form"
    return "no posts found"


def message(doc: Document) -> str:
    """The title and the first words of a page, where an error page has its message."""
    return f"{doc.told(('title',)) or ''} {doc.visible[:SHORT]}"


def board_links(doc: Document) -> int:
    """How many boards a page leads to."""
    hrefs = (node.attributes.get("href") or "" for node in doc.tree.css("a[href]"))
    return len({href.partition("#")[0] for href in hrefs if BOARD_URL.search(href)})


def topic_links(doc: Document, selector: str | None) -> tuple[str, ...]:
    """Addresses of the threads that a page lists, by the engine's selector or the look of the address."""
    found = doc.tree.css(selector) if selector else doc.tree.css("a[href]")
    urls = dict.fromkeys(doc.join(node.attributes.get("href")) for node in found)
    return tuple(url for url in urls if url and (selector or TOPIC_URL.search(url)))
