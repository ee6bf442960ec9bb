"""Full reference strings in a text: an author list, then a locator (volume, pages, year, identifier).

A candidate begins at an author list, ends behind its locators, and is kept if what stands between is
evidence enough. A reference may be wrapped over lines but never goes over a blank line.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.extract.citation_locators import (
    AFTER_AUTHORS,
    CAPITAL,
    END,
    GOES_ON,
    IDENTIFIER,
    LOCATOR,
    LOWER_AFTER,
    MARKER,
    PAGED,
    PROSE,
    STARTS,
    TAIL,
    TITLE_ALONE,
    TITLE_LETTERS,
    TITLE_QUOTE,
    TITLED,
)
from pipeline.extract.citation_patterns import ET_AL, YEAR
from pipeline.extract.reference_fields import journal_key, known_journals

LONGEST = 900
NEARBY = 120
LONGEST_UNSIGNED = 500
SHORTEST = 30
SHORTEST_TITLE = 12
SHORTEST_JOURNAL = 4
MOST_LINES = 9
MOST_RIVALS = 50
ENOUGH = 4
BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
ORGANISATION = re.compile(rf"[^.\n]{{5,120}}(?:\n[^.\n]{{1,60}})?\.?\s{{1,3}}\({YEAR}\)")
TITLE_END = re.compile(r"[.?!”\"]\s{1,3}[^\W\d_a-z]")
SENTENCE = re.compile(r"[.?!]\s+(?=[A-Z])")
ANOTHER = re.compile(ET_AL)
HAS_YEAR = re.compile(rf"(?<!\d){YEAR}")


class Found(NamedTuple):
    """Where a reference stands, and its number in its list."""

    start: int
    end: int
    number: int | None


def find_references(text: str) -> list[Found]:
    r"""Full reference strings.

    Args:
        text: any text.

    Returns:
        Their places, in order, without overlap.

    Example:
        >>> post = "See\n1. Liu Y, Hu P. Retinoids. J Neurochem. 2008;106(3):1104-16.\nand think."
        >>> [(post[f.start:f.end][:10], f.number) for f in find_references(post)]
        [('Liu Y, Hu ', 1)]
    """
    found: list[Found] = []
    for start, end in _blocks(text):
        found.extend(_in_block(text, start, end))
    return found


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Stretches between blank lines."""
    start = 0
    for gap in BLANK_LINE.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _in_block(text: str, start: int, end: int) -> list[Found]:
    """References of a block, in order."""
    locators = list(LOCATOR.finditer(text, start, end))
    if not locators:
        return [*_unplaced(text, start, end)]
    signed = list(_signed(text, start, end, locators))
    return sorted([*signed, *_unsigned(text, start, end, locators, signed)])


def _signed(text: str, start: int, end: int, locators: Sequence[re.Match[str]]) -> Iterator[Found]:
    """References that begin with an author list."""
    markers = {m.end(): m for m in MARKER.finditer(text, start, end)}
    starts = [m for m in STARTS.finditer(text, start, end) if _leads(text, m, end)]
    heads = [*(m.start() for m in starts if m.start() in markers and not _wrapped(m, locators)), end]
    done = start
    for i, first in enumerate(starts):
        if first.start() < done:
            continue
        limit = min(first.start() + LONGEST, heads[min(bisect_right(heads, first.start()), len(heads) - 1)])
        closed = _close(text, first.end(), limit, locators)
        if closed is None:
            continue
        rivals = [m for m in starts[i : i + MOST_RIVALS] if m.start() < closed[0]]
        best = first if first.start() in markers else max(rivals, key=lambda m: (m[0].count(","), m.start()))
        if _worth(text, best, closed, best.start() in markers):
            place = best.start(), _trimmed(text, best.start(), closed[1])
            yield Found(*place, _number(markers.get(best.start())))
            done = closed[1]


def _leads(text: str, authors: re.Match[str], end: int) -> bool:
    """Whether what stands behind an author list can be a year or a title."""
    if AFTER_AUTHORS.match(text, authors.end(), end):
        return True
    return authors[0].count(",") > 1 and LOWER_AFTER.match(text, authors.end(), end) is not None


def _unplaced(text: str, start: int, end: int) -> Iterator[Found]:
    """A reference that is a block by itself and says no place: authors, year and title."""
    dated = end - start < LONGEST_UNSIGNED and HAS_YEAR.search(text, start, end)
    if not dated or PROSE.search(text, start, end):
        return
    marker = MARKER.match(text, start, end)
    authors = STARTS.match(text, marker.end() if marker else start, end)
    if authors and authors[0].count(",") > 1 and TITLE_ALONE.fullmatch(text, authors.end(), end):
        yield Found(authors.start(), _trimmed(text, authors.start(), end), _number(marker))


def _wrapped(start: re.Match[str], locators: Sequence[re.Match[str]]) -> bool:
    """Whether what looks like an author at the head of a line is a journal: "J. Physiol. Paris 104"."""
    near = bisect_left(locators, start.end(), key=lambda m: m.start())
    return (
        "," not in start[0] and near < len(locators) and locators[near].start() - start.end() < TITLE_LETTERS
    )


def _unsigned(
    text: str, start: int, end: int, locators: Sequence[re.Match[str]], signed: Sequence[Found]
) -> Iterator[Found]:
    """References without an author list: title, journal and pages, alone in a block or on a line."""
    begins, done = [f.start for f in signed], start
    for locator in locators:
        last = bisect_right(begins, locator.start()) - 1
        done = max(done, signed[last].end) if last >= 0 else done
        if locator.start() < done or locator.lastgroup == IDENTIFIER or not PAGED.search(locator[0]):
            continue
        low = max(done, locator.start() - LONGEST_UNSIGNED)
        lines = (low, text.rfind("\n", low, locator.start()) + 1)
        markers = [m for m in (MARKER.match(text, max(line, low)) for line in lines) if m]
        closed = _close(text, locator.start(), min(end, locator.start() + LONGEST_UNSIGNED), [locator])
        best = next((m for m in markers if closed and _plain(text, m.end(), locator, closed[1])), None)
        if closed and best:
            yield Found(best.end(), _trimmed(text, best.end(), closed[1]), _number(best))
            done = closed[1]


