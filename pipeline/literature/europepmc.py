"""Europe PMC: PubMed, PubMed Central, preprints and patents, with abstracts.

Source:
    Europe PMC, Articles RESTful API (https://europepmc.org/RestfulWebService); it asks for no key and
    pages by ``cursorMark``.
"""

from __future__ import annotations

import json

from pipeline.literature.formats.europepmc import NAME, paper
from pipeline.literature.live import Access, Api, Ask, readable
from pipeline.records import Citation, Paper
from pipeline.resolve_text import clean_doi, plain

URL = "https://www.ebi.ac.uk/europepmc/webservices/rest/search"
INTERVAL = 1 / 5
ROWS = 5
PAGE = 100
TITLE_WORDS = 12


def api(access: Access, url: str = URL) -> Api:
    """Europe PMC.

    Args:
        access: contact, sent along if there is one.
        url: address of the service.
    """
    common = {"format": "json", "resultType": "core"} | ({"email": access.contact} if access.contact else {})

    def lookup(citation: Citation, ask: Ask) -> tuple[Paper, ...]:
        for query in queries(citation):
            if found := records(ask(url, {"query": query, "pageSize": ROWS} | common, INTERVAL)):
                return found
        return ()

    def search(text: str, limit: int, ask: Ask) -> tuple[Paper, ...]:
        found: list[Paper] = []
        mark, last = "*", ""
        while mark != last and len(found) < limit:
            asked = {"query": plain(text), "pageSize": min(PAGE, limit - len(found)), "cursorMark": mark}
            answer = ask(url, asked | common, INTERVAL)
            if not (page := records(answer)):
                break
            found += page
            mark, last = json.loads(answer or b"{}").get("nextCursorMark", mark), mark
        return tuple(found)

    return Api(NAME, lookup, search)


def queries(citation: Citation) -> list[str]:
    """What to ask for a citation, the surest first.

    Example:
        >>> queries(Citation(start=0, end=0, text="", kind="reference", pmid="1", title="Of mice, and men"))
        ['EXT_ID:1 AND SRC:MED', 'TITLE:(of AND mice AND and AND men)']
    """
    words = " AND ".join(plain(citation.title).split()[:TITLE_WORDS])
    asked = {
        'DOI:"{}"': clean_doi(citation.doi),
        "EXT_ID:{} AND SRC:MED": citation.pmid,
        "PMCID:{}": citation.pmcid,
        "TITLE:({})": words,
    }
    return [query.format(value) for query, value in asked.items() if value]


def records(answer: bytes | None) -> tuple[Paper, ...]:
    """The papers of an answer."""
    found = json.loads(answer or b"{}").get("resultList") or {}
    return readable(paper, found.get("result") or [])
