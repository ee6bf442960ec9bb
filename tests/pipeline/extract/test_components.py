"""A component that somebody adds to the extractor."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest
from spacy.language import Language

from pipeline.errors import SettingsError
from pipeline.extract import Extractor, model
from pipeline.extract.fingerprint import fingerprint

TEXT = "Finasteride lowers DHT."


@Language.component("only_doubts")
def only_doubts(doc):
    """Takes every claim of ours for a hypothesis."""
    doc._.claims = tuple(claim.model_copy(update={"kind": "hypothesis"}) for claim in doc._.claims)
    return doc


@pytest.fixture
def installed(monkeypatch):
    there = EntryPoint("only_doubts", f"{__name__}:only_doubts", model.FACTORIES)
    monkeypatch.setattr(model, "entry_points", lambda group: [there])


def test_it_runs_after_ours(installed):
    (claim,) = Extractor("default", components=["only_doubts"]).extract(TEXT).claims
    assert claim.kind == "hypothesis"


def test_none_runs_unless_named():
    (claim,) = Extractor("default").extract(TEXT).claims
    assert claim.kind == "assertion"


def test_posts_are_extracted_anew_with_it(installed):
    assert fingerprint("default", "post", ("only_doubts",)) != fingerprint("default", "post")


def test_unknown_component_is_named_beside_those_there_are():
    with pytest.raises(SettingsError, match=r"component 'nobodys'; there are .*threadgraph_claims"):
        Extractor("default", components=["nobodys"])
