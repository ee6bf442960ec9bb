"""WARC archives for tests, written by the letter of the format."""

from __future__ import annotations

import gzip
from collections.abc import Mapping


def warc(
    pages: Mapping[str, bytes], *, status: str = "200 OK", headers: str = "Content-Type: text/html"
) -> bytes:
    """An archive, each record packed by itself, with an answer for each URL."""
    return b"".join(gzip.compress(record(url, body, status, headers)) for url, body in pages.items())


def record(url: str, body: bytes, status: str, http_headers: str) -> bytes:
    answer = f"HTTP/1.1 {status}\r\n{http_headers}\r\n\r\n".encode() + body
    headers = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:0>\r\n"
        f"WARC-Date: 2024-05-01T10:00:00Z\r\nWARC-Target-URI: {url}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return headers.encode() + answer + b"\r\n\r\n"
