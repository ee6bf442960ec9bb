import json
import re
from pathlib import Path

import networkx as nx
import pytest

from benchmarks import board
from pipeline.gate import Held
from pipeline.literature import import_papers
from pipeline.query import KnowledgeGraph
from pipeline.run import batches, run
from pipeline.settings import Settings
from pipeline.snapshot import snapshots
from pipeline.store import Store

FIRST = (
    "Subject: fin\n\nFrom: Anna Ford\nDate: 2024-01-02\n\nFinasteride 1 mg lowered my libido after 2 weeks.\n"
)
SECOND = "\nFrom: Bert\nDate: 2024-01-03\n\nNo change in libido on finasteride here. Anna Ford, how long?\n"


@pytest.fixture
def settings(tmp_path):
    def make(*sources, **changes):
        given = {
            "sources": tuple(map(str, sources)),
            "out": tmp_path / "out",
            "store": f"sqlite:///{tmp_path}/store.db",
            "key_file": tmp_path / "key",
            "offline": True,
            "name": "g",
        }
        return Settings(**given | changes)

    return make


@pytest.fixture
def thread(tmp_path):
    folder = tmp_path / "threads"
    folder.mkdir()
    file = folder / "thread.txt"
    file.write_text(FIRST + SECOND)
    return file


def rows(settings, name):
    lines = (settings.out / settings.name / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def graph(settings):
    return nx.read_gexf(settings.out / settings.name / "evidence.gexf")


def test_all_files_of_the_contract_are_published(settings, thread):
    wanted = settings(thread)
    run(wanted)
    tables = ["threads", "posts", "mentions", "citations", "claims", "papers", "links", "dropped", "failures"]
    files = {f"{name}.jsonl" for name in tables}
    files |= {
        "manifest.json",
        "nodes.parquet",
        "edges.parquet",
        "evidence.gexf",
        "concepts.gexf",
        "report.html",
    }
    assert {file.name for file in (wanted.out / "g").iterdir()} == files


def test_every_record_quotes_its_post(settings, thread):
    wanted = settings(thread)
    run(wanted)
    texts = {post["id"]: post["text"] for post in rows(wanted, "posts")}
    quoting = [row for name in ("mentions", "claims", "citations", "dropped") for row in rows(wanted, name)]
    assert quoting
    assert all(texts[row["post_id"]][row["start"] : row["end"]] == row["text"] for row in quoting)


def test_no_author_is_named_in_any_file(settings, thread, tmp_path):
    wanted = settings(thread)
    run(wanted)
    for file in (wanted.out / "g").iterdir():
        assert b"Anna Ford" not in file.read_bytes(), file.name
    for file in tmp_path.glob("store.db*"):
        assert b"Anna Ford" not in file.read_bytes(), file.name


def test_no_author_of_a_board_is_named_in_any_file(settings, tmp_path):
    board.write(tmp_path / "board", 25, seed=3)
    pages = "".join(page.read_text() for page in (tmp_path / "board").iterdir())
    names = set(re.findall(r'class="username">([^<]+)<', pages))
    wanted = settings(tmp_path / "board")
    run(wanted)
    assert len(names) > 5
    for file in [*(wanted.out / "g").iterdir(), *tmp_path.glob("store.db*")]:
        content = file.read_bytes()
        assert [name for name in names if name.encode() in content] == [], file.name


def test_drawn_relations_are_as_many_as_are_wanted(settings, tmp_path):
    board.write(tmp_path / "board", 15, seed=3)
    wanted = settings(tmp_path / "board", max_edges=2)
    run(wanted)
    drawn = nx.read_gexf(wanted.out / "g" / "concepts.gexf")
    assert drawn.number_of_edges() == 2


def test_second_run_extracts_nothing_and_says_so(settings, thread):
    assert run(settings(thread)).new["extract"] == 2
    again = run(settings(thread))
    assert again.new["extract"] == 0
    assert "nothing was extracted again" in again.summary()[0]


@pytest.mark.parametrize(("workers", "sizes"), [(1, [62] * 8 + [4]), (8, [50] * 10)])
def test_batches_keep_all_workers_busy(settings, monkeypatch, workers, sizes):
    monkeypatch.setattr(Store, "texts_to_extract", lambda *_: [str(number) for number in range(500)])
    assert [len(batch) for batch in batches(settings(), workers)] == sizes


def test_incremental_run_equals_clean_rebuild(settings, thread, tmp_path):
    thread.write_text(FIRST)
    run(settings(thread))
    thread.write_text(FIRST.replace("2 weeks", "3 weeks") + SECOND)
    grown = settings(thread)
    run(grown)
    rebuilt = settings(thread, store=f"sqlite:///{tmp_path}/new.db", name="new")
    run(rebuilt)
    assert nx.utils.graphs_equal(graph(grown), graph(rebuilt))
    for name in ("posts", "mentions", "claims", "citations", "dropped"):
        assert rows(grown, name) == rows(rebuilt, name)


def test_file_that_left_the_folder_leaves_the_graph(settings, thread):
    other = thread.with_name("other.txt")
    other.write_text(FIRST.replace("Anna Ford", "Cleo").replace("fin", "dut"))
    run(settings(thread.parent))
    other.unlink()
    assert run(settings(thread.parent)).counts["threads"] == 1


def test_bad_input_is_a_failure_and_stops_nothing(settings, thread):
    empty = thread.with_name("empty.html")
    empty.touch()
    wanted = settings(thread, empty, thread.with_name("nowhere.html"))
    assert run(wanted).counts["posts"] == 2
    assert [(f["stage"], f["source"].rpartition("/")[2]) for f in rows(wanted, "failures")] == [
        ("fetch", "empty.html"),
        ("fetch", "nowhere.html"),
    ]


def test_suppressed_quotes_leave_no_words_of_posts(settings, thread):
    wanted = settings(thread, quotes=False)
    run(wanted)
    for file in (wanted.out / "g").iterdir():
        assert b"lowered my libido" not in file.read_bytes(), file.name


def test_unchanged_run_confirms_the_snapshot_and_writes_none(settings, thread):
    first, again = run(settings(thread)), run(settings(thread))
    assert (again.state, again.created_at, again.files) == (first.state, first.created_at, first.files)
    assert again.checked_at
    assert len(snapshots(settings().out, "g")) == 1


@pytest.mark.parametrize("change", [{"quotes": False}, {"text": "3 weeks"}])
def test_changed_run_publishes_anew(settings, thread, change):
    run(settings(thread))
    thread.write_text(FIRST.replace("2 weeks", change.pop("text", "2 weeks")) + SECOND)
    assert not run(settings(thread, **change)).checked_at
    assert len(snapshots(settings().out, "g")) == 2


def test_file_lost_from_a_snapshot_is_written_again(settings, thread):
    run(settings(thread))
    (settings().out / "g" / "report.html").unlink()
    run(settings(thread))
    assert (settings().out / "g" / "report.html").is_file()


def test_broken_run_is_held_until_it_is_accepted(settings, thread):
    thread.write_text(FIRST + "".join(SECOND.replace("here", f"here, {n} mg") for n in range(60)))
    run(settings(thread))
    thread.write_text("Subject: fin\n\nFrom: Anna Ford\nDate: 2024-01-02\n\nUnder repair.\n")
    with pytest.raises(Held, match="posts per thread"):
        run(settings(thread))
    assert len(rows(settings(), "posts")) == 61
    assert run(settings(thread, accept=True)).counts["posts"] == 1


def test_papers_are_searched_for_once_and_stand_beside_the_claims(settings, thread, tmp_path):
    wanted = settings(thread)
    file = Path(__file__).parent / "link" / "data" / "papers.xml"
    list(import_papers([file], wanted))
    first = run(wanted)
    assert first.new["retrieve"] == 1
    links = rows(wanted, "links")
    papers = {paper["id"]: paper for paper in rows(wanted, "papers")}
    assert {link["basis"] for link in links} == {"retrieved"}
    assert {papers[link["paper_id"]]["study"]["design"] for link in links} >= {"observational_study"}
    texts = {id: f"{paper['title']}\n{paper['abstract']}" for id, paper in papers.items()}
    shown = [(texts[link["paper_id"]], link["rationale"]) for link in links if link["rationale"]]
    assert shown
    assert all(text[span["start"] : span["end"]] == span["text"] for text, span in shown)
    again = run(wanted)
    assert (again.new["retrieve"], again.new["papers"]) == (0, 0)
    rebuilt = settings(
        thread, store=f"sqlite:///{tmp_path}/new.db", name="new", literature_index=tmp_path / "literature.db"
    )
    run(rebuilt)
    assert rows(rebuilt, "links") == links
    assert rows(rebuilt, "papers") == rows(wanted, "papers")


def test_no_papers_are_searched_for_if_none_are_wanted(settings, thread):
    wanted = settings(thread, retrieve=0)
    list(import_papers([Path(__file__).parent / "link" / "data" / "papers.xml"], wanted))
    assert run(wanted).new["retrieve"] == 0
    assert rows(wanted, "links") == []


def test_personas_of_an_advertisement_are_no_witnesses(settings, tmp_path):
    page = tmp_path / "shop.txt"
    page.write_text(
        "To Buy Isotroin Online Visit Our Pharmacy\n\n"
        "Jane, a university student, started using isotretinoin. Isotretinoin gave me dry lips, she says.\n"
    )
    wanted = settings(page)
    run(wanted)
    claims = rows(wanted, "claims")
    assert {(claim["counted"], claim["uncounted_because"]) for claim in claims} == {(False, "promotional")}
    assert "author" not in {row["experiencer"] for row in claims + rows(wanted, "mentions")}


def test_claims_say_whether_they_count(settings, thread):
    wanted = settings(thread)
    run(wanted)
    assert {claim["counted"] for claim in rows(wanted, "claims")} == {True}


def test_a_citation_that_says_the_contrary_and_a_signal_of_the_crowd(settings, tmp_path):
    told = ["Finasteride killed my libido, as shown in PMID: 91000002."]
    told += ["Finasteride killed my libido."] * 3 + ["Isotretinoin gave me dry skin."] * 4
    posts = (f"From: author {n}\nDate: 2024-01-0{n + 1}\n\n{text}\n" for n, text in enumerate(told))
    page = tmp_path / "crowd.txt"
    page.write_text("Subject: fin\n\n" + "\n".join(posts))
    wanted = settings(page)
    list(import_papers([Path(__file__).parent / "link" / "data" / "papers.xml"], wanted))
    run(wanted)
    graph = KnowledgeGraph.open(wanted.out / "g")
    assert [(one.paper, one.miscited_because) for one in graph.miscited()] == [
        ("pmid:91000002", "says_the_contrary")
    ]
    assert {(one.object_name, one.signal_authors) for one in graph.signals()} == {
        ("libido", 3),
        ("Dry skin", 4),
    }
