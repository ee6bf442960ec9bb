"""A sitemap, or an index of sitemaps → the pages it lists."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.errors import FetchError
from pipeline.fetch import xml
from pipeline.fetch.listed import Listed, changed_at, joined, same_host
from pipeline.fetch.reader import Reader, failure
from pipeline.records import Failure

DEPTH = 2
"""Levels of sitemaps of sitemaps; the protocol allows one, some sites have two."""


def entries(location: str, reader: Reader) -> Iterator[Failure | Listed]:
    """Every page of a sitemap and of those it names."""
    yield from _listed(location, reader, DEPTH)


def _listed(url: str, reader: Reader, depth: int) -> Iterator[Failure | Listed]:
    """Pages, sitemap after sitemap."""
    try:
        inner, listed = locations(reader.page(url).content, url)
    except FetchError as error:
        yield failure(url, str(error), type(error).__name__)
        return
    yield from listed
    for sitemap in inner:
        if depth == 0 or not same_host(sitemap.url, url):
            said = "a sitemap too deep, or on another host; make it a source"
            yield failure(sitemap.url, said, "OtherHost")
        else:
            yield from _listed(sitemap.url, reader, depth - 1)


def locations(content: bytes, base: str) -> tuple[list[Listed], list[Listed]]:
    """The sitemaps and the pages that a sitemap names.

    Raises:
        FetchError: it is not XML, or no sitemap.

    Source:
        sitemaps.org, protocol 0.9.

    Example:
        >>> locations(b"<urlset><url><loc>https://example.org/t/1</loc></url></urlset>", "https://example.org/")
        ([], [Listed(url='https://example.org/t/1', mark=None, changed_at=None, active=None)])
    """
    root = xml.parse(content)
    kind = root.tag.rpartition("}")[2]
    if kind not in ("urlset", "sitemapindex"):
        raise FetchError("this is XML but no sitemap; look into robots.txt for the URL of one")
    found = [_entry(entry, base) for entry in xml.named(root, "url", "sitemap")]
    return ([], found) if kind == "urlset" else (found, [])


def _entry(entry: xml.Element, base: str) -> Listed:
    location = xml.text(next(xml.named(entry, "loc"), None))
    changed = changed_at(xml.text(next(xml.named(entry, "lastmod"), None)))
    return Listed(joined(base, location), changed, changed)
