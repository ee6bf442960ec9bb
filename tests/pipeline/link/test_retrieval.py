from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.link.retrieval import Question, names_near, question_of, questions, retrieve
from pipeline.literature.importer import import_papers
from pipeline.literature.index import Index
from pipeline.records import Claim, Findings, Mention, Paper

PAPERS = Path(__file__).parent / "data" / "papers.xml"
LIBIDO = Question("CHEBI:5062", "has_adverse_event", "TG:0000005")
MENTIONS = (
    Mention(start=0, end=3, text="fin", type="drug", concept_id="CHEBI:5062"),
    Mention(start=4, end=10, text="libido", type="symptom", concept_id="TG:0000005"),
    Mention(start=11, end=15, text="woes", type="symptom"),
)


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    with Index(":memory:") as made:
        assert all(not done.error for done in import_papers([PAPERS], made))
        yield made


def found(index: Index, question: Question, limit: int) -> list[str]:
    return [paper.id[-2:] for paper in retrieve(question, index.naming, limit)]


def test_papers_on_the_concepts_come_before_those_on_their_relatives(index: Index) -> None:
    assert found(index, LIBIDO, 3) == ["02", "01", "06"]
    assert found(index, LIBIDO, 4) == ["02", "01", "06", "05"]


def test_parents_and_siblings_are_asked_when_too_few_are_found(index: Index) -> None:
    dutasteride = Question("CHEBI:521033", "has_adverse_event", "TG:0000005")
    assert found(index, dutasteride, 1) == ["05"]
    assert found(index, dutasteride, 2)[0] == "05"
    assert len(found(index, dutasteride, 2)) == 2


def test_no_more_than_asked_for_are_kept(index: Index) -> None:
    assert len(found(index, LIBIDO, 1)) == 1


def test_names_that_the_index_reads_as_syntax_are_words(index: Index) -> None:
    assert index.naming([['NEAR("a" OR', "finasteride"], ["libido*"]], 5) != []
    assert index.naming([], 5) == []
    assert index.naming([["???"]], 5) == []


def test_a_live_source_is_asked_for_names_in_one_go() -> None:
    asked: list[Sequence[Sequence[str]]] = []

    def search(groups: Sequence[Sequence[str]], limit: int) -> list[Paper]:
        asked.append(groups)
        return [Paper(id=f"pmid:{number}", source="x") for number in range(limit)]

    assert len(retrieve(LIBIDO, search, 3)) == 3
    assert len(asked) == 1
    assert asked[0][0][0] == "finasteride"


def claim(number: int, subject: int, object: int, kind: str = "experience") -> Claim:
    ends: dict[str, Any] = {"subject": subject, "object": object, "predicate": "has_adverse_event"}
    return Claim(id=str(number), start=0, end=0, text="", kind=kind, score=1, rule="r", **ends)


def test_claims_that_share_their_concepts_share_their_question() -> None:
    some = Findings(id="p", mentions=MENTIONS, claims=(claim(0, 0, 1), claim(1, 0, 1), claim(2, 0, 2)))
    assert questions(some) == {LIBIDO.key: LIBIDO}


@pytest.mark.parametrize("kind", ["question", "advice"])
def test_questions_and_advice_are_not_searched_for(kind: str) -> None:
    one = claim(0, 0, 1, kind)
    assert question_of(one, Findings(id="p", mentions=MENTIONS, claims=(one,))) is None


def test_relatives_widen_the_names_step_by_step() -> None:
    own, children, parents = (set(names_near("CHEBI:50949", near)) for near in (0, 1, 2))
    assert own < children < parents
    assert "sertraline" in children - own
    assert names_near("X:1", 2) == ()
