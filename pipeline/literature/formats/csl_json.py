"""CSL-JSON, as Zotero, Mendeley, Pandoc and DOI content negotiation write it.

Source:
    Citation Style Language, CSL-JSON schema 1.0.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.literature.formats.crossref import bare
from pipeline.literature.items import Item, make_name, make_paper
from pipeline.records import Name, Paper

NAME = "csl"


def recognises(record: Mapping[str, Any]) -> bool:
    """Whether a JSON record is a CSL item."""
    return (
        "type" in record
        and bool({"title", "DOI"} & record.keys())
        and isinstance(record.get("title", ""), str)
    )


def items(record: Mapping[str, Any]) -> Iterator[Item]:
    """The paper of a CSL item."""
    yield paper(record)


def paper(record: Mapping[str, Any]) -> Paper:
    """The paper of a CSL item."""
    return make_paper(
        NAME,
        title=bare(record.get("title") or ""),
        authors=tuple(name for author in record.get("author") or () if (name := _author(author))),
        container=record.get("container-title") or record.get("container-title-short"),
        year=_year(record.get("issued") or {}),
        volume=_string(record.get("volume")),
        issue=_string(record.get("issue")),
        pages=_string(record.get("page") or record.get("number")),
        doi=record.get("DOI"),
        pmid=_string(record.get("PMID")),
        pmcid=_string(record.get("PMCID")),
        url=record.get("URL"),
        abstract=bare(record.get("abstract") or ""),
        publication_types=tuple(kind for kind in (record.get("type"),) if kind),
    )


def _string(value: Any) -> str | None:
    return None if value is None else str(value)


def _author(author: Mapping[str, Any]) -> Name | None:
    particle = author.get("non-dropping-particle") or author.get("dropping-particle")
    family = " ".join(part for part in (particle, author.get("family")) if part)
    return make_name(family or author.get("literal"), author.get("given"))


def _year(issued: Mapping[str, Any]) -> int | None:
    parts = issued.get("date-parts") or [[issued.get("raw") or issued.get("literal") or ""]]
    text = str(parts[0][0] if parts[0] else "")[:4]
    return int(text) if text.isdecimal() else None
