"""Live sources and the resolver against a real server on this machine that misbehaves in every known way."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import stamina

from pipeline.literature import crossref, europepmc, openalex, pubmed
from pipeline.literature.live import Access, Live
from pipeline.records import Citation, Name, Paper
from pipeline.resolve import resolve
from pipeline.settings import Settings
from pipeline.web import Web

CITATION = Citation(
    start=0,
    end=72,
    text="Example A. Made-up effects of examplin in mice. J Made Up Sci. 2018;9:68-77.",
    kind="reference",
    authors=(Name(family="Example", given="A"),),
    title="Made-up effects of examplin in mice",
    container="J Made Up Sci",
    year=2018,
    volume="9",
    pages="68–77",
    doi="10.5555/cr.1",
)
WORK = {
    "DOI": "10.5555/cr.1",
    "type": "journal-article",
    "title": ["Made-up effects of examplin in mice"],
    "author": [{"given": "Ana", "family": "Example"}],
    "container-title": ["Journal of Made-up Science"],
    "issued": {"date-parts": [[2018]]},
    "volume": "9",
    "page": "68-77",
}
Handler = Callable[[BaseHTTPRequestHandler], None]


class Server:
    """A server on the loopback address; ``behave`` answers, ``paths`` were asked for."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.behave: Handler = lambda request: send(request, b"{}")
        outer = self

        class Serve(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.paths.append(self.path)
                outer.behave(self)

            def log_message(self, *_: object) -> None:
                return

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Serve)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()


