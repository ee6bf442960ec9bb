"""Lays a page out flat: its elements in reading order, and where its words, dates and people are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.parse.document import MAX_DEPTH
from pipeline.parse.text import line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

IGNORED = frozenset(
    [
        "script",
        "style",
        "template",
        "svg",
        "head",
        "select",
        "option",
        "button",
        "textarea",
        "nav",
        "footer",
        "iframe",
        "-comment",
    ]
)
PERSON = re.compile(
    r"(?:^|[^a-z])(?:authors?|user-?_?names?|nick(?:name)?|poster|post-?by|postuser|member-?name"
    r"|by-?line|creator|fn"
    r"|screen-?name|u-author|display-?name|owner|user)(?:[^a-z]|$)",
    re.I,
)
PROFILE = re.compile(
    r"(?:/(?:users?|members?|profiles?|u|people|author|personal_pages|mitglied(?:er)?|benutzer"
    r"|perfil|profil)/[^/?#]+"
    r"|[?&;](?:u|uid|user|userid|user_id|user_profile|member)=|user\?id=|member\.php|memberlist"
    r"|user_info|/~\w"
    r"|action=profile|showuser=|/@\w)",
    re.I,
)
DATED = re.compile(
    r"\b\d{1,4}[-./]\d{1,2}[-./]\d{1,4}\b"
    r"|\b\d{1,2}(?:st|nd|rd|th|\.)?[\s-]+(?:de\s)?[^\W\d_]{3,10}\.?,?[\s-]+(?:de\s)?(?:\d{4}|'?\d\d)\b"
    r"|\b[^\W\d_]{3,10}\.?\s\d{1,2}(?:st|nd|rd|th)?\s?,?\s+(?:'?\d\d|\d{4})\b|\d{4}[年년]\s?\d"
    r"|\b\d+\s\w+\sago\b|\b(?:yesterday|today|gestern|heute|hier|ayer)\b[\s,]|\b(?:vor|il y a"
    r"|hace)\s\d+\s\w+",
    re.I,
)
JOINED = re.compile(
    r"\b(?:join(?:ed)?|regist\w+|member since|mitglied seit|dabei seit|inscrit|inscription"
    r"|last (?:visit|seen|active))\b",
    re.I,
)
LABEL = re.compile(r"[\w ]{2,20}:\s?[\d,.]+$")
BOLD = frozenset(["b", "strong", "cite", "h3", "h4", "h5", "dt"])
SHORT = 140
NAME = 40


@dataclass(slots=True)
class Spot:
    """An element of the page in reading order: what is in it spans ``at`` to ``end``."""

    node: LexborNode
    at: int
    end: int
    parent: int


@dataclass(slots=True)
class Map:
    """A page laid out flat; ``words`` and ``letters`` are running totals outside links and in all.

    ``people`` are places that name a person by their class or by a link to a profile, ``names`` are
    short bold places that may.
    """

    spots: list[Spot] = field(default_factory=list)
    words: list[int] = field(default_factory=lambda: [0])
    letters: list[int] = field(default_factory=lambda: [0])
    dates: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    names: list[int] = field(default_factory=list)

    def length(self, own: list[tuple[int, int]]) -> int:
        """Letters outside links in stretches of the page."""
        return sum(self.words[end] - self.words[start] for start, end in own)


def survey(body: LexborNode) -> Map:
    """Lay a page out flat."""
    page = Map()
    stack: list[tuple[LexborNode | None, int, bool, int]] = [(body, -1, False, 0)]
    while stack:
        node, parent, linked, depth = stack.pop()
        if node is None:
            _leave(page, page.spots[parent])
            continue
        at = len(page.spots)
        page.spots.append(Spot(node, at, at, parent))
        linked = linked or node.tag == "a"
        own = line(node.text(deep=False)) or ""
        page.words.append(page.words[-1] + (0 if linked else len(own)))
        page.letters.append(page.letters[-1] + len(own))
        _mark(page, node, at, own)
        stack.append((None, at, False, depth))
        children = reversed(list(node.iter())) if depth < MAX_DEPTH else ()
        stack.extend((child, at, linked, depth + 1) for child in children if child.tag not in IGNORED)
    return page


def _leave(page: Map, spot: Spot) -> None:
    """Close an element; a date may be spread over the children of a short one."""
    spot.end = len(page.spots)
    short = spot.end > spot.at + 1 and page.letters[spot.end] - page.letters[spot.at] <= NAME
    if (
        short
        and (not page.dates or page.dates[-1] < spot.at)
        and DATED.search(line(spot.node.text(separator=" ")) or "")
    ):
        page.dates.append(spot.at)


def _mark(page: Map, node: LexborNode, at: int, own: str) -> None:
    told = node.attributes
    title = told.get("title") or ""
    if (
        "datetime" in told
        or (len(own) <= SHORT and DATED.search(own) and not JOINED.search(own))
        or (len(title) < 60 and DATED.search(title))
    ):
        page.dates.append(at)
    shown = own or ((line(node.text()[:80]) or "") if node.tag == "a" else "")
    if not shown or len(shown) > NAME or LABEL.match(shown):
        return
    called = f"{told.get('class') or ''} {told.get('itemprop') or ''} {told.get('id') or ''}"
    if PERSON.search(called) or (node.tag == "a" and PROFILE.search(told.get("href") or "")):
        page.people.append(at)
    elif node.tag in BOLD and not shown.endswith(":"):
        page.names.append(at)
