from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from itertools import combinations

import networkx as nx
import pytest

from pipeline.errors import ExportError
from pipeline.export import export, html
from pipeline.export.report_data import pieces, report_data
from pipeline.records import Post, Study
from tests.pipeline.graph_sample import World, sample

EVIL = (
    "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1>"
    "<style>*{display:none}</style>"
)
EDGE = """() => {
  const relation = data.relations.find((r) => r.predicate === "ameliorates_condition");
  const [x, y] = view.apply(middle(relation)), box = canvas.getBoundingClientRect();
  return [box.x + x, box.y + y];
}"""


@pytest.fixture(scope="module")
def evil() -> nx.MultiDiGraph:
    """A graph in which every text of every post, title, author and paper attacks the page."""
    world = sample()
    posts = tuple(
        Post(**{**p.model_dump(), "author": EVIL, "url": "javascript:window.hacked=1"})
        for p in world.threads[0].posts
    )
    first = world.threads[0].model_copy(update={"posts": posts, "title": EVIL})
    papers = tuple(p.model_copy(update={"title": EVIL, "doi": EVIL, "pmid": None}) for p in world.papers)
    graph = World((first, *world.threads[1:]), world.findings, world.resolutions, world.links, papers).graph()
    for _, data in graph.nodes(data=True):
        data |= {"label": EVIL, **({"quote": EVIL * 3} if "quote" in data else {})}
    graph.graph |= {
        "name": EVIL,
        "manifest": {"model": EVIL},
        "changes": [{"change": "new", "description": EVIL}],
    }
    return graph


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("needs Debian's chromium")
    with playwright.sync_playwright() as tools:
        opened = tools.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def show(browser, tmp_path):
    """Opens the report of a graph; a message on the console or a request for more fails the test."""
    complaints: list[str] = []
    contexts = []

    def opened(graph, **context):
        export(graph, tmp_path / "report.html", "html")
        contexts.append(browser.new_context(offline=True, **context))
        page = contexts[-1].new_page()
        page.set_default_timeout(5_000)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.append(request.url))
        page.goto((tmp_path / "report.html").as_uri())
        page.wait_for_selector("body[data-ready=yes]", timeout=10_000)
        complaints[:] = [text for text in complaints if not text.endswith("/report.html")]
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def test_the_page_asks_for_nothing_from_outside(graph, tmp_path):
    export(graph, tmp_path / "r.html", "html")
    page = (tmp_path / "r.html").read_text()
    markup = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)

    assert not re.search(r"<(link|img|iframe|object|embed)\b", markup)
    assert re.search(r'Content-Security-Policy" content="default-src \'none\'; script-src \'sha256-', markup)
    assert "unsafe" not in markup


def test_no_text_of_a_post_becomes_markup(evil, tmp_path):
    export(evil, tmp_path / "r.html", "html")
    page = (tmp_path / "r.html").read_text()

    assert page.count("<script") == 3
    assert "<img" not in page
    assert "onerror" in page


def test_links_lead_to_the_web_only(evil):
    data = report_data(evil)
    urls = [row["url"] for rows in data.values() if isinstance(rows, list) for row in rows if "url" in row]

    assert all(url.startswith(("https://", "http://")) for url in urls)


def test_quotes_are_cut_at_code_points():
    text = "🙃 it took my libido"

    assert pieces(text, 5, [(18, 24, "mention")]) == [["🙃 it took my ", ""], ["libido", "mention"]]
    assert "".join(piece for piece, _ in pieces(text, 5, [(5, 8, "cue"), (6, 9, "cue")])) == text


def test_the_library_must_be_installed(graph, tmp_path, monkeypatch):
    monkeypatch.setattr(html, "find_spec", lambda name: None)
    html.drawing_library.cache_clear()

    with pytest.raises(ExportError, match="pip install gravis"):
        export(graph, tmp_path / "r.html", "html")


