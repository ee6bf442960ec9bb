"""A source of papers behind a web API: paced, cached, and left alone for the run once it refuses.

What an API is asked and how its answer is read stands in its own module (`Api`); this is what all have
in common.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Protocol

from pipeline.errors import FetchError, LiteratureError
from pipeline.records import Bibliography, Citation, Paper

if TYPE_CHECKING:
    from pipeline.web import Response

MAX_AGE = timedelta(days=30)
"""A kept answer that is older is asked for again, so that a retraction is seen."""

MAX_FAILURES = 3
"""A source that fails so many times in a row is left alone for the run."""

MAX_BYTES = 20_000_000
REFUSALS: Mapping[int, str] = {
    401: "it wants a key",
    403: "it refuses us",
    429: "its limit is spent",
    503: "it is down",
}


UNREADABLE = (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError)
"""What reading an answer of another form than expected raises."""


class Getter(Protocol):
    """The part of `pipeline.web.Web` that is used."""

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, Any] | None = None,
        max_bytes: int | None = None,
    ) -> Response:
        """The answer to a GET; raises FetchError."""


class Cache(Protocol):
    """Where answers are kept; the store is one."""

    def get(self, source: str, question: str) -> tuple[str, str] | None:
        """A kept answer and its ISO date."""

    def put(self, source: str, question: str, answer: str, answered_at: str) -> None:
        """Keep an answer."""


class Ask(Protocol):
    """Gets a page of an API; None if it says that there is nothing."""

    def __call__(self, url: str, params: Mapping[str, Any], interval: float) -> bytes | None: ...  # noqa: D102


@dataclass(frozen=True)
class Access:
    """What the operator shows to a source: a mail address, and a key if the source gives any."""

    contact: str | None = None
    key: str | None = None


@dataclass(frozen=True)
class Api:
    """What is particular to a source.

    Attributes:
        name: of the source.
        lookup: papers that a citation may mean.
        search: papers about something, best first, at most so many.
    """

    name: str
    lookup: Callable[[Citation, Ask], tuple[Paper, ...]]
    search: Callable[[str, int, Ask], tuple[Paper, ...]]


class Live:
    """A source behind a web API.

    Args:
        api: what is asked, and how answers are read.
        web: the transport.
        cache: where answers are kept, or None.
        clock: seconds, for the pace.
        sleep: waits so many seconds.

    Raises:
        LiteratureError: from its methods, when the source cannot answer.
    """

    comprehensive = True
    live = True

    def __init__(
        self,
        api: Api,
        web: Getter,
        cache: Cache | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = api.name
        self._api, self._web, self._cache = api, web, cache
        self._clock, self._sleep = clock, sleep
        self._asked_at = float("-inf")
        self._failures = 0
        self._refusal: str | None = None

    def lookup(self, citation: Citation) -> tuple[Paper, ...]:
        """Papers that a citation may mean: by identifier, by keys, by free text."""
        return self._kept(f"lookup {question_of(citation)}", lambda: self._api.lookup(citation, self._ask))

    def search(self, text: str, limit: int) -> tuple[Paper, ...]:
        """Papers about something, best first."""
        return self._kept(f"search {limit} {text}", lambda: self._api.search(text, limit, self._ask))

    def _kept(self, question: str, ask: Callable[[], tuple[Paper, ...]]) -> tuple[Paper, ...]:
        now = datetime.now(UTC)
        if self._cache is not None and (kept := self._cache.get(self.name, question)):
            answer, answered_at = kept
            if now - datetime.fromisoformat(answered_at) < MAX_AGE:
                return tuple(Paper.model_validate(record) for record in json.loads(answer))
        date = now.isoformat(timespec="seconds")
        papers = tuple(p.model_copy(update={"retrieved_at": date}) for p in self._answered(ask))
        if self._cache is not None:
            records = [paper.model_dump(mode="json", exclude_defaults=True) for paper in papers]
            self._cache.put(self.name, question, json.dumps(records), date)
        return papers

    def _answered(self, ask: Callable[[], tuple[Paper, ...]]) -> tuple[Paper, ...]:
        """The answer, if it can be read; a source that sends nonsense counts as failing."""
        try:
            papers = ask()
        except UNREADABLE as error:
            raise self._failed(f"its answer cannot be read: {error}") from error
        self._failures = 0
        return papers

    def _ask(self, url: str, params: Mapping[str, Any], interval: float) -> bytes | None:
        if self._refusal:
            raise LiteratureError(f"{self.name} is left alone for this run: {self._refusal}")
        self._sleep(max(0.0, self._asked_at + interval - self._clock()))
        try:
            response = self._web.get(url, params=params, max_bytes=MAX_BYTES)
        except FetchError as error:
            raise self._refused(str(error)) from error
        finally:
            self._asked_at = self._clock()
        if response.status in REFUSALS:
            raise self._refused(f"{REFUSALS[response.status]} (status {response.status})")
        if response.status in (404, 410):
            return None
        if response.status != 200:
            raise self._failed(f"status {response.status}")
        return response.content

    def _refused(self, reason: str) -> LiteratureError:
        self._refusal = reason
        return LiteratureError(f"{self.name} cannot be asked: {reason}")

    def _failed(self, reason: str) -> LiteratureError:
        self._failures += 1
        if self._failures >= MAX_FAILURES:
            return self._refused(f"it failed {self._failures} times in a row, last with {reason[:200]}")
        return LiteratureError(f"{self.name} could not answer: {reason[:200]}")


def readable(convert: Callable[[Any], Paper], records: Iterable[Any]) -> tuple[Paper, ...]:
    """The papers of a list of records; one odd record hides no other.

    Raises:
        ValueError: there are records, and none can be read.
    """
    papers, odd = [], 0
    for record in records:
        try:
            papers.append(convert(record))
        except UNREADABLE:
            odd += 1
    if odd and not papers:
        raise ValueError("none of its records can be read")
    return tuple(papers)


def question_of(citation: Citation) -> str:
    """What a citation asks for, under one short name, wherever it stands in a text."""
    asked = citation.model_dump_json(include={*Bibliography.model_fields, "text"}, exclude_defaults=True)
    return sha256(asked.encode()).hexdigest()
