"""Text for XML attributes and elements, whatever is in it."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.export.columns import NOT_XML

MARKUP = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;"}
CONTENT = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("\r"): "&#13;"}
WHITE = {ord("\t"): "&#9;", ord("\n"): "&#10;", ord("\r"): "&#13;"}
SPECIAL = re.compile(r"[^ !#-%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""All that is ever changed: markup, white space other than a space, and what XML does not allow."""


def quoted(text: str) -> str:
    """A text between double quotes, as the value of an XML attribute.

    What XML does not allow (control characters, lone surrogates, U+FFFE, U+FFFF) becomes U+FFFD; line ends
    survive the normalisation of attributes.

    Example:
        >>> print(quoted('a<b & "c"' + chr(10) + chr(0)))
        "a&lt;b &amp; &quot;c&quot;&#10;�"
    """
    if SPECIAL.search(text):
        text = NOT_XML.sub("\ufffd", text).translate(MARKUP | WHITE)
    return f'"{text}"'


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
    """A text on one line, as the value of an XML attribute of type token.

    Example:
        >>> print(token("  two   words "))
        "two words"
    """
    return quoted(" ".join(text.split()))


def xml_count(path: Path, namespace: str) -> tuple[int, int]:
    """How many ``node`` and ``edge`` elements a file holds, read as a stream.

    Args:
        path: an XML file.
        namespace: of the elements, in braces.

    Raises:
        lxml.etree.XMLSyntaxError: it is not well-formed.
    """
    from lxml import etree

    counts = {f"{namespace}node": 0, f"{namespace}edge": 0}
    for _, element in etree.iterparse(str(path), tag=list(counts), huge_tree=True):
        counts[element.tag] += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    nodes, edges = counts.values()
    return nodes, edges
