"""The reference parser: fields of made-up strings, names, and its training."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ParseError
from pipeline.extract import reference_fields as read
from pipeline.extract import train_references
from pipeline.extract.reference_corpus import Labelled, deduplicate, half, read_anystyle, read_grobid
from pipeline.extract.reference_features import TOKEN, features
from pipeline.extract.reference_names import parse_names
from pipeline.extract.reference_noise import noisy
from pipeline.extract.references import MODEL, open_tagger, parse_reference

NAMES = [
    ("M. J. Harlow, F. Gómez-Lima, and L. van Dijk,", "Harlow M. J.|Gómez-Lima F.|van Dijk L."),
    ("Harlow, M. J., Okafor, T., & van Dijk, L.", "Harlow M. J.|Okafor T.|van Dijk L."),
    ("Harlow MJ, de la Torre JC, Osei PA.", "Harlow MJ|de la Torre JC|Osei PA"),
    ("Harlow, M. J., T. Okafor, and L. Brandt.", "Harlow M. J.|Okafor T.|Brandt L."),
    ("Harlow, Mary J. and Tunde Okafor", "Harlow Mary J.|Okafor Tunde"),
    ("P. Hu et al. ,", "Hu P."),
    ("Osei et al.", "Osei"),
    ("Harlow, MJ. Barnes, CC. Lord, C.", "Harlow MJ.|Barnes CC.|Lord C."),
    ("Brandt, K., Jr., & Osei, P.", "Brandt K., Jr.|Osei P."),
    ("Harlow MJ Jr, Okafor T 3rd", "Harlow MJ, Jr|Okafor T, 3rd"),
    ("HARLOW MJ, LEE T, VAN DER BERG C", "HARLOW MJ|LEE T|VAN DER BERG C"),
    ("M. J. HARLOW and T. LEE", "HARLOW M. J.|LEE T."),
    ("Harlow, Mary; Okafor, Tunde", "Harlow Mary|Okafor Tunde"),
    ("Harlow, Okafor and Brandt", "Harlow|Okafor|Brandt"),
    ("World Health Organization.", "World Health Organization"),
    ("Ludwig van der Meer", "van der Meer Ludwig"),
    ("Brandt, Karl.", "Brandt Karl"),
    ("Brandt, Karl, Mary Osei, and Peter Brown", "Brandt Karl|Osei Mary|Brown Peter"),
    ("K. O’Brien; L. D’Souza", "O’Brien K.|D’Souza L."),
    ("In J. Harlow (Ed.),", "Harlow J."),
    ("Лилия Петкова, Иван Илиев", "Петкова Лилия|Илиев Иван"),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_names(text: str, names: str) -> None:
    found = [f"{n.family} {n.given}" if n.given else n.family for n in parse_names(text)]
    assert "|".join(found) == names


@given(st.text(max_size=80))
def test_names_of_any_text(text: str) -> None:
    assert all(name.family for name in parse_names(text))


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("pp. 1104–16", "1104–1116"),
        ("pp.1104-1116.", "1104–1116"),
        ("1477-81", "1477–1481"),
        ("S12-5", "S12–S15"),
        ("S12-S15", "S12–S15"),
        ("e3487", "e3487"),
        ("p. 7", "7"),
        ("110-9", "110–119"),
        ("99-101", "99–101"),
        ("xii", "xii"),
        ("", None),
    ],
)
def test_pages_are_completed(text: str, pages: str | None) -> None:
    assert read.pages(text) == pages


@pytest.mark.parametrize(
    ("text", "volume", "issue"),
    [
        ("vol. 605, no. 1–3,", "605", "1–3"),
        ("106(3):", "106", "3"),
        ("Volume 12, Issue 4", "12", "4"),
        ("94, 3", "94", "3"),
        ("63, 023611", "63", None),
        ("12 (Suppl 1)", "12", "Suppl 1"),
        ("no. 134", None, "134"),
        ("Bd. 7", "7", None),
        ("", None, None),
    ],
)
def test_volume_and_issue(text: str, volume: str | None, issue: str | None) -> None:
    assert read.volume_and_issue(text) == (volume, issue)


def test_journal_is_written_in_full() -> None:
    assert read.container("J. Invest. Dermatol. ,") == "Journal of Investigative Dermatology"
    assert read.container("Acta Ignota") == "Acta Ignota"


def test_table_of_journals_has_no_two_rows_for_one_abbreviation() -> None:
    rows = (Path(read.__file__).parent / "data" / "journals.tsv").read_text(encoding="utf-8").splitlines()
    keys = [read.journal_key(row.split("\t")[0]) for row in rows if not row.startswith("#")]
    assert len(keys) > 300
    assert len(keys) == len(set(keys))


def test_identifiers_of_a_reference() -> None:
    citation = parse_reference(
        "Harlow MJ. Retinoids and mood. J Neurochem. 2011;94(3):1104-16."
        " doi:10.1000/jnc.94. PMID: 39162085; PMC9567033"
    )  # fmt: skip
    assert (citation.doi, citation.pmid, citation.pmcid) == ("10.1000/jnc.94", "39162085", "PMC9567033")


def test_journal_glued_to_the_title() -> None:
    citation = parse_reference("P. Harlow et al. , “Retinoids and mood in male mice,Hippocampus , Mar. 2016.")
    assert (citation.title, citation.container) == ("Retinoids and mood in male mice", "Hippocampus")


def test_ligatures_and_entities_are_undone() -> None:
    citation = parse_reference(
        "Harlow MJ, Osei P. Eﬀects of ﬁnasteride &amp; mood in mice. J Neurochem. 2011;94(3):1104-16."
    )
    assert citation.title == "Effects of finasteride & mood in mice"


@given(st.text(max_size=120))
@settings(max_examples=50, deadline=None)
def test_any_text_is_parsed(text: str) -> None:
    citation = parse_reference(text)
    assert (citation.start, citation.end, citation.text) == (0, len(text), text)


@given(st.text(max_size=200))
def test_every_token_has_features(text: str) -> None:
    assert len(features(text)) == len(TOKEN.findall(text))


def test_manifest_is_of_the_shipped_model() -> None:
    manifest = json.loads(MODEL.with_suffix(".json").read_text(encoding="utf-8"))
    assert manifest["sha256"] == hashlib.sha256(MODEL.read_bytes()).hexdigest()
    assert {source["licence"] for source in manifest["sources"]} == {"BSD-2-Clause", "Apache-2.0"}
    assert MODEL.stat().st_size < 6_000_000


CORE = """<dataset>
<sequence><author>Harlow, M.,</author><date>2011.</date><title>Retinoids and mood.</title>
<journal>J Neurochem</journal><volume>94,</volume><pages>1-9.</pages></sequence>
<sequence><author>Osei P,</author><title>Androgens.</title><date>(2014)</date></sequence></dataset>"""
TEI = """<tei><bibl>[3] <author>Brandt K</author> (<date>2015</date>). <title level="a">Mood</title>.
In <title level="m">Skin</title>, pp. <biblScope unit="page">3-9</biblScope>.</bibl></tei>"""


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    """A folder with two tiny corpora."""
    (tmp_path / "anystyle").mkdir()
    (tmp_path / "grobid_citations").mkdir()
    for name in ("core", "good"):
        (tmp_path / "anystyle" / f"{name}.xml").write_text(CORE)
    (tmp_path / "grobid_citations" / "a.xml").write_text(TEI)
    return tmp_path


def test_anystyle_is_read(corpora: Path) -> None:
    first = read_anystyle(corpora / "anystyle" / "core.xml")[0]
    assert first.text == "Harlow, M., 2011. Retinoids and mood. J Neurochem 94, 1-9."
    assert list(dict.fromkeys(first.labels)) == ["author", "date", "title", "journal", "volume", "pages"]


def test_grobid_is_read_with_its_words_between_the_fields(corpora: Path) -> None:
    (row,) = read_grobid(corpora / "grobid_citations")
    assert row.text == "[3] Brandt K (2015). Mood. In Skin, pp. 3-9."
    assert "".join(label[0] for label in row.labels) == "ccc" + "aa" + "dddd" + "tt" + "ccc" + "pppppp"


def test_broken_file_says_what_was_expected(tmp_path: Path) -> None:
    (tmp_path / "core.xml").write_text("")
    with pytest.raises(ParseError, match="is no XML"):
        read_anystyle(tmp_path / "core.xml")


def test_repeated_strings_are_one(corpora: Path) -> None:
    rows = read_anystyle(corpora / "anystyle" / "core.xml")
    assert len(deduplicate([*rows, *rows])) == 2
    assert half("Harlow,  M.") == half("harlow, m.")


@pytest.mark.parametrize("seed", range(20))
def test_noise_keeps_a_label_for_each_token(seed: int) -> None:
    row = Labelled("Harlow, M.-J. “Retinoids and mood.” J. Neurochem. 94, 1–9.", (), "")
    row = row._replace(labels=("x",) * len(TOKEN.findall(row.text)))
    changed = noisy(row, Random(seed))
    assert len(TOKEN.findall(changed.text)) == len(changed.labels)


def test_training_gives_the_same_model_twice(corpora: Path, tmp_path: Path) -> None:
    rows = train_references.with_noise(train_references.load(corpora))
    models = [tmp_path / name for name in ("a.crf", "b.crf")]
    for model in models:
        train_references.train(rows, model, iterations=5)
    assert models[0].read_bytes() == models[1].read_bytes()
    assert "B-author" in open_tagger(models[0]).labels()


def test_training_command_writes_model_and_manifest(
    corpora: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["train", "--data", str(corpora), "--out", str(tmp_path / "out")])
    train_references.main()
    manifest = json.loads((tmp_path / "out" / "references.json").read_text())
    assert manifest["strings"] == 3
    assert (
        manifest["sha256"] == hashlib.sha256((tmp_path / "out" / "references.crf").read_bytes()).hexdigest()
    )
