"""A site on loopback: real HTTP, a record of what was asked, and faults to switch on."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

Answer = tuple[str, str] | str | int | None
"""Media type and body, where to look instead, an error status, or None where there is nothing."""


@dataclass
class Asked:
    """A request as it came in, and the status it got."""

    at: float
    target: str
    headers: dict[str, str]
    status: int = 0


@dataclass
class Faults:
    """What goes wrong, by the beginning of the path; a number counts down to 0.

    ``busy``: this many 429 answers; ``broken``: this many 503 answers; ``hang``: seconds of silence;
    ``truncate``: half of the body; ``circle``: redirects to itself; ``charset``: what the header says in
    place of the truth; ``per_second``: the most requests in a second before 429.
    """

    busy: dict[str, int] = field(default_factory=dict)
    broken: dict[str, int] = field(default_factory=dict)
    hang: dict[str, float] = field(default_factory=dict)
    truncate: set[str] = field(default_factory=set)
    circle: set[str] = field(default_factory=set)
    redirect: dict[str, str] = field(default_factory=dict)
    charset: dict[str, str] = field(default_factory=dict)
    retry_after: str | None = None
    per_second: int | None = None
    robots: str | None = None


def counted(faults: dict[str, int], target: str) -> bool:
    """Whether a fault that counts down strikes."""
    for prefix, left in faults.items():
        if target.startswith(prefix) and left > 0:
            faults[prefix] = left - 1
            return True
    return False


def struck(faults: dict[str, object] | set[str], target: str) -> str | None:
    return next((prefix for prefix in faults if target.startswith(prefix)), None)


class Server(ThreadingHTTPServer):
    """A server that takes it calmly when whoever asked is killed."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Nobody is there to be told."""


class Site:
    """A running site; ``answer`` gives media type and body for a path, or None.

    Example:
        with Site(PhpBB(Board(10, 100)).answer) as site:
            site.url  # http://127.0.0.1:40123
    """

    def __init__(self, answer: Callable[[str], Answer]) -> None:
        self.answer = answer
        self.faults = Faults()
        self.asked: list[Asked] = []
        self.under_way = 0
        self.most_under_way = 0
        self._stopping = threading.Event()
        self._server = Server(("127.0.0.1", 0), handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def targets(self) -> list[str]:
        return [asked.target for asked in self.asked]

    def pause(self, seconds: float) -> None:
        self._stopping.wait(seconds)

    def crowded(self) -> bool:
        limit = self.faults.per_second
        recent = [asked for asked in self.asked if asked.at > time.monotonic() - 1]
        return limit is not None and len(recent) > limit


def handler(site: Site) -> type[BaseHTTPRequestHandler]:
    """The request handler of a site."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # or each answer waits 40 ms for an acknowledgement

        def log_message(self, *_: object) -> None:
            """Tests read ``site.asked``, not the terminal."""

        def do_GET(self) -> None:
            self.asked = Asked(time.monotonic(), self.path, {k.lower(): v for k, v in self.headers.items()})
            site.asked.append(self.asked)
            faults = site.faults
            if self.path == "/robots.txt":
                self.give(200 if faults.robots else 404, "text/plain", (faults.robots or "none").encode())
            elif counted(faults.busy, self.path) or site.crowded():
                self.refuse(429)
            elif counted(faults.broken, self.path):
                self.refuse(503)
            elif struck(faults.circle, self.path):
                self.lead(self.path)
            elif prefix := struck(faults.redirect, self.path):
                self.lead(faults.redirect[prefix])
            else:
                self.page()

        def page(self) -> None:
            if hang := struck(site.faults.hang, self.path):
                site.under_way += 1
                site.most_under_way = max(site.most_under_way, site.under_way)
                site.pause(site.faults.hang[hang])
                site.under_way -= 1
            found = site.answer(self.path)
            if found is None or isinstance(found, int):
                self.give(found or 404, "text/plain", b"nothing here")
                return
            if isinstance(found, str):
                self.lead(found)
                return
            media_type, body = found
            content = body.encode()
            if lie := struck(site.faults.charset, self.path):
                media_type = f"{media_type.partition(';')[0]}; charset={site.faults.charset[lie]}"
            etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
            if self.headers.get("If-None-Match") == etag:
                self.give(304, media_type, b"", ETag=etag)
            else:
                self.give(200, media_type, content, ETag=etag)

        def lead(self, target: str) -> None:
            self.give(302, "text/plain", b"", Location=target)

        def refuse(self, status: int) -> None:
            wait = {} if site.faults.retry_after is None else {"Retry-After": site.faults.retry_after}
            self.give(status, "text/plain", b"later", **wait)

        def give(self, status: int, media_type: str, content: bytes, **headers: str) -> None:
            self.asked.status = status
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if struck(site.faults.truncate, self.path):
                content, self.close_connection = content[: len(content) // 2], True
            self.wfile.write(content)

    return Handler