def test_it_loads_without_a_word_of_complaint(show, graph):
    page = show(graph)

    assert page.title() == "threadgraph · threadgraph"
    assert "7 posts" in page.text_content("#summary")
    assert page.text_content("#shown") == "5 of 5 concepts, 4 of 4 relations"


@pytest.mark.parametrize("name", ["low libido", "NO SEX drive", "hp:0030018"])
def test_the_search_finds_a_concept_by_any_of_its_names(show, graph, name):
    page = show(graph)
    page.fill("#search", name)
    assert page.text_content("#shown") == "2 of 5 concepts, 2 of 4 relations"

    page.press("#search", "Enter")
    assert "low libido" in page.text_content("#card .title")


def test_a_relation_opens_its_card_with_quotes_and_papers(show, graph):
    page = show(graph)
    page.click("#relation-table tbody tr:first-child button")
    card = page.locator("#card")

    assert "finasteride → low libido" in card.text_content()
    assert card.locator("blockquote").first.text_content().startswith("Finasteride killed my low libido")
    assert card.locator(".said").first.text_content() == (
        "Read as: The author reports that low libido occurred on finasteride."
    )
    assert card.locator("mark.mention").first.text_content() == "Finasteride"
    assert card.locator("mark.cue").text_content() == "never"
    assert {"supports", "contradicts", "not found"} <= set(card.locator(".tag").all_text_contents())

    page.keyboard.press("Escape")
    assert card.is_hidden()


def test_an_edge_of_the_picture_opens_its_card(show, graph):
    page = show(graph, viewport={"width": 1300, "height": 900})
    page.mouse.click(*page.evaluate(EDGE))

    assert "dutasteride → hair loss" in page.text_content("#card .title")


def test_filters_leave_out_what_is_not_wanted(show, graph):
    page = show(graph)
    page.uncheck("#statuses input[value=conflicting]")
    assert page.text_content("#shown") == "5 of 5 concepts, 3 of 4 relations"

    page.uncheck("#types input[value=condition]")
    assert page.text_content("#shown") == "4 of 5 concepts, 2 of 4 relations"

    page.fill("#authors", "2")
    assert page.text_content("#shown") == "0 of 5 concepts, 0 of 4 relations"


def test_a_date_leaves_what_was_last_seen_before_it_out(show, graph):
    page = show(graph)
    page.fill("#since", "2022-01-01")

    assert page.text_content("#shown") == "5 of 5 concepts, 3 of 4 relations"


def test_a_concept_alone_with_its_neighbours(show, graph):
    page = show(graph)
    page.fill("#search", "dutasteride")
    page.press("#search", "Enter")
    page.fill("#search", "")
    page.click("#card button:has-text('Only around this')")
    assert page.text_content("#shown") == "3 of 5 concepts, 2 of 4 relations"

    page.click("#card button[aria-pressed=true]")
    assert page.text_content("#shown") == "5 of 5 concepts, 4 of 4 relations"


def test_a_paper_is_shown_with_its_study_rationale_and_objections(show):
    world = sample()
    study = Study(design="randomized_trial", eco="ECO:0001025", species=("human",), participants=1553)
    told = {"mismatches": ("dose",), "objections": ("5 mg, not 1 mg",)}
    links = tuple(
        link.model_copy(update=told if link.paper_id == "pmid:1234" else {}) for link in world.links
    )
    papers = tuple(p.model_copy(update={"study": study}) for p in world.papers)
    page = show(replace(world, links=links, papers=papers).graph())
    page.click("#relation-table tbody tr:first-child button")
    paper = page.locator("#card .paper", has_text="Kaufman 1998").first.text_content()

    assert "5 mg, not 1 mg" in paper
    assert "randomized trial; human; 1553 participants; retrieved: candidate evidence" in paper
    assert "Men reported" in page.locator("#card .paper blockquote").first.text_content()


