"""Bytes to text: what the header says, what the page says, what the bytes look like."""

from __future__ import annotations

import codecs
import re

from pipeline.errors import ParseError

META = re.compile(
    rb"""(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,80}?encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I
)
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x7fELF",
    b"SQLite format",
)
SINGLE_BYTE = re.compile(r"(iso-?8859|latin|windows-?125|cp125|us-?ascii|ascii)", re.I)
SAMPLE = 1 << 15


def decode(content: bytes, charset: str | None = None) -> str:
    """Decode a page.

    Latin-1 is read as Windows-1252, and valid UTF-8 as UTF-8 even where the page claims an encoding of
    one byte a letter (WHATWG Encoding Standard; servers and templates disagree often).

    Args:
        content: the raw bytes.
        charset: what the transport said.

    Raises:
        ParseError: the bytes are empty or not text.

    Example:
        >>> decode("naïve".encode("cp1252"), "iso-8859-1")
        'naïve'
    """
    _check(content)
    for mark, name in BOMS:
        if content.startswith(mark):
            return content.decode(name, "replace")
    claimed = [name for name in map(_codec, (charset, _meta(content))) if name]
    if not claimed or SINGLE_BYTE.match(claimed[0]):
        claimed.insert(0, "utf-8")
    for name in claimed:
        try:
            return content.decode(name)
        except (UnicodeDecodeError, ValueError):
            continue
    return content.decode(_best(content, claimed), "replace")


def _check(content: bytes) -> None:
    if not content.strip():
        raise ParseError("the page is empty; fetch it again or leave it out")
    head = content[:SAMPLE]
    marked = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if head.startswith(BINARY) or (not marked and head.count(0) > len(head) // 100):
        raise ParseError("the bytes are not text; give HTML, JSON, RSS or plain text")


def _meta(content: bytes) -> str | None:
    found = META.search(content[:4096])
    return found[1].decode("ascii", "ignore") if found else None


def _codec(name: str | None) -> str | None:
    """Python's name of a text encoding, Windows-1252 for Latin-1; None if there is none."""
    try:
        info = codecs.lookup(name or "")
    except (LookupError, ValueError):
        return None
    if not info._is_text_encoding:
        return None
    return "cp1252" if info.name in ("iso8859-1", "ascii") else info.name


def _best(content: bytes, claimed: list[str]) -> str:
    """A claim that fits all but a few bytes, or what charset-normalizer makes of the odd bytes."""
    for name in claimed:
        if content.decode(name, "replace").count("\ufffd") <= max(16, len(content) // 1000):
            return name
    from charset_normalizer import from_bytes

    start = next((i for i, byte in enumerate(content) if byte > 127), 0)
    best = from_bytes(content[max(0, start - 200) : start + SAMPLE]).best()
    return best.encoding if best else "cp1252"
