"""Citations in a post: reference strings, identifiers, links, author-year mentions, vague talk."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract import document
from pipeline.extract.citation_mentions import (
    ONE_IN_CELL,
    AuthorYear,
    find_author_years,
    find_vague,
    read_match,
)
from pipeline.extract.citation_merge import merge
from pipeline.extract.citation_plain import linked, restored, undone
from pipeline.extract.citation_quotes import quoted_below
from pipeline.extract.citation_references import Found, find_references, list_number
from pipeline.extract.citation_tables import Row, study_rows
from pipeline.extract.identifiers import find_identifiers, identify_url
from pipeline.extract.references import parse_reference
from pipeline.records import Citation, CitationKind, Hyperlink, Span

STORED = ("doi", "pmid", "pmcid", "arxiv", "volume", "issue", "pages")
REGISTERED = {"nct": "https://clinicaltrials.gov/study/{}", "isbn": "urn:isbn:{}"}
"""Identifiers without a field of their own, and the URL that says them."""

NUMBERED = re.compile(r"\[(\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,20})\]")
ONLY_MARKS = re.compile(
    r"^[\s\W]*(?:(?:link|source|url|doi|pmid|full text|pubmed|abstract|here)\s?[:>-]*\s*)*[\s\W]*$", re.I
)


@Language.factory("threadgraph_citations")
def make_citations(nlp: Language, name: str) -> CitationFinder:
    """Component that writes ``doc._.citations``."""
    return CitationFinder()


class CitationFinder:
    """Thin component around `find_citations`.

    Example:
        >>> import spacy
        >>> nlp = spacy.blank("en")
        >>> _ = nlp.add_pipe("threadgraph_citations")
        >>> [c.kind for c in nlp("See Smith et al. (2020).")._.citations]
        ['author_year']
    """

    def __init__(self) -> None:
        document.register()

    def __call__(self, doc: Doc) -> Doc:
        """Find the citations of one Doc."""
        doc._.citations = find_citations(doc.text, doc._.links)
        return doc


def find_citations(text: str, links: Sequence[Hyperlink] = ()) -> tuple[Citation, ...]:
    """Citations of a text.

    Args:
        text: a post.
        links: its hyperlinks; those that lead to papers are citations at their anchors.

    Returns:
        One citation for each paper, in the order of their first places.

    Example:
        >>> post = "Smith et al. (2020) saw it, and so did a study in rats. Smith et al., 2020!"
        >>> [(c.kind, c.year, len(c.spans)) for c in find_citations(post + " A study in rats showed it.")]
        [('author_year', 2020, 2), ('vague', None, 1)]
    """
    if plain := undone(text):
        found = _found(plain.text, linked(tuple(links), plain))
        return tuple(restored(citation, text, plain) for citation in found)
    return _found(text, links)


def _found(text: str, links: Sequence[Hyperlink]) -> tuple[Citation, ...]:
    found = find_references(text)
    near = [*_identified(text), *(form for link in links for form in _linked(text, link))]
    limits = [*(one.start for one in found[1:]), None]
    parsed = [_reference(text, one, limit) for one, limit in zip(found, limits, strict=False)]
    references, near = attach(text, parsed, near)
    covered = _mask(text, references)
    rows = study_rows(text)
    named = [one for one in (*_in_cells(text, rows), *find_author_years(text)) if _free(covered, one)]
    mentions, near = attach(text, [_author_year(text, one) for one in named], near)
    covered = _mask(text, [*references, *near, *mentions])
    vague = [_citation(text, *place, "vague") for place in find_vague(text) if _free(covered, place)]
    numbered = _with_numbers(text, found, references, near)
    return merge(_with_row(form, rows) for form in (*numbered, *mentions, *vague))


def attach(text: str, hosts: list[Citation], near: list[Citation]) -> tuple[list[Citation], list[Citation]]:
    """Give identifiers to the citations they stand in or right behind.

    Returns:
        The citations with the fields of their identifiers, and the identifiers that stand outside.
    """
    full, outside = list(hosts), []
    order = sorted(range(len(hosts)), key=lambda i: hosts[i].start)
    starts = [hosts[i].start for i in order]
    for form in near:
        at = bisect_right(starts, form.start) - 1
        i = order[at] if at >= 0 else -1
        if i < 0 or not _belongs(text, full[i], form):
            outside.append(form)
            continue
        full[i] = _filled(full[i], form)
        if form.start >= full[i].end:
            outside.append(form)
    return full, outside


def _belongs(text: str, host: Citation, form: Citation) -> bool:
    """Whether an identifier is the host's: inside it, or behind it with nothing but marks between."""
    if form.start < host.end:
        return True
    known = [(getattr(host, f), getattr(form, f)) for f in ("doi", "pmid", "pmcid", "arxiv")]
    conflict = any(a and b and a != b for a, b in known)
    return form.start - host.end < 40 and not conflict and bool(ONLY_MARKS.match(text[host.end : form.start]))


