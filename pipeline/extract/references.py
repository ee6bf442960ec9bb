"""Parser of reference strings: a linear-chain CRF over fine tokens, and rules for what each field says.

Lafferty, McCallum & Pereira (2001), conditional random fields; field labels as in AnyStyle. The model
is trained by ``python -m pipeline.extract.train_references``; labels carry B- (first token of a field)
or I- (later token).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.extract import reference_fields as read
from pipeline.extract.identifiers import find_identifiers
from pipeline.extract.reference_features import TOKEN, features
from pipeline.extract.reference_names import parse_names
from pipeline.records import Citation

if TYPE_CHECKING:
    import pycrfsuite

Segments = tuple[tuple[str, str], ...]
MODEL = Path(__file__).parent / "models" / "references.crf"
CONTAINERS = ("journal", "container-title", "collection-title")


def parse_reference(text: str) -> Citation:
    """Parse one reference string.

    Args:
        text: a reference in any style, as it was pasted.

    Returns:
        The citation, over the whole text; fields that the string does not have are None or empty.

    Example:
        >>> c = parse_reference("Y. Liu et al. , “Effects of retinoic acids on neurons,” J. Neurochem. , "
        ...                     "vol. 106, no. 3, pp. 1104–16, Aug. 2008.")
        >>> c.authors[0].family, c.year, c.volume, c.issue, c.pages
        ('Liu', 2008, '106', '3', '1104–1116')
    """
    line = read.clean(text)
    rows = features(line)
    marks = tagger().tag(rows) if rows else []
    read_fields = fields(segments(line, marks), line)
    return Citation(start=0, end=len(text), text=text, kind="reference", **read_fields)


@cache
def tagger() -> pycrfsuite.Tagger:
    """The shipped model."""
    return open_tagger(MODEL)


def open_tagger(model: Path) -> pycrfsuite.Tagger:
    """A tagger of a model file."""
    import pycrfsuite

    opened = pycrfsuite.Tagger()
    opened.open(str(model))
    return opened


def segments(line: str, marks: Sequence[str]) -> Segments:
    """The fields of a clean line in order, each with its label and its stretch of the line.

    Args:
        line: the line.
        marks: a mark, such as "B-author", for each of its tokens.
    """
    if not marks:
        return ()
    spans = [match.span() for match in TOKEN.finditer(line)]
    starts = [i for i, mark in enumerate(marks) if mark[0] == "B" or i == 0 or mark[2:] != marks[i - 1][2:]]
    ends = [*starts[1:], len(marks)]
    return tuple(
        (marks[a][2:], line[spans[a][0] : spans[b - 1][1]]) for a, b in zip(starts, ends, strict=True)
    )


def fields(parts: Segments, line: str) -> dict[str, Any]:
    """Fields of `pipeline.records.Bibliography` from the labelled segments of a line."""
    by_label = {label: [text for _, text in group] for label, group in _grouped(parts)}
    first = {label: texts[0] for label, texts in by_label.items()}
    numbers = " ".join(by_label.get("volume", ()))
    volume, issue = read.volume_and_issue(numbers)
    holder = next((first[label] for label in CONTAINERS if label in first), "")
    heading = first.get("title", "")
    heading, holder = (heading, holder) if holder else read.split_off_journal(heading)
    found = {
        "authors": parse_names(" ".join(by_label.get("author", ()))),
        "title": read.title(heading),
        "container": read.container(holder),
        "year": next(filter(None, map(read.year, by_label.get("date", ()))), None),
        "volume": volume,
        "issue": issue,
        "pages": read.pages(" ".join(by_label.get("pages", ()))) or read.pages_behind(numbers, volume),
    }
    if not (found["year"] and found["volume"] and found["pages"]):
        told = {name: value for name, value in read.plain_locator(line).items() if value}
        found |= told if not found["volume"] else {n: v for n, v in told.items() if not found[n]}
    return found | read.locator(line) | identifiers(line)


def identifiers(line: str) -> dict[str, str]:
    """Identifiers and the first URL of a line, by their names in `pipeline.records.Bibliography`."""
    found: dict[str, str] = {}
    for one in find_identifiers(line):
        known = {k: v for k, v in one.fields.items() if k in ("doi", "pmid", "pmcid", "arxiv")}
        found = {**known, **({"url": one.url} if one.url else {}), **found}
    return found


def _grouped(parts: Segments) -> Any:
    ordered = sorted(parts, key=lambda part: part[0])
    return groupby(ordered, key=lambda part: part[0])
