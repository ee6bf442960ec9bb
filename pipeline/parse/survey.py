"""Lays a page out flat: its elements in reading order, and where its words, dates and people are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.parse.document import MAX_DEPTH
from pipeline.parse.text import line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# fmt: off
IGNORED = frozenset((
    "script", "style", "template", "svg", "head", "select", "option", "button", "textarea", "nav", "footer",
    "iframe", "-comment",
))
# fmt: on
PERSON = re.compile(
    r"(?:^|[^a-z])(?:authors?|user-?_?names?|nick(?:name)?|poster|post-?(?:ed)?-?by|postuser|member-?name"
    r"|by-?line|creator|fn"
    r"|screen-?name|u-author|display-?name|owner|user|pseudo|auteur|autor|autore|benutzer(?:name)?"
    r"|verfasser)(?:[^a-z]|$)|(?:^|\s)name(?:\s|$)",
    re.I,
)
PROFILE = re.compile(
    r"(?:(?:^|/)(?:users?|members?|profiles?|u|people|author|personal_pages|mitglied(?:er)?|benutzer"
    r"|perfil|profil|membres?|usuarios?|utenti|utilisateurs?|gebruikers?|uzytkownik|medlem)/[^/?#]+"
    r"|[?&;](?:u|uid|user|userid|user_id|user_profile|member)=|user\?id=|member\.php|memberlist|profile\.php"
    r"|pop_profile|user_info|/~\w"
    r"|action=profile|action=viewprofile|showuser=|/@\w|(?:^|/)(?:user|profile|member)-?\w*\.(?:html?"
    r"|aspx?|php))",
    re.I,
)
DATED = re.compile(
    r"(?<!\d)\d{4}[-./]\d{1,2}[-./]\d{1,2}(?!\d)|(?<!\d)\d{1,4}[-./]\d{1,2}[-./]\d{2,4}(?!\d)"
    r"|\b\d{1,2}(?:st|nd|rd|th|er|º|\.)?[\s-]+(?:de\s|of\s)?[^\W\d_]{3,10}\.?,?[\s-]+(?:de[l]?\s)?(?:\d{4}"
    r"|'?\d\d)\b"
    r"|\b[^\W\d_]{3,10}\.?\s\d{1,2}(?:st|nd|rd|th)?\s?,?\s+(?:'?\d\d|\d{4})\b|\d{4}\s?[年년]\s?\d"
    r"|\b[^\W\d_]{3,10}\s{1,2}\d{1,2}\s\d\d:\d\d(?::\d\d)?\s(?:[A-Z]{2,5}\s)?\d{4}\b"
    r"|\b(?:an?|\d+)\s\w+\sago\b|\b(?:yesterday|today|gestern|heute|hier|aujourd'hui|ayer|hoy|ieri|oggi"
    r"|ontem|hoje"
    r"|gisteren|vandaag|wczoraj|dzisiaj|вчера|сегодня|igår|idag)\b"
    r"(?:[\s,]*(?:at|um|à|a las|alle|às|om|o|в|kl\.?)?\s*\d|\s*$)"
    r"|\b(?:vor|il y a|hace|há|för)\s\d+\s\w+|\b\d+\s\w+\s(?:fa|geleden|atrás|temu|назад|sedan)\b",
    re.I,
)
JOINED = re.compile(
    r"\b(?:join(?:ed)?|regist\w+|member since|mitglied seit|dabei seit|beitritt|inscrit|inscription"
    r"|iscritto|membro d[ae]"
    r"|miembro desde|lid (?:geworden|sinds)|dołączył|rejestracja|зарегистрирован|регистрация|blev medlem"
    r"|medlem sedan"
    r"|last (?:visit|seen|active|edit\w*|modified)|edited|geändert|bearbeitet)\b",
    re.I,
)
EPOCH = re.compile(r"1\d{9}(?:\d{3})?$")
LABEL = re.compile(r"[\w ]{2,20}:\s?[\d,.]+$")
BOLD = frozenset(["b", "strong", "cite", "h3", "h4", "h5", "dt"])
SHORT = 140
MAX_SPOTS = 20_000
"""No page that people read has more elements."""
NAME = 40


@dataclass(slots=True)
class Spot:
    """An element in reading order: what is in it spans ``at`` to ``end``; ``own`` is its own text."""

    node: LexborNode
    at: int
    end: int
    parent: int
    own: str = ""
    called: str = ""


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

    def size(self, spot: Spot) -> int:
        """Letters in an element."""
        return self.letters[spot.end] - self.letters[spot.at]

    def shown(self, spot: Spot) -> str:
        """The text of an element and what is in it, which is meant to be short."""
        if spot.end == spot.at + 1:
            return spot.own
        parts: list[str] = []
        stack = [spot.node]
        while stack and len(parts) < SHORT:
            node = stack.pop()
            if node.is_text_node:
                parts.append(node.text() or "")
            elif node.tag not in IGNORED:
                stack.extend(reversed(list(node.iter(include_text=True))))
                parts.append(" ")
        return line(" ".join(parts)) or ""


def told_date(told: dict[str, str | None]) -> str | None:
    """A date in a ``data-`` attribute: written, or as seconds or milliseconds since 1970."""
    for name, value in told.items():
        if (
            name.startswith("data-")
            and value
            and len(value) < 40
            and (DATED.search(value) or EPOCH.match(value))
        ):
            return value
    return None


def survey(body: LexborNode) -> Map:
    """Lay a page out flat."""
    page = Map()
    stack: list[tuple[LexborNode | None, int, bool, int]] = [(body, -1, False, 0)]
    while stack:
        node, parent, linked, depth = stack.pop()
        if node is None:
            _leave(page, page.spots[parent])
            continue
        at, tag = len(page.spots), node.tag or ""
        if at >= MAX_SPOTS:
            continue
        linked = linked or tag == "a"
        own = line(node.text(deep=False, separator=" ")) or ""
        spot = Spot(node, at, at, parent, own)
        page.spots.append(spot)
        page.words.append(page.words[-1] + (0 if linked else len(own)))
        page.letters.append(page.letters[-1] + len(own))
        _mark(page, spot, tag)
        stack.append((None, at, False, depth))
        children = reversed(list(node.iter())) if depth < MAX_DEPTH else ()
        stack.extend((child, at, linked, depth + 1) for child in children if child.tag not in IGNORED)
    return page


def _leave(page: Map, spot: Spot) -> None:
    """Close an element; a date may be spread over the children of a short one."""
    spot.end = len(page.spots)
    if spot.end == spot.at + 1 or page.size(spot) > NAME or (page.dates and page.dates[-1] >= spot.at):
        return
    shown = page.shown(spot)
    if DATED.search(shown) and not JOINED.search(shown):
        page.dates.append(spot.at)


def _mark(page: Map, spot: Spot, tag: str) -> None:
    told, own = spot.node.attributes, spot.own
    title = told.get("title") or ""
    inside = bool(page.dates) and page.spots[page.dates[-1]].end == page.dates[-1]  # of a date not yet closed
    if not inside and (
        "datetime" in told
        or (own and len(own) <= SHORT and DATED.search(own) and not JOINED.search(own))
        or (title and len(title) < 60 and DATED.search(title))
        or (own and len(own) <= NAME and told_date(told))
    ):
        page.dates.append(spot.at)
    spot.called = f"{told.get('class') or ''} {told.get('itemprop') or ''} {told.get('id') or ''}"
    shown = own or ((line(spot.node.text()[:80]) or "") if tag == "a" else "")
    if not shown or len(shown) > NAME or tag in ("h1", "h2") or LABEL.match(shown):
        return
    if PERSON.search(spot.called) or (tag == "a" and PROFILE.search(told.get("href") or "")):
        page.people.append(spot.at)
    elif tag in BOLD and not shown.endswith(":"):
        page.names.append(spot.at)
