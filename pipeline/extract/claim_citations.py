"""Which citations a claim leans on: beside it, quoted around it, or in the lines before or after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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


def inside_reference(citations: Sequence[Citation], start: int, end: int) -> bool:
    """Whether a stretch lies in a reference string: its words are a title, not a claim."""
    return any(
        low <= start and end <= high
        for citation in citations
        if citation.kind in REFERENCES
        for low, high in spans(citation)
    )


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
