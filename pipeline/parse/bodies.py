"""Elements that are alike over posts, and of these the ones that hold the posts' words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.parse.style import QUOTED
from pipeline.parse.survey import DATED, SHORT, Map, Spot

if TYPE_CHECKING:
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


def spots_of(page: Map, post: Record) -> Iterator[Spot]:
    """The elements of a post, without those of posts in it."""
    for start, end in post.own:
        yield from page.spots[start:end]


def kind_of(page: Map, spot: Spot) -> Kind:
    """What makes elements alike: tag and first classes, its own and its parent's."""
    parent = page.spots[spot.parent] if spot.parent >= 0 else spot
    return (spot.node.tag or "", *tokens_of(spot), "in", parent.node.tag or "", *tokens_of(parent))


def tokens_of(spot: Spot) -> list[str]:
    """The first classes of an element that do not tell one post from the next."""
    told = (spot.node.attributes.get("class") or "").split()
    return [token for token in told if not VARIANT.search(token)][:2]


def columns_of(page: Map, cells: Sequence[Sequence[Spot]]) -> dict[Kind, dict[int, Spot]]:
    """For each kind of element the first one in each post."""
    table: dict[Kind, dict[int, Spot]] = defaultdict(dict)
    for at, spots in enumerate(cells):
        for spot in spots:
            table[kind_of(page, spot)].setdefault(at, spot)
    return table


def bodies_of(page: Map, posts: Sequence[Record]) -> list[list[Spot]]:
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
    inner = [[sole(page, spot) for spot in body] for body in chosen]
    framed = sum(1 for body in inner if len(body) == 1 and body[0].node.tag == "blockquote")
    return inner if framed > len(posts) / 2 else chosen


def _blocks(page: Map, posts: Sequence[Record]) -> dict[Kind, dict[int, list[Spot]]]:
    """For each kind of element that may hold words, those of each post."""
    table: dict[Kind, dict[int, list[Spot]]] = defaultdict(lambda: defaultdict(list))
    for at, post in enumerate(posts):
        for spot in spots_of(page, post):
            if (spot.node.tag not in INLINE or tokens_of(spot)) and spot.node.tag not in LISTS:
                kind = kind_of(page, spot)
                table[kind][at].append(spot)
                if kind[1] != "in":
                    table[kind[: kind.index("in")]][at].append(spot)
    return table


def weights(page: Map, posts: Sequence[Record]) -> list[int]:
    """Running totals of letters outside links, without what most posts say alike."""
    said = Counter(own for post in posts for own in {spot.own for spot in spots_of(page, post)})
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


def sole(page: Map, spot: Spot) -> Spot:
    """The element in another that holds all of its words, as far down as there is one."""
    while spot.end > spot.at + 1 and not spot.own:
        inner = next((one for one in page.spots[spot.at + 1 : spot.end] if page.size(one)), spot)
        if inner is spot or page.size(inner) < page.size(spot):
            break
        spot = inner
    return spot


def within(spot: Spot, body: Sequence[Spot]) -> bool:
    """Whether an element lies in a body."""
    return any(one.at < spot.at < one.end for one in body)


def is_quoted(page: Map, spot: Spot, body: Sequence[Spot]) -> bool:
    """Whether an element of a body is a quote or in one."""
    if not within(spot, body):
        return False
    while not any(spot.at == one.at for one in body):
        tokens = (spot.node.attributes.get("class") or "").lower().split()
        if spot.node.tag == "blockquote" or any(QUOTED.fullmatch(token) for token in tokens):
            return True
        spot = page.spots[spot.parent]
    return False