def _filled(host: Citation, form: Citation) -> Citation:
    gained = {f: getattr(form, f) for f in (*STORED, "url") if getattr(host, f) is None}
    return host.model_copy(update=gained)


def _reference(text: str, found: Found, limit: int | None) -> Citation:
    parsed = parse_reference(text[found.start : found.end])
    quoted = quoted_below(text, found.end, limit)
    return parsed.model_copy(update={"start": found.start, "end": found.end, "quoted": quoted})


def _identified(text: str) -> Iterator[Citation]:
    for one in find_identifiers(text):
        yield _citation(
            text, one.start, one.end, "url" if one.url else "identifier", **_stored(one.fields, one.url)
        )


def _linked(text: str, link: Hyperlink) -> Iterator[Citation]:
    fields = identify_url(link.url)
    if fields and 0 <= link.start < link.end <= len(text):
        yield _citation(text, link.start, link.end, "url", **_stored(fields, link.url))


def _stored(fields: Mapping[str, str], url: str | None) -> dict[str, str | None]:
    """Identifiers as fields of a citation."""
    registered = next(
        (form.format(fields[name]) for name, form in REGISTERED.items() if name in fields), None
    )
    return {f: fields.get(f) for f in STORED} | {"url": url or registered}


def _author_year(text: str, one: AuthorYear) -> Citation:
    year = int(one.year[:4]) if one.year else None
    return _citation(text, one.start, one.end, "author_year", authors=one.names, year=year)


def _in_cells(text: str, rows: Iterable[Row]) -> Iterator[AuthorYear]:
    """Studies that a table names by one family and a year."""
    for row in rows:
        if match := ONE_IN_CELL.match(text, row.study_start, row.study_end):
            yield from read_match(match)


def _with_row(form: Citation, rows: Sequence[Row]) -> Citation:
    """The citation with what its row of a table says."""
    row = next((row for row in rows if row.start <= form.start < row.end and form.kind != "vague"), None)
    if row is None:
        return form
    return form.model_copy(update={"participants": row.participants, "findings": row.findings})


def _with_numbers(
    text: str, found: Sequence[Found], references: list[Citation], near: list[Citation]
) -> list[Citation]:
    """Citations of a numbered list with the places of their numbers, "[2, 4]", in the text."""
    items = {one.number: i for i, one in enumerate(found) if one.number}
    forms = [*references, *near]
    for i, form in enumerate(near, len(references)):
        if (number := list_number(text, form.start)) is not None:
            items.setdefault(number, i)
    for match in NUMBERED.finditer(text) if items else ():
        span = Span(start=match.start(), end=match.end(), text=match[0])
        for number in () if list_number(text, match.end()) else _numbers(match[1]):
            if number in items:
                form = forms[items[number]]
                forms[items[number]] = form.model_copy(update={"spans": (*form.spans, span)})
    return forms


def _numbers(written: str) -> Iterator[int]:
    """Numbers of "2, 4–6"."""
    for part in re.split(r"[,;]", written):
        ends = [int(n) for n in re.findall(r"\d+", part)]
        yield from range(ends[0], min(ends[-1], ends[0] + 30) + 1) if ends else ()


def _citation(text: str, start: int, end: int, kind: CitationKind, **fields: Any) -> Citation:
    return Citation(start=start, end=end, text=text[start:end], kind=kind, **fields)


def _mask(text: str, forms: Iterable[Citation]) -> bytearray:
    """A byte for each character: whether a citation stands there."""
    covered = bytearray(len(text))
    for form in forms:
        covered[form.start : form.end] = b"\1" * (form.end - form.start)
    return covered


def _free(covered: bytearray, place: Sequence[Any]) -> bool:
    return not any(covered[place[0] : place[1]])
