"""The only module that opens a socket: one GET, bounded in time, size, redirects and patience.

::

    Web.get ── retry (stamina) ── follow redirects ── read, unpack and count ── Response
                                                           │
                  web_manners: robots.txt, pace     web_guard: public addresses only

Answers with an error status are returned, not raised: the caller knows what a 404 means to it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Any, Self

import httpx
import stamina

from pipeline.errors import FetchError
from pipeline.settings import Settings
from pipeline.web_guard import GuardedTransport
from pipeline.web_manners import Pace, Robots
from pipeline.web_unpack import unpack

ATTEMPTS = 4
MAX_REDIRECTS = 10
MAX_WAIT = 120.0  # seconds; a site that asks for more patience is left alone for this run
SLOWEST = 4  # an answer may take this many time-outs in all, however it trickles in

logging.getLogger("stamina").addHandler(logging.NullHandler())  # told to who listens, never printed

_MAX_ROBOTS = 2_000_000
_BUSY = frozenset({408, 429, 502, 503, 504})
_SECRET_PARAMS = frozenset(
    {"access_token", "api_key", "apikey", "auth", "email", "key", "mailto", "password", "token"}
)
_SECRET_HEADERS = ("authorization", "cookie", "api-key", "api-username", "x-api-key")


@dataclass(frozen=True)
class Response:
    """An answer: where it came from in the end, its status, headers (lower-case names) and bytes.

    ``charset`` and ``media_type`` are what the Content-Type header says, or None.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    content: bytes
    charset: str | None = None
    media_type: str | None = None


class _Busy(Exception):
    """The site asks to come back later."""

    def __init__(self, response: Response) -> None:
        super().__init__(f"status {response.status}")
        self.response = response


def public_url(url: str | httpx.URL) -> str:
    """The URL without user name, password and the values of secret-bearing parameters.

    Example:
        >>> public_url("https://ann:pw@example.org/t/1?api_key=s3cret&page=2")
        'https://example.org/t/1?api_key=***&page=2'
    """
    try:
        url = httpx.URL(url).copy_with(username=None, password=None, fragment=None)
    except httpx.InvalidURL:
        return str(url).rpartition("@")[2]
    secret = [name for name in url.params if name.lower() in _SECRET_PARAMS]
    if secret:
        url = url.copy_with(params=url.params.merge(dict.fromkeys(secret, "***")))
    return str(url).replace("%2A%2A%2A", "***")


def retry_after(value: str | None, now: float) -> float | None:
    """Seconds that a Retry-After header asks to wait; None if there is none that can be read.

    Args:
        value: the header, seconds or an HTTP date.
        now: seconds since the epoch.

    Source:
        RFC 9110, section 10.2.3.

    Example:
        >>> retry_after("7", 0.0), retry_after("Thu, 01 Jan 1970 00:01:00 GMT", 15.0)
        (7.0, 45.0)
    """
    text = (value or "").strip()
    if text.isascii() and text.replace(".", "", 1).isdigit():  # some servers send fractions
        return float(text[:9])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