def _plain(text: str, head: int, locator: re.Match[str], end: int) -> bool:
    """Whether a stretch that names no author is a reference."""
    before = text[head : locator.start()]
    if journal_key(before) in known_journals():
        return (locator.lastgroup or "").startswith("strong")
    if (
        not SHORTEST_TITLE < len(before) < LONGEST_UNSIGNED
        or not CAPITAL.match(before)
        or PROSE.search(before)
    ):
        return False
    if ANOTHER.search(before) or not (TITLE_END.search(before) or ORGANISATION.match(before)):
        return False
    points = 2 * (locator.lastgroup or "").startswith("strong") + (locator.lastgroup or "").startswith("weak")
    points += 2 * ends_in_journal(before)
    points += bool(HAS_YEAR.search(text, head, end)) + bool(ORGANISATION.match(before))
    points += not text[end : end + 2].strip(" .") or text[end] == "\n"
    authors = STARTS.search(before) if points >= ENOUGH else None
    return points >= ENOUGH and not (authors and authors.start() and "," in authors[0])


def ends_in_journal(words: str) -> bool:
    """Whether a stretch ends in the name of a known journal, of two words or more, or after a full stop.

    Example:
        >>> ends_in_journal("Of mice and mood. J. Neurochem."), ends_in_journal("It was in Nature")
        (True, False)
    """
    last = journal_key(words[-NEARBY:]).split()
    alone = journal_key(SENTENCE.split(words)[-1])
    return alone in known_journals() or any(
        " ".join(last[i:]) in known_journals() for i in range(len(last) - 1)
    )


def _close(text: str, start: int, limit: int, locators: Sequence[re.Match[str]]) -> tuple[int, int] | None:
    """Begin of the first locator and end of the last one that follows it without a break."""
    at = bisect_left(locators, start, key=lambda m: m.start())
    near = [m for m in locators[at : at + 3] if m.end() <= limit]
    while len(near) > 1 and _in_title(text, *near[:2]):
        near = near[1:]
    if near and near[0].lastgroup == "closing" and near[0].start() - start < SHORTEST_TITLE:
        near = near[1:]
    if not near:
        return None
    first = near[0]
    end: int = first.end()
    step: re.Match[str] | None = first
    while step:
        end = step.end()
        step = LOCATOR.match(text, end, limit) or TAIL.match(text, end, limit) or _later(text, end, limit)
    last = END.match(text, end, limit)
    return first.start(), last.end() if last else end


def _in_title(text: str, locator: re.Match[str], following: re.Match[str]) -> bool:
    """Whether a locator is no more than a number of the title, which goes on to the following one."""
    weak = not (locator.lastgroup or "").startswith("strong") and GOES_ON.match(text, locator.end())
    return bool(weak) and not STARTS.search(text, locator.end(), following.start())


def _later(text: str, end: int, limit: int) -> re.Match[str] | None:
    """A locator a little further on the same line, behind a place or a publisher."""
    later = LOCATOR.search(text, end, min(end + NEARBY, limit))
    if later is None or "\n" in text[end : later.start()].strip("\n"):
        return None
    between = end, later.start()
    another = STARTS.search(text, *between)
    return None if PROSE.search(text, *between) or (another and "," in another[0]) else later


def _trimmed(text: str, start: int, end: int) -> int:
    """The end without commas, and without brackets that the reference does not open."""
    while text[end - 1] in ",; " or (
        text[end - 1] == ")" and text.count("(", start, end) < text.count(")", start, end)
    ):
        end -= 1
    return end


def _worth(text: str, authors: re.Match[str], closed: tuple[int, int], at_head: bool) -> bool:
    """Whether author list, locators and what stands between them make a reference."""
    body = text[authors.start() : closed[1]]
    between = text[authors.end() : closed[0]]
    if len(body) < SHORTEST or len(PROSE.findall(between)) > at_head or between.count("\n") > MOST_LINES:
        return False
    letters = sum(c.isalpha() for c in between)
    if letters < SHORTEST_JOURNAL or "|" in between:
        return False
    title = authors.end() + SHORTEST_TITLE
    near = [
        m
        for m in LOCATOR.finditer(text, authors.end(), closed[1])
        if m.lastgroup != "closing" or m.start() >= title
    ]
    kinds = {(m.lastgroup or "")[:4] for m in near}
    if "stro" not in kinds and ANOTHER.search(between):
        return False
    points = 2 * ("stro" in kinds) + ("weak" in kinds) + ("clos" in kinds) + at_head
    points += bool(HAS_YEAR.search(body)) + bool(TITLE_QUOTE.search(between))
    points += bool(TITLED.match(between)) + (authors[0].count(",") > 1) + (letters > TITLE_LETTERS)
    return points >= ENOUGH


def list_number(text: str, position: int) -> int | None:
    """The number of the list item whose content begins at a position, if it is one.

    Example:
        >>> list_number("[3] Liu", 4)
        3
    """
    line = text.rfind("\n", 0, position) + 1
    marker = MARKER.match(text, line, position)
    return _number(marker) if marker and not text[marker.end() : position].strip() else None


def _number(marker: re.Match[str] | None) -> int | None:
    return next((int(g) for g in marker.groups() if g), None) if marker else None
