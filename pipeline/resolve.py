"""Which paper a citation means, and whether what it says of the paper is so.

The sources are asked in their order: each by identifier, then by keys (volume and page, year and
author), then by free text. What they return is compared with the citation field by field and must pass
a support gate; this is Crossref's search-based matching with validation (`pipeline.resolve_evidence`
names it). The verdicts say no more than the evidence does:

========== ====================================================================================
verified   enough fields agree, and none is other
mismatch   the citation plainly means the paper, and the fields in ``disagrees`` are other
ambiguous  several papers fit (``candidates``), or one does and the citation says too little
not_found  none of the sources asked knows a paper that fits
retracted  verified, and the publisher has retracted the paper
unchecked  nobody could be asked: no source that could know, or nothing to ask by
========== ====================================================================================

A vague mention is never looked up. Author and year alone never verify: they are ambiguous, unless a
quoted abstract decides. A source that is not comprehensive, such as the bundled example papers, can
verify a citation but cannot say that it is not found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, Protocol

from rapidfuzz import fuzz

from pipeline.errors import LiteratureError
from pipeline.records import Citation, Paper, Resolution
from pipeline.resolve_evidence import (
    IDENTIFIERS,
    SAME_TITLE,
    Evidence,
    Said,
    compare,
    identifier_of,
    identifies,
)
from pipeline.resolve_text import first_page, numbers, squeezed

MAX_CANDIDATES = 10
CLOSE = 0.05
"""Two papers whose scores differ by less are told apart by nothing."""

STATUSES = ("published", "corrected", "concern", "retracted")


class Source(Protocol):
    """What a literature source must do to be asked."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def comprehensive(self) -> bool:
        """Whether a paper that it does not know may be called not found."""

    @property
    def live(self) -> bool:
        """Whether it says what is so today, retractions included."""

    def lookup(self, citation: Citation) -> tuple[Paper, ...]:
        """Papers that the citation may mean; raises LiteratureError if it cannot say."""


@dataclass(frozen=True)
class Asked:
    """What the sources answered."""

    evidence: tuple[Evidence, ...] = ()
    sources: tuple[str, ...] = ()
    unavailable: tuple[str, ...] = ()
    comprehensive: bool = False


def resolve(citation: Citation, sources: Sequence[Source]) -> Resolution:
    """Ask the sources about a citation.

    Sources are asked until a live one has confirmed what was found, so that a retraction is seen; a
    mismatch, and a paper that is not found, are the word of all of them.

    Args:
        citation: what was cited.
        sources: whom to ask, the nearest first.

    Returns:
        The verdict, the paper, what disagrees, who was asked, who was not available, and when.

    Example:
        >>> resolve(Citation(start=0, end=7, text="a study", kind="vague"), []).verdict
        'unchecked'
    """
    if not askable(citation):
        return Resolution(verdict="unchecked")
    asked = ask(citation, sources)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    found = judge(citation, asked)
    return found.model_copy(
        update={"sources": asked.sources, "unavailable": asked.unavailable, "asked_at": now}
    )


def askable(citation: Citation) -> bool:
    """Whether a citation says anything that a paper can be looked up by."""
    if citation.kind == "vague":
        return False
    named = any(getattr(citation, name) for name in (*IDENTIFIERS, "title"))
    return named or bool(citation.authors and citation.year) or citation.kind == "reference"


def ask(citation: Citation, sources: Iterable[Source]) -> Asked:
    """Ask the sources in turn, until one that is live verifies."""
    said = Said(citation)
    evidence: list[Evidence] = []
    answered, unavailable, comprehensive = [], [], False
    for source in sources:
        try:
            found = [compare(said, paper) for paper in source.lookup(citation)]
        except LiteratureError:
            unavailable.append(source.name)
            continue
        answered.append(source.name)
        evidence += found
        comprehensive |= source.comprehensive
        if source.live and any(known.supported for known in found):
            break
    return Asked(tuple(evidence), tuple(answered), tuple(unavailable), comprehensive)


def judge(citation: Citation, asked: Asked) -> Resolution:
    """The verdict that the evidence allows."""
    works = grouped(sorted(filter(fits, asked.evidence), key=rank, reverse=True))
    if named_only(citation):
        fitting = [work for work in works if work[0].names_fit]
        quoted = [work for work in fitting if "abstract" in work[0].agreement]
        return accepted(quoted[0], works) if len(quoted) == 1 else unsettled(fitting, asked)
    likely = [work for work in works if work[0].supported] or [work for work in works if work[0].points]
    rivals = [work for work in likely if likely[0][0].score - work[0].score < CLOSE]
    if len(rivals) != 1:
        return unsettled(rivals, asked)
    wrong = other_identifiers(citation, likely[0])
    if wrong or likely[0][0].contradicted:
        found = contradicted(likely[0], (*likely[0][0].disagrees, *wrong), works)
    elif likely[0][0].supported:
        found = accepted(likely[0], works)
    else:
        return unsettled(likely, asked)
    return found.model_copy(update={"conflicts": conflicts(citation, likely[0], works)})


def named_only(citation: Citation) -> bool:
    """Whether a citation gives no more than authors and year."""
    fields = (*IDENTIFIERS, "title", "volume", "pages")
    return citation.kind != "reference" and not any(getattr(citation, name) for name in fields)


def fits(evidence: Evidence) -> bool:
    """Whether a paper is worth a thought."""
    return evidence.supported or evidence.points or evidence.names_fit


