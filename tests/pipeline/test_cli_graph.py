import csv
import io
import json
import shutil
import threading
import urllib.request

import pytest
from click.testing import CliRunner

from pipeline import cli_graph
from pipeline.cli import main
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
    text = cli_graph.as_csv([{"quote": "=1+1", "score": -1.5}])
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


def test_schema_names_every_kind_of_node(call):
    result = CliRunner().invoke(main, ["schema"])
    assert all(
        f"node {kind}:" in result.stdout for kind in ("thread", "post", "author", "claim", "paper", "drug")
    )


def test_broken_graph_is_named(published, call, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(published / "new", broken)
    (broken / "nodes.parquet").write_bytes(b"nothing")
    result = CliRunner().invoke(main, ["query", str(broken)])
    assert result.exit_code in (1, 2)
    assert "nodes.parquet" in result.stderr
