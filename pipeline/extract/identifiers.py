"""Identifiers of papers, in running text and in URLs: tables of patterns and pure functions.

DOI (ISO 26324; compared without case, so written in lower case here), PMID, PMCID, arXiv, bioRxiv and
medRxiv (DOIs under 10.1101 and 10.64898), ISBN (ISO 2108, with its check digit), PII and
ClinicalTrials.gov's NCT numbers. All patterns are linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

from pipeline.extract.citation_urls import URL_FORMS, known_host

DOI = r"10\.\d{4,9}(?:\.\d{1,9}){0,3}/"
SICI = r"\(sici\)[^\s<>]{5,60}<[^\s<>]{1,20}>[^\s<>\"“”]{1,20}"
DOI_IN_URL = re.compile(rf"(?<![\d.]){DOI}(?:{SICI}|[^\s\"<>“”?#&|]{{1,300}})", re.IGNORECASE)
NESTED = re.compile(r"https?:/{1,2}(?=[^/])", re.IGNORECASE)
HOST = re.compile(r"(?:https?:/{1,2})?(?:[^/@\s]{1,200}@)?([\w.-]{1,253})", re.IGNORECASE)

URL_SUFFIX = re.compile(
    r"(?:[/.](?:full|abstract|abs|e?pdf|pdfft|pdfplus|pdfdirect|epub|html?|xml|asp|summary|meta|references|figures"
    r"|tables|citation|fulltext|full-text|download|metrics|comments|suppl_file|short|e?text)\b)+[/.]?$",
    re.IGNORECASE,
)
PREPRINTS = ("10.1101/", "10.64898/")
PREPRINT = re.compile(r"(10\.(?:1101|64898)/(?:\d{4}\.\d\d\.\d\d\.)?\d{5,8})(?!\d).*", re.IGNORECASE)
OLD_PII = re.compile(r"(S?)(\d{4})(\d{3}[\dX])([6-9]\d|0[0-2])(\d{5})([\dX])")
OPENING = {")": "(", "]": "[", "}": "{"}
TRAILING = frozenset(".,;:!?'\"*_~`’‘”“»|\\/…-")

IN_TEXT = re.compile(
    rf"""(?<![\w.])(?P<url>(?:https?://|www\.)[^\s<>"“”|]{{3,2000}})
    | (?P<doi>(?:\bdoi\s{{0,2}}[:.]?\s{{0,2}}|(?<![\d.])){DOI}(?:{SICI}|[^\s<>"“”|]{{1,300}}))
    | (?<![\w.@-])(?P<bare>(?:[a-z\d-]{{1,40}}\.){{1,4}}[a-z]{{2,6}}/[^\s<>"“”|]{{3,2000}})
    | \b(?:pmids?|pubmed(?:\s?id)?)\s?[:#]?\s?(?P<pmid>[1-9]\d{{3,7}})(?!\d)
    | \b(?:pmcid:?\s?)?pmc\s?[:#]?\s?(?P<pmcid>\d{{5,9}})(?!\d)
    | \barxiv[:\s]\s?(?P<arxiv>\d{{4}}\.\d{{4,5}}|[a-z-]{{2,10}}(?:\.[a-z]{{2}})?/\d{{7}})(?:v\d{{1,2}})?
    | \b(?:bio|med)rxiv[:\s]\s?(?P<biorxiv>(?:\d{{4}}\.\d\d\.\d\d\.)?\d{{6,8}})(?:v\d{{1,2}})?
    | \bisbn(?:-?1[03])?[:\s]\s?(?P<isbn>[\dx][\dx\s‐‑–-]{{8,18}}[\dx])(?!\w)
    | \b(?P<nct>nct\s?\d{{8}})(?!\d)""",
    re.IGNORECASE | re.VERBOSE,
)

HINTS = ("10.", "/", "www.", "pmid", "pmc", "pubmed", "rxiv", "isbn", "nct")
"""One of these is in every text that `IN_TEXT` matches; most posts are done with this cheap look."""

Fields = dict[str, str]


class Identifier(NamedTuple):
    """Identifiers at one place of a text: ``text[start:end]`` is what was written.

    ``fields`` maps doi, pmid, pmcid, arxiv, isbn, nct, pii, volume, issue, pages to normal forms;
    ``url`` is the URL that carried them, None for an identifier in running text.
    """

    start: int
    end: int
    fields: Fields
    url: str | None


def identify_url(url: str) -> Fields:
    """Identifiers that a URL carries.

    Args:
        url: a URL, with or without its scheme, perhaps percent-encoded, wrapped or proxied.

    Returns:
        Normal forms by name, empty if the URL is not known to be of a paper.

    Example:
        >>> identify_url("https://www.ncbi.nlm.nih.gov/pubmed/?term=19162085")
        {'pmid': '19162085'}
        >>> identify_url("https://sci-hub.se/https://doi.org/10.1016%2FJ.LFS.2008.01.001.")
        {'doi': '10.1016/j.lfs.2008.01.001'}
    """
    plain = _unquoted(url)
    if "10." in plain and (found := DOI_IN_URL.search(plain)):
        return _normal({"doi": found.group()})
    if plain.find("http", 1) > 0:
        *_, plain = NESTED.split(plain)
    host = HOST.match(plain)
    known = known_host(host[1]) if host else None
    if not host or not known:
        return {}
    path = plain[host.end() :]
    matches = (form.search(path) for form in URL_FORMS[known])
    return next((_normal(m.groupdict()) for m in matches if m), {})


def find_identifiers(text: str) -> Iterator[Identifier]:
    """Identifiers and URLs that carry some, in the order of the text.

    Args:
        text: any text.

    Yields:
        One for each place.

    Example:
        >>> [i.fields for i in find_identifiers("see PMID: 19162085 (doi:10.1000/xyz123).")]
        [{'pmid': '19162085'}, {'doi': '10.1000/xyz123'}]
    """
    lower = text.lower()
    if not any(hint in lower for hint in HINTS):
        return
    for match in IN_TEXT.finditer(text):
        scheme = match.lastgroup or ""
        if scheme in ("url", "bare", "doi"):
            end = match.start() + len(untrailed(match.group()))
        else:
            end = match.end()
        written = text[match.start() : end]
        address = written if scheme in ("url", "bare") else None
        fields = identify_url(written) if address else _normal({scheme: match[scheme]})
        if fields:
            yield Identifier(match.start(), end, fields, address)


def untrailed(written: str) -> str:
    """A URL or DOI without the punctuation of the sentence around it; paired brackets stay.

    Example:
        >>> untrailed("10.1016/S0140-6736(05)17789-5).")
        '10.1016/S0140-6736(05)17789-5'
    """
    end = len(written)
    while end:
        last = written[end - 1]
        opening = OPENING.get(last)
        unpaired = opening and written.count(opening, 0, end) < written.count(last, 0, end)
        if last not in TRAILING and not unpaired:
            break
        end -= 1
    return written[:end]


def _unquoted(url: str) -> str:
    """Percent-encoding undone, twice if need be, and HTML's ampersands."""
    plain = unquote(url) if "%" in url else url
    plain = unquote(plain) if "%" in plain else plain
    return plain.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">") if "&" in plain else plain


def _normal(groups: dict[str, str | None]) -> Fields:
    """Normal forms of matched groups; an ISBN with a wrong check digit is left out."""
    fields: Fields = {}
    for name, value in groups.items():
        if value:
            fields |= NORMAL[name](value) if name in NORMAL else {name: value}
    return fields


def _doi(written: str) -> Fields:
    doi = written[written.index("10.") :].lower()
    doi = untrailed(_unquoted(doi))
    if doi[-1:].isalpha():
        doi = untrailed(URL_SUFFIX.sub("", doi))
    if doi.startswith(PREPRINTS):
        doi = PREPRINT.sub(r"\1", doi)
    prefix = "10.48550/arxiv."
    return {"doi": doi, "arxiv": doi.removeprefix(prefix)} if doi.startswith(prefix) else {"doi": doi}


def _pii(written: str) -> Fields:
    """A PII; until 2002 Elsevier's DOIs were made of it, so that the DOI is known as well."""
    pii = re.sub(r"[^\dSBX]", "", written.upper())
    if old := OLD_PII.fullmatch(pii):
        return {"pii": pii, "doi": "10.1016/{}{}-{}({}){}-{}".format(*old.groups()).lower()}
    return {"pii": pii}


def _isbn(written: str) -> Fields:
    digits = re.sub(r"[^\dX]", "", written.upper())
    values = [10 if d == "X" else int(d) for d in digits]
    if len(digits) == 10 and sum((10 - i) * v for i, v in enumerate(values)) % 11 == 0:
        return {"isbn": digits}
    if len(digits) == 13 and sum((1, 3)[i % 2] * v for i, v in enumerate(values)) % 10 == 0:
        return {"isbn": digits}
    return {}


NORMAL: dict[str, Callable[[str], Fields]] = {
    "doi": _doi,
    "nature": lambda item: {"doi": f"10.1038/{item.lower()}"},
    "biorxiv": lambda item: {"doi": f"10.1101/{item}"},
    "pmcid": lambda digits: {"pmcid": f"PMC{digits}"},
    "arxiv": lambda item: {"arxiv": item.lower()},
    "nct": lambda item: {"nct": item.upper().replace(" ", "")},
    "pii": _pii,
    "isbn": _isbn,
}
"""How the written form of an identifier becomes its normal form; what is not here stays as written."""