def test_science_that_nobody_cites_has_a_table(show, graph):
    graph = graph.copy()
    for *_, data in graph.edges(data=True):
        if "papers_for" in data:
            data["papers_cited"] = 0
    page = show(graph)
    page.click("#views button:has-text('Uncited science')")

    assert page.locator("#relation-table tbody tr").count() == 2


def test_a_miscited_paper_is_named_in_the_table_of_citations(show, graph):
    graph = graph.copy()
    for source, _, data in graph.edges(data=True):
        if data["predicate"] == "cites" and source == "claim:a-1#0" and data["verdict"] == "verified":
            data["miscited_because"] = "says_the_contrary"
    page = show(graph)
    page.click("#verdicts button:has-text('says something else')")

    assert "says the contrary" in page.text_content("#citation-table tbody")


def test_names_keep_off_each_other_and_inside_the_picture(show, graph):
    page = show(graph, viewport={"width": 390, "height": 800})
    boxes = page.evaluate("""() => {
      const drawnNames = [], plain = brush.fillText;
      brush.fillText = (text, x, y) => drawnNames.push([x, y - 8, x + brush.measureText(text).width, y + 8]);
      paint();
      brush.fillText = plain;
      return drawnNames;
    }""")

    assert len(boxes) > 2
    assert all(box[0] > 0 and box[2] < 390 for box in boxes)
    assert not any(
        a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1] for a, b in combinations(boxes, 2)
    )


def test_tables_show_contradictions_unsupported_claims_and_verdicts(show, graph):
    page = show(graph)
    rows = page.locator("#relation-table tbody tr")
    page.click("#views button:has-text('Contradictions')")
    assert rows.count() == 1
    page.click("#views button:has-text('Unsupported')")
    assert rows.count() == 2

    page.click("#verdicts button:has-text('not found')")
    assert page.locator("#citation-table tbody tr").all_text_contents() == [
        "not foundNobody 2050Nobody 2050#1 user_1 in Thread a"
    ]


def test_hostile_posts_are_only_ever_text(show, evil):
    page = show(evil)
    page.click("#relation-table tbody tr:first-child button")

    assert page.evaluate("() => window.hacked") is None
    assert page.locator("#card img, #card script, main img, main style").count() == 0
    assert "<img src=x" in page.text_content("#card")
    assert page.locator("a[href^='javascript']").count() == 0


def test_the_keyboard_reaches_the_picture_and_the_tables(show, graph):
    page = show(graph)
    page.focus("#canvas")
    before = page.evaluate("() => [view.k, view.x]")
    page.keyboard.press("+")
    page.keyboard.press("ArrowLeft")

    assert page.evaluate("() => view.k") > before[0]
    page.focus("#relation-table tbody button")
    page.keyboard.press("Enter")
    assert page.locator("#card").is_visible()


@pytest.mark.parametrize("width", [390, 1300])
def test_nothing_runs_out_of_the_page(show, graph, width):
    page = show(graph, viewport={"width": width, "height": 800})

    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_a_print_shows_tables_and_no_buttons(show, graph):
    page = show(graph)
    page.emulate_media(media="print")

    assert page.locator("#filters").is_hidden()
    assert page.locator("#relation-table").is_visible()


def test_changes_and_manifest_are_shown(show):
    graph = sample().graph()
    graph.graph["manifest"] = {"model": "default 1", "counts": {"posts": 7}, "sources": ("a", "b")}
    graph.graph["changes"] = [{"change": "stronger", "description": "finasteride and so on"}]
    page = show(graph)

    assert "stronger finasteride and so on" in page.text_content("#change-list")
    assert page.locator("#manifest-table tr").all_text_contents() == [
        "modeldefault 1",
        "countsposts: 7",
        "sourcesa, b",
    ]


def test_the_data_stand_in_the_page_once(graph, tmp_path):
    export(graph, tmp_path / "r.html", "html")
    page = (tmp_path / "r.html").read_text()
    found = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, flags=re.DOTALL)

    assert len(json.loads(found[0])["relations"]) == 4
    assert len(found) == 1
