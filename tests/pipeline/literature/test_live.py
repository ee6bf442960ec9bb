"""How a live source behaves: paced, cached, and left alone once it refuses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pipeline.errors import FetchError, LiteratureError
from pipeline.literature.live import MAX_AGE, MAX_FAILURES, Api, Ask, Live, readable
from pipeline.records import Citation, Paper
from pipeline.web import Response

PAPER = Paper(id="pmid:1", pmid="1", title="A made-up paper", source="fake")
CITATION = Citation(start=0, end=1, text="x", kind="reference", title="A made-up paper")


class FakeWeb:
    """Answers from a list, the last one for ever; an exception among them is raised."""

    def __init__(self, *answers: int | Exception) -> None:
        self.answers = list(answers)
        self.asked = 0

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, Any] | None = None,
        max_bytes: int | None = None,
    ) -> Response:
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return Response(url=url, status=answer, headers={}, content=b"yes")


class FakeCache(dict[tuple[str, str], tuple[str, str]]):
    """A cache in memory."""

    def get(self, source: str, question: str) -> tuple[str, str] | None:  # type: ignore[override]
        return super().get((source, question))

    def put(self, source: str, question: str, answer: str, answered_at: str) -> None:
        self[source, question] = answer, answered_at


def fake_api(read: Callable[[bytes | None], tuple[Paper, ...]], interval: float = 0.0) -> Api:
    def ask_once(ask: Ask) -> tuple[Paper, ...]:
        return read(ask("https://fake.example/", {}, interval))

    return Api("fake", lambda citation, ask: ask_once(ask), lambda text, limit, ask: ask_once(ask))


def live(web: FakeWeb, cache: FakeCache | None = None, **options: Any) -> Live:
    return Live(fake_api(lambda answer: (PAPER,) if answer else ()), web, cache, **options)


def test_papers_carry_the_date_of_the_answer() -> None:
    (paper,) = live(FakeWeb(200)).lookup(CITATION)
    assert paper.retrieved_at is not None
    assert datetime.fromisoformat(paper.retrieved_at).date() == datetime.now(UTC).date()


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_not_there_is_no_failure(status: int) -> None:
    assert live(FakeWeb(status)).lookup(CITATION) == ()


class TestCache:
    def test_keeps_an_answer(self) -> None:
        web, cache = FakeWeb(200), FakeCache()
        first = live(web, cache).lookup(CITATION)
        assert live(web, cache).lookup(CITATION.model_copy(update={"start": 7, "end": 8})) == first
        assert web.asked == 1

    def test_keeps_that_there_was_none(self) -> None:
        web, cache = FakeWeb(404), FakeCache()
        assert live(web, cache).lookup(CITATION) == live(web, cache).lookup(CITATION) == ()
        assert web.asked == 1

    def test_does_not_confuse_questions(self) -> None:
        web, cache = FakeWeb(200), FakeCache()
        source = live(web, cache)
        source.lookup(CITATION)
        source.lookup(CITATION.model_copy(update={"title": "Another"}))
        source.search("x", 1)
        source.search("x", 2)
        assert web.asked == 4

    def test_asks_again_for_an_old_answer(self) -> None:
        web, cache = FakeWeb(200), FakeCache()
        live(web, cache).lookup(CITATION)
        old = (datetime.now(UTC) - MAX_AGE - timedelta(days=1)).isoformat()
        for key, (answer, _) in cache.items():
            cache[key] = answer, old
        live(web, cache).lookup(CITATION)
        assert web.asked == 2

    def test_keeps_no_failure(self) -> None:
        cache = FakeCache()
        with pytest.raises(LiteratureError):
            live(FakeWeb(500), cache).lookup(CITATION)
        assert not cache


class TestFailure:
    @pytest.mark.parametrize("answer", [429, 403, 401, 503, FetchError("no such host")])
    def test_a_source_that_refuses_is_not_asked_again_in_this_run(self, answer: int | Exception) -> None:
        web = FakeWeb(answer)
        source = live(web)
        for _ in range(3):
            with pytest.raises(LiteratureError, match="fake"):
                source.lookup(CITATION)
        assert web.asked == 1

    def test_a_source_that_fails_now_and_then_is_asked_on(self) -> None:
        source = live(FakeWeb(500, 200, 500, 500, 200))
        with pytest.raises(LiteratureError, match="status 500"):
            source.lookup(CITATION)
        assert source.lookup(CITATION)

    def test_a_source_that_fails_many_times_in_a_row_is_left_alone(self) -> None:
        web = FakeWeb(500)
        source = live(web)
        for _ in range(MAX_FAILURES + 3):
            with pytest.raises(LiteratureError):
                source.lookup(CITATION)
        assert web.asked == MAX_FAILURES

    def test_an_answer_that_cannot_be_read_is_a_failure(self) -> None:
        def nonsense(_: bytes | None) -> tuple[Paper, ...]:
            raise KeyError("message")

        with pytest.raises(LiteratureError, match="cannot be read"):
            Live(fake_api(nonsense), FakeWeb(200)).lookup(CITATION)


def test_requests_keep_their_distance() -> None:
    waits: list[float] = []
    source = Live(
        fake_api(lambda answer: (), interval=2.0), FakeWeb(200), clock=lambda: 100.0, sleep=waits.append
    )
    source.lookup(CITATION)
    source.search("x", 1)
    assert waits == [0.0, 2.0]


def test_an_odd_record_hides_no_other() -> None:
    def convert(record: int) -> Paper:
        if record == 2:
            raise ValueError("odd")
        return PAPER

    assert len(readable(convert, [1, 2, 3])) == 2
    with pytest.raises(ValueError, match="none of its records"):
        readable(convert, [2, 2])
