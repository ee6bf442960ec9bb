"""Finds the posts of a page of unknown make: the elements that repeat, each with an author, a date and words.

After the mining of data records (Liu, Grossman, Zhai: Mining data records in web pages, KDD 2003) and of
posts by their dates (Song et al.: A hybrid approach to forum extraction, WWW 2013): elements alike are taken
together by tag and class, by tag and the letters of their id, and by place. Of these groups the one wins
whose members most evenly hold an author and a date each and together most of the page's own words. Where
posts have no element of their own, members mark where each post begins.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from pipeline.parse.bodies import VARIANT, weights
from pipeline.parse.names import BYLINE
from pipeline.parse.survey import DATED, SHORT, Map, Spot
from pipeline.parse.text import line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

Stretches = list[tuple[int, int]]

STEM = re.compile(r"[A-Za-z][A-Za-z_-]*(?=\d)|[A-Za-z]+[-_](?=\w{5,})")
LISTED_URL = re.compile(
    r"/t/[^/?#]+/\d+|/threads?/[^/?#]+|showthread|viewtopic|viewforum|forumdisplay|[?;&](?:topic|board)=\d"
    r"|/topics?/\d+"
    r"|/d/\d+-|/discussions?/\d+|/forums?/[^?#]+|/c/[^/?#]+|/categor(?:y|ies)/|/boards?/[^?#]+"
    r"|/questions/\d+",
    re.I,
)
BUTTON = re.compile(r"#|[?;&](?:do|action|mode)=|report|reply|quote|share", re.I)
MIN_WORDS = 8
MOST_POSTS = 2_000
"""No page that people read has more."""
TITLE = 8
MIN_OPENER = 40
LONG = 500
ARTICLE = re.compile(r"^article\b|\bhentry\b|articleBody")
FRAMED = 0.25
MOST = 0.7
LEAST = 0.15


@dataclass(frozen=True, slots=True)
class Record:
    """A post: the element that holds it, or with which it begins, and the stretches that are its own."""

    spot: Spot
    own: Stretches


def records(page: Map) -> list[Record]:
    """The posts of a page in page order; none if nothing repeats well enough, or if it is a listing."""
    groups = list(_alike(page))
    score, best = _best(page, (_unwrapped(page, nested(members)) for members in groups))
    if score < FRAMED or _dated(page, best) < MOST or _is_heads(page, best):
        marked = (_begun_by(page, members) for members in groups)
        other, found = _best(page, (one for one in marked if _dated(page, one) == 1.0))
        score, best = max((score, best), (other, found), key=lambda pair: pair[0])
    if score < LEAST:
        return []
    posts = _real(page, best)[:MOST_POSTS]
    return [] if _is_listing(page, posts) else _with_opener(page, posts)


def _is_heads(page: Map, found: list[Record]) -> bool:
    """Whether most records say nothing of their own: they are the heads of posts whose words come after."""
    totals = weights(page, found)
    said = [sum(totals[end] - totals[start] for start, end in record.own) for record in found]
    return 2 * sum(1 for letters in said if letters < MIN_WORDS) > len(found)


def _unwrapped(page: Map, found: list[Record]) -> list[Record]:
    """Records without the one around all others, if that is a frame of the page rather than their opener."""
    if len(found) < 2 or found[0].spot.end < found[-1].spot.end:
        return found
    for marks in (page.dates, page.people):
        first, *others = (_count(marks, record.own) for record in found)
        if first > max(2, *others):
            return found[1:] if len(found) > 2 else []
    return found


def _best(page: Map, candidates: Iterable[list[Record]]) -> tuple[float, list[Record]]:
    scored = ((_score(page, found), found) for found in candidates)
    return max(scored, key=lambda pair: pair[0], default=(0.0, []))


def _dated(page: Map, found: list[Record]) -> float:
    """The share of posts that have a date."""
    return sum(1 for record in found if _count(page.dates, record.own)) / max(1, len(found))


def _alike(page: Map) -> Iterator[list[Spot]]:
    """Groups of elements that are alike, each once."""
    table: dict[tuple[object, ...], list[Spot]] = defaultdict(list)
    for spot in page.spots[1:]:
        if spot.node.tag == "noscript":
            continue
        told, tag = spot.node.attributes, spot.node.tag
        tokens = [token for token in (told.get("class") or "").split() if not VARIANT.search(token)]
        for token in tokens:
            table[tag, "class", token].append(spot)
        stem = STEM.match(told.get("id") or "")
        if stem:
            table[tag, "id", stem[0]].append(spot)
        if told.get("itemtype"):
            table[tag, "type", told["itemtype"]].append(spot)
        table[tag, "in", spot.parent, *tokens[:1]].append(spot)
    seen: set[tuple[int, ...]] = set()
    for members in table.values():
        key = tuple(spot.at for spot in members)
        if len(members) > 1 and key not in seen:
            seen.add(key)
            yield members


def nested(members: Sequence[Spot]) -> list[Record]:
    """Each member with the stretches in it that are in no member inside it."""
    found = []
    for index, spot in enumerate(members):
        stretches, at, inner = [], spot.at, index + 1
        while inner < len(members) and members[inner].at < spot.end:
            if members[inner].at >= at:
                stretches.append((at, members[inner].at))
                at = members[inner].end
            inner += 1
        found.append(Record(spot, [*stretches, (at, spot.end)]))
    return found


def _begun_by(page: Map, members: Sequence[Spot]) -> list[Record]:
    """Posts that begin with a member and last until the next one, the last until their common frame ends."""
    if any(after.at < before.end for before, after in pairwise(members)):
        return []
    frame = page.spots[members[0].parent]
    while frame.parent >= 0 and frame.end < members[-1].end:
        frame = page.spots[frame.parent]
    ends = [spot.at for spot in members[1:]] + [frame.end]
    return [Record(spot, [(spot.at, end)]) for spot, end in zip(members, ends, strict=True)]


def _count(marks: Sequence[int], own: Stretches) -> int:
    return sum(bisect_left(marks, end) - bisect_left(marks, start) for start, end in own)


def _score(page: Map, found: Sequence[Record]) -> float:
    """Share of the page's words, times how evenly posts have a date, an author, and words."""
    if not found:
        return 0.0
    lengths = [page.length(record.own) for record in found]
    dates = [_count(page.dates, record.own) for record in found]
    people = [_count(page.people, record.own) for record in found]
    names = [_count(page.names, record.own) for record in found]
    size = len(found)
    dated, named = (sum(1 for count in counts if count) / size for counts in (dates, names))
    signed = max(sum(1 for count in people if count) / size, 0.6 * named)
    worded = sum(1 for length in lengths if length >= MIN_WORDS) / size
    crowded = sum(max(0, count - 2) for count in dates) / size
    single = sum(1 for count in dates if count == 1) / size
    share = sum(lengths) / (page.words[-1] or 1)
    return share * (0.15 + dated) * (0.25 + signed) * worded * (1 + 0.05 * single) / (1 + 0.4 * crowded)


