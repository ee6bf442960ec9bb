"""What the posts of a page have in common: where each says its author, its date, its number, and its words.

Posts made by one template say the same things in the same places (wrapper induction; Kushmerick, Weld,
Doorenbos 1997).
Elements alike by tag and class are a column over the posts; the column that reads like authors (short texts
that differ, near a person's mark), like dates (in the order of the page) or like numbers (one more each)
is taken.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.parse.dates import TIME, Calendar, calendar, to_iso
from pipeline.parse.style import QUOTED
from pipeline.parse.survey import BOLD, DATED, JOINED, NAME, PERSON, PROFILE, SHORT, Map, Spot, told_date
from pipeline.parse.text import line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from pipeline.parse.document import Document
    from pipeline.parse.repeated import Record

Kind = tuple[str, ...]

VARIANT = re.compile(
    r"^(?:odd|even|alt\d?|first|last|row\d?|bg_?\d?|windowbg\d?|op|new|old|active|online|offline"
    r"|staff|guest|clearfix"
    r"|hidden)$|\d{2,}|^$",
    re.I,
)
INLINE = frozenset(["p", "span", "b", "i", "em", "a", "strong", "font", "u", "small", "br", "img"])
LISTS = frozenset(["li", "ul", "ol", "dl", "tr", "tbody", "dt", "h1", "h2", "h3", "h4", "h5"])
MAIN_SHARE = 0.7
HEAD = 160
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


@dataclass(frozen=True, slots=True)
class Fields:
    """What a post says of itself; ``cells`` are the elements that say so, ``body`` those of its words."""

    body: list[Spot]
    cells: list[Spot]
    author: str | None = None
    date: str | None = None
    number: str | None = None


def fields(
    page: Map,
    posts: Sequence[Record],
    title: str,
    how: Calendar,
) -> list[Fields]:
    """Find what each post says of itself, by what all of them have in common.

    Args:
        page: the page laid out.
        posts: its posts.
        title: the page's title, which posts may repeat as their subject.
        how: how the page writes dates.
    """
    bodies = _bodies(page, posts)
    cells = [
        [spot for spot in _spots(page, post) if page.size(spot) <= SHORT and not _is_quoted(page, spot, body)]
        for post, body in zip(posts, bodies, strict=True)
    ]
    authors = _authors(page, cells, bodies, title)
    dates = _dates(page, cells, how)
    numbers = _numbers(page, cells)
    out = []
    for at, body in enumerate(bodies):
        found = [column.get(at) for column in (authors, dates, numbers)]
        values = [hit[1] if hit else None for hit in found]
        values[1] = values[1] or _date_at_head(page, body)
        out.append(Fields(body, [hit[0] for hit in found if hit], *values))
    return out


Column = dict[int, tuple[Spot, str]]


def _spots(page: Map, post: Record) -> Iterator[Spot]:
    for start, end in post.own:
        yield from page.spots[start:end]


def kind_of(page: Map, spot: Spot) -> Kind:
    """What makes elements alike: tag and first classes, its own and its parent's."""
    parent = page.spots[spot.parent] if spot.parent >= 0 else spot
    return (spot.node.tag or "", *_tokens(spot), "in", parent.node.tag or "", *_tokens(parent))


def _tokens(spot: Spot) -> list[str]:
    told = (spot.node.attributes.get("class") or "").split()
    return [token for token in told if not VARIANT.search(token)][:2]


def _columns(page: Map, cells: Sequence[Sequence[Spot]]) -> dict[Kind, dict[int, Spot]]:
    """For each kind of element the first one in each post."""
    table: dict[Kind, dict[int, Spot]] = defaultdict(dict)
    for at, spots in enumerate(cells):
        for spot in spots:
            table[kind_of(page, spot)].setdefault(at, spot)
    return table


