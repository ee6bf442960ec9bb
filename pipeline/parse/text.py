"""Text that the rest can rely on: no control characters, no lone surrogates."""

from __future__ import annotations

import re

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"


def clean(text: str) -> str:
    r"""Remove control characters but newline and tab, and lone surrogates; line ends become ``\n``.

    Example:
        >>> clean("one\r\ntwo\x00\ud800!")
        'one\ntwo!'
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return CONTROL.sub("", text)


def line(text: str | None) -> str | None:
    r"""One clean line without marks that do not show at its ends, or None if nothing is left.

    Example:
        >>> line(" Ann\n  B.\u200e")
        'Ann B.'
    """
    if not text:
        return None
    return " ".join(clean(text).split()).strip(INVISIBLE + " ") or None
