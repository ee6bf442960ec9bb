"""The transport below `pipeline.web`: connects to public addresses only, and lets no answer drip for ever.

The address is checked where the connection is made, on the very address that is connected to, so a name
that resolves to something else the second time (DNS rebinding) and a redirect are covered alike. Proxies of
the environment are not used: behind a proxy nobody could check the address.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import httpcore
import httpx

from pipeline.errors import FetchError

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet.

    IPv4 addresses inside IPv6 ones (mapped, 6to4, NAT64) are judged as the IPv4 address they stand for.

    Args:
        address: an IP address, a zone (``%eth0``) allowed.

    Source:
        IANA special-purpose address registries, as the standard library's `ipaddress` holds them.

    Example:
        >>> is_public("93.184.215.14"), is_public("::ffff:127.0.0.1"), is_public("169.254.169.254")
        (True, False, False)
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def resolve(host: str, port: int) -> list[str]:
    """All IP addresses of a host, in the order the system would try them.

    Raises:
        FetchError: the host does not exist.
        httpcore.ConnectError: the name could not be looked up for now; worth another attempt.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
            raise httpcore.ConnectError(f"the name {host!r} could not be looked up ({error})") from error
        raise FetchError(f"no host {host!r}; check the spelling of the URL") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class HurriedStream(httpcore.NetworkStream):
    """A connection on which an answer, headers and body, must be over some time after the request.

    A time-out alone bounds the silence between two bytes; a server that sends a byte now and then could
    hold a run for weeks.

    Args:
        stream: the connection.
        longest: seconds from the last byte of a request to the last byte of its answer.
        clock: seconds, monotonic.
    """

    def __init__(
        self,
        stream: httpcore.NetworkStream,
        longest: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stream = stream
        self._longest = longest
        self._clock = clock
        self._asked = clock()

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Some bytes of the answer."""
        left = self._longest - (self._clock() - self._asked)
        if left <= 0:
            raise httpcore.ReadTimeout("the answer trickles in too slowly")
        return self._stream.read(max_bytes, left if timeout is None else min(left, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send a piece of a request."""
        self._stream.write(buffer, timeout)
        self._asked = self._clock()

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted."""
        stream = self._stream.start_tls(ssl_context, server_hostname, timeout)
        return HurriedStream(stream, self._longest, self._clock)

    def get_extra_info(self, info: str) -> Any:
        """What the connection knows of itself."""
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to public addresses only, unless private ones are allowed."""

    def __init__(self, allow_private: bool, longest: float) -> None:
        self._allow_private = allow_private
        self._longest = longest
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of ``host`` that is allowed and answers."""
        failure: Exception = httpcore.ConnectError(f"{host!r} has no address")
        for address in self._allowed(host, port):
            try:
                stream = self._backend.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return HurriedStream(stream, self._longest)
        raise failure

    def _allowed(self, host: str, port: int) -> list[str]:
        addresses = resolve(host, port)
        allowed = [a for a in addresses if self._allow_private or is_public(a)]
        if addresses and not allowed:
            raise FetchError(
                f"{host!r} is at the private address {addresses[0]}; "
                "set allow_private = true if you mean to read from your own network"
            )
        return allowed


@contextmanager
def _as_httpx_errors() -> Iterator[None]:
    try:
        yield
    except httpcore.TimeoutException as error:
        raise httpx.TimeoutException(str(error) or "no answer in time") from error
    except httpcore.ConnectError as error:
        if isinstance(next(iter(error.args), None), ssl.SSLCertVerificationError):
            raise FetchError(f"the site's certificate is not valid ({error}); tell its owner") from error
        raise httpx.TransportError(str(error)) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        raise httpx.TransportError(str(error) or type(error).__name__) from error


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates that are trusted; reading them takes longer than most requests."""
    return httpx.create_ssl_context()


class _Body(httpx.SyncByteStream):
    """The bytes of an answer as they come in."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx_errors():
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class GuardedTransport(httpx.BaseTransport):
    """An httpx transport over httpcore's connection pool and `GuardedBackend`.

    Args:
        allow_private: connect to private addresses too.
        longest: seconds that an answer may take in all.

    httpx's own transport takes no network backend; a pool handed to it by a private attribute would lose
    the guard without a word when that attribute is renamed.
    """

    def __init__(self, allow_private: bool, longest: float) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=_trusted(),
            network_backend=GuardedBackend(allow_private, longest),
            keepalive_expiry=15.0,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request."""
        url = request.url
        raw = httpcore.Request(
            request.method,
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _as_httpx_errors():
            answer = self._pool.handle_request(raw)
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()
