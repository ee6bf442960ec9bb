"""Crossref: the registry of the DOIs of most journals.

Source:
    Crossref, REST API (https://www.crossref.org/documentation/retrieve-metadata/rest-api/): since December
    2025, 10 single records or 3 searches a second with a contact, 5 and 1 without.
"""

from __future__ import annotations

import json
from urllib.parse import quote

from pipeline.literature.formats.crossref import NAME, paper
from pipeline.literature.items import tidy
from pipeline.literature.live import Access, Api, Ask, readable
from pipeline.records import Citation, Paper
from pipeline.resolve_text import clean_doi

URL = "https://api.crossref.org/works"
ROWS = 5
PAGE = 100
MAX_QUERY = 600


def api(access: Access, url: str = URL) -> Api:
    """Crossref, asked politely if there is a contact.

    Args:
        access: contact, sent along; a key is for paying members and not used.
        url: address of the service.
    """
    polite = {"mailto": access.contact} if access.contact else {}
    one, many = (1 / 10, 1 / 3) if access.contact else (1 / 5, 1.0)

    def lookup(citation: Citation, ask: Ask) -> tuple[Paper, ...]:
        if doi := clean_doi(citation.doi):
            found = works(ask(f"{url}/{quote(doi, safe='')}", polite, one))
            if found:
                return found
        if not (text := tidy(citation.text or citation.title or "")) or not citation.title:
            return ()
        return works(ask(url, {"query.bibliographic": text[:MAX_QUERY], "rows": ROWS} | polite, many))

    def search(text: str, limit: int, ask: Ask) -> tuple[Paper, ...]:
        found: list[Paper] = []
        for offset in range(0, limit, PAGE):
            rows = min(PAGE, limit - offset)
            page = works(ask(url, {"query": text[:MAX_QUERY], "rows": rows, "offset": offset} | polite, many))
            found += page
            if len(page) < rows:
                break
        return tuple(found)

    return Api(NAME, lookup, search)


def works(answer: bytes | None) -> tuple[Paper, ...]:
    """The papers of an answer, one or a list."""
    message = json.loads(answer or b"{}").get("message") or {}
    return readable(paper, message.get("items", [message] if message else []))
