"""What speaks for and against a paper being the one that a citation means.

Source:
    Crossref's search-based matching with validation: D. Tkaczyk, "Reference matching: for real this time"
    and "What if I told you that bibliographic references can be structured?" (Crossref blog, 2018), and
    the support gate of the Crossref Labs matching strategies (title, year, volume, author, page; three of
    them, four for an article). Here every field is compared with both the parsed citation and its raw
    text, so that a slip of the parser is no evidence, and what disagrees is kept by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from pipeline.records import Bibliography, Citation, Paper
from pipeline.resolve_text import clean_doi, first_page, numbers, plain, same_journal, squeezed

IDENTIFIERS = ("doi", "pmid", "pmcid", "arxiv")
WEIGHTS: Mapping[str, float] = {
    "title": 3.0,
    "authors": 1.5,
    "pages": 1.5,
    "year": 1.0,
    "volume": 1.0,
    "container": 1.0,
    "issue": 0.25,
    "abstract": 2.0,
}
"""How much a field counts in the score."""

IDENTIFIER_WEIGHT = 3.0
LEAST_WEIGHT = 4.0
"""Less to compare than this leaves doubt even if all of it agrees."""

_TAKEN: Mapping[str, tuple[str, ...]] = {
    "year": ("volume", "pages"),
    "volume": ("year", "pages"),  # not the issue: what is parsed as the issue is often the volume
    "issue": ("year", "volume", "pages"),
    "pages": ("year", "volume", "issue"),
}
"""Fields that explain a number in the text, so that it cannot be meant as this one."""

SUPPORTING = ("title", "authors", "year", "volume", "pages", "container", "abstract")
"""Fields that the gate counts; an issue number is left out or printed otherwise too often."""

GATE = 3.0
ARTICLE_GATE = 4.0
SAME_TITLE = 0.9
LIKE_TITLE = 0.75
TELLING_TITLE = 20
"""Letters of a title from which on it points to one paper by itself."""

LONG_TITLE = 50
"""Letters from which on no two papers happen to have the same title."""


@dataclass(frozen=True)
class Said:
    """A citation in the forms that are compared, made once for all papers."""

    citation: Citation

    @cached_property
    def title(self) -> str:
        """The parsed title without spaces."""
        return squeezed(self.citation.title)

    @cached_property
    def text(self) -> str:
        """The raw text without spaces."""
        return squeezed(self.citation.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the raw text."""
        return frozenset(plain(self.citation.text).split())

    @cached_property
    def numbers(self) -> Mapping[str, tuple[str, ...]]:
        """The numbers of the parsed fields, the leading one first."""
        cited = self.citation
        page = first_page(cited.pages)
        return {
            "year": (str(cited.year),) if cited.year else (),
            "volume": numbers(cited.volume),
            "issue": numbers(cited.issue),
            "pages": (page,) if page else (),
        }

    def has_number(self, number: str, field: str) -> bool:
        """Whether a number stands in the raw text, and not as another field."""
        taken = {one for name in _TAKEN[field] for one in self.numbers[name]}
        return number in self._text_numbers and number not in taken

    @cached_property
    def _text_numbers(self) -> frozenset[str]:
        return frozenset(numbers(self.citation.text))

    @cached_property
    def authors(self) -> tuple[str, ...]:
        """The family names without spaces."""
        return tuple(name for author in self.citation.authors if (name := squeezed(author.family)))


@dataclass(frozen=True)
class Evidence:
    """How far each field of a citation agrees with a paper.

    Attributes:
        paper: the paper.
        agreement: from 1 (same) over 0.5 (near) to 0 (other), for each field that both have.
        identified: whether the citation gives an identifier of the paper.
        title_letters: length of the paper's title, without spaces.
    """

    paper: Paper
    agreement: Mapping[str, float]
    identified: bool
    title_letters: int

    @property
    def disagrees(self) -> tuple[str, ...]:
        """The fields that are other."""
        return tuple(name for name, value in self.agreement.items() if value == 0)

    @property
    def contradicted(self) -> bool:
        """Whether a field that counts is other."""
        return any(self.agreement.get(name) == 0 for name in SUPPORTING)

    @property
    def support(self) -> float:
        """How many fields agree; an identifier and a long title count as two."""
        long_title = self.agreement.get("title") == 1.0 and self.title_letters >= LONG_TITLE
        return sum(self.agreement.get(name, 0.0) for name in SUPPORTING) + 2.0 * self.identified + long_title

    @property
    def supported(self) -> bool:
        """Whether enough agrees and nothing that counts is other (the support gate)."""
        compared = [name for name in SUPPORTING if name in self.agreement]
        wanted = ARTICLE_GATE if len(compared) > ARTICLE_GATE else GATE
        if self.identified:
            wanted = 2.0
        return self.support >= wanted and not self.contradicted

    @property
    def points(self) -> bool:
        """Whether the citation plainly means this paper, though it may say something wrong of it."""
        told = self.agreement.get("title", 0.0) == 1.0 and self.title_letters >= TELLING_TITLE
        return self.identified or told or self.support >= ARTICLE_GATE

    @property
    def names_fit(self) -> bool:
        """Whether first author and year agree, and no other field is other."""
        both = self.agreement.get("authors") == self.agreement.get("year") == 1.0
        return both and not self.disagrees

    @property
    def score(self) -> float:
        """Weighted share of what agrees, 0 to 1; less if little could be compared."""
        named = IDENTIFIER_WEIGHT * self.identified
        agreeing = named + sum(WEIGHTS[name] * value for name, value in self.agreement.items())
        return agreeing / max(named + sum(WEIGHTS[name] for name in self.agreement), LEAST_WEIGHT)


