import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from pipeline.cli import main

COMMANDS = (
    "run",
    "parse",
    "extract",
    "cite",
    "resolve",
    "literature",
    "concepts",
    "query",
    "compare",
    "export",
    "explore",
    "forget",
    "serve",
    "doctor",
    "schema",
)


@pytest.fixture(autouse=True)
def in_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*arguments, stdin=None):
    return CliRunner().invoke(main, arguments, input=stdin)


def rows(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_all_commands_of_the_contract_exist():
    assert set(COMMANDS) <= set(main.commands)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command):
    result = call(command, "--help")
    assert result.exit_code == 0
    assert "Usage" in result.stdout


@pytest.mark.parametrize(
    "arguments", [("nonsense",), ("run",), ("forget",), ("parse",), ("query", "x", "--format", "y")]
)
def test_wrong_use_ends_with_2(arguments):
    assert call(*arguments).exit_code == 2


def test_help_loads_no_heavy_part():
    code = "import sys; from pipeline.cli import main; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"spacy", "prefect", "pydantic", "networkx", "sqlalchemy", "pyarrow"} & set(loaded)


def test_parse_prints_a_line_an_input(in_empty_folder):
    (in_empty_folder / "t.txt").write_text("Subject: dry\n\nFrom: Ann\nDate: 2024-01-02\n\nDry eyes.\n")
    result = call("parse", "t.txt")
    assert result.exit_code == 0
    [row] = rows(result)
    assert (row["kind"], row["title"], row["posts"][0]["author"]) == ("thread", "dry", "Ann")


def test_parse_names_what_failed_and_goes_on(in_empty_folder):
    (in_empty_folder / "t.txt").write_text("From: Ann\nDate: 2024-01-02\n\nDry eyes.\n")
    (in_empty_folder / "broken.json").write_text('{"post_stream": ')
    result = call("parse", "nowhere.html", "broken.json", "t.txt")
    assert result.exit_code == 1
    assert len(rows(result)) == 1
    assert "nowhere.html" in result.stderr
    assert "broken.json" in result.stderr


def test_extract_takes_given_mentions():
    row = {"id": "a", "text": "Zorb fixed my blarg.", "mentions": [{"start": 0, "end": 4, "type": "drug"}]}
    [found] = rows(call("extract", stdin=json.dumps(row)))
    assert [(m["text"], m["concept_id"]) for m in found["mentions"]] == [("Zorb", None)]


def test_extract_takes_the_drug_that_a_text_does_not_name():
    row = {"id": "a", "text": "It gave me a terrible headache. I took it for a week.", "topic": "Zoloft"}
    [found] = rows(call("extract", "--model", "default", stdin=json.dumps(row)))
    assert {found["mentions"][claim["subject"]]["name"] for claim in found["claims"]} == {"sertraline"}


def test_extract_has_the_fields_of_the_contract():
    [found] = rows(
        call("extract", "--model", "default", stdin='{"id": "a", "text": "no headache on finasteride 1 mg"}')
    )
    assert set(found) == {"id", "mentions", "quantities", "citations", "claims"}
    headache = next(m for m in found["mentions"] if m["text"] == "headache")
    assert headache["negated"] is True


def test_extract_names_a_line_without_text():
    result = call("extract", stdin='{"id": "a"}\n{"id": "b", "text": "acne"}')
    assert result.exit_code == 1
    assert [row["id"] for row in rows(result)] == ["b"]
    assert "line 1" in result.stderr


def test_cite_parses_a_line():
    line = "Smith J, Doe A. A study of things. J Things. 2001;12(3):45-9."
    [citation] = rows(call("cite", stdin=line))
    assert (citation["year"], citation["volume"], citation["pages"]) == (2001, "12", "45–49")


def test_resolve_keeps_the_citation_and_adds_a_verdict():
    [row] = rows(call("resolve", "--offline", stdin='{"title": "Nothing of the kind", "year": 2001}'))
    assert row["title"] == "Nothing of the kind"
    assert row["verdict"] in {"not_found", "unchecked"}
    assert {"disagrees", "paper", "score", "sources"} <= set(row)


def test_resolve_names_what_is_no_citation():
    result = call("resolve", "--offline", stdin='{"year": "long ago"}')
    assert result.exit_code == 1
    assert "line 1: not a citation" in result.stderr


def test_concepts_are_found_by_any_name():
    ids = {
        row["id"]
        for name in ("Accutane", "isotretinoin", "Isotroin")
        for row in rows(call("concepts", name))[:1]
    }
    assert len(ids) == 1


def test_unknown_concept_is_named():
    result = call("concepts", "blargh")
    assert result.exit_code == 1
    assert "blargh: no such concept" in result.stderr


def test_prune_says_what_it_removed():
    result = call("prune", "--days", "30")
    assert (result.exit_code, result.stdout) == (0, "removed 0 raw pages of more than 30 days\n")


def test_forget_says_what_it_removed():
    result = call("forget", "--author", "Ann")
    assert result.exit_code == 0
    assert "removed 0 posts, 0 quotes, 0 findings, 0 threads, 0 raw pages" in result.stdout


def test_doctor_says_which_model_and_why():
    result = call("doctor")
    assert "ok      model: embedded default" in result.stdout
    assert "none of en_ner_bc5cdr_md" in result.stdout


def test_doctor_names_what_is_missing(monkeypatch):
    monkeypatch.setenv("THREADGRAPH_MODEL", "en_core_web_sm")
    result = call("doctor")
    assert result.exit_code == 1
    assert "MISSING model" in result.stdout


def test_hostile_names_steer_no_terminal():
    assert "\x1b" not in call("concepts", "\x1b[2J").stderr
