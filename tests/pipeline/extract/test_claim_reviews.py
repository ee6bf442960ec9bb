from __future__ import annotations

import numpy as np
import pytest

from pipeline.extract import Extractor
from pipeline.extract.claim_reviews import LABELS, Place, beside, feature_rows, is_review, judge, words_of
from pipeline.extract.context_cues import fold
from pipeline.records import Claim, Findings, Mention


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor("default")


def claims(extractor: Extractor, text: str, topic: str | None = None) -> tuple[Findings, list[Claim]]:
    found = extractor.extract(text, topic=topic)
    assert all(text[c.start : c.end] == c.text for c in found.claims)
    assert all(text[m.start : m.end] == m.text for m in found.mentions)
    return found, list(found.claims)


def judged(*sentences: str) -> list[dict[str, float]]:
    places = [Place(words_of(fold(sentence)), 1) for sentence in sentences]
    return [dict(zip(LABELS, row, strict=True)) for row in judge(places).tolist()]


def test_the_models_tell_side_effects_from_withdrawal_and_success_from_failure() -> None:
    first, second = judged("Dry mouth, nausea and weight gain.", "When I stopped, the withdrawal was hell.")
    assert first["side_effect"] > first["withdrawal"]
    assert second["withdrawal"] > second["side_effect"]
    good, bad = judged("This drug saved my life.", "It did nothing at all for my depression.")
    assert good["worked"] > bad["worked"]
    assert bad["did_not_work"] > good["did_not_work"]


def test_a_sentence_is_seen_beside_its_neighbours() -> None:
    places = [Place(("a",), 0), Place(("stopped", ","), 2)]
    rows = beside(np.array([[1.0], [2.0]]), places)
    assert rows[0][:5].tolist() == [1, -4, -4, 2, -4]
    assert rows[1][:5].tolist() == [2, -4, 1, -4, -4]


def test_features_do_not_depend_on_what_was_read_before() -> None:
    places = [Place(words_of("no sleep"), 1)]
    assert feature_rows(places, 0) == feature_rows(tuple(places), 0)


@pytest.mark.parametrize(
    ("text", "so"),
    [
        ("I took 20 mg for two weeks. Terrible headaches.", True),
        ("Soil takes time." + " Clay is a fine medium for plants." * 10, False),
    ],
)
def test_only_a_post_about_a_drug_that_its_author_takes_is_a_review(text: str, so: bool) -> None:
    assert is_review(text, ()) is so


def test_a_review_that_names_no_drug_speaks_of_that_of_its_thread(extractor: Extractor) -> None:
    text = "I took it for 3 weeks. Horrible headaches and nausea every day."
    found, read = claims(extractor, text, topic="Zoloft side effects?")
    harmful = [claim for claim in read if claim.predicate == "has_adverse_event"]
    assert {found.mentions[claim.subject].name for claim in harmful} == {"sertraline"}
    assert any("nausea" in found.mentions[claim.object].text for claim in harmful)


def test_it_worked_without_an_ill_is_a_claim_of_what_is_meant(extractor: Extractor) -> None:
    found, read = claims(extractor, "I have taken Zoloft for a year. This drug worked wonders for me.")
    worked = [claim for claim in read if claim.predicate == "ameliorates_condition"]
    assert {found.mentions[claim.subject].name for claim in worked} == {"sertraline"}
    assert all(found.mentions[claim.object].concept_id is None for claim in worked)
    assert worked


def test_what_came_after_stopping_carries_that_phase(extractor: Extractor) -> None:
    text = "I quit Effexor cold turkey. The withdrawal gave me brain zaps, dizziness and nausea."
    found, read = claims(extractor, text)
    harmful = (claim for claim in read if claim.predicate == "has_adverse_event")
    phases = {claim.phase for claim in harmful if found.mentions[claim.object].text == "nausea"}
    assert phases == {"after_stopping"}


def test_a_given_empty_list_of_mentions_gives_no_claims(extractor: Extractor) -> None:
    found = extractor.extract("The house was built in 1990 and it works.", mentions=())
    assert found.claims == ()
    assert found.mentions == ()


def test_mentions_that_no_claim_rests_on_do_not_stay(extractor: Extractor) -> None:
    given = Mention(start=7, end=15, text="headache", type="symptom")
    found = extractor.extract("It was headache weather and it was great.", mentions=(given,))
    assert [mention.text for mention in found.mentions] == ["headache"]
