"""RIS, as most reference managers and publishers write it.

Source:
    Research Information Systems, RIS format specifications (2001, 2011).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from pipeline.literature.items import Item, Skipped, make_paper, names_of
from pipeline.records import Paper

NAME = "ris"
_LINE = re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*))?")
_YEAR = re.compile(r"\d{4}")


def recognises(head: bytes) -> bool:
    """Whether a file that begins so is RIS."""
    return re.match(rb"(?:\xef\xbb\xbf)?\s*TY  ?-", head) is not None


def read(stream: BinaryIO) -> Iterator[Item]:
    """The papers of an RIS file; a record ends with ER or where the next begins."""
    record: dict[str, list[str]] = defaultdict(list)
    last = ""
    for raw in stream:
        line = raw.decode("utf-8-sig", "replace").rstrip()
        if not (match := _LINE.fullmatch(line)):
            if last and line:  # a long value goes on in the next line
                record[last][-1] += " " + line
            continue
        last, value = match[1], (match[2] or "").strip()
        if last in ("TY", "ER") and record:
            yield _item(record)
            record = defaultdict(list)
        if last == "ER":
            last = ""
        else:
            record[last].append(value)
    if record:
        yield _item(record)


def _item(record: Mapping[str, list[str]]) -> Item:
    try:
        return paper(record)
    except ValueError as error:
        return Skipped(f"RIS record {record.get('TI') or record.get('ID') or ''}: {error}")


def paper(record: Mapping[str, list[str]]) -> Paper:
    """The paper of a record's tags and values."""

    def first(*tags: str) -> str | None:
        return next((record[tag][0] for tag in tags if record.get(tag)), None)

    start, end = first("SP"), first("EP")
    year = _YEAR.search(first("PY", "Y1", "DA") or "")
    return make_paper(
        NAME,
        title=first("TI", "T1", "CT"),
        authors=names_of(record.get("AU") or record.get("A1") or ()),
        container=first("JO", "JF", "T2", "JA", "J2"),
        year=int(year[0]) if year else None,
        volume=first("VL"),
        issue=first("IS"),
        pages=f"{start}-{end}" if start and end and "-" not in start and end != start else start,
        doi=first("DO"),
        pmid=first("AN") if (first("DB") or "").casefold() in ("pubmed", "medline") else None,
        url=first("UR", "L2"),
        abstract=first("AB", "N2"),
        publication_types=tuple(record.get("TY") or ()),
    )
