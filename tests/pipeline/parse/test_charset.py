from __future__ import annotations

import pytest

from pipeline.errors import ParseError
from pipeline.parse.charset import decode

WORDS = "Nebenwirkungen: Müdigkeit, trockene Augen und Übelkeit über Wochen hinweg. " * 5


def test_header_names_the_encoding() -> None:
    assert decode(WORDS.encode("iso-8859-15"), "iso-8859-15") == WORDS


def test_meta_names_the_encoding() -> None:
    page = "<meta charset='shift_jis'>薬を飲んだ"
    assert decode(page.encode("shift_jis")) == page


def test_windows_quotes_in_a_latin_page() -> None:
    assert decode(b"<meta charset=iso-8859-1>\x93dry\x94 eyes") == "<meta charset=iso-8859-1>“dry” eyes"


def test_utf8_is_read_as_such_where_the_header_claims_latin() -> None:
    assert decode("Müdigkeit – ja".encode(), "iso-8859-1") == "Müdigkeit – ja"


def test_encoding_is_detected_where_nothing_names_it() -> None:
    text = "После приёма препарата у меня были сухие глаза и плохой сон несколько недель подряд. " * 4
    assert decode(text.encode("cp1251")) == text


def test_unknown_encoding_is_passed_over() -> None:
    assert decode("Müde".encode(), "utf-9000") == "Müde"


def test_codec_that_is_no_charset_is_passed_over() -> None:
    assert decode(b"plain", "zlib") == "plain"


def test_a_few_broken_bytes_spoil_nothing() -> None:
    text = decode(WORDS.encode() + b"\xff\xfe" + WORDS.encode(), "utf-8")
    assert text.count("Müdigkeit") == 10


def test_byte_order_mark_is_removed() -> None:
    assert decode(b"\xef\xbb\xbfdry") == "dry"


@pytest.mark.parametrize(
    "content", [b"", b"  \n ", b"\x89PNG\r\n\x1a\n....", b"%PDF-1.7 ...", b"a\x00b\x00" * 50]
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(ParseError):
        decode(content)