def rank(evidence: Evidence) -> tuple[bool, bool, float]:
    """What makes one paper likelier than another."""
    return evidence.supported, evidence.points, evidence.score


Work = tuple[Evidence, ...]
"""The records of one work, by several sources or as preprint and published version; the likeliest first."""


def grouped(evidence: Iterable[Evidence]) -> list[Work]:
    """Records put together by work, in their order."""
    works: list[Work] = []
    for known in evidence:
        place = next(
            (i for i, work in enumerate(works) if any(same_work(known.paper, e.paper) for e in work)), None
        )
        if place is None:
            works.append((known,))
        else:
            works[place] += (known,)
    return works


def same_work(one: Paper, other: Paper) -> bool:
    """Whether two records are of one work: versions, duplicate DOIs and translated titles included.

    A shared identifier is not enough: a source may hold a wrong record under it.

    Example:
        >>> preprint = Paper(id="doi:10.1101/1", title="Of mice, at length", year=2019, source="x")
        >>> same_work(preprint, Paper(id="doi:10.1000/2", title="Of mice, at length", year=2020, source="x"))
        True
    """
    if not one.title or not other.title:
        return identifies(one, other)
    alike = fuzz.ratio(squeezed(one.title), squeezed(other.title)) >= 100 * SAME_TITLE
    if identifies(one, other):
        return alike or "[" in (one.title[0], other.title[0]) or same_place(one, other)
    return alike and numbers(one.title) == numbers(other.title) and same_origin(one, other)


def same_place(one: Paper, other: Paper) -> bool:
    """Whether two records give one volume and first page."""
    pages = first_page(one.pages), first_page(other.pages)
    return None not in pages and pages[0] == pages[1] and one.volume == other.volume


def same_origin(one: Paper, other: Paper) -> bool:
    """Whether two records are by one first author, if they name any, at most two years apart."""
    first = [squeezed(paper.authors[0].family) for paper in (one, other) if paper.authors]
    years = [paper.year for paper in (one, other) if paper.year]
    return len(set(first)) <= 1 and max(years, default=0) - min(years, default=0) <= 2


def other_identifiers(citation: Citation, work: Work) -> tuple[str, ...]:
    """The identifiers that the citation gives, but no record of the work has."""
    wrong = []
    for name in IDENTIFIERS:
        given = identifier_of(citation, name)
        known = {value for e in work if (value := identifier_of(e.paper, name))}
        if (
            given and known and not any(value.startswith(given) for value in known)
        ):  # it may break off at a line
            wrong.append(name)
    return tuple(wrong)


def accepted(work: Work, works: Sequence[Work]) -> Resolution:
    """The citation means this work, and says nothing wrong of it."""
    paper = united(work)
    verdict: Literal["retracted", "verified"] = "retracted" if paper.status == "retracted" else "verified"
    return Resolution(verdict=verdict, paper=paper, score=work[0].score, candidates=conflicting(work, works))


def contradicted(work: Work, wrong: tuple[str, ...], works: Sequence[Work]) -> Resolution:
    """The citation means this work, and some of what it says is other."""
    return Resolution(
        verdict="mismatch",
        paper=united(work),
        disagrees=wrong,
        score=work[0].score,
        candidates=conflicting(work, works),
    )


def unsettled(works: Sequence[Work], asked: Asked) -> Resolution:
    """Several works fit, or one does and too little is said; or none fits."""
    if works:
        candidates = tuple(united(work) for work in works[:MAX_CANDIDATES])
        return Resolution(verdict="ambiguous", candidates=candidates, score=works[0][0].score)
    return Resolution(verdict="not_found" if asked.comprehensive else "unchecked")


def conflicting(work: Work, works: Sequence[Work]) -> tuple[Paper, ...]:
    """Other works that a source holds under the identifier that the citation gives."""
    return tuple(united(other) for other in works if other is not work and other[0].identified)


def conflicts(citation: Citation, work: Work, works: Sequence[Work]) -> tuple[str, ...]:
    """On what the sources contradict one another: identifiers of two works, and fields of this one.

    Records that share no identifier are versions of the work, and may differ.
    """
    others = [other[0].paper for other in works if other is not work]
    shared = [
        name
        for name in IDENTIFIERS
        if (given := identifier_of(citation, name)) and given in {identifier_of(p, name) for p in others}
    ]
    records = [e.paper for e in work if e.paper is work[0].paper or identifies(e.paper, work[0].paper)]
    said: dict[str, set[Any]] = {
        "volume": {numbers(paper.volume)[:1] for paper in records} - {()},
        "pages": {first_page(paper.pages) for paper in records} - {None},
    }
    years = [paper.year for paper in records if paper.year]
    apart = ["year"] if max(years, default=0) - min(years, default=0) > 1 else []  # print and online differ
    return (*shared, *apart, *(name for name, values in said.items() if len(values) > 1))


def united(work: Work) -> Paper:
    """One paper of the records of a work: the published version first, blanks filled, the gravest status."""
    papers = sorted((e.paper for e in work), key=lambda paper: not (paper.volume or paper.pages))
    fields: dict[str, object] = {}
    for paper in reversed(papers):
        fields |= {name: getattr(paper, name) for name in paper.model_fields_set if getattr(paper, name)}
    status = max((paper.status for paper in papers), key=STATUSES.index)
    dates = [paper.status_date for paper in papers if paper.status == status and paper.status_date]
    fields |= {"status": status, "status_date": min(dates, default=None)}
    return Paper.model_validate(fields)
