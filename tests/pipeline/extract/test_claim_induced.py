from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipeline.extract.claim_building import Material
from pipeline.extract.claim_induced import beside, induced
from pipeline.extract.claim_model import Linear, load, load_linear, rows, save
from pipeline.extract.claims import ClaimReader
from pipeline.records import Claim

from .marked import marked

ABSTRACT = (
    "{drug:Lithium}-induced {symptom:tremor}: a case report. A man with {condition:mania} was treated with "
    "{drug:lithium}. Three weeks later he developed {symptom:tremor}. The {condition:nephropathy} resolved "
    "when it was withdrawn."
)


def claims(written: str) -> list[tuple[str, str, Claim]]:
    text, sentences, mentions = marked(written)
    reader = ClaimReader(Material(text, mentions, (), ()), sentences)
    found = induced(reader.material, reader.sentences, reader.read())
    assert all(text[claim.start : claim.end] == claim.text for claim in found)
    return [(mentions[claim.subject].text, mentions[claim.object].text, claim) for claim in found]


def test_an_abstract_says_what_a_drug_brings_about() -> None:
    events = [one for one in claims(ABSTRACT) if one[2].predicate == "has_adverse_event"]
    assert {ill for _, ill, _ in events} >= {"tremor"}
    assert "mania" not in {ill for _, ill, _ in events}
    assert all(0 <= claim.score <= 1 for _, _, claim in events)


def test_a_pair_that_shares_no_sentence_names_the_rule_that_carried_it() -> None:
    rules = {claim.rule for _, ill, claim in claims(ABSTRACT) if ill == "nephropathy"}
    assert rules == {"induced.pair.abstract"}


def test_a_pair_is_weighed_against_the_others_of_its_drug_and_its_ill() -> None:
    row, *_ = beside({("a", "x"): 1.0, ("a", "y"): 3.0, ("b", "x"): 0.5})
    assert row.tolist() == pytest.approx([1, 2, -0.5, 2, 1.5, 1, 0, 3**0.5])


def test_a_model_is_what_was_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = np.zeros((8, 1), np.float32)
    weights[rows(["yes"], 8)] = 2.54
    save("made", Linear(weights, np.array([-1.0], np.float32)), tmp_path, threshold=0.3)
    monkeypatch.setattr("pipeline.extract.claim_model.MODELS", tmp_path)
    assert load_linear("made").scores(["yes"]) == pytest.approx([1.54])
    assert float(load("made")["threshold"]) == pytest.approx(0.3)
