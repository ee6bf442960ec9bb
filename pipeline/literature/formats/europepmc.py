"""Europe PMC records, as its REST service gives them (``resultType=core`` or ``lite``).

Source:
    Europe PMC, Articles RESTful API (https://europepmc.org/RestfulWebService).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.literature.formats.crossref import bare
from pipeline.literature.items import (
    Item,
    Notice,
    Said,
    iso_date,
    make_name,
    make_paper,
    names_of,
    notice_status,
    standing,
)
from pipeline.records import Name, Paper

NAME = "europepmc"


def recognises(record: Mapping[str, Any]) -> bool:
    """Whether a JSON record is one of Europe PMC."""
    return {"id", "source", "title"} <= record.keys() and bool({"pubYear", "authorString"} & record.keys())


def items(record: Mapping[str, Any]) -> Iterator[Item]:
    """The paper of a record and, if it is a notice, what it says of other papers."""
    yield paper(record)
    for link in _links(record):
        kind = str(link.get("type", ""))
        if kind.endswith((" of", " for")) and link.get("source") == "MED" and (status := notice_status(kind)):
            yield Notice(f"pmid:{link.get('id')}", status, record.get("firstPublicationDate"))


def paper(record: Mapping[str, Any]) -> Paper:
    """The paper of a record."""
    issue = record.get("journalInfo") or {}
    journal = issue.get("journal") or {}
    year = str(record.get("pubYear") or issue.get("yearOfPublication") or "")
    return make_paper(
        NAME,
        title=bare(record.get("title") or "").rstrip("."),
        authors=_authors(record),
        container=journal.get("title") or record.get("journalTitle"),
        year=int(year) if year.isdecimal() else None,
        volume=issue.get("volume") or record.get("journalVolume"),
        issue=issue.get("issue") or record.get("issue"),
        pages=record.get("pageInfo"),
        doi=record.get("doi"),
        pmid=record.get("pmid"),
        pmcid=record.get("pmcid"),
        abstract=bare(record.get("abstractText") or ""),
        publication_types=_types(record),
        mesh=tuple(
            term["descriptorName"] for term in (record.get("meshHeadingList") or {}).get("meshHeading") or ()
        ),
        **standing(_said(record)),
    )


def _authors(record: Mapping[str, Any]) -> tuple[Name, ...]:
    listed = (record.get("authorList") or {}).get("author")
    if not listed:
        return names_of((record.get("authorString") or "").split(", "))
    pairs = (
        (a.get("lastName") or a.get("collectiveName"), a.get("firstName") or a.get("initials"))
        for a in listed
    )
    return tuple(name for pair in pairs if (name := make_name(*pair)))


def _types(record: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple((record.get("pubTypeList") or {}).get("pubType") or ())


def _links(record: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    return tuple((record.get("commentCorrectionList") or {}).get("commentCorrection") or ())


def _said(record: Mapping[str, Any]) -> Iterator[Said]:
    for link in _links(record):
        if (kind := str(link.get("type", ""))).endswith(" in"):
            yield notice_status(kind), iso_date(link.get("reference"))
    if any(kind.casefold() == "retracted publication" for kind in _types(record)):
        yield "retracted", None