def _real(page: Map, found: list[Record]) -> list[Record]:
    """Posts that have what most have: what has neither a date nor an author among them is none."""
    marked = [bool(_count(page.dates, record.own) or _count(page.people, record.own)) for record in found]
    most = sum(marked) >= 0.5 * len(found)
    kept = [
        record
        for record, mark in zip(found, marked, strict=True)
        if (mark or not most) and page.length(record.own)
    ]
    once = {record.spot.node.attributes.get("id") or str(record.spot.at): record for record in reversed(kept)}
    return sorted(once.values(), key=lambda record: record.spot.at)


def _is_listing(page: Map, found: list[Record]) -> bool:
    """Whether the records are short and each leads by a title of its own to a thread or board of its own."""
    if len(found) < 3:
        return False
    size = median(page.length(record.own) for record in found)
    titles = {max(map(_shown, _links(record)), key=len, default="") for record in found}
    leads = {
        next((str(link.attributes["href"]) for link in _links(record) if _is_lead(link)), "")
        for record in found
    }
    named, led = (
        len([one for one in some if len(one) > TITLE]) >= MOST * len(found) for some in (titles, leads)
    )
    return (size <= 60 and named) or (size <= 400 and led)


def _links(record: Record) -> list[LexborNode]:
    return record.spot.node.css("a[href]")


def _shown(link: LexborNode) -> str:
    return line(link.text()) or ""


def _is_lead(link: LexborNode) -> bool:
    href, shown = link.attributes.get("href") or "", _shown(link)
    return (
        len(shown) > TITLE
        and not BUTTON.search(href)
        and bool(LISTED_URL.search(href))
        and not DATED.search(shown)
    )


def _with_opener(page: Map, found: list[Record]) -> list[Record]:
    """Add the opener where it is built otherwise than the replies.

    It is the element before them with the most words that has a date and an author; but a header that
    names the author of the first post is no opener, nor is a form, nor a list of links.
    """
    if not found:
        return found
    first = found[0]
    best: Spot | None = None
    for spot in page.spots[1 : first.spot.at]:
        own = [(spot.at, spot.end)]
        if spot.end <= first.spot.at and page.length(own) > (
            page.length([(best.at, best.end)]) if best else MIN_OPENER - 1
        ):
            best = spot if _may_open(page, spot, own, first) else best
    return [Record(best, [(best.at, best.end)]), *found] if best else found


def _may_open(page: Map, spot: Spot, own: Stretches, first: Record) -> bool:
    marks = page.people if _count(page.people, first.own) else page.names
    if ARTICLE.search(f"{spot.node.tag} {spot.called}") and page.length(own) > LONG:
        return True
    signed = _count(page.people, own) and page.length(own) > 2 * MIN_OPENER and _says_by(page, spot)
    if not signed and not (_count(page.dates, own) and _count(marks, own)):
        return False
    if page.length(own) < 0.4 * (page.letters[spot.end] - page.letters[spot.at]):
        return False
    if spot.node.css_first("input, select") is not None:
        return False
    repeats = [
        one for one in _people(page, own)[:1] for other in _people(page, first.own)[:2] if one in other
    ]
    return not repeats or page.length(own) > max(200, page.length(first.own))


def _says_by(page: Map, spot: Spot) -> bool:
    """Whether the last words of an element say who posted it."""
    tail = [one for one in page.spots[spot.at : spot.end] if 0 < page.size(one) <= SHORT][-3:]
    return any(BYLINE.search(page.shown(one)) for one in tail)


def _people(page: Map, own: Stretches) -> list[str]:
    marks = (at for at in page.people if any(start <= at < end for start, end in own))
    return [line(page.spots[at].node.text()) or "" for at in marks]
