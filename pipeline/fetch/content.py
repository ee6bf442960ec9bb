"""What bytes are: told by their first bytes and their name, before anybody parses them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from pipeline.errors import FetchError

_SNIFFED = 8192
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_UTF16_STARTS = (b"<\x00", b"\x00<", b"{\x00", b"\x00{")
_SIGNATURES: Mapping[bytes, str] = {
    b"%PDF-": "a PDF file",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x7fELF": "a program",
    b"SQLite format 3": "an SQLite database",
    b"PAR1": "a Parquet file",
}
_MEDIA_TYPES: Mapping[str, str] = {
    ".atom": "application/atom+xml",
    ".htm": "text/html",
    ".html": "text/html",
    ".json": "application/json",
    ".md": "text/markdown",
    ".rss": "application/rss+xml",
    ".txt": "text/plain",
    ".xhtml": "application/xhtml+xml",
    ".xml": "application/xml",
}


def media_type(path: str) -> str | None:
    """The media type that a file's name promises, or None.

    Example:
        >>> media_type("threads/topic.JSON")
        'application/json'
    """
    return _MEDIA_TYPES.get(PurePath(path).suffix.lower())


def check_text(content: bytes) -> None:
    """Refuse bytes that cannot be a page: nothing at all, or a binary file.

    Raises:
        FetchError: naming what the bytes are.

    Example:
        >>> check_text(b"%PDF-1.7 ...")
        Traceback (most recent call last):
        ...
        pipeline.errors.FetchError: this is a PDF file, not a page; give HTML, JSON, XML or plain text
    """
    if not content.strip():
        raise FetchError("there is nothing in it (0 bytes of text); save or fetch the page again")
    for signature, name in _SIGNATURES.items():
        if content.startswith(signature):
            raise FetchError(f"this is {name}, not a page; give HTML, JSON, XML or plain text")
    wide = content.startswith(_BYTE_ORDER_MARKS) or content[:2] in _UTF16_STARTS
    if not wide and _is_binary(content[:_SNIFFED]):
        raise FetchError("this is a binary file, not a page; give HTML, JSON, XML or plain text")


def _is_binary(head: bytes) -> bool:
    """Whether too many bytes are controls; a few in a hostile post make no binary, and a NUL weighs more."""
    controls = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
    return controls * 100 > len(head) if b"\x00" in head else controls > 8 and controls * 20 > len(head)
