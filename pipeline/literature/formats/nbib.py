"""NBIB (MEDLINE format), as PubMed's "Send to: Citation manager" writes it; read with Bio.Medline.

Source:
    NLM, MEDLINE/PubMed data element (field) descriptions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from pipeline.literature.items import (
    Item,
    Notice,
    Said,
    Skipped,
    Status,
    iso_date,
    make_paper,
    name_of,
    names_of,
    standing,
)
from pipeline.records import Paper

NAME = "nbib"
_PMID = re.compile(r"PMID: (\d+)")
_IN: Mapping[str, Status] = {"RIN": "retracted", "ECI": "concern", "EIN": "corrected", "CRI": "corrected"}
_OF: Mapping[str, Status] = {"ROF": "retracted", "ECF": "concern", "EFR": "corrected", "CRF": "corrected"}


def recognises(head: bytes) -> bool:
    """Whether a file that begins so is NBIB."""
    return re.match(rb"(?:\xef\xbb\xbf)?\s*PMID ?- ", head) is not None


def read(stream: BinaryIO) -> Iterator[Item]:
    """The papers and notices of an NBIB file."""
    from Bio import Medline

    lines = (line.decode("utf-8-sig", "replace") for line in stream)
    for record in Medline.parse(lines):  # type: ignore[no-untyped-call]
        try:
            yield paper(record)
        except ValueError as error:
            yield Skipped(f"PMID {record.get('PMID')}: {error}")
        for tag, status in _OF.items():
            date = iso_date(record.get("DP"))
            found = _PMID.findall(str(record.get(tag, "")))
            yield from (Notice(f"pmid:{pmid}", status, date) for pmid in found)


def paper(record: Mapping[str, Any]) -> Paper:
    """The paper of a record's tags and values."""
    ids = {text.partition(" [")[2].rstrip("]"): text.partition(" [")[0] for text in _ids(record)}
    types = tuple(record.get("PT") or ())
    said: list[Said] = [
        (status, iso_date(str(record[tag]))) for tag, status in _IN.items() if record.get(tag)
    ]
    said += [("retracted", None) for kind in types if kind == "Retracted Publication"]
    return make_paper(
        NAME,
        title=(record.get("TI") or "").rstrip("."),
        authors=names_of(record.get("FAU") or ())
        or tuple(n for a in record.get("AU") or () if (n := name_of(a))),
        container=record.get("JT") or record.get("TA"),
        year=int(record["DP"][:4]) if (record.get("DP") or "")[:4].isdecimal() else None,
        volume=record.get("VI"),
        issue=record.get("IP"),
        pages=record.get("PG"),
        doi=ids.get("doi"),
        pmid=record.get("PMID"),
        pmcid=record.get("PMC"),
        abstract=record.get("AB"),
        publication_types=types,
        mesh=tuple(term.lstrip("*").partition("/")[0] for term in record.get("MH") or ()),
        **standing(said),
    )


def _ids(record: Mapping[str, Any]) -> list[str]:
    lid = record.get("LID") or []
    return [*(record.get("AID") or []), *([lid] if isinstance(lid, str) else lid)]
