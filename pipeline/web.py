"""The only module that opens a socket: one GET, bounded in time, size, redirects and patience.

::

    Web.get ── retry (stamina) ── follow redirects ── read, unpack and count ── Response
                                   │                       │
     robots.txt, pace, credentials of the host      web_guard: public addresses only

Answers with an error status are returned, not raised: the caller knows what a 404 means to it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx
import stamina

from pipeline.errors import FetchError
from pipeline.settings import Settings
from pipeline.web_guard import GuardedTransport
from pipeline.web_manners import Robots, retry_after, user_agent
from pipeline.web_pace import MAX_WAIT, Pace
from pipeline.web_unpack import unpack
from pipeline.web_url import hide_secrets, place, public_url

ATTEMPTS = 4
MAX_REDIRECTS = 10
SLOWEST = 4  # an answer may take this many time-outs in all, however it trickles in

logging.getLogger("stamina").addHandler(logging.NullHandler())  # told to who listens, never printed
logging.getLogger("httpx").addFilter(hide_secrets)

_MAX_ROBOTS = 2_000_000
_BUSY = frozenset({408, 429, 502, 503, 504})
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
        self._pace = pace or Pace(settings.pace_folder)
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
                self._pace.wait(place(request.url), self._robots.delay(str(request.url), crawl))
            request.headers.update(self._credentials(request.url))
            answer = self._client.send(request, stream=True)
            try:
                following = answer.next_request
                if following is None:
                    return self._response(answer, limit)
            finally:
                answer.close()
            request = self._without_secrets(following, request.url)
        raise FetchError(
            _said(request, f"more than {MAX_REDIRECTS} redirects; the page redirects in a circle")
        )

    def _credentials(self, url: httpx.URL) -> dict[str, str]:
        """The headers that the operator has for this very host."""
        headers = self._settings.credentials.get(place(url), {})
        if headers and url.scheme != "https" and not self._settings.allow_private:
            raise FetchError(
                f"the credentials of {url.host} are sent by https only; write https://{url.host}/…"
            )
        return {name: secret.get_secret_value() for name, secret in headers.items()}

    def _without_secrets(self, request: httpx.Request, last: httpx.URL) -> httpx.Request:
        """A redirected request; credentials do not follow it to another host, port or scheme."""
        if (request.url.scheme, place(request.url)) != (last.scheme, place(last)):
            for name in (*_SECRET_HEADERS, *self._credentials(last)):
                request.headers.pop(name, None)
        return request

    def _robots_txt(self, url: str, interval: float) -> tuple[int, str]:
        self._pace.wait(place(httpx.URL(url)), interval)  # it counts as a request of the crawl
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
            wait = retry_after(response.headers.get("retry-after"), time.time())
            self._pace.rest(place(answer.request.url), wait or 0.0)
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


def _check(url: httpx.URL) -> None:
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchError(f"{public_url(url)!r} is not a web address; only http and https are read")


def _patience(error: Exception) -> bool | float:
    """Whether to try again, or the seconds to wait before."""
    if isinstance(error, _Busy):
        wait = retry_after(error.response.headers.get("retry-after"), time.time())
        return True if wait is None else wait <= MAX_WAIT and wait
    return isinstance(error, httpx.TransportError)


def _said(request: httpx.Request, what: str) -> str:
    return f"{public_url(request.url)}: {what}"
