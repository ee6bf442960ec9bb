"""Labelled reference strings: AnyStyle's and GROBID's corpora, read into one form.

Labels are AnyStyle's, with two unions: ``volume`` covers volume and issue, and what GROBID leaves
outside its elements is given to the neighbour that AnyStyle would give it to (closing punctuation to
the field before, words such as "In", "vol.", "pp." and opening marks to the field after).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from pipeline.errors import ParseError
from pipeline.extract.reference_features import TOKEN

CLOSING = re.compile(r"^\s*[,.;:)\]”\"'’]+")
EDITORS = re.compile(r"^[\s,(]*(?:eds?|editors?)\b[.,)]*", re.IGNORECASE)
NUMBER = re.compile(r"^\s*\[?\(?\d{1,3}[\].)]+\s*$")
SPACES = re.compile(r"\s+")

GROBID = {
    "author": "author",
    "authors": "author",
    "editor": "editor",
    "date": "date",
    "publisher": "publisher",
    "publishe": "publisher",
    "orgName": "publisher",
    "pubPlace": "location",
    "note": "note",
    "notes": "note",
    "ptr": "url",
    "page": "pages",
    "volumes": "volume",
}
GROBID_TITLES = {"a": "title", "j": "journal", "s": "collection-title"}
GROBID_SCOPES = {"vol": "volume", "volume": "volume", "issue": "volume", "volumes": "volume"}

Segment = tuple[str | None, str]


class Labelled(NamedTuple):
    """A reference string with a label for each of its tokens; ``source`` is the file it comes from."""

    text: str
    labels: tuple[str, ...]
    source: str


def read_anystyle(path: Path) -> list[Labelled]:
    """Read AnyStyle's XML: a ``sequence`` a string, an element a field.

    Args:
        path: a file such as core.xml.

    Returns:
        The labelled strings, in file order.

    Raises:
        ParseError: the file is no XML.
    """
    sequences = _root(path).iter("sequence")
    return [_labelled([(str(e.tag), f"{e.text or ''} ") for e in s], path.name) for s in sequences]


def read_grobid(folder: Path) -> list[Labelled]:
    """Read GROBID's citation training files: TEI, a ``bibl`` a string.

    Args:
        folder: the folder with the XML files.

    Returns:
        The labelled strings, by file name.

    Raises:
        ParseError: a file is no XML.
    """
    return [
        _labelled(_adopt(list(_pieces(bibl))), path.name)
        for path in sorted(folder.glob("*.xml"))
        for bibl in _root(path).iter("{*}bibl")
    ]


def deduplicate(corpus: Iterable[Labelled]) -> list[Labelled]:
    """The strings without repetitions and without empty ones; white space and case do not count.

    Example:
        >>> len(deduplicate([Labelled("A b", ("x", "x"), ""), Labelled("a  B", ("x", "x"), "")]))
        1
    """
    kept = {key(row.text): row for row in reversed(list(corpus)) if row.labels}
    return list(kept.values())[::-1]


def key(text: str) -> str:
    """What two writings of one string have in common: case and white space folded.

    Example:
        >>> key("A  b") == key("a B")
        True
    """
    return SPACES.sub(" ", text).strip().lower()


def half(text: str) -> int:
    """0 or 1, by a hash of the string, so that a split never depends on an order.

    Example:
        >>> half("a b") == half("A  B")
        True
    """
    return hashlib.sha256(key(text).encode()).digest()[0] & 1


def _root(path: Path) -> etree._Element:
    try:
        root = etree.parse(str(path), etree.XMLParser(recover=True)).getroot()
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise ParseError(f"{path} is no XML; give a folder with anystyle/ and grobid_citations/")
    return root


def _labelled(segments: Iterable[Segment], source: str) -> Labelled:
    """One string of all segments, white space folded; a token has the label of its first character."""
    text, marks = "", []
    for label, words in segments:
        folded = SPACES.sub(" ", words)
        folded = folded.lstrip() if not text or text.endswith(" ") else folded
        text += folded
        marks += [label or "note"] * len(folded)
    text = text.rstrip()
    return Labelled(text, tuple(marks[m.start()] for m in TOKEN.finditer(text)), source)


def _pieces(bibl: etree._Element) -> Iterator[Segment]:
    """The texts of a ``bibl`` in order, each with its label; None between the fields."""
    has_article = any(e.get("level") == "a" for e in bibl.iter("{*}title"))
    yield None, bibl.text or ""
    for element in bibl:
        if isinstance(element.tag, str):
            yield _label(element, has_article), "".join(map(str, element.itertext()))
        yield None, element.tail or ""


def _label(element: etree._Element, has_article: bool) -> str | None:
    name = etree.QName(element).localname
    if name == "title":
        whole = "container-title" if has_article else "title"
        return GROBID_TITLES.get(element.get("level", ""), whole)
    if name == "biblScope":
        return GROBID_SCOPES.get(element.get("type") or element.get("unit") or "", "pages")
    if name == "idno":
        return "doi" if element.get("type") == "DOI" else "note"
    if name == "orgName" and element.get("type") == "collaboration":
        return "author"
    return GROBID.get(name)


def _adopt(pieces: list[Segment]) -> Iterator[Segment]:
    """Give the texts between the fields to the field before or after."""
    named = [i for i, (label, _) in enumerate(pieces) if label]
    for i, (label, text) in enumerate(pieces):
        before = pieces[max((n for n in named if n < i), default=i)][0]
        after = pieces[min((n for n in named if n > i), default=i)][0]
        if label or not text.strip():
            yield label, text
        elif before is None:
            yield ("citation-number" if NUMBER.match(text) else after), text
        else:
            closing = (EDITORS if before == "editor" else CLOSING).match(text) or CLOSING.match(text)
            cut = closing.end() if closing else 0
            yield before, text[:cut]
            yield after or before, text[cut:]
