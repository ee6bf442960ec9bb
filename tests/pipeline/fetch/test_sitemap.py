"""The pages that a sitemap lists."""

from __future__ import annotations

import gzip
from collections.abc import Mapping

import httpx
import pytest

from pipeline.fetch import Limits, fetch
from pipeline.records import Failure, Page
from pipeline.settings import Settings
from pipeline.web import Web

HOST = "https://board.example"


def urlset(*paths: str) -> bytes:
    urls = "".join(f"<url><loc>\n{HOST}{path} </loc></url>" for path in paths)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()


def index(*urls: str) -> bytes:
    sitemaps = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return f"<sitemapindex>{sitemaps}</sitemapindex>".encode()


def read(pages: Mapping[str, bytes], limits: Limits) -> list[Page | Failure]:
    def handler(request: httpx.Request) -> httpx.Response:
        content = pages.get(request.url.path)
        return httpx.Response(404) if content is None else httpx.Response(200, content=content)

    with Web(Settings(), transport=httpx.MockTransport(handler)) as web:
        return list(fetch(f"sitemap:{HOST}/sitemap.xml", Settings(), web, limits=limits))


def test_every_page_is_read_once(limits: Limits) -> None:
    found = read({"/sitemap.xml": urlset("/a", "/b", "/a#top"), "/a": b"a", "/b": b"b"}, limits)
    assert [item.content for item in found if isinstance(item, Page)] == [b"a", b"b"]
    assert len(found) == 2


def test_an_index_of_packed_sitemaps_is_followed(limits: Limits) -> None:
    pages = {
        "/sitemap.xml": index(f"{HOST}/1.xml.gz"),
        "/1.xml.gz": gzip.compress(urlset("/a")),
        "/a": b"a",
    }
    assert [type(item) for item in read(pages, limits)] == [Page]


def test_a_sitemap_that_names_itself_ends(limits: Limits) -> None:
    found = read({"/sitemap.xml": index(f"{HOST}/sitemap.xml")}, limits)
    assert [item.reason for item in found if isinstance(item, Failure)] == [
        "a sitemap too deep, or on another host; make it a source"
    ]


@pytest.mark.parametrize("content", [b"<html/>", b"not xml", gzip.compress(b"x" * 30_000_000)])
def test_what_is_no_sitemap_is_a_failure(content: bytes, limits: Limits) -> None:
    assert [type(item) for item in read({"/sitemap.xml": content}, limits)] == [Failure]


def test_the_bound_of_pages_holds(limits: Limits) -> None:
    pages = {"/sitemap.xml": urlset(*(f"/{n}" for n in range(10))), **{f"/{n}": b"x" for n in range(10)}}
    found = read(pages, Limits(pages=4, interval=0.0))
    assert [type(item) for item in found] == [Page] * 3 + [Failure]
