"""Which citations a claim leans on: beside it, quoted around it, or in the lines before or after it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from pipeline.records import Citation

POINTS_BACK = re.compile(
    r"\W*(?:this|these|that|those|it|they|the (?:study|authors?|paper|results?|last|first|same)|results|our|"
    r"note|so|which|here|in this|basically|meaning|i\.e)\b",
    re.IGNORECASE,
)
"""How a sentence begins that speaks of the reference above it."""

ANNOUNCED = 160
"""Characters of a line ending in a colon that may stand between a claim and its references."""

REFERENCES = frozenset({"reference", "identifier", "url"})


def spans(citation: Citation) -> Iterator[tuple[int, int]]:
    """Every place where a citation is written."""
    yield citation.start, citation.end
    for span in citation.spans:
        yield span.start, span.end


class References:
    """Where the reference strings of a text stand: their words are titles, not claims.

    Args:
        citations: of the text.
    """

    def __init__(self, citations: Sequence[Citation]) -> None:
        places = sorted(place for one in citations if one.kind in REFERENCES for place in spans(one))
        # the farthest end so far: a place that begins before a stretch holds it if it ends behind it
        self.starts = [start for start, _ in places]
        self.ends = list(accumulate((end for _, end in places), max))

    def hold(self, start: int, end: int) -> bool:
        """Whether a stretch lies in a reference string."""
        last = bisect_right(self.starts, start) - 1
        return last >= 0 and end <= self.ends[last]


def quoting(citations: Sequence[Citation], start: int, end: int) -> tuple[int, ...]:
    """Indices of the citations whose quoted abstract holds the stretch."""
    return tuple(
        i
        for i, one in enumerate(citations)
        if one.quoted and one.quoted.start <= start and end <= one.quoted.end
    )


def leaning(text: str, citations: Sequence[Citation], start: int, end: int) -> tuple[int, ...]:
    """Indices of the citations that a sentence leans on.

    Args:
        text: the whole text.
        citations: in order of place.
        start: begin of the sentence.
        end: its end.
    """
    if quoted := quoting(citations, start, end):
        return quoted
    within = [i for i, one in enumerate(citations) if start <= one.start < end]
    if any(citations[i].kind != "vague" for i in within):
        return tuple(within)
    return (*within, *(tuple(_after(text, citations, end)) or tuple(_before(text, citations, start, end))))


def _after(text: str, citations: Sequence[Citation], end: int) -> Iterator[int]:
    """The run of references right below the sentence, an announcing line left out."""
    place, announced = end, False
    for i, one in enumerate(citations):
        if one.start < end or one.kind not in REFERENCES:
            continue
        gap = text[place : one.start].strip(" \t\n\r\"'“”.*•-")
        if gap and (announced or len(gap) > ANNOUNCED or not gap.endswith(":")):
            return
        yield i
        place, announced = one.end, True


def _before(text: str, citations: Sequence[Citation], start: int, end: int) -> Iterator[int]:
    """The reference right above a sentence that points back to it."""
    above = [i for i, one in enumerate(citations) if one.end <= start]
    if above and POINTS_BACK.match(text, start, end):
        last = above[-1]
        edge = citations[last].quoted
        place = max(citations[last].end, edge.end if edge else 0)
        if not text[place:start].strip(" \t\n\r\"'“”.^*•-"):
            yield last
