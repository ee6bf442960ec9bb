"""Europe PMC's bulk metadata, the XML files of PMCLiteMetadata.tgz: ``PMCSet`` of ``PMC_ARTICLE``.

Source:
    Europe PMC, bulk downloads (https://europepmc.org/downloads/openaccess, "PMCLiteMetadata").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from pipeline.errors import ParseError
from pipeline.literature.formats.crossref import bare
from pipeline.literature.formats.pubmed_xml import author_of, elements, text_of
from pipeline.literature.items import Item, Skipped, make_paper
from pipeline.records import Paper

NAME = "europepmc-bulk"
_QUOTED = re.compile(r'"([^"]*)"')


def recognises(head: bytes) -> bool:
    """Whether a file that begins so is of Europe PMC's bulk metadata."""
    return b"<PMCSet" in head or b"<PMC_ARTICLE" in head


def read(stream: BinaryIO) -> Iterator[Item]:
    """The papers of a file, one at a time; memory does not grow with the file.

    Raises:
        ParseError: the XML breaks off or is none.
    """
    try:
        for element in elements(stream, ("PMC_ARTICLE",)):
            yield _item(element)
    except etree.XMLSyntaxError as error:
        raise ParseError(f"the Europe PMC XML is broken: {error}; fetch the file again") from error


def _item(element: etree._Element) -> Item:
    try:
        return paper(element)
    except ValueError as error:
        return Skipped(f"Europe PMC {element.findtext('id')}: {error}")


def paper(element: etree._Element) -> Paper:
    """The paper of a PMC_ARTICLE element."""
    said = {str(child.tag): text_of(child) for child in element}
    types = tuple(kind for kind in _QUOTED.findall(said.get("pubType", "")) if kind)
    year = said.get("pubYear", "")[:4]
    return make_paper(
        "europepmc",
        title=bare(said.get("title", "")).rstrip("."),
        authors=tuple(name for one in element.iterfind("AuthorList/Author") if (name := author_of(one))),
        container=said.get("journalTitle"),
        year=int(year) if year.isdecimal() else None,
        volume=said.get("journalVolume"),
        issue=said.get("issue"),
        pages=said.get("pageInfo"),
        doi=said.get("DOI"),
        pmid=said.get("pmid"),
        pmcid=said.get("pmcid"),
        publication_types=types,
        status="retracted" if "Retracted Publication" in types else "published",
    )
