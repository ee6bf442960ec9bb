"""An RSS or Atom feed → the threads of its entries."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.errors import FetchError
from pipeline.fetch import xml
from pipeline.fetch.listed import Listed, changed_at, joined
from pipeline.fetch.reader import Reader, failure
from pipeline.records import Failure


def entries(location: str, reader: Reader) -> Iterator[Failure | Listed]:
    """The entries of a feed, in its order."""
    try:
        page = reader.page(location)
        yield from items(page.content, page.url or location)
    except FetchError as error:
        yield failure(location, str(error), type(error).__name__)


def items(content: bytes, base: str) -> list[Listed]:
    """The entries of a feed; one with a link to no page is left out.

    Args:
        content: RSS 0.9x, 1.0 or 2.0, or Atom.
        base: the feed's own URL, for relative links.

    Raises:
        FetchError: it is not XML, or no feed.

    Source:
        RSS 2.0 (rssboard.org), RDF Site Summary 1.0, RFC 4287.

    Example:
        >>> items(b"<rss><channel><item><link>/t/1</link></item></channel></rss>", "https://example.org/rss")
        [Listed(url='https://example.org/t/1', mark=None, changed_at=None, active=None)]
    """
    root = xml.parse(content)
    if root.tag.rpartition("}")[2].lower() not in ("rss", "rdf", "feed"):
        raise FetchError("this is XML but no feed; give the URL of an RSS or Atom feed")
    found = [(_link(entry), _updated(entry)) for entry in xml.named(root, "item", "entry")]
    return [Listed(joined(base, link), updated, updated) for link, updated in found if link]


def _link(entry: xml.Element) -> str:
    for link in xml.named(entry, "link"):
        if link.get("rel", "alternate") == "alternate":
            return (link.get("href") or xml.text(link)).strip()
    return ""


def _updated(entry: xml.Element) -> str | None:
    """When an Atom entry was changed; RSS tells when it was published, which says nothing of replies."""
    return changed_at(xml.text(next(xml.named(entry, "updated"), None)))
