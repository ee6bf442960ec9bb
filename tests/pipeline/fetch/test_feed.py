"""The pages of a feed's entries."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import FetchError
from pipeline.fetch import Limits, fetch
from pipeline.fetch.feed import items
from pipeline.records import Failure, Page
from pipeline.settings import Settings
from tests.site.server import Site

BASE = "https://board.example/feed/"
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><link href="/self"/>
<entry><link rel="replies" href="/no"/><link href="../t/1"/></entry>
<entry><link rel="alternate" href="https://board.example/t/2"/></entry></feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel><link>https://board.example/</link></channel>
<item><link> https://board.example/t/1 </link></item></rdf:RDF>"""


def test_the_pages_of_its_entries_are_read(discourse: Site, settings: Settings, limits: Limits) -> None:
    found = list(fetch(f"feed:{discourse.url}/latest.rss", settings, limits=limits))
    assert [type(item) for item in found] == [Page] * 30


@pytest.mark.parametrize(
    ("content", "urls"),
    [
        (ATOM, ["https://board.example/t/1", "https://board.example/t/2"]),
        (RDF, ["https://board.example/t/1"]),
        (b"<rss><channel><item><title>no link</title></item></channel></rss>", []),
    ],
    ids=["Atom", "RSS 1.0", "an entry without a link"],
)
def test_entries_of_every_form_are_found(content: bytes, urls: list[str]) -> None:
    assert [entry.url for entry in items(content, BASE)] == urls


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"<rss><channel>", "XML is broken"), (b"<html/>", "no feed"), (b"\xff\xfe", "broken"), (b"", "broken")],
)
def test_what_is_no_feed_is_named(content: bytes, said: str) -> None:
    with pytest.raises(FetchError, match=said):
        items(content, BASE)


def test_entities_are_not_expanded() -> None:
    declared = b'<!DOCTYPE x [<!ENTITY a "boom"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
    bomb = declared + b"<rss><item><link>/&a;&f;</link></item></rss>"
    assert "boom" not in repr(items(bomb, BASE))


def test_a_feed_that_cannot_be_had_is_a_failure(discourse: Site, settings: Settings, limits: Limits) -> None:
    (found,) = fetch(f"feed:{discourse.url}/no.rss", settings, limits=limits)
    assert isinstance(found, Failure)
    assert found.error == "Gone"


@given(st.text(max_size=60), st.binary(max_size=60))
def test_any_link_and_any_bytes_are_borne(link: str, content: bytes) -> None:
    link = "".join(c for c in link if c.isprintable())
    feed = f"<rss><item><link>{escape(link)}</link></item></rss>".encode(errors="replace")
    assert len(items(feed, BASE)) == bool(link.strip())
    with pytest.raises(FetchError):
        items(content, BASE)


def test_a_link_that_is_no_url_is_a_failure(settings: Settings, limits: Limits) -> None:
    feed = "<rss><item><link>http://[oops</link></item></rss>"
    with Site(lambda target: ("application/rss+xml", feed)) as site:
        (found,) = fetch(f"feed:{site.url}/rss", settings, limits=limits)
        assert isinstance(found, Failure)
