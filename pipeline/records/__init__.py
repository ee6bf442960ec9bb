"""The frozen records that pass between the stages.

All offsets are Unicode code points, ``start`` inclusive, ``end`` exclusive, into the text of the post
they belong to, and ``text[start:end]`` is the text the record quotes.
"""

from __future__ import annotations

from pipeline.records.base import (
    Basis,
    Certainty,
    CitationKind,
    ClaimKind,
    Design,
    Direction,
    EntityType,
    Experiencer,
    Mismatch,
    PageKind,
    Phase,
    QuantityKind,
    Record,
    Score,
    Species,
    Stance,
    Time,
    Trust,
    Verdict,
)
from pipeline.records.findings import Candidate, Claim, Concept, Cue, Dropped, Findings, Mention, Quantity
from pipeline.records.literature import (
    Bibliography,
    Citation,
    Link,
    Name,
    Paper,
    Part,
    Resolution,
    Span,
    Study,
)
from pipeline.records.threads import Cursor, Failure, Hyperlink, Page, Post, Quote, Thread

__all__ = [
    "Basis",
    "Bibliography",
    "Candidate",
    "Certainty",
    "Citation",
    "CitationKind",
    "Claim",
    "ClaimKind",
    "Concept",
    "Cue",
    "Cursor",
    "Design",
    "Direction",
    "Dropped",
    "EntityType",
    "Experiencer",
    "Failure",
    "Findings",
    "Hyperlink",
    "Link",
    "Mention",
    "Mismatch",
    "Name",
    "Page",
    "PageKind",
    "Paper",
    "Part",
    "Phase",
    "Post",
    "Quantity",
    "QuantityKind",
    "Quote",
    "Record",
    "Resolution",
    "Score",
    "Span",
    "Species",
    "Stance",
    "Study",
    "Thread",
    "Time",
    "Trust",
    "Verdict",
]