def send(request: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    request.send_response(status)
    for name, value in ({"Content-Length": str(len(body))} | headers).items():
        request.send_header(name.replace("_", "-"), value)
    request.end_headers()
    request.wfile.write(body)


def work(**changes: Any) -> bytes:
    return json.dumps({"status": "ok", "message": WORK | changes}).encode()


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.http.shutdown()
    running.http.server_close()


@pytest.fixture
def web() -> Iterator[Web]:
    settings = Settings(allow_private=True, timeout=0.3, contact="ops@example.org")
    with stamina.set_testing(True, attempts=2, cap=True), Web(settings) as client:
        yield client


def source(server: Server, web: Web, module: Any = crossref) -> Live:
    return Live(module.api(Access(contact="ops@example.org"), server.url), web, sleep=lambda seconds: None)


class Answering:
    """A source that knows one paper."""

    name = "other"
    comprehensive = True
    live = True

    def __init__(self, *papers: Paper) -> None:
        self.papers = papers

    def lookup(self, citation: Citation) -> tuple[Paper, ...]:
        return self.papers


def test_a_good_answer_verifies(server: Server, web: Web) -> None:
    server.behave = lambda request: send(request, work())
    found = resolve(CITATION, [source(server, web)])
    assert (found.verdict, found.sources, found.unavailable) == ("verified", ("crossref",), ())
    assert found.paper is not None
    assert found.paper.retrieved_at is not None
    assert "mailto=ops%40example.org" in server.paths[0]


def test_a_spent_quota_is_not_asked_again_and_leaves_the_citation_unchecked(server: Server, web: Web) -> None:
    server.behave = lambda request: send(request, b"later", 429, Retry_After="14400")
    crossref_down = source(server, web)
    found = [resolve(CITATION, [crossref_down]) for _ in range(3)]
    assert {one.verdict for one in found} == {"unchecked"}
    assert {one.unavailable for one in found} == {("crossref",)}
    assert len(server.paths) == 1


def test_a_short_wait_is_waited(server: Server, web: Web) -> None:
    def busy_once(request: BaseHTTPRequestHandler) -> None:
        if len(server.paths) == 1:
            send(request, b"", 429, Retry_After="0")
        else:
            send(request, work())

    server.behave = busy_once
    assert resolve(CITATION, [source(server, web)]).verdict == "verified"


def test_a_source_that_times_out_is_named_and_the_next_one_asked(server: Server, web: Web) -> None:
    server.behave = lambda request: time.sleep(1)
    known = Paper(id="doi:10.5555/cr.1", doi="10.5555/cr.1", title=CITATION.title, source="other")
    found = resolve(CITATION, [source(server, web), Answering(known)])
    assert (found.verdict, found.sources, found.unavailable) == ("verified", ("other",), ("crossref",))


def test_a_server_that_is_gone_is_unavailable(server: Server, web: Web) -> None:
    gone = source(server, web)
    server.http.shutdown()
    server.http.server_close()
    assert resolve(CITATION, [gone]).unavailable == ("crossref",)


@pytest.mark.parametrize("module", [crossref, openalex, europepmc, pubmed])
class TestMisbehaviour:
    def test_an_error_of_the_server_leaves_the_citation_unchecked(
        self, server: Server, web: Web, module: Any
    ) -> None:
        server.behave = lambda request: send(request, b"oops", 500)
        found = resolve(CITATION, [source(server, web, module)])
        assert (found.verdict, found.unavailable) == ("unchecked", (module.NAME,))

    def test_a_cut_answer_leaves_the_citation_unchecked(self, server: Server, web: Web, module: Any) -> None:
        server.behave = lambda request: send(request, b'{"message": {"DOI": "10.5555/c')
        found = resolve(CITATION, [source(server, web, module)])
        assert (found.verdict, found.unavailable) == ("unchecked", (module.NAME,))

    def test_fewer_bytes_than_promised_leave_the_citation_unchecked(
        self, server: Server, web: Web, module: Any
    ) -> None:
        server.behave = lambda request: send(request, b"{}", Content_Length="5000")
        found = resolve(CITATION, [source(server, web, module)])
        assert (found.verdict, found.unavailable) == ("unchecked", (module.NAME,))

    def test_nothing_found_is_not_found(self, server: Server, web: Web, module: Any) -> None:
        server.behave = lambda request: send(request, b"", 404)
        found = resolve(CITATION, [source(server, web, module)])
        assert (found.verdict, found.sources) == ("not_found", (module.NAME,))


def test_a_wrong_record_under_the_right_doi_is_a_mismatch(server: Server, web: Web) -> None:
    wrong = work(title=["Properties of concrete"], author=[{"family": "Mason"}], volume="1", page="1")
    server.behave = lambda request: send(request, wrong)
    found = resolve(CITATION, [source(server, web)])
    assert found.verdict == "mismatch"
    assert {"title", "authors"} <= set(found.disagrees)


def test_two_sources_that_contradict_each_other_are_both_reported(server: Server, web: Web) -> None:
    wrong = work(title=["Properties of concrete"], author=[{"family": "Mason"}], volume="1", page="1")
    server.behave = lambda request: send(request, wrong)
    right = Paper(
        id="doi:10.5555/cr.1",
        doi="10.5555/cr.1",
        title=CITATION.title,
        authors=CITATION.authors,
        year=2018,
        source="other",
    )
    found = resolve(CITATION, [source(server, web), Answering(right)])
    assert found.verdict == "verified"
    assert found.paper is not None
    assert (found.paper.source, [paper.title for paper in found.candidates]) == (
        "other",
        ["Properties of concrete"],
    )


def test_a_doi_alone_under_which_two_sources_hold_different_papers_is_ambiguous(
    server: Server, web: Web
) -> None:
    server.behave = lambda request: send(request, work(title=["Properties of concrete"]))
    other = Paper(id="doi:10.5555/cr.1", doi="10.5555/cr.1", title="Of mice", source="other")
    cited = Citation(start=0, end=12, text="10.5555/cr.1", kind="identifier", doi="10.5555/cr.1")
    local = Answering(other)
    local.live = False
    found = resolve(cited, [local, source(server, web)])
    assert found.verdict == "ambiguous"
    assert len(found.candidates) == 2


def test_hostile_strings_do_no_harm(server: Server, web: Web) -> None:
    evil = "\u202e\x00<script>alert(1)</script>\ud800 " + CITATION.title + "\n" * 3
    server.behave = lambda request: send(
        request,
        work(
            title=[evil], author=[{"family": "Example\x1b[31m"}], volume="9" * 10_000, abstract="<" * 99_999
        ),
    )
    found = resolve(CITATION, [source(server, web)])
    assert found.verdict == "mismatch"
    assert found.paper is not None
    text = found.model_dump_json()
    assert not {"\x00", "\u202e", "\x1b", "\ud800"} & set(text)


def test_a_huge_answer_is_refused(server: Server, web: Web) -> None:
    server.behave = lambda request: send(request, b"[" + b" " * 21_000_000 + b"]")
    assert resolve(CITATION, [source(server, web)]).verdict == "unchecked"
