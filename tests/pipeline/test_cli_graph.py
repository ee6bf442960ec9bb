import csv
import http.client
import io
import json
import shutil
import threading
import urllib.request

import pytest
from click.testing import CliRunner

from pipeline import cli_graph
from pipeline.cli import main
from pipeline.cli_answers import as_csv
from pipeline.cli_questions import QUESTIONS
from pipeline.run import run
from pipeline.settings import Settings

TEXT = """Subject: fin

From: Ann
Date: 2024-01-02

Finasteride killed my libido.

From: Bert
Date: 2024-01-03

=SUM(A1) Finasteride did not affect my libido.
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """Folder of two graphs: ``old``, and ``new`` with a further post."""
    folder = tmp_path_factory.mktemp("graphs")
    thread = folder / "thread.txt"
    for name, text in (("old", TEXT[: TEXT.index("From: Bert")]), ("new", TEXT)):
        thread.write_text(text)
        given = {"store": f"sqlite:///{folder}/s.db", "key_file": folder / "key", "out": folder / "out"}
        run(Settings(sources=(str(thread),), name=name, offline=True, **given))
    return folder / "out"


@pytest.fixture
def call(published, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(main, [*arguments, "--out", str(published)])


def rows(result):
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_query_finds_claims_by_a_synonym(call):
    [claim] = rows(call("query", "old", "--subject", "Propecia", "--format", "json"))
    assert claim["quote"] == "Finasteride killed my libido."


def test_query_filters_are_combined(call):
    assert (
        rows(call("query", "new", "--subject", "finasteride", "--since", "2025-01-01", "--format", "json"))
        == []
    )


def test_query_of_an_unknown_concept_lists_near_ones(call):
    result = call("query", "new", "--subject", "finastride")
    assert result.exit_code == 2
    assert "finasteride" in result.stderr


def test_query_as_csv_has_a_header_and_a_row_a_claim(call):
    result = call("query", "new", "--format", "csv")
    table = list(csv.DictReader(io.StringIO(result.stdout)))
    assert {"label", "quote", "post_id"} <= set(table[0])


def test_csv_cells_calculate_nothing():
    text = as_csv([{"quote": "=1+1", "score": -1.5}])
    assert text == "quote,score\n'=1+1,-1.5\n"


def test_compare_tells_what_is_new(call):
    changes = rows(call("compare", "old", "new", "--format", "json"))
    assert changes
    assert {change["change"] for change in changes} <= {"new", "stronger", "weaker", "other"}


def test_graph_against_itself_has_no_changes(call):
    assert call("compare", "new", "new").stdout.strip() == "nothing found"


@pytest.mark.parametrize("form", ["gexf", "graphml", "kgx", "json", "csv", "parquet", "html"])
def test_every_format_is_exported(call, form, tmp_path):
    result = call("export", "new", "--format", form, "--to", str(tmp_path / "there"))
    assert result.exit_code == 0, result.output
    assert (tmp_path / "there").exists()


def test_unknown_format_lists_the_valid_ones(call):
    result = call("export", "new", "--format", "gefx")
    assert result.exit_code == 2
    assert "did you mean gexf" in result.stderr


def test_unknown_graph_lists_those_that_there_are(call):
    result = call("query", "nonsense")
    assert result.exit_code == 2
    assert "there are: new, old" in result.stderr


def test_explore_serves_the_report_on_loopback(published, monkeypatch):
    served = {}

    class Server(cli_graph.ThreadingHTTPServer):
        def serve_forever(self, poll_interval=0.1):
            worker = threading.Thread(target=self.handle_request)
            worker.start()
            host, port = self.server_address
            served["host"] = host
            served["report"] = urllib.request.urlopen(f"http://{host}:{port}/report.html", timeout=10).read()
            worker.join()

    monkeypatch.setattr(cli_graph, "ThreadingHTTPServer", Server)
    result = CliRunner().invoke(main, ["explore", "new", "--no-browser", "--out", str(published)])
    assert result.exit_code == 0, result.output
    assert served["host"] == "127.0.0.1"
    assert b"<html" in served["report"]


def test_explore_refuses_pages_of_other_sites(published, monkeypatch):
    codes = []

    class Server(cli_graph.ThreadingHTTPServer):
        def serve_forever(self, poll_interval=0.1):
            for host in ("evil.example:80", f"localhost:{self.server_port}"):
                worker = threading.Thread(target=self.handle_request)
                worker.start()
                asked = http.client.HTTPConnection("127.0.0.1", self.server_port, timeout=10)
                asked.request("GET", "/manifest.json", headers={"Host": host})
                codes.append(asked.getresponse().status)
                asked.close()
                worker.join()

    monkeypatch.setattr(cli_graph, "ThreadingHTTPServer", Server)
    CliRunner().invoke(main, ["explore", "new", "--no-browser", "--out", str(published)])
    assert codes == [403, 200]


def test_schema_names_every_kind_of_node_and_edge():
    said = rows(CliRunner().invoke(main, ["schema", "--format", "json"]))
    kinds = {(row["what"], row["kind"]) for row in said}
    assert {("node", "thread"), ("node", "claim"), ("node", "drug"), ("edge", "affects")} <= kinds
    assert all(row["meaning"] and row["type"] for row in said)


@pytest.mark.parametrize("what", sorted(QUESTIONS))
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_every_question_is_answered_in_every_format(call, what, form):
    given = {
        "paths": ("--subject", "finasteride", "--object", "libido"),
        "neighbors": ("--subject", "Propecia"),
    }
    result = call("query", "new", "--show", what, "--format", form, *given.get(what, ()))
    assert result.exit_code == 0, result.output


def test_a_filter_that_a_question_does_not_take_is_refused(call):
    result = call("query", "new", "--show", "relations", "--kind", "experience")
    assert result.exit_code == 2
    assert "--kind does not filter relations; its filters: --subject" in result.stderr


def test_a_question_that_needs_a_concept_says_so(call):
    result = call("query", "new", "--show", "paths", "--subject", "finasteride")
    assert result.exit_code == 2
    assert "--show paths needs --object" in result.stderr


def test_evidence_shows_the_claim_with_its_papers(call):
    [first, *_] = rows(call("query", "new", "--show", "evidence", "--format", "json"))
    assert first["claim"]["quote"] == "Finasteride killed my libido."
    assert first["papers"] == []


def test_a_store_is_asked_by_its_url(call, published):
    given = ("--subject", "finasteride", "--format", "json")
    [*of_store] = rows(call("query", f"sqlite:///{published.parent}/s.db", *given))
    assert of_store == rows(call("query", "new", *given))


def test_an_empty_store_says_what_to_do(call, tmp_path):
    result = call("query", f"sqlite:///{tmp_path}/none.db")
    assert result.exit_code == 2
    assert "threadgraph run" in result.stderr


def test_an_earlier_snapshot_is_named_by_its_time(published, call):
    [kept] = (published / ".snapshots" / "new").iterdir()
    assert call("query", f"new@{kept.name[:8]}", "--format", "json").stdout
    result = call("query", "new@previous")
    assert result.exit_code == 2
    assert kept.name in result.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_for_the_shell(shell):
    result = CliRunner().invoke(main, ["completion", shell])
    assert "_THREADGRAPH_COMPLETE" in result.stdout


def test_the_shell_completes_names_of_graphs(published, monkeypatch):
    monkeypatch.setenv("THREADGRAPH_OUT", str(published))
    words = {"COMP_WORDS": "threadgraph query ", "COMP_CWORD": "2"}
    asked = CliRunner(env={"_THREADGRAPH_COMPLETE": "bash_complete", **words})
    said = asked.invoke(main, prog_name="threadgraph").output
    assert said.splitlines() == ["plain,new", "plain,old"]


def test_broken_graph_is_named(published, call, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(published / "new", broken)
    (broken / "nodes.parquet").write_bytes(b"nothing")
    result = CliRunner().invoke(main, ["query", str(broken)])
    assert result.exit_code in (1, 2)
    assert "nodes.parquet" in result.stderr
