"""Why a page without posts is no thread."""

from __future__ import annotations

import re
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Sign:
    """A reason, and what a page says, in its words or its markup, that gives it."""

    reason: str
    words: re.Pattern[str] | None = None
    markup: re.Pattern[str] | None = None


def _sign(reason: str, words: str = "", markup: str = "") -> Sign:
    compiled = [re.compile(form, re.I) if form else None for form in (words, markup)]
    return Sign(reason, *compiled)


CHALLENGES = (
    _sign(
        "challenge: the site asks for proof of a human visitor",
        r"making sure you.{0,3}re not a bot|checking (?:if the site connection is secure|your "
        r"browser)|just a moment\.\.\."
        r"|verify(?:ing)? (?:that )?you are (?:a )?human|attention required!|are you a robot"
        r"|unusual traffic|ddos protection by"
        r"|please complete the security check|access to this page has been denied|press & hold"
        r"|enable javascript and cookies"
        r" to continue",
        r"anubis_challenge|cf-challenge|cf_chl_|challenge-platform|ddos-guard|px-captcha"
        r"|datadome|_incapsula_|sucuri_cloudproxy"
        r"|aws-waf-token",
    ),
)
MESSAGES = (
    _sign(
        "login wall: the page is shown to members only",
        r"you must (?:be|first) (?:a member|logged|log|registered|sign)|must be logged in|log "
        r"?in (?:or register )?to (?:view|read|continue"
        r"|see)|please (?:log|sign) ?in|you are not logged in|members only|sie müssen "
        r"(?:angemeldet|registriert)|nur für (?:registrierte|mitglieder)"
        r"|vous devez (?:être|vous) (?:connecté|enregistré|inscrit|identifi)|debes (?:iniciar"
        r"|estar) |inicia sesión para"
        r"|requires you to be registered",
    ),
    _sign(
        "error page: the thread may not be read",
        r"not authori[sz]ed|do not have (?:permission|access)|no permission|access denied"
        r"|permission denied|forbidden|not allowed"
        r"|keine berechtigung|nicht berechtigt|pas autorisé|no est(?:á|as) autorizado"
        r"|insufficient privileges",
    ),
    _sign(
        "error page: the thread does not exist",
        r"does not exist|doesn.t exist|not found|no longer exists|no (?:topic|thread|post)s? "
        r"(?:specified|found)|could not be found"
        r"|has been (?:removed|deleted|moved)|invalid (?:thread|topic|post)|existiert nicht"
        r"|nicht gefunden|n.existe pas|introuvable"
        r"|no existe|\b(?:404|410)\b|went wrong|board is (?:currently )?(?:disabled|offline)"
        r"|temporarily unavailable|maintenance"
        r"|database error|internal server error|service unavailable|too many requests|an error "
        r"(?:has )?occurred",
    ),
)
SHELL = re.compile(
    r"(?:enable|requires?|need|activ\w*|turn on|without) (?:\w+ ){0,3}javascript|javascript "
    r"(?:is|must be|has to be) (?:disabled|required"
    r"|enabled|turned)|__NEXT_DATA__|window\.__(?:INITIAL|PRELOADED)_STATE__|<div "
    r"id=[\"']?(?:root|app|__next|ember\d*|main)[\"']?>\s*</div>"
    r"|<discourse-assets|ember-application|<noscript",
    re.I,
)
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
    title = doc.told(("title",)) or ""
    for sign in CHALLENGES:
        named = sign.words and sign.words.search(title)
        marked = len(doc.text) < CHALLENGE_SIZE and sign.markup and sign.markup.search(doc.text)
        if (
            (named or marked)
            and len(doc.visible) < SHORT
            and (named or (sign.words and sign.words.search(doc.visible)))
        ):
            return sign.reason
    return None


def refusal(doc: Document) -> str | None:
    """Whether the page is an error page or a login wall: its title, a heading or a box of its own says so."""
    if len(doc.visible) > SHORT or any(len(node.text()) > SHORT for node in doc.tree.css("noscript")):
        return None
    boxes = doc.tree.css(BOXES)
    said = [doc.told(("title",)) or "", *(node.text(separator=" ")[:500] for node in boxes)]
    if len(doc.visible) < BRIEF:
        said.append(doc.visible)
    return next((sign.reason for sign in MESSAGES if sign.words and sign.words.search(" ".join(said))), None)


def why(doc: Document) -> str:
    """Say why a page that has no posts has none."""
    words = message(doc)
    for sign in MESSAGES:
        if sign.words and sign.words.search(words):
            return sign.reason
    if len(doc.visible) < SHORT and SHELL.search(doc.text):
        return "script shell: the posts are loaded by script; ask for the site's data interface instead"
    if doc.tree.css_first("input[type=password]") is not None and len(doc.visible) < SHORT:
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
