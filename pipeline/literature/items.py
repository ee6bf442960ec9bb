"""What a file of papers, or the answer of a source, can hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Literal

from pipeline.records import Name, Paper
from pipeline.resolve_text import clean_doi, complete_pages, plain

Status = Literal["published", "corrected", "concern", "retracted"]
STATUSES: tuple[Status, ...] = ("published", "corrected", "concern", "retracted")
"""From harmless to grave; of two, the graver one holds."""

NOTICES: Mapping[str, Status] = {
    "retraction": "retracted",
    "retracted": "retracted",
    "withdrawal": "retracted",
    "removal": "retracted",
    "concern": "concern",
    "correct": "corrected",
    "corrigendum": "corrected",
    "erratum": "corrected",
}
"""What the words of a notice's type mean."""

Said = tuple[Status | None, str | None]
"""A status that something says of a paper, None if it says nothing, and the ISO date on which it does."""

MAX_FIELD = 20_000
_DATE = re.compile(r"\b((?:19|20)\d\d)(?:[ -]([A-Z][a-z]{2})[a-z]*(?:[ -](\d{1,2})\b)?)?")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_PMID = re.compile(r"\d{1,9}")
_PMCID = re.compile(r"(?i)pmc\d{1,9}")
_ARXIV = re.compile(r"(?i)(?:[a-z-]+(?:\.[a-z]{2})?/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?")
_INITIALS = re.compile(r"(?:[A-Z]\.?[- ]?){1,5}")


@dataclass(frozen=True)
class Deleted:
    """A record that its source has taken back."""

    id: str


@dataclass(frozen=True)
class Notice:
    """A retraction, correction or expression of concern, about the paper ``id``."""

    id: str
    status: Status
    date: str | None = None


@dataclass(frozen=True)
class Skipped:
    """A record that could not be read, and why."""

    reason: str


Item = Paper | Deleted | Notice | Skipped


def gravest(statuses: Iterable[Status]) -> Status:
    """The gravest of some statuses.

    Example:
        >>> gravest(["corrected", "retracted", "published"])
        'retracted'
    """
    return max(statuses, key=STATUSES.index, default="published")


def notice_status(kind: str) -> Status | None:
    """What a notice of this type makes of the paper that it is about; None if nothing.

    Example:
        >>> notice_status("ExpressionOfConcernIn"), notice_status("new_version")
        ('concern', None)
    """
    small = kind.casefold()
    return next((status for word, status in NOTICES.items() if word in small), None)


def standing(said: Iterable[Said]) -> dict[str, str | None]:
    """The gravest status, and the first date on which it was said, as fields of `Paper`.

    Example:
        >>> standing([("corrected", "2010"), ("retracted", "2012-03"), ("retracted", "2011")])
        {'status': 'retracted', 'status_date': '2011'}
    """
    known = [(status, date) for status, date in said if status]
    status = gravest(status for status, _ in known)
    dates = [date for one, date in known if one == status and date]
    return {"status": status, "status_date": min(dates, default=None)}


def iso_date(text: str | None) -> str | None:
    """The first date in the words of a journal reference, as far as it goes.

    Example:
        >>> iso_date("J Neurosci. 2015 Mar 4;35(9):4000"), iso_date("Nature. 2015"), iso_date(None)
        ('2015-03-04', '2015', None)
    """
    if not (found := _DATE.search(text or "")):
        return None
    year, month, day = found.groups()
    if month not in _MONTHS:
        return year
    return iso_parts([year, _MONTHS.index(month) + 1, *([day] if day else [])])


def iso_parts(parts: Iterable[Any]) -> str | None:
    """Year, month and day, as many as there are, as an ISO date.

    Example:
        >>> iso_parts([2015, 3]), iso_parts([None])
        ('2015-03', None)
    """
    numbers = [int(part) for part in parts if part]
    return "-".join(f"{number:02d}" for number in numbers[:3]) or None


def make_paper(source: str, **fields: Any) -> Paper:
    """A paper from the fields of a source: identifiers in one form, pages completed, blanks left out.

    A paper without any identifier is named by a hash of its title, first author and year.

    Args:
        source: name of the source.
        fields: fields of `Paper`; ``id`` is the best identifier there is.

    Raises:
        ValueError: there is neither an identifier nor a title.

    Example:
        >>> paper = make_paper("crossref", title=" A  study", doi="https://doi.org/10.1000/ABC", pages="12-5")
        >>> paper.id, paper.title, paper.pages
        ('doi:10.1000/abc', 'A study', '12\u201315')
    """
    known: dict[str, Any] = {
        n: tidy(value) if isinstance(value, str) else value for n, value in fields.items()
    }
    known["pages"] = complete_pages(known.get("pages"))
    known |= {name: identifier(name, known.get(name)) for name in SCHEMES}
    known = {name: value for name, value in known.items() if value not in (None, "", ())}
    best = next((f"{name}:{known[name]}" for name in SCHEMES if name in known), None)
    return Paper.model_validate(known | {"id": best or _hashed(known), "source": source})


SCHEMES = ("doi", "pmid", "pmcid", "arxiv")
"""Fields that hold an identifier, the best first."""


def identifier(scheme: str, value: str | None) -> str | None:
    """An identifier in the form that is compared; None if it is none of its scheme.

    Example:
        >>> identifier("pmid", "https://pubmed.ncbi.nlm.nih.gov/15051884"), identifier("pmcid", "pmc387382")
        ('15051884', 'PMC387382')
    """
    if scheme == "doi":
        return clean_doi(value)
    pattern = {"pmid": _PMID, "pmcid": _PMCID, "arxiv": _ARXIV}[scheme]
    match = pattern.search((value or "")[:200])
    return match and (match[0].upper() if scheme == "pmcid" else match[0].lower())


def tidy(text: str) -> str:
    r"""One line without control characters, direction marks, lone surrogates and double spaces.

    Example:
        >>> tidy("A\u202e title\n of two\tlines\ud800")
        'A title of two lines'
    """
    text = text[:MAX_FIELD]
    if not (text.isascii() and text.isprintable()):
        text = _UNSEEN.sub(" ", text)
    return " ".join(text.split())


def name_of(text: str) -> Name | None:
    """An author from one string: "Family, Given", "Family AB" or "Given Family".

    Example:
        >>> name_of("van den Berg JD"), name_of("Anna B. Smith")
        (Name(family='van den Berg', given='JD'), Name(family='Smith', given='Anna B.'))
    """
    text = tidy(text).rstrip(".,; ") if "," not in text else tidy(text).rstrip("; ")
    family, comma, given = (part.strip() for part in text.partition(","))
    if not comma:
        front, _, last = text.rpartition(" ")
        family, given = (front, last) if front and _INITIALS.fullmatch(last) else (last, front)
    return Name(family=family, given=given or None) if family else None


def names_of(texts: Iterable[str]) -> tuple[Name, ...]:
    """Authors from strings; blanks are left out."""
    return tuple(name for text in texts if (name := name_of(text)))


def make_name(family: str | None, given: str | None) -> Name | None:
    """An author from two fields; None if there is no family name."""
    family = tidy(family or "")
    return Name(family=family, given=tidy(given or "") or None) if family else None


def _hashed(known: Mapping[str, Any]) -> str:
    if not (title := plain(known.get("title"))):
        raise ValueError("neither identifier nor title")
    first = plain(known["authors"][0].family) if known.get("authors") else ""
    digest = blake2b(f"{title}|{first}|{known.get('year', '')}".encode(), digest_size=8)
    return f"local:{digest.hexdigest()}"
