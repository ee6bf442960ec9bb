"""A WARC archive (``.warc``, ``.warc.gz``) → a Page for each page that was answered with success in it.

Pictures, style sheets, scripts, redirects and errors in the archive are no pages and are passed over. Read
by the letter of the format (ISO 28500) and not by warcio, which takes an archive that is cut off, or none at
all, for one that ends there.
"""

from __future__ import annotations

import http.client
import zlib
from collections.abc import Iterator
from email.message import Message
from gzip import BadGzipFile, GzipFile
from io import BufferedReader, BytesIO
from typing import NamedTuple

from pipeline.errors import FetchError
from pipeline.fetch.content import check_text
from pipeline.fetch.reader import Reader, failure, guarded
from pipeline.records import Failure, Page
from pipeline.web_unpack import unpack

_LINE = 65_536
_HTTP_HEADERS = 65_536
_PAGE_TYPES = frozenset(
    {
        "application/atom+xml",
        "application/json",
        "application/rss+xml",
        "application/xhtml+xml",
        "application/xml",
        "text/html",
        "text/plain",
        "text/xml",
    }
)


class Record(NamedTuple):
    """A record of an archive: its fields and its block, or None in place of a block beyond the bound."""

    fields: Message
    block: bytes | None

    @property
    def url(self) -> str:
        """The address that the block was read from."""
        return str(self.fields.get("WARC-Target-URI", "")).strip("<> ")


def is_archive(path: str) -> bool:
    """Whether a file's name says it is a WARC archive."""
    return path.lower().endswith((".warc", ".warc.gz"))


def entries(location: str, reader: Reader) -> Iterator[Page | Failure]:
    """Every page of an archive; a broken archive ends in a Failure after the pages that could be read."""
    limit = reader.settings.max_page_bytes
    empty = True
    try:
        with _open(location) as file:
            for record in records(file, limit):
                for page in _pages(location, record, limit):
                    empty = False
                    yield page
        if empty:
            yield failure(location, "the archive holds no pages; was the site answering when it was made?")
    except (EOFError, ValueError, zlib.error, BadGzipFile, http.client.HTTPException) as error:
        yield failure(location, f"the archive is broken here ({error}); what follows is not read")
    except OSError as error:
        yield failure(location, f"the archive cannot be read ({error.strerror or error}); check the path")


def _open(location: str) -> GzipFile | BufferedReader:
    with open(location, "rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return GzipFile(location) if packed else open(location, "rb")


def records(file: GzipFile | BufferedReader, limit: int) -> Iterator[Record]:
    """The records of an archive.

    Args:
        file: the archive, unpacked.
        limit: largest page; a longer block is passed over.

    Raises:
        ValueError: what stands there is no record, or it is cut off.

    Source:
        ISO 28500:2017, section 4.
    """
    while line := file.readline(_LINE):
        if not line.strip():
            continue
        if not line.startswith(b"WARC/"):
            raise ValueError("no record where one should begin")
        fields = http.client.parse_headers(file)
        yield Record(fields, _block(file, int(fields["Content-Length"] or 0), limit))


def _block(file: GzipFile | BufferedReader, length: int, limit: int) -> bytes | None:
    kept = BytesIO()
    left = length
    while left > 0:
        piece = file.read(min(left, _LINE))
        if not piece:
            raise ValueError("the last record is cut off")
        left -= len(piece)
        if length <= limit + _HTTP_HEADERS:
            kept.write(piece)
    return kept.getvalue() if length <= limit + _HTTP_HEADERS else None


def _pages(location: str, record: Record, limit: int) -> Iterator[Page | Failure]:
    """The page of a record, if it is one."""
    source = f"{location}#{record.url}"
    if record.fields.get("WARC-Type") != "response" or not record.url.startswith(("http:", "https:")):
        return
    if record.block is None:
        yield failure(source, f"more than {limit:,} bytes; raise max_page_bytes if you need it")
        return
    status, _, rest = record.block.partition(b"\n")
    body = BytesIO(rest)
    headers = http.client.parse_headers(body)
    if status.split()[1:2] == [b"200"] and headers.get_content_type() in _PAGE_TYPES:
        yield guarded(source, lambda: _page(source, record, headers, body.read(), limit))


def _page(source: str, record: Record, headers: Message, body: bytes, limit: int) -> Page:
    content = _decoded(headers, body, limit)
    if len(content) > limit:
        raise FetchError(f"more than {limit:,} bytes; raise max_page_bytes if you need it")
    check_text(content)
    return Page(
        path=source,
        url=record.url,
        content=content,
        media_type=headers.get_content_type(),
        charset=headers.get_content_charset(),
        fetched_at=record.fields.get("WARC-Date"),
    )


def _decoded(headers: Message, body: bytes, limit: int) -> bytes:
    """The body without chunks and packing; many archives undo these and keep the headers that name them."""
    if str(headers.get("Transfer-Encoding", "")).lower() == "chunked":
        body = dechunked(body)
    encoding = str(headers.get("Content-Encoding", "")).strip().lower()
    if encoding == "gzip" and not body.startswith(b"\x1f\x8b"):
        return body
    content = bytearray()
    for piece in unpack(iter((body,)), encoding, limit):
        content += piece
        if len(content) > limit:
            break
    return bytes(content)


def dechunked(body: bytes) -> bytes:
    r"""The body of a chunked answer; a body that is in no chunks stays as it is.

    Source:
        RFC 9112, section 7.1.

    Example:
        >>> dechunked(b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"), dechunked(b"<p>plain")
        (b'abcde', b'<p>plain')
    """
    content, position = bytearray(), 0
    while True:
        end = body.find(b"\r\n", position)
        size = body[position:end].partition(b";")[0].strip() if end >= 0 else b""
        try:
            length = int(size, 16)
        except ValueError:
            return body
        if length == 0:
            return bytes(content)
        content += body[end + 2 : end + 2 + length]
        position = end + 2 + length + 2
