import re

import pytest

from pipeline import terms

ORDINARY = "can was time water life all right of for love today see act rest set best impact dass gegen"


@pytest.fixture(scope="module")
def terminology():
    return terms.load()


@pytest.mark.parametrize(
    "name", ["Accutane", "isotretinoin", "13-cis retinoic acid", "Isotroin", "roaccutane"]
)
def test_names_of_isotretinoin_are_one_concept(terminology, name):
    assert terminology.find(name)[0].id == "CHEBI:6067"


def test_atra_is_another_concept_with_a_common_parent(terminology):
    atra, tretinoin = terminology.find("ATRA")[0].id, terminology.find("tretinoin")[0].id
    isotretinoin = terminology.concept("CHEBI:6067")
    assert atra == tretinoin != isotretinoin.id
    assert set(terminology.concept(atra).parents) & set(isotretinoin.parents)


@pytest.mark.parametrize(
    ("name", "id"),
    [("PFS", "MONDO:0975897"), ("PSSD", "MONDO:0975898"), ("PAS", "TG:0000001")],
)
def test_syndromes_after_a_drug(terminology, name, id):
    assert terminology.find(name)[0].id == id


@pytest.mark.parametrize(
    "name",
    ["DHT", "testosterone", "allopregnanolone", "estradiol", "cortisol", "TSH", "insulin", "neurosteroids"],
)
def test_hormones_outrank_drugs(terminology, name):
    assert terminology.concept(terminology.find(name)[0].id).type == "hormone"


@pytest.mark.parametrize("name", ["finasteride", "sertraline", "Lupron", "vitamin A", "SSRI"])
def test_drugs_are_no_hormones(terminology, name):
    assert terminology.concept(terminology.find(name)[0].id).type == "drug"


def test_brand_leads_to_the_active_ingredient_not_to_its_salt(terminology):
    assert terminology.find("Zoloft")[0].name == "sertraline"


def test_a_class_finds_its_drugs(terminology):
    assert "isotretinoin" in [c.name for c in terminology.children("CHEBI:26537")]


def test_parents_exist(terminology):
    for number in range(0, len(terminology.rows), 97):
        assert all(terminology.concept(parent) for parent in terminology.at(number).parents)


def test_cross_references_lead_to_the_concept(terminology):
    assert terminology.concept("MESH:D015474").id == "CHEBI:6067"


def test_umls_is_kept(terminology):
    assert "UMLS:C0018681" in terminology.concept("HP:0002315").xrefs


def test_unknown_is_none_and_finds_nothing(terminology):
    assert terminology.concept("CHEBI:0") is None
    assert terminology.find("qwertzuiop") == terminology.children("CHEBI:0") == ()


@pytest.mark.parametrize("word", ORDINARY.split())
def test_ordinary_words_are_no_concepts(terminology, word):
    assert terminology.find(word) == ()


def test_every_row_of_the_overlay_is_found(terminology):
    from pipeline.terms import overlay

    rows = [row for row in overlay.rows("names.tsv") if row["needs"] != "never"]
    assert len(rows) >= 600
    missing = [row["name"] for row in rows if not terminology.find(row["name"])]
    assert missing == []


def test_needed_contexts_exist():
    from pipeline.terms import overlay
    from pipeline.terms.ambiguity import cue_sets

    needed = {cue for row in overlay.rows("names.tsv") for cue in re.split(r"[/+]", row["needs"])}
    assert needed - {""} <= cue_sets().keys()


def test_shapes_compile_and_lead_to_findings(terminology):
    from pipeline.terms import overlay

    for row in overlay.rows("shapes.tsv"):
        assert re.compile(row["pattern"])
        assert terminology.concept(row["concept"]).type in ("symptom", "condition")


def test_fingerprint_is_that_of_the_file(terminology):
    from pipeline.terms.terminology import Terminology

    assert Terminology().fingerprint == terminology.fingerprint


def test_index_belongs_to_the_terminology(terminology):
    import json

    from pipeline.terms.terminology import DATA

    assert json.loads((DATA / "index.json").read_text())["terminology"] == terminology.fingerprint


def test_data_is_small():
    from pipeline.terms.terminology import DATA

    assert sum(file.stat().st_size for file in DATA.iterdir()) < 10_000_000
