"""PubMed XML: baseline and update files, and the answers of E-utilities.

Source:
    NLM, PubMed DTD (https://dtd.nlm.nih.gov/ncbi/pubmed/doc/out/250101/).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from pipeline.errors import ParseError
from pipeline.literature.items import (
    Deleted,
    Item,
    Notice,
    Said,
    Skipped,
    iso_date,
    make_name,
    make_paper,
    notice_status,
    standing,
)
from pipeline.records import Name, Paper

NAME = "pubmed"
_ARTICLE = ("PubmedArticle", "DeleteCitation", "PubmedBookArticle")


def recognises(head: bytes) -> bool:
    """Whether a file that begins so is PubMed XML."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and any(
        b"<" + tag.encode() in head for tag in ("PubmedArticleSet", *_ARTICLE)
    )


def read(stream: BinaryIO) -> Iterator[Item]:
    """The items of a PubMed XML file, one at a time; memory does not grow with the file.

    Raises:
        ParseError: the XML breaks off or is none.
    """
    try:
        for element in elements(stream, _ARTICLE):
            yield from _items(element)
    except etree.XMLSyntaxError as error:
        raise ParseError(f"the PubMed XML is broken: {error}; fetch the file again") from error


def elements(stream: BinaryIO, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """The elements of these tags, each freed, with all before it, once the next is asked for."""
    found = etree.iterparse(
        stream, tag=tags, huge_tree=True, load_dtd=False, no_network=True, resolve_entities=False
    )
    for _, element in found:
        yield element
        _forget(element)


def _items(element: etree._Element) -> Iterator[Item]:
    if element.tag == "DeleteCitation":
        yield from (Deleted(f"pmid:{pmid.text}") for pmid in element.iterfind("PMID"))
    elif element.tag == "PubmedBookArticle":
        yield Skipped("a book, not a paper")
    else:
        try:
            yield article(element)
        except ValueError as error:
            yield Skipped(f"PMID {element.findtext('MedlineCitation/PMID')}: {error}")
        yield from notices(element)


def article(element: etree._Element) -> Paper:
    """The paper of a PubmedArticle element."""
    citation = element.find("MedlineCitation")
    if citation is None or (main := citation.find("Article")) is None:
        raise ValueError("no article in it")
    ids = {e.get("IdType", ""): e.text for e in element.iterfind("PubmedData/ArticleIdList/ArticleId")}
    parts = _parts(main)
    journal = _parts(parts.get("Journal"))
    issue = _parts(journal.get("JournalIssue"))
    return make_paper(
        NAME,
        title=text_of(parts.get("ArticleTitle")).rstrip(".") or text_of(parts.get("VernacularTitle")),
        authors=tuple(name for author in parts.get("AuthorList", ()) if (name := author_of(author))),
        container=text_of(journal.get("Title")) or text_of(journal.get("ISOAbbreviation")),
        year=_year(issue.get("PubDate"), parts.get("ArticleDate")),
        volume=text_of(issue.get("Volume")),
        issue=text_of(issue.get("Issue")),
        pages=_pages(main, _parts(parts.get("Pagination"))),
        doi=ids.get("doi") or main.findtext("ELocationID[@EIdType='doi']"),
        pmid=citation.findtext("PMID"),
        pmcid=ids.get("pmc"),
        abstract=" ".join(_section(e) for e in parts.get("Abstract", ()) if e.tag == "AbstractText"),
        publication_types=tuple(text_of(kind) for kind in parts.get("PublicationTypeList", ())),
        mesh=tuple(
            text_of(heading[0]) for heading in _parts(citation).get("MeshHeadingList", ()) if len(heading)
        ),
        **standing(_said(citation)),
    )


def notices(element: etree._Element) -> Iterator[Notice]:
    """What a notice of retraction, correction or concern says of other papers."""
    for link in element.iterfind("MedlineCitation/CommentsCorrectionsList/CommentsCorrections"):
        kind, pmid = link.get("RefType", ""), link.findtext("PMID")
        if pmid and kind.endswith(("Of", "For")) and (status := notice_status(kind)):
            published = element.iterfind("MedlineCitation/Article/Journal/JournalIssue/PubDate/*")
            yield Notice(f"pmid:{pmid}", status, iso_date(" ".join(map(text_of, published))))


def _said(citation: etree._Element) -> Iterator[Said]:
    for link in citation.iterfind("CommentsCorrectionsList/CommentsCorrections"):
        if (kind := link.get("RefType", "")).endswith("In"):
            yield notice_status(kind), iso_date(link.findtext("RefSource"))
    types = citation.iterfind("Article/PublicationTypeList/PublicationType")
    if any(kind.text == "Retracted Publication" for kind in types):
        yield "retracted", None


def _parts(element: etree._Element | None) -> dict[str, etree._Element]:
    """The children by tag; of several, the last."""
    return {} if element is None else {str(child.tag): child for child in element}


def text_of(element: etree._Element | None) -> str:
    """All text in an element, "" if there is none."""
    if element is None:
        return ""
    return "".join(map(str, element.itertext())).strip() if len(element) else element.text or ""


def author_of(element: etree._Element) -> Name | None:
    """The name of an Author element."""
    said = {child.tag: child.text for child in element}
    family = said.get("LastName") or said.get("CollectiveName")
    return make_name(family, said.get("ForeName") or said.get("Initials"))


def _year(issue: etree._Element | None, online: etree._Element | None) -> int | None:
    date = _parts(issue)
    text = (
        text_of(date.get("Year")) or text_of(date.get("MedlineDate")) or text_of(_parts(online).get("Year"))
    )
    return int(text[:4]) if text[:4].isdecimal() else None


def _pages(main: etree._Element, pagination: dict[str, etree._Element]) -> str | None:
    pages = text_of(pagination.get("MedlinePgn")) or text_of(pagination.get("StartPage"))
    return pages or main.findtext("ELocationID[@EIdType='pii']")


def _section(element: etree._Element) -> str:
    label = element.get("Label")
    return f"{label}: {text_of(element)}" if label else text_of(element)


def _forget(element: etree._Element) -> None:
    """Free an element and all before it; lxml keeps them otherwise."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
