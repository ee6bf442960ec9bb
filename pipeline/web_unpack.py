"""Content-Encoding undone piece by piece, so that a decompression bomb is counted before it has gone off."""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Iterator, Mapping

from pipeline.errors import FetchError

_WINDOW_BITS: Mapping[str, int] = {"gzip": 31, "x-gzip": 31, "deflate": 15}


def unpack(chunks: Iterator[bytes], encoding: str, limit: int) -> Iterator[bytes]:
    """Undo a Content-Encoding piece by piece; no piece is larger than ``limit`` + 1 bytes.

    Raises:
        FetchError: the encoding is none of gzip and deflate, or the data are broken.
    """
    if encoding in ("", "identity"):
        yield from chunks
        return
    if encoding not in _WINDOW_BITS:
        raise FetchError(
            f"the content encoding {encoding!r} was not asked for; only gzip and deflate are read"
        )
    first = next(chunks, b"")  # the answer to a conditional request has an encoding and no bytes
    raw = encoding == "deflate" and not _has_zlib_header(first)  # many servers leave the header out
    inflate = zlib.decompressobj(-15 if raw else _WINDOW_BITS[encoding])
    try:
        for chunk in itertools.chain((first,), chunks):
            piece = b""
            while chunk or len(piece) > limit:  # a full piece may leave more behind without any input
                piece = inflate.decompress(chunk, limit + 1)
                chunk = inflate.unconsumed_tail
                yield piece
    except zlib.error as error:
        raise FetchError(f"the compressed answer is broken ({error}); the page may be truncated") from error
    if first and not inflate.eof:
        raise FetchError("the compressed answer ends too early; the page is truncated")


def _has_zlib_header(chunk: bytes) -> bool:
    return len(chunk) > 1 and chunk[0] & 0x0F == 8 and int.from_bytes(chunk[:2]) % 31 == 0
