"""OpenAlex: an open catalogue of works, with abstracts and retractions.

Source:
    OpenAlex, API (https://docs.openalex.org): since February 2026 a key counts and a mail address does
    not; a spent quota is answered with 429 and a Retry-After of hours.
"""

from __future__ import annotations

import json

from pipeline.literature.formats.openalex import NAME, paper
from pipeline.literature.live import Access, Api, Ask, readable
from pipeline.records import Citation, Paper
from pipeline.resolve_text import clean_doi, plain

URL = "https://api.openalex.org/works"
FIELDS = (
    "id,doi,title,ids,biblio,primary_location,authorships,publication_year,abstract_inverted_index,"
    "type,mesh,is_retracted"
)
INTERVAL = 1 / 10
ROWS = 5
PAGE = 100


def api(access: Access, url: str = URL) -> Api:
    """OpenAlex.

    Args:
        access: key, sent along if there is one.
        url: address of the service.
    """
    common = {"select": FIELDS} | ({"api_key": access.key} if access.key else {})

    def lookup(citation: Citation, ask: Ask) -> tuple[Paper, ...]:
        ids = {"doi": clean_doi(citation.doi), "pmid": citation.pmid, "pmcid": citation.pmcid}
        wanted = next((f"{name}:{value}" for name, value in ids.items() if value), None)
        if wanted and (found := works(ask(url, {"filter": wanted} | common, INTERVAL))):
            return found
        title = plain(citation.title)
        return works(ask(url, {"search": title, "per-page": ROWS} | common, INTERVAL)) if title else ()

    def search(text: str, limit: int, ask: Ask) -> tuple[Paper, ...]:
        found: list[Paper] = []
        cursor: str | None = "*"
        while cursor and len(found) < limit:
            asked = {"search": plain(text), "per-page": min(PAGE, limit - len(found)), "cursor": cursor}
            answer = ask(url, asked | common, INTERVAL)
            found += works(answer)
            cursor = json.loads(answer or b"{}").get("meta", {}).get("next_cursor")
        return tuple(found)

    return Api(NAME, lookup, search)


def works(answer: bytes | None) -> tuple[Paper, ...]:
    """The papers of an answer."""
    return readable(paper, json.loads(answer or b"{}").get("results") or [])
