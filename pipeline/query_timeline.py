"""When claims were made."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from pipeline.errors import UnknownName
from pipeline.query_records import Period, Statement

PERIODS = {"year": 4, "month": 7, "day": 10}
"""Letters of an ISO date that name a period."""


def periods(claims: Iterable[Statement], by: str) -> tuple[Period, ...]:
    """Claims that count as evidence, and their independent authors, by period.

    Args:
        claims: claims; those without a date are left out.
        by: "year", "month" or "day".
    """
    if by not in PERIODS:
        raise UnknownName("period", by, PERIODS)
    said: Counter[str] = Counter()
    authors: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        if claim.counted and claim.date:
            period = claim.date[: PERIODS[by]]
            said[period] += 1
            authors[period].add(claim.author_id or claim.thread_id)
    return tuple(Period(period, count, len(authors[period])) for period, count in sorted(said.items()))
