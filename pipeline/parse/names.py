"""Whose posts they are: the column over the posts that reads most like names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from pipeline.parse.bodies import columns_of, sole, within
from pipeline.parse.survey import BOLD, DATED, JOINED, NAME, PERSON, PROFILE, SHORT, Map, Spot
from pipeline.parse.text import line

Column = dict[int, tuple[Spot, str]]
NUMBER = re.compile(r"(?:post|beitrag|message|nr\.?|no\.?)?\s?[#№(\[]?\s?(\d{1,6})[)\].:]?$", re.I)
NO_NAME = re.compile(
    r"re:|(?:reply|quote|report|share|like|edit|delete|permalink|link|member|guest|post(?:s|ed)?|location"
    r"|joined|title"
    r"|antworten|zitat|zitieren|melden|gast|mitglied|beiträge|répondre|citer|signaler|membre|messages"
    r"|citar|responder|cita"
    r"|rispondi|cita|segnala|moderator|administrator|admin|senior member|junior member|online|offline|top"
    r"|up|down|next"
    r"|previous|subject|author|message|anonym\w{0,3} user)\b",
    re.I,
)
BYLINE = re.compile(
    r"(?:^|\s|»|-)(?:(?:post(?:ed)?|written|comment|reply|response|question|answer|asked|answered"
    r"|submitted|started)\s+by"
    r"|by|von|par|por|da|door|av|af|autor|auteur|author|from|name|użytkownik|от|автор|(?:geschrieben"
    r"|verfasst) von"
    r"|(?:écrit|publié|posté) par|(?:escrito|publicado|enviado) por|scritto da|geplaatst door|skrivet "
    r"av)\s?:?\s+"
    r"(?P<name>[^\s,:|»][^,:|»]{0,38}?)(?=\s*(?:[»|,(]|$)|\s+(?:(?:on|am|le|el|il|op|dnia|w dniu|в|den|at"
    r"|em|vor|il y a|hace)\b|[-–—]\s|\d))",
    re.I,
)
ENOUGH = 0.6


def authors_of(
    page: Map, cells: Sequence[Sequence[Spot]], bodies: Sequence[list[Spot]], title: str
) -> Column:
    """The column that reads most like names; posts without a cell in it are asked alone."""
    outside = [
        [spot for spot in spots if not within(spot, body)] for spots, body in zip(cells, bodies, strict=True)
    ]
    named = [[(spot, name) for spot in spots if (name := _name(page, spot, title))] for spots in cells]
    names = {spot.at: name for found in named for spot, name in found}
    best, column = 0.0, {}
    for part, worth in ((outside, 1.0), (cells, 0.6)):
        for found in columns_of(
            page, [[spot for spot in spots if spot.at in names] for spots in part]
        ).values():
            score = worth * _reads_like_names(page, found, names, len(cells))
            if score > best:
                best, column = score, found
    out = {at: (spot, names[spot.at]) for at, spot in column.items()} if best >= ENOUGH * 0.5 else {}
    for at in range(len(cells)):
        hit = None if at in out else _alone(page, outside[at], cells[at], names)
        if hit:
            out[at] = hit
    return out


def _alone(
    page: Map, outside: Sequence[Spot], cells: Sequence[Spot], names: dict[int, str]
) -> tuple[Spot, str] | None:
    """The author of a single post: a person's mark, a byline, or a bold name, first outside its body."""
    for spots in (outside, cells):
        marked = [spot for spot in spots if spot.at in names]
        for spot in marked:
            if _is_person(spot):
                return spot, names[spot.at]
        for spot in spots:
            said = BYLINE.search(page.shown(spot)) if page.size(spot) <= SHORT else None
            if said and (name := line(said["name"])) and not NO_NAME.match(name) and not DATED.search(name):
                return spot, name
        for spot in marked:
            if spot.node.tag in BOLD:
                return spot, names[spot.at]
    return None


def _name(page: Map, spot: Spot, title: str) -> str | None:
    """The name that an element may be: a short text that is no date, number, label, subject or button."""
    if not 0 < page.size(spot) <= NAME + 20 or (spot.node.tag in ("body", "tr", "table")):
        return None
    shown = page.shown(spot)
    said = BYLINE.match(shown)
    shown = said["name"] if said and (len(shown) <= NAME or DATED.search(shown)) else shown
    if not 1 < len(shown) <= NAME and not (len(shown) == 1 and _is_person(spot)):
        return None
    wrong = (
        shown.endswith(":")
        or DATED.search(shown)
        or NUMBER.match(shown)
        or NO_NAME.match(shown)
        or JOINED.search(shown)
    )
    if wrong or not any(letter.isalnum() for letter in shown) or (len(shown) > 8 and shown in title):
        return None
    return shown


def _is_person(spot: Spot) -> bool:
    href = spot.node.attributes.get("href") or ""
    return bool(PERSON.search(spot.called) or (href and PROFILE.search(href)))


def _reads_like_names(page: Map, column: dict[int, Spot], names: dict[int, str], posts: int) -> float:
    values = Counter(names[spot.at] for spot in column.values())
    persons = sum(1 for spot in column.values() if _is_person(spot) or _person_around(page, spot)) / len(
        column
    )
    linked = sum(
        1 for spot in column.values() if PROFILE.search(spot.node.attributes.get("href") or "")
    ) / len(column)
    dated = sum(1 for spot in column.values() if _beside_date(page, spot)) / len(column)
    bold = next(iter(column.values())).node.tag in BOLD
    same = len(values) == 1 and len(column) > 2
    if same and persons < 1:
        return 0.0
    words = sum(len(value.split()) for value in values) / len(values)
    mixed = sum(
        1 for spot in column.values() if names[spot.at] not in (spot.own, page.shown(sole(page, spot)))
    )
    varied = 0.5 if same else 0.7 + 0.3 * len(values) / len(column)
    clear = 1.0 - 0.4 * mixed / len(column)
    return (
        clear
        * (len(column) / posts)
        * varied
        * (0.3 + persons + 0.6 * linked + 0.4 * bold + 0.3 * dated)
        / max(1.0, words - 2)
    )


def _beside_date(page: Map, spot: Spot) -> bool:
    at = bisect_left(page.dates, spot.at - 3)
    return at < len(page.dates) and page.dates[at] <= spot.end + 2


def _person_around(page: Map, spot: Spot) -> bool:
    parent = page.spots[spot.parent] if spot.parent >= 0 else spot
    return bool(PERSON.search(parent.called)) and page.size(parent) <= NAME + 20