def _authors(page: Map, cells: Sequence[Sequence[Spot]], bodies: Sequence[list[Spot]], title: str) -> Column:
    """The column that reads most like names; posts without a cell in it are asked alone."""
    outside = [
        [spot for spot in spots if not _within(spot, body)] for spots, body in zip(cells, bodies, strict=True)
    ]
    named = [[(spot, name) for spot in spots if (name := _name(page, spot, title))] for spots in cells]
    names = {spot.at: name for found in named for spot, name in found}
    best, column = 0.0, {}
    for part, worth in ((outside, 1.0), (cells, 0.6)):
        for found in _columns(
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
        1 for spot in column.values() if names[spot.at] not in (spot.own, page.shown(_sole(page, spot)))
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


def _sole(page: Map, spot: Spot) -> Spot:
    """The element in another that holds all of its words, as far down as there is one."""
    while spot.end > spot.at + 1 and not spot.own:
        inner = next((one for one in page.spots[spot.at + 1 : spot.end] if page.size(one)), spot)
        if inner is spot or page.size(inner) < page.size(spot):
            break
        spot = inner
    return spot


def _person_around(page: Map, spot: Spot) -> bool:
    parent = page.spots[spot.parent] if spot.parent >= 0 else spot
    return bool(PERSON.search(parent.called)) and page.size(parent) <= NAME + 20


def _dates(page: Map, cells: Sequence[Sequence[Spot]], how: Calendar) -> Column:
    """The column of dates that most posts have and that are in the order of the page."""
    marked = set(page.dates)
    dated = [[spot for spot in spots if spot.at in marked] for spots in cells]
    best: tuple[float, Column] = (0.0, {})
    for found in _columns(page, dated).values():
        values = {at: (spot, said) for at, spot in found.items() if (said := date_of(page, spot))}
        moments = [moment for _, said in values.values() if (moment := to_iso(said, how))]
        ordered = [one[:10] <= other[:10] for one, other in pairwise(moments)]
        order = max(ordered.count(True), ordered.count(False)) / len(ordered) if ordered else 1.0
        joined = sum(1 for spot in found.values() if _is_joined(page, spot)) / len(found)
        timed = sum("T" in moment for moment in moments) / max(1, len(moments))
        score = len(values) / len(cells) * (0.4 + 0.6 * order) * (1 - 0.9 * joined) * (1 + 0.1 * timed)
        best = max(best, (score, values), key=lambda pair: pair[0])
    out = dict(best[1])
    for at, spots in enumerate(dated):
        first = next((spot for spot in spots if not _is_joined(page, spot)), None)
        said = date_of(page, first) if first and at not in out else None
        if first and said:
            out[at] = (first, said)
    return out


def _is_joined(page: Map, spot: Spot) -> bool:
    """Whether a date is that of joining or of an edit, as the words beside it say."""
    parent = page.spots[spot.parent] if spot.parent >= 0 else spot
    before = page.spots[spot.at - 1].own if spot.at else ""
    around = page.shown(parent) if page.size(parent) <= SHORT else ""
    return bool(JOINED.search(f"{before} {page.shown(spot)}") or JOINED.search(around))


def date_of(page: Map, spot: Spot) -> str | None:
    """A date that an element shows or tells in an attribute."""
    told = spot.node.attributes
    whole = page.shown(spot) if page.size(spot) <= 60 else ""
    parent = page.spots[spot.parent] if spot.parent >= 0 else spot
    if not TIME.search(whole) and page.size(parent) <= NAME and TIME.search(page.shown(parent)):
        whole = page.shown(parent)
    said = (told.get("datetime"), told.get("title"), told_date(told), whole, spot.own, page.shown(spot))
    return next((line(one) for one in said if one and (DATED.search(one) or one[:4].isdigit())), None)


def _numbers(page: Map, cells: Sequence[Sequence[Spot]]) -> Column:
    """The column of numbers that go up, or down, by one from post to post."""
    shown = [
        [spot for spot in spots if 0 < page.size(spot) <= 12 and NUMBER.match(page.shown(spot))]
        for spots in cells
    ]
    for found in _columns(page, shown).values():
        values = {at: (spot, NUMBER.match(page.shown(spot))) for at, spot in found.items()}
        column = {at: (spot, said[1]) for at, (spot, said) in values.items() if said}
        steps = Counter(
            int(other[1]) - int(one[1]) for (_, one), (_, other) in pairwise(sorted(column.items()))
        )
        if len(column) >= 0.7 * len(cells) > 1 and max(steps[1], steps[-1]) >= 0.6 * (len(column) - 1) > 0:
            return column
    return {}


def _bodies(page: Map, posts: Sequence[Record]) -> list[list[Spot]]:
    """Each post's body: the deepest column that holds most of what differs, else what holds most in it."""
    alone = [_body(page, post) for post in posts]
    totals = weights(page, posts)
    whole = sum(totals[end] - totals[start] for post in posts for start, end in post.own)
    best: tuple[int, list[list[Spot]]] | None = None
    for found in _blocks(page, posts).values():
        spots = [_outermost(found.get(at, ())) for at in range(len(posts))]
        inside = [
            _inside(totals, post, spot) for post, some in zip(posts, spots, strict=True) for spot in some
        ]
        size = sum(page.size(spot) for some in spots for spot in some)
        covered = sum(1 for some in spots if some)
        if (
            covered >= 0.8 * len(posts)
            and sum(inside) >= MAIN_SHARE * whole
            and (best is None or size < best[0])
        ):
            best = size, spots
    if not best:
        return alone
    chosen = [spots or body for spots, body in zip(best[1], alone, strict=True)]
    inner = [[_sole(page, spot) for spot in body] for body in chosen]
    framed = sum(1 for body in inner if len(body) == 1 and body[0].node.tag == "blockquote")
    return inner if framed > len(posts) / 2 else chosen


def _blocks(page: Map, posts: Sequence[Record]) -> dict[Kind, dict[int, list[Spot]]]:
    """For each kind of element that may hold words, those of each post."""
    table: dict[Kind, dict[int, list[Spot]]] = defaultdict(lambda: defaultdict(list))
    for at, post in enumerate(posts):
        for spot in _spots(page, post):
            if (spot.node.tag not in INLINE or _tokens(spot)) and spot.node.tag not in LISTS:
                kind = kind_of(page, spot)
                table[kind][at].append(spot)
                if kind[1] != "in":
                    table[kind[: kind.index("in")]][at].append(spot)
    return table


def weights(page: Map, posts: Sequence[Record]) -> list[int]:
    """Running totals of letters outside links, without what most posts say alike."""
    said = Counter(own for post in posts for own in {spot.own for spot in _spots(page, post)})
    often = max(1.0, 0.4 * len(posts))
    totals = [0]
    for at, spot in enumerate(page.spots):
        plain = (
            page.words[at + 1] > page.words[at]
            and said[spot.own] <= often
            and not DATED.search(spot.own[:SHORT])
        )
        totals.append(totals[-1] + (len(spot.own) if plain else 0))
    return totals


def _outermost(spots: Sequence[Spot]) -> list[Spot]:
    out: list[Spot] = []
    for spot in spots:
        if not out or spot.at >= out[-1].end:
            out.append(spot)
    return out


def _body(page: Map, post: Record) -> list[Spot]:
    """Go down to the element that still holds most of the post's own words; without one, all of the post."""
    whole = page.length(post.own)
    level = [
        page.spots[at] for start, end in post.own for at in range(start, end) if page.spots[at].parent < start
    ]
    while True:
        best = max(level, key=lambda spot: _inside(page.words, post, spot), default=None)
        if best is None or best.node.tag in INLINE or _inside(page.words, post, best) < MAIN_SHARE * whole:
            return level
        below = [spot for spot in page.spots[best.at + 1 : best.end] if spot.parent == best.at]
        deeper = max(
            (_inside(page.words, post, spot) for spot in below if spot.node.tag not in INLINE), default=0
        )
        if deeper < MAIN_SHARE * whole:
            return [best]
        level = below


def _inside(totals: Sequence[int], post: Record, spot: Spot) -> int:
    parts = ((max(start, spot.at), min(end, spot.end)) for start, end in post.own)
    return sum(totals[end] - totals[start] for start, end in parts if start < end)


def _is_quoted(page: Map, spot: Spot, body: Sequence[Spot]) -> bool:
    """Whether an element of a body is a quote or in one."""
    if not _within(spot, body):
        return False
    while not any(spot.at == one.at for one in body):
        tokens = (spot.node.attributes.get("class") or "").lower().split()
        if spot.node.tag == "blockquote" or any(QUOTED.fullmatch(token) for token in tokens):
            return True
        spot = page.spots[spot.parent]
    return False


def _date_at_head(page: Map, body: Sequence[Spot]) -> str | None:
    """A date in the first words of a body that has no element for it."""
    head = " ".join(spot.own for one in body for spot in page.spots[one.at : min(one.end, one.at + 8)])[:HEAD]
    found = DATED.search(head)
    return head[found.start() : found.end() + 20] if found else None


def _within(spot: Spot, body: Sequence[Spot]) -> bool:
    return any(one.at < spot.at < one.end for one in body)


def calendar_of(page: Map, language: str | None, fetched_at: str | None) -> Calendar:
    """How a page writes dates, as its dates show."""
    said = " ; ".join(page.spots[at].own for at in page.dates)
    return calendar(said, language, fetched_at)


def fields_of(doc: Document, page: Map, nodes: Sequence[LexborNode]) -> list[Fields]:
    """What posts say of themselves whose elements are known; nothing for an element that is not laid out."""
    from pipeline.parse.repeated import nested

    at = {spot.node.mem_id: spot for spot in page.spots}
    posts = nested([at[node.mem_id] for node in nodes if node.mem_id in at])
    how = calendar_of(page, doc.language, doc.page.fetched_at)
    said = dict(
        zip((post.spot.node.mem_id for post in posts), fields(page, posts, doc.title or "", how), strict=True)
    )
    return [said.get(node.mem_id) or Fields([], []) for node in nodes]
