"""What a GET does, and what it refuses, without a network."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from typing import ClassVar

import httpx
import pytest
import stamina
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import FetchError
from pipeline.settings import Settings
from pipeline.web import Response, Web
from pipeline.web_manners import retry_after, user_agent
from pipeline.web_pace import MAX_WAIT
from pipeline.web_unpack import unpack
from pipeline.web_url import public_url

Handler = Callable[[httpx.Request], httpx.Response]
URL = "https://board.example/t/1"


@pytest.fixture(autouse=True)
def impatient() -> Iterator[None]:
    with stamina.set_testing(True, attempts=4, cap=True):
        yield


class NoPace:
    def __init__(self) -> None:
        self.rests: list[float] = []

    def wait(self, host: str, interval: float) -> None:
        pass

    def rest(self, host: str, seconds: float) -> None:
        self.rests.append(seconds)


def web(handler: Handler, **settings: object) -> Web:
    return Web(Settings(**settings), transport=httpx.MockTransport(handler), pace=NoPace())


def get(handler: Handler, url: str = URL, **settings: object) -> Response:
    with web(handler, **settings) as client:
        return client.get(url)


def packed(content: bytes, encoding: str) -> httpx.Response:
    return httpx.Response(200, headers={"Content-Encoding": encoding}, stream=httpx.ByteStream(content))


class TestResponse:
    def test_holds_what_the_header_says_of_type_and_charset(self) -> None:
        answer = get(lambda _: httpx.Response(200, headers={"Content-Type": "text/HTML; charset=Latin1"}))
        assert (answer.media_type, answer.charset) == ("text/html", "latin1")

    def test_has_no_type_and_charset_where_the_header_is_missing(self) -> None:
        answer = get(lambda _: httpx.Response(200, content=b"x"))
        assert (answer.media_type, answer.charset) == (None, None)

    def test_has_lower_case_header_names(self) -> None:
        assert get(lambda _: httpx.Response(200, headers={"ETag": '"a"'})).headers["etag"] == '"a"'

    def test_is_returned_for_an_error_status(self) -> None:
        assert get(lambda _: httpx.Response(404, content=b"gone")).status == 404


class TestRequest:
    def test_names_the_contact(self) -> None:
        answer = get(
            lambda request: httpx.Response(200, text=request.headers["user-agent"]), contact="ann@x.example"
        )
        assert answer.content.endswith(b"(contact: ann@x.example)")

    @pytest.mark.parametrize("contact", ["a\r\nX-Evil: 1", "zoë@x.example"])
    def test_survives_any_contact(self, contact: str) -> None:
        assert user_agent(contact).isascii()
        assert "\n" not in user_agent(contact)

    def test_adds_params_to_the_query(self) -> None:
        with web(lambda request: httpx.Response(200, text=str(request.url))) as client:
            assert client.get(f"{URL}?a=1", params={"b": "x"}).content == f"{URL}?a=1&b=x".encode()

    @pytest.mark.parametrize(
        "url",
        [
            "ftp://board.example/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "board.example",
            "http:///x",
            "",
        ],
    )
    def test_refuses_what_is_no_web_address(self, url: str) -> None:
        with pytest.raises(FetchError, match="only http and https"):
            get(lambda _: httpx.Response(200), url)

    def test_refuses_a_broken_url(self) -> None:
        with pytest.raises(FetchError, match="not a URL"):
            get(lambda _: httpx.Response(200), "http://board.example:port/")

    def test_asks_nothing_offline(self) -> None:
        with pytest.raises(FetchError, match="leave out --offline"):
            get(lambda _: httpx.Response(200), offline=True)


class TestRedirects:
    def test_are_followed_and_the_last_url_told(self) -> None:
        def handler(request: httpx.Request) -> httpx.Response:
            if request.url.path == "/t/1":
                return httpx.Response(301, headers={"Location": "/t/slug/1"})
            return httpx.Response(200)

        assert get(handler).url == "https://board.example/t/slug/1"

    def test_in_a_circle_are_given_up(self) -> None:
        with pytest.raises(FetchError, match="redirects in a circle"):
            get(lambda _: httpx.Response(302, headers={"Location": "/t/1"}))

    def test_to_a_file_are_refused(self) -> None:
        with pytest.raises(FetchError, match="only http and https"):
            get(lambda _: httpx.Response(302, headers={"Location": "file:///etc/passwd"}))

    @pytest.mark.parametrize("header", ["Authorization", "Cookie", "Api-Key"])
    def test_to_another_host_carry_no_credentials(self, header: str) -> None:
        def handler(request: httpx.Request) -> httpx.Response:
            if request.url.host == "board.example":
                return httpx.Response(302, headers={"Location": "https://other.example/"})
            return httpx.Response(200, text=str(header in request.headers))

        with web(handler) as client:
            assert client.get(URL, headers={header: "secret"}).content == b"False"

    def test_on_the_same_host_keep_an_api_key(self) -> None:
        def handler(request: httpx.Request) -> httpx.Response:
            if request.url.path == "/t/1":
                return httpx.Response(302, headers={"Location": "/t/2"})
            return httpx.Response(200, text=request.headers["Api-Key"])

        with web(handler) as client:
            assert client.get(URL, headers={"Api-Key": "secret"}).content == b"secret"


class TestSize:
    def test_announced_is_refused_before_reading(self) -> None:
        def body() -> Iterator[bytes]:
            raise AssertionError("read in spite of its announced size")
            yield b""

        def handler(_: httpx.Request) -> httpx.Response:
            return httpx.Response(200, headers={"Content-Length": "1001"}, stream=Chunks(body()))

        with pytest.raises(FetchError, match="more than 1,000 bytes; raise max_page_bytes"):
            get(handler, max_page_bytes=1000)

    def test_unannounced_stops_the_reading(self) -> None:
        sent: list[int] = []

        def body() -> Iterator[bytes]:
            for number in range(1000):
                sent.append(number)
                yield b"x" * 100

        with pytest.raises(FetchError, match="more than 1,000 bytes"):
            get(lambda _: httpx.Response(200, stream=Chunks(body())), max_page_bytes=1000)
        assert len(sent) == 11

    @pytest.mark.parametrize("encoding", ["gzip", "deflate"])
    def test_of_a_decompression_bomb_is_counted_unpacked(self, encoding: str) -> None:
        zeros = b"\0" * 10_000_000
        bomb = gzip.compress(zeros) if encoding == "gzip" else zlib.compress(zeros)
        with pytest.raises(FetchError, match="more than 20,000 bytes"):
            get(lambda _: packed(bomb, encoding), max_page_bytes=20_000)

    def test_at_the_bound_is_read(self) -> None:
        assert (
            len(get(lambda _: httpx.Response(200, content=b"x" * 1000), max_page_bytes=1000).content) == 1000
        )


class Chunks(httpx.SyncByteStream):
    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks

    def __iter__(self) -> Iterator[bytes]:
        yield from self._chunks


class TestUnpack:
    @given(st.binary(max_size=2000), st.sampled_from(["gzip", "zlib", "raw"]), st.integers(1, 50))
    def test_undoes_packing_in_any_pieces(self, content: bytes, kind: str, size: int) -> None:
        bits = {"gzip": 31, "zlib": 15, "raw": -15}[kind]
        packer = zlib.compressobj(wbits=bits)
        data = packer.compress(content) + packer.flush()
        first = max(size, 2)  # a server sends the two bytes of the header together
        pieces = [data[:first], *(data[i : i + size] for i in range(first, len(data), size))]
        encoding = "gzip" if kind == "gzip" else "deflate"
        assert b"".join(unpack(iter(pieces), encoding, 10)) == content

    @given(st.binary(min_size=1, max_size=200))
    def test_names_broken_data(self, data: bytes) -> None:
        with pytest.raises(FetchError, match="the compressed answer"):
            b"".join(unpack(iter([b"\x1f\x8b" + data]), "gzip", 100))

    def test_names_a_truncated_answer(self) -> None:
        with pytest.raises(FetchError, match="truncated"):
            get(lambda _: packed(gzip.compress(b"x" * 1000)[:-10], "gzip"))

    def test_refuses_an_encoding_that_was_not_asked_for(self) -> None:
        with pytest.raises(FetchError, match="'br' was not asked for"):
            get(lambda _: packed(b"x", "br"))

    def test_takes_an_empty_answer_with_an_encoding(self) -> None:
        assert get(lambda _: httpx.Response(304, headers={"Content-Encoding": "gzip"})).status == 304


class TestPatience:
    def test_tries_a_busy_site_again(self) -> None:
        answers = iter([429, 503, 200])
        assert get(lambda _: httpx.Response(next(answers))).status == 200

    def test_returns_the_busy_answer_in_the_end(self) -> None:
        asked: list[str] = []

        def handler(request: httpx.Request) -> httpx.Response:
            asked.append(request.url.path)
            return httpx.Response(503, text="later")

        assert get(handler).content == b"later"
        assert len(asked) == 4

    def test_does_not_repeat_other_errors(self) -> None:
        answers = iter([500])
        assert get(lambda _: httpx.Response(next(answers))).status == 500

    def test_tries_a_broken_connection_again(self) -> None:
        answers = iter([httpx.ReadError("reset"), httpx.Response(200)])

        def handler(_: httpx.Request) -> httpx.Response:
            answer = next(answers)
            if isinstance(answer, Exception):
                raise answer
            return answer

        assert get(handler).status == 200

    @pytest.mark.parametrize(
        ("error", "said"),
        [(httpx.ReadTimeout(""), "no answer in 30 s"), (httpx.ConnectError("refused"), "connection failed")],
    )
    def test_names_what_was_wrong_with_the_connection(self, error: Exception, said: str) -> None:
        def handler(_: httpx.Request) -> httpx.Response:
            raise error

        with pytest.raises(FetchError, match=said):
            get(handler)

    @pytest.mark.parametrize("header", ["7", "7.0", "Fri, 01 Jan 2100 00:00:07 GMT"])
    def test_waits_as_long_as_it_is_told(self, header: str, monkeypatch: pytest.MonkeyPatch) -> None:
        waits: list[float] = []
        monkeypatch.setattr("time.sleep", waits.append)
        monkeypatch.setattr("time.time", lambda: 4102444800.0)
        answers = iter([httpx.Response(429, headers={"Retry-After": header}), httpx.Response(200)])
        stamina.set_testing(False)
        assert get(lambda _: next(answers)).status == 200
        assert waits == [7.0]

    @pytest.mark.parametrize(("header", "rest"), [("7", 7.0), (None, 0.0)])
    def test_lets_nobody_else_ask_meanwhile(self, header: str | None, rest: float) -> None:
        answers = iter(
            [httpx.Response(429, headers={"Retry-After": header} if header else {}), httpx.Response(200)]
        )
        with web(lambda _: next(answers)) as client:
            client.get(URL)
            assert client._pace.rests == [rest]

    def test_does_not_wait_for_hours(self) -> None:
        answers = iter([httpx.Response(429, headers={"Retry-After": str(MAX_WAIT + 1)})])
        assert get(lambda _: next(answers)).status == 429

    @pytest.mark.parametrize("header", [None, "", "soon", "-1", "1e9", "٣", "Thu, 99 Jan 1970"])
    def test_reads_no_time_out_of_nonsense(self, header: str | None) -> None:
        assert retry_after(header, 0.0) is None

    @given(st.text(max_size=40))
    def test_reads_seconds_or_nothing_out_of_anything(self, header: str) -> None:
        wait = retry_after(header, 0.0)
        assert wait is None or wait >= 0.0


class TestSecrets:
    def test_are_not_in_the_answer(self) -> None:
        answer = get(lambda _: httpx.Response(200), "https://ann:pw@board.example/?token=t0k&page=2")
        assert answer.url == "https://board.example/?token=***&page=2"

    def test_are_not_in_errors(self) -> None:
        def handler(_: httpx.Request) -> httpx.Response:
            raise httpx.ConnectError("refused")

        with pytest.raises(FetchError) as caught:
            get(handler, "https://ann:pw@board.example/?api_key=s3cret")
        assert not {"ann", "pw", "s3cret"} & set(
            str(caught.value).replace("=", ":").replace("/", ":").split(":")
        )

    def test_are_cut_from_a_url_that_cannot_be_read(self) -> None:
        assert "pw" not in public_url("http://ann:pw@board.example:port/")


class TestCredentials:
    HERE: ClassVar = {"board.example": {"Cookie": "_t=s3cret", "X-Token": "t0k"}}

    def test_are_sent_to_their_host(self) -> None:
        asked: list[httpx.Headers] = []
        get(lambda request: asked.append(request.headers) or httpx.Response(200), credentials=self.HERE)  # type: ignore[func-returns-value]
        assert (asked[0]["cookie"], asked[0]["x-token"]) == ("_t=s3cret", "t0k")

    @pytest.mark.parametrize("host", ["other.example", "board.example.evil.example", "board.example:8443"])
    def test_are_not_sent_where_a_redirect_leads(self, host: str) -> None:
        asked: list[httpx.Request] = []

        def handler(request: httpx.Request) -> httpx.Response:
            asked.append(request)
            elsewhere = httpx.Response(302, headers={"Location": f"https://{host}/"})
            return elsewhere if len(asked) == 1 else httpx.Response(200)

        get(handler, credentials=self.HERE)
        assert "cookie" in asked[0].headers
        assert not {"cookie", "x-token"} & set(asked[1].headers)

    def test_are_not_sent_in_the_clear(self) -> None:
        with pytest.raises(FetchError, match=r"sent by https only; write https://board\.example"):
            get(lambda _: httpx.Response(200), "http://board.example/t/1", credentials=self.HERE)

    def test_are_shown_nowhere(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(0)
        answer = get(
            lambda _: httpx.Response(200), f"{URL}?token=t0k", credentials=self.HERE, allow_private=True
        )
        shown = caplog.text + repr(answer) + repr(Settings(credentials=self.HERE))
        assert "GET https://board.example/t/1" in caplog.text
        assert not [secret for secret in ("s3cret", "t0k") if secret in shown]


class TestCrawling:
    def test_keeps_off_what_robots_txt_forbids(self) -> None:
        def handler(request: httpx.Request) -> httpx.Response:
            assert request.url.path == "/robots.txt"
            return httpx.Response(200, text="User-agent: *\nDisallow: /t/")

        with web(handler) as client, pytest.raises(FetchError, match=r"robots\.txt of the site forbids it"):
            client.get(URL, crawl=0.0)

    def test_reads_robots_txt_where_a_redirect_leads(self) -> None:
        def handler(request: httpx.Request) -> httpx.Response:
            if request.url.path == "/robots.txt":
                return httpx.Response(
                    200, text="User-agent: *\nDisallow: /" if request.url.host == "other.example" else ""
                )
            return httpx.Response(302, headers={"Location": "https://other.example/"})

        with web(handler) as client, pytest.raises(FetchError, match="forbids it"):
            client.get(URL, crawl=0.0)

    def test_asks_an_api_without_robots_txt(self) -> None:
        asked: list[str] = []
        get(lambda request: asked.append(request.url.path) or httpx.Response(200))  # type: ignore[func-returns-value]
        assert asked == ["/t/1"]