def compare(said: Said, paper: Paper) -> Evidence:
    """Compare a citation with a paper, field by field.

    Args:
        said: the citation.
        paper: the paper.

    Example:
        >>> known = {"title": "A study of mice", "volume": "5", "pages": "1"}
        >>> text = "Smith. A study of mice. J X 1999;5:1"
        >>> citation = Citation(start=0, end=36, text=text, kind="reference", year=1999, **known)
        >>> paper = Paper(id="pmid:1", source="x", year=2000, **known | {"volume": "6", "pages": "1-9"})
        >>> compare(Said(citation), paper).agreement
        {'title': 1.0, 'year': 0.5, 'volume': 0.0, 'pages': 1.0}
    """
    cited = said.citation
    found = {
        "title": title_agreement(said, paper),
        "authors": author_agreement(said, paper),
        "year": year_agreement(said, paper),
        "volume": number_agreement(said, "volume", next(iter(numbers(paper.volume)), None)),
        "pages": number_agreement(said, "pages", first_page(paper.pages)),
        "container": container_agreement(said, paper),
        "issue": number_agreement(said, "issue", next(iter(numbers(paper.issue)), None)),
        "abstract": abstract_agreement(said, paper),
    }
    known = {name: value for name, value in found.items() if value is not None}
    return Evidence(paper, known, identifies(cited, paper), len(squeezed(paper.title)))


def identifier_of(record: Bibliography, name: str) -> str | None:
    """An identifier of a record, in the form that is compared."""
    value = getattr(record, name)
    return clean_doi(value) if name == "doi" else value and str(value).casefold().removeprefix("pmc")


def identifies(one: Bibliography, other: Bibliography) -> bool:
    """Whether two records share an identifier."""
    pairs = ((identifier_of(one, name), identifier_of(other, name)) for name in IDENTIFIERS)
    return any(a and a == b for a, b in pairs)


def title_agreement(said: Said, paper: Paper) -> float | None:
    """Titles are the same (1), one is the other with more (0.75), alike (0.5) or other (0).

    A record whose title breaks off, at a formula or an italic word, is common; PubMed's translations,
    in square brackets, say nothing.
    """
    if not (title := squeezed(paper.title)) or not (said.title or said.text):
        return None
    likeness = fuzz.ratio(title, said.title) / 100
    inside = said.text.find(title) >= 0 if len(title) >= TELLING_TITLE else False
    if likeness >= SAME_TITLE or (inside and (not said.title or len(title) >= LONG_TITLE)):
        return 1.0
    if starts_alike(title, said.title) >= SAME_TITLE:
        return 0.75
    if likeness >= LIKE_TITLE or inside or said.title.startswith(title):
        return 0.5
    translated = (paper.title or "").startswith("[")
    return None if translated or not said.title else 0.0


def starts_alike(one: str, other: str) -> float:
    """How alike the shorter of two squeezed titles is to the start of the other, if it says enough.

    Example:
        >>> starts_alike("thetheoryofplannedbehavior", "thetheoryofplannedbehaviorinforests")
        1.0
    """
    short, long = sorted((one, other), key=len)
    return fuzz.ratio(short, long[: len(short)]) / 100 if len(short) >= TELLING_TITLE else 0.0


def author_agreement(said: Said, paper: Paper) -> float | None:
    """The paper's first author is the citation's first (1), another of them (0.5), or none of them (0)."""
    if not paper.authors or not (first := squeezed(paper.authors[0].family)):
        return None
    places = [i for i, name in enumerate(said.authors) if name == first or fuzz.ratio(name, first) >= 85]
    if places:
        return 1.0 if places[0] == 0 else 0.5
    if first in said.words or (len(first) > 4 and first in said.text[: 60 + len(first)]):
        return 1.0
    return 0.0 if said.authors else None


def year_agreement(said: Said, paper: Paper) -> float | None:
    """Years agree; one year apart, as print and online often are, is near."""
    if not paper.year or not said.citation.year:
        return None
    if paper.year == said.citation.year or said.has_number(str(paper.year), "year"):
        return 1.0
    return 0.5 if abs(paper.year - said.citation.year) == 1 else 0.0


def number_agreement(said: Said, field: str, known: str | None) -> float | None:
    """A volume, issue or page is the paper's, or stands in the text where nothing else explains it.

    The letter of a page ("e61", "H1301") counts only if both have one.
    """
    ours = said.numbers[field][:1]
    if not known or not (ours or said.citation.text):
        return None
    if known in ours or said.has_number(known, field):
        return 1.0
    if ours and (ours[0].isdecimal() or known.isdecimal()) and _digits(ours[0]) == _digits(known):
        return 1.0
    return 0.0 if ours else None


def _digits(number: str) -> str:
    return "".join(filter(str.isdecimal, number))


def container_agreement(said: Said, paper: Paper) -> float | None:
    """Journals agree if one name abbreviates the other, or the paper's stands in the text."""
    if not paper.container:
        return None
    name = squeezed(paper.container)
    if len(name) > 5 and name in said.text:
        return 1.0
    if not said.citation.container:
        return None
    return 1.0 if same_journal(said.citation.container, paper.container) else 0.0


def abstract_agreement(said: Said, paper: Paper) -> float | None:
    """What is quoted below the citation stands in the paper's abstract; if not, it says nothing."""
    quoted = squeezed(said.citation.quoted.text if said.citation.quoted else None)
    if len(quoted) < 2 * TELLING_TITLE or not paper.abstract:
        return None
    return 1.0 if fuzz.partial_ratio(quoted, squeezed(paper.abstract)) >= 85 else None
