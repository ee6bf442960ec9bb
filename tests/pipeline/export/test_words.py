"""Without quotes, nothing that an author wrote is in any file."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest

from pipeline.export import WRITERS, export
from pipeline.records import Findings, Mention
from pipeline.snapshot import Material, write_tables
from tests.pipeline.graph_sample import World, claim, mention, post, thread

TEXT = "Finasteride gave me zorbleflux and I quaddled my frimpish days."
SECRETS = ("zorbleflux", "quaddled", "frimpish", "wompy")


@pytest.fixture(scope="module")
def world():
    """A claim whose object no concept stands for, in a thread with a title of its author's."""
    object_ = Mention(start=20, end=30, text="zorbleflux", type="symptom")
    odd = Mention(start=36, end=44, text="quaddled", type="symptom", concept_id="X:1")
    found = Findings(
        id="a-1",
        mentions=(mention(TEXT, "Finasteride"), object_, odd),
        claims=(claim("a-1", 0, TEXT, 0, "has_adverse_event", 1),),
    )
    some = thread("a", post("a-1", "user_1", None, TEXT), title="my wompy thread")
    return World((some,), (found,))


@pytest.fixture(scope="module")
def unnamed(world):
    return world.graph()


def test_a_claim_without_a_concept_is_named_by_its_words_where_words_are_kept(unnamed):
    assert unnamed.nodes["claim:a-1#0"]["label"] == "finasteride has adverse event zorbleflux"
    assert unnamed.nodes["claim:a-1#0"]["description"].endswith("that finasteride caused zorbleflux.")


def test_a_claim_is_said_back_in_its_line(unnamed, world, tmp_path):
    write_tables(tmp_path, Material(world.threads, world.findings, {}, (), (), (), unnamed), quotes=True)
    assert '"said": "The author reports that finasteride caused zorbleflux."' in (
        (tmp_path / "claims.jsonl").read_text()
    )


@pytest.mark.parametrize("format", sorted(set(WRITERS) - {"parquet"}))
def test_no_word_of_a_post_is_in_a_file(unnamed, tmp_path, format):
    export(unnamed, tmp_path / "out", format, quotes=False)
    files = [tmp_path / "out"] if (tmp_path / "out").is_file() else (tmp_path / "out").iterdir()
    said = b"".join(file.read_bytes() for file in files).decode()

    assert "finasteride" in said
    assert not [word for word in SECRETS if word in said]


def test_no_word_of_a_post_is_in_a_table(unnamed, tmp_path):
    export(unnamed, tmp_path, "parquet", quotes=False)
    said = str([pq.read_table(tmp_path / f"{name}.parquet").to_pylist() for name in ("nodes", "edges")])

    assert "finasteride has adverse event something" in said
    assert not [word for word in SECRETS if word in said]


def test_no_word_of_a_post_is_in_the_lines_of_a_snapshot(unnamed, world, tmp_path):
    material = Material(world.threads, world.findings, {"a-1": ()}, (), (), (), unnamed)
    write_tables(tmp_path, material, quotes=False)
    said = "".join(file.read_text() for file in tmp_path.iterdir())

    assert "The author reports that finasteride caused something." in said
    assert not [word for word in SECRETS if word in said]
