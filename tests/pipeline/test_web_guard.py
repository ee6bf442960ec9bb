"""Only public addresses are connected to."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from typing import Any

import httpcore
import pytest
import stamina
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import FetchError
from pipeline.settings import Settings
from pipeline.web import Web
from pipeline.web_guard import GuardedBackend, HurriedStream, is_public
from tests.site.server import Site

PRIVATE = (
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "fc00::1",
    "fe80::1%eth0",
    "ff0e::1",
)
PUBLIC = ("1.1.1.1", "93.184.215.14", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101")


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_known(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_is_judged_alike_in_every_form(address: Any) -> None:
    mapped = f"::ffff:{address}"
    nat64 = f"64:ff9b::{int(address) >> 16:x}:{int(address) & 0xFFFF:x}"
    assert is_public(str(address)) == is_public(mapped) == is_public(nat64)


def resolving(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in addresses]
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **kwargs: found)


class Recorder(httpcore.MockBackend):
    """Stands for the network; remembers what was connected to, and fails for some addresses."""

    def __init__(self, *down: str) -> None:
        super().__init__([])
        self.connected: list[str] = []
        self.down = down

    def connect_tcp(self, host: str, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        self.connected.append(host)
        if host in self.down:
            raise httpcore.ConnectError("refused")
        return super().connect_tcp(host, *args, **kwargs)


def connect(monkeypatch: pytest.MonkeyPatch, recorder: Recorder, *, allow_private: bool = False) -> list[str]:
    backend = GuardedBackend(allow_private, longest=10.0)
    monkeypatch.setattr(backend, "_backend", recorder)
    backend.connect_tcp("board.example", 80)
    return recorder.connected


def test_the_checked_address_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "1.1.1.1")
    assert connect(monkeypatch, Recorder()) == ["1.1.1.1"]


def test_a_private_address_among_public_ones_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "10.0.0.1", "1.1.1.1")
    assert connect(monkeypatch, Recorder()) == ["1.1.1.1"]


def test_the_next_address_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "1.1.1.1", "1.0.0.1")
    assert connect(monkeypatch, Recorder("1.1.1.1")) == ["1.1.1.1", "1.0.0.1"]


def test_a_host_at_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "192.168.0.7")
    recorder = Recorder()
    with pytest.raises(FetchError, match=r"192\.168\.0\.7; set allow_private"):
        connect(monkeypatch, recorder)
    assert recorder.connected == []


def test_a_private_address_may_be_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "192.168.0.7")
    assert connect(monkeypatch, Recorder(), allow_private=True) == ["192.168.0.7"]


def test_a_host_that_does_not_exist_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*args: Any, **kwargs: Any) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr("socket.getaddrinfo", nowhere)
    with pytest.raises(FetchError, match=r"no host 'board\.example'"):
        connect(monkeypatch, Recorder())


class Dripping:
    """A server that sends a header, one byte at a time, and never comes to its end."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}/"
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.serve)

    def serve(self) -> None:
        connection, _ = self.listener.accept()
        with connection, contextlib.suppress(ConnectionError):  # the other side hangs up at some time
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not self.stopping.wait(0.02):
                connection.sendall(b"x")

    def __enter__(self) -> Dripping:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self.thread.join()
        self.listener.close()


def test_an_answer_that_drips_is_given_up() -> None:
    settings = Settings(allow_private=True, timeout=0.1)
    with stamina.set_testing(True), Dripping() as server, Web(settings) as web:
        started = time.monotonic()
        with pytest.raises(FetchError, match="no answer in"):
            web.get(server.url)
        assert 0.4 <= time.monotonic() - started < 3


def test_the_time_of_an_answer_counts_from_its_request() -> None:
    now = iter([0.0, 100.0, 105.0, 111.0])
    stream = HurriedStream(httpcore.MockStream([b"an", b"swer"]), 10.0, lambda: next(now))
    stream.write(b"request")
    assert stream.read(10) == b"an"
    with pytest.raises(httpcore.ReadTimeout, match="too slowly"):
        stream.read(10)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0x7f.1", "2130706433"])
def test_no_way_of_writing_loopback_gets_through(host: str) -> None:
    with Site(lambda target: ("text/plain", "secret")) as site, Web(Settings()) as web:
        port = site.url.rpartition(":")[2]
        with pytest.raises(FetchError):
            web.get(f"http://{host}:{port}/")
        assert site.asked == []


def test_a_bad_certificate_is_named_and_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def handle(pool: httpcore.ConnectionPool, request: httpcore.Request) -> None:
        tried.append("once")
        raise httpcore.ConnectError(ssl.SSLCertVerificationError("certificate has expired"))

    monkeypatch.setattr(httpcore.ConnectionPool, "handle_request", handle)
    with Web(Settings()) as web, pytest.raises(FetchError, match="certificate is not valid"):
        web.get("https://board.example/")
    assert tried == ["once"]
