"""PubMed through E-utilities: ids from a search or NLM's citation matcher, then the records of the ids.

Source:
    NCBI, Entrez Programming Utilities Help (https://www.ncbi.nlm.nih.gov/books/NBK25501/): 3 requests a
    second, 10 with a key; ``tool`` and ``email`` name who asks.
"""

from __future__ import annotations

import io
import json
import re

from pipeline.literature.formats import pubmed_xml
from pipeline.literature.live import Access, Api, Ask
from pipeline.records import Citation, Paper
from pipeline.resolve_text import clean_doi, first_page, plain

NAME = pubmed_xml.NAME
URL = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
ROWS = 5
PAGE = 200
TITLE_WORDS = 12
_PMID = re.compile(r"\|(\d+)\s*$", re.MULTILINE)


def api(access: Access, url: str = URL) -> Api:
    """PubMed.

    Args:
        access: contact and key, sent along if there are any.
        url: address of the service.
    """
    given = {"email": access.contact, "api_key": access.key}
    common = {"db": "pubmed", "tool": "threadgraph"} | {name: value for name, value in given.items() if value}
    interval = 1 / 10 if access.key else 1 / 3

    def lookup(citation: Citation, ask: Ask) -> tuple[Paper, ...]:
        if citation.pmid and (found := fetch([citation.pmid], ask)):
            return found
        if (matcher := matcher_line(citation)) and (found := fetch(matched(matcher, ask), ask)):
            return found
        term = term_of(citation)
        return fetch(ids(term, 0, ROWS, ask), ask) if term else ()

    def search(text: str, limit: int, ask: Ask) -> tuple[Paper, ...]:
        found: list[Paper] = []
        for start in range(0, limit, PAGE):
            page = ids(plain(text), start, min(PAGE, limit - start), ask)
            found += fetch(page, ask)
            if len(page) < PAGE:
                break
        return tuple(found)

    def ids(term: str, start: int, rows: int, ask: Ask) -> list[str]:
        asked = {"term": term, "retmode": "json", "retstart": start, "retmax": rows, "sort": "relevance"}
        answer = json.loads(ask(f"{url}/esearch.fcgi", asked | common, interval) or b"{}")
        return [str(id) for id in (answer.get("esearchresult") or {}).get("idlist") or []]

    def matched(line: str, ask: Ask) -> list[str]:
        answer = ask(f"{url}/ecitmatch.cgi", {"retmode": "xml", "bdata": line} | common, interval) or b""
        return _PMID.findall(answer.decode("utf-8", "replace"))

    def fetch(pmids: list[str], ask: Ask) -> tuple[Paper, ...]:
        if not pmids:
            return ()
        asked = {"id": ",".join(pmids), "retmode": "xml"}
        answer = ask(f"{url}/efetch.fcgi", asked | common, interval) or b"<none/>"
        return tuple(item for item in pubmed_xml.read(io.BytesIO(answer)) if isinstance(item, Paper))

    return Api(NAME, lookup, search)


def matcher_line(citation: Citation) -> str | None:
    """A line for NLM's citation matcher; None if the citation has no journal, volume and page.

    Example:
        >>> matcher_line(Citation(start=0, end=0, text="", kind="reference", container="Science", year=1987,
        ...                       volume="235", pages="182-7"))
        'science|1987|235|182||1|'
    """
    page = first_page(citation.pages)
    if not (citation.container and citation.volume and page):
        return None
    author = plain(citation.authors[0].family) if citation.authors else ""
    return f"{plain(citation.container)}|{citation.year or ''}|{plain(citation.volume)}|{page}|{author}|1|"


def term_of(citation: Citation) -> str | None:
    """A search for a citation, by its DOI or PMC id or by the words of its title; None if it has none."""
    if doi := clean_doi(citation.doi):
        return f'"{doi}"[doi]'
    if citation.pmcid:
        return f"{citation.pmcid}[pmcid]"
    return " AND ".join(f"{word}[ti]" for word in plain(citation.title).split()[:TITLE_WORDS]) or None
