"""PubTator: titles, abstracts and PMIDs; the annotations are left out.

Source:
    PubTator format (https://www.ncbi.nlm.nih.gov/research/pubtator3/tutorial).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from pipeline.literature.items import Item, make_paper

NAME = "pubtator"
_LINE = re.compile(r"(\d+)\|([ta])\|(.*)")


def recognises(head: bytes) -> bool:
    """Whether a file that begins so is PubTator."""
    return re.match(rb"(?:\xef\xbb\xbf)?\s*\d+\|t\|", head) is not None


def read(stream: BinaryIO) -> Iterator[Item]:
    """The papers of a PubTator file."""
    pmid = title = ""
    for raw in stream:
        match = _LINE.match(raw.decode("utf-8-sig", "replace"))
        if match and match[2] == "t":
            if pmid:
                yield _paper(pmid, title, "")
            pmid, title = match[1], match[3]
        elif match and match[1] == pmid:
            yield _paper(pmid, title, match[3])
            pmid = ""
    if pmid:
        yield _paper(pmid, title, "")


def _paper(pmid: str, title: str, abstract: str) -> Item:
    return make_paper(NAME, pmid=pmid, title=title.rstrip(". \r\n"), abstract=abstract)
