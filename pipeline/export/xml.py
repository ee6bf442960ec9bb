"""Text for XML attributes and elements, whatever is in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable
from functools import lru_cache
from pathlib import Path

from pipeline.errors import ExportError
from pipeline.export.columns import NOT_XML, flat

MARKUP = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;"}
CONTENT = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("\r"): "&#13;"}
WHITE = {ord("\t"): "&#9;", ord("\n"): "&#10;", ord("\r"): "&#13;"}
SPECIAL = re.compile(r"[^ !#-%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""All that is ever changed: markup, white space other than a space, and what XML does not allow."""

CHUNK = 1 << 20
"""Bytes that are parsed at a time."""
REMEMBERED = 1 << 13
"""Texts of a column that are not escaped anew each time."""


def quoted(text: str) -> str:
    """A text between double quotes, as the value of an XML attribute."""
    return f'"{escaped(text)}"'


def escaped(text: str) -> str:
    """A text that may stand between the double quotes of an XML attribute.

    What XML does not allow (control characters, lone surrogates, U+FFFE, U+FFFF) becomes U+FFFD; line ends
    survive the normalisation of attributes.

    Example:
        >>> print(escaped('a<b & "c"' + chr(10) + chr(0)))
        a&lt;b &amp; &quot;c&quot;&#10;�
    """
    if SPECIAL.search(text):
        text = NOT_XML.sub("\ufffd", text).translate(MARKUP | WHITE)
    return text


def element_text(text: str) -> str:
    """A text as the content of an XML element.

    Example:
        >>> element_text('a<b & "c"')
        'a&lt;b &amp; "c"'
    """
    if SPECIAL.search(text):
        text = NOT_XML.sub("\ufffd", text).translate(CONTENT)
    return text


def token(text: str) -> str:
    """A text on one line, between double quotes, as the value of an XML attribute of type token.

    Example:
        >>> print(token("  two   words "))
        "two words"
    """
    return quoted(" ".join(text.split()))


@lru_cache(maxsize=REMEMBERED)
def name(key: Hashable) -> str:
    """The key of an edge, as a part of its id."""
    return escaped(flat(key))


def xml_count(path: Path) -> tuple[int, int]:
    """How many ``node`` and ``edge`` elements a file of ours holds, read as a stream.

    Raises:
        ExportError: it is not well-formed.
    """
    from xml.parsers import expat

    counts: Counter[str] = Counter()
    parser = expat.ParserCreate()
    parser.EndElementHandler = lambda name: counts.update((name,)) if name in ("node", "edge") else None
    try:
        with path.open("rb") as file:
            # ParseFile reads 2 KB at a time, and a long attribute from its beginning each time
            while chunk := file.read(CHUNK):
                parser.Parse(chunk)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise ExportError(f"{path} reads back as broken XML: {error}") from error
    return counts["node"], counts["edge"]