class Web:
    """Gets pages; the transport that is handed to every stage that needs the network.

    Args:
        settings: contact, time-out, size bound, and whether private addresses are allowed.
        transport: instead of the network, for tests.
        pace: instead of the clock, for tests.

    Example:
        >>> fake = httpx.MockTransport(lambda request: httpx.Response(200, text="hello"))
        >>> with Web(Settings(), transport=fake) as web:
        ...     web.get("https://example.org/").content
        b'hello'
    """

    def __init__(
        self,
        settings: Settings,
        *,
        transport: httpx.BaseTransport | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._settings = settings
        self._pace = pace or Pace()
        self._robots = Robots(self._robots_txt)
        self._client = httpx.Client(
            transport=transport or GuardedTransport(settings.allow_private, SLOWEST * settings.timeout),
            headers={"User-Agent": user_agent(settings.contact), "Accept-Encoding": "gzip, deflate"},
            timeout=settings.timeout,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, Any] | None = None,
        max_bytes: int | None = None,
        crawl: float | None = None,
    ) -> Response:
        """The answer to a GET, redirects followed, busy sites and broken connections tried again.

        Args:
            url: an http or https URL.
            headers: further headers; credentials among them stay with the host of ``url``.
            params: query parameters, added to those of ``url``.
            max_bytes: largest answer, unpacked; default ``settings.max_page_bytes``.
            crawl: seconds between two requests to a host. If given, robots.txt is obeyed, with its
                Crawl-delay, also where a redirect leads; an API that invites programs needs none.

        Raises:
            FetchError: no such host, private address, time-out, too large, too many redirects and the like.
        """
        request = self._request(url, headers, params)
        limit = self._settings.max_page_bytes if max_bytes is None else max_bytes
        try:
            for attempt in stamina.retry_context(
                on=_patience, attempts=ATTEMPTS, timeout=3 * MAX_WAIT, wait_initial=1.0, wait_max=30.0
            ):
                with attempt:
                    return self._follow(request, limit, crawl)
        except _Busy as busy:
            return busy.response
        except httpx.TimeoutException as error:
            raise FetchError(
                _said(request, f"no answer in {self._settings.timeout:g} s; raise timeout")
            ) from error
        except httpx.TransportError as error:
            raise FetchError(_said(request, f"the connection failed ({error}); try again later")) from error
        raise AssertionError("unreachable")

    def _request(
        self, url: str, headers: Mapping[str, str] | None, params: Mapping[str, Any] | None
    ) -> httpx.Request:
        if self._settings.offline:
            raise FetchError("offline: nothing is asked over the network; leave out --offline")
        try:
            target = httpx.URL(url)
            return self._client.build_request("GET", target.copy_merge_params(params or {}), headers=headers)
        except (httpx.InvalidURL, ValueError) as error:
            raise FetchError(f"not a URL ({error}); write it as https://host/path") from error

    def _follow(self, request: httpx.Request, limit: int, crawl: float | None) -> Response:
        for _ in range(MAX_REDIRECTS + 1):
            _check(request.url)
            if crawl is not None:
                self._pace.wait(request.url.host, max(crawl, self._robots.delay(str(request.url))))
            answer = self._client.send(request, stream=True)
            try:
                following = answer.next_request
                if following is None:
                    return self._response(answer, limit)
            finally:
                answer.close()
            request = _without_secrets(following, request.url.host)
        raise FetchError(
            _said(request, f"more than {MAX_REDIRECTS} redirects; the page redirects in a circle")
        )

    def _robots_txt(self, url: str) -> tuple[int, str]:
        self._pace.wait(httpx.URL(url).host, 0.0)  # it counts as a request of the crawl
        answer = self.get(url, max_bytes=_MAX_ROBOTS)
        return answer.status, answer.content.decode("utf-8", "replace")

    def _response(self, answer: httpx.Response, limit: int) -> Response:
        response = Response(
            url=public_url(answer.request.url),
            status=answer.status_code,
            headers=dict(answer.headers),
            content=self._read(answer, limit),
            charset=answer.charset_encoding,
            media_type=answer.headers.get("content-type", "").partition(";")[0].strip().lower() or None,
        )
        if response.status in _BUSY:
            raise _Busy(response)
        return response

    def _read(self, answer: httpx.Response, limit: int) -> bytes:
        too_large = f"more than {limit:,} bytes; raise max_page_bytes if you need it"
        if int(answer.headers.get("content-length", "0")) > limit:
            raise FetchError(_said(answer.request, too_large))
        encoding = answer.headers.get("content-encoding", "").strip().lower()
        content = bytearray()
        for piece in unpack(iter(answer.stream), encoding, limit):  # type: ignore[arg-type]
            content += piece
            if len(content) > limit:
                raise FetchError(_said(answer.request, too_large))
        return bytes(content)


def user_agent(contact: str | None) -> str:
    """What we call ourselves to sites, with the operator's contact.

    Example:
        >>> user_agent("ops@example.org").endswith(" (contact: ops@example.org)")
        True
    """
    try:
        release = version("threadgraph")
    except PackageNotFoundError:  # run from a source tree
        release = "0"
    known = " ".join((contact or "none given").encode("ascii", "ignore").decode().split())
    return f"threadgraph/{release} (contact: {known})"


def _check(url: httpx.URL) -> None:
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchError(f"{public_url(url)!r} is not a web address; only http and https are read")


def _without_secrets(request: httpx.Request, host: str) -> httpx.Request:
    if request.url.host != host:
        for name in _SECRET_HEADERS:
            request.headers.pop(name, None)
    return request


def _patience(error: Exception) -> bool | float:
    """Whether to try again, or the seconds to wait before."""
    if isinstance(error, _Busy):
        wait = retry_after(error.response.headers.get("retry-after"), time.time())
        return True if wait is None else wait <= MAX_WAIT and wait
    return isinstance(error, httpx.TransportError)


def _said(request: httpx.Request, what: str) -> str:
    return f"{public_url(request.url)}: {what}"
