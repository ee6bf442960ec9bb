"""Quantities: doses, frequencies, routes, durations, onsets, concentrations, lab values and percentages.

A number (or a range, or a list) and a unit make a quantity; the units, and the words that tell an onset from
a duration, are tables in ``data``. Values are kept in one unit a kind of measure: mass in mg, concentration
in mol/l, lab values and times in the unit they were written in; ``text`` keeps what was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple, cast

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract import document
from pipeline.extract.context_cues import Lexicon, expression, fold, pieces, read_table
from pipeline.extract.quantity_binding import bind
from pipeline.records import Citation, Mention, Quantity, QuantityKind

WORDS: Mapping[str, float] = {
    **{"a": 1, "an": 1, "one": 1, "single": 1, "first": 1, "two": 2, "couple": 2, "three": 3, "few": 3},
    **{"four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12},
    **{"half": 0.5, "several": 5},
}
VALUE = r"\d+(?:,\d{3})*(?:[.,]\d+)?|\.\d+"
WORD = rf"(?:a\s)?(?:{'|'.join(WORDS)})(?=\s)"
SINGLE = frozenset({"a", "an", "one", "first", "single"})
"""Numbers that are mostly no measure: "one day" is a duration only beside words that say so."""

TO = r"\s?(?:-|–|—|to|or)\s?"
POWER = re.compile(
    r"(?<![\w.])(?:(?P<factor>\d{1,3}(?:\.\d+)?)\s?(?:[x×*·]\s?)?)?10\s?(?:\^|\*\*)?\s?"
    r"\(?\s?(?P<power>[-−–+]\s?\d{1,2})\s?\)?\s?(?P<unit>[munp]?M|mol/l)(?!\w)"
)
PERCENT_FIRST = re.compile(rf"%\s?(?P<low>{VALUE})(?!\w)")
LAB_NUMBER = re.compile(
    r"\s?(?:level|levels|count)?\s?(?:is|was|were|of|at|:|=|came back(?: at)?|tested(?: at)?){0,2}"
    rf"\s?(?P<low>{VALUE})(?![\w%/,.]?\w)"
)
REFERENCE_RANGE = re.compile(
    r"\s?[\(\[]\s?(?:normal |ref(?:erence)?\.? |lab )?(?:range|interval|values?)?:?"
    rf"\s?(?P<low>{VALUE}){TO}(?P<high>{VALUE})[^()\[\]]{{0,20}}[\)\]]"
)
YEAR = re.compile(r"(?:19|20)\d\d")
AROUND = 24
"""Characters beside a time that are read for the words that tell what it is."""


class Unit(NamedTuple):
    """The unit a value is kept in, and by what the written one is multiplied."""

    name: str
    kind: str
    factor: float


@cache
def units() -> Mapping[str, Unit]:
    """Units by their written form."""
    rows = read_table("quantity_units.tsv")
    return {
        word: Unit(row["unit"], row["kind"], float(row["factor"]))
        for row in rows
        for word in row["written"].split()
    }


@cache
def amount() -> re.Pattern[str]:
    """A number, a range or a list of numbers with a unit."""
    written = "|".join(sorted(map(re.escape, units()), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w.,])(?P<list>(?:(?:{VALUE})(?:,\s|\s?/\s?|\s(?:and|or|then)\s|,\s(?:and|or)\s)){{0,5}})"
        rf"(?P<low>{VALUE}|{WORD})(?:{TO}(?P<high>{VALUE}|{WORD}))?"
        rf"(?:\s?-?|\s(?:of|to five|or so|more|and a half)\s)(?P<unit>{written})(?!\w|/\w|-[a-z])"
    )


@cache
def phrases() -> tuple[list[dict[str, str]], Lexicon]:
    """Frequencies and routes, and the lexicon that finds them."""
    rows = read_table("quantity_words.tsv")
    return rows, Lexicon([row["pattern"] for row in rows])


@cache
def times() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Kind, side and pattern of the words beside a time."""
    frames = {
        "before": r"(?:^|\W){}(?:\s(?:about|around|only|just|roughly|maybe|almost|~|the|a))*\s?$",
        "after": r"^\W{{0,2}}{}(?!\w)",
    }
    rows = read_table("quantity_times.tsv")
    return tuple(
        (row["kind"], row["side"], re.compile(frames[row["side"]].format(expression(row["words"]))))
        for row in rows
    )


def read_quantities(
    text: str,
    sentences: Iterable[tuple[int, int]],
    mentions: Sequence[Mention] = (),
    citations: Sequence[Citation] = (),
) -> tuple[Quantity, ...]:
    """Quantities of a text, in order, each bound to the mention it is about.

    Args:
        text: the whole text.
        sentences: spans of its sentences, in code points, in order.
        mentions: what the quantities may be about.
        citations: references; numbers inside them are no quantities.

    Returns:
        Quantities that do not overlap.

    Example:
        >>> one, two = read_quantities("20-40 mg daily", [(0, 14)])
        >>> one.kind, one.low, one.high, one.unit, two.kind
        ('dose', 20.0, 40.0, 'mg', 'frequency')
    """
    folded = fold(text)
    found: list[Quantity] = []
    for quantity in sorted(_candidates(text, folded, mentions), key=lambda q: (q.start, -q.end)):
        free = not found or quantity.start >= found[-1].end
        cited = any(c.start <= quantity.start < c.end for c in citations)
        if free and not cited and _stands(quantity, found):
            found.append(quantity)
    return bind(folded, tuple(pieces(text, sentences)), mentions, found)


def _stands(quantity: Quantity, found: Sequence[Quantity]) -> bool:
    """Whether the words are what they look like: "a day" is a frequency right after a dose only."""
    if quantity.kind != "frequency" or not quantity.text.lower().startswith(("a ", "an ")):
        return True
    return bool(found) and found[-1].kind == "dose" and quantity.start - found[-1].end < 2


def _candidates(text: str, folded: str, mentions: Sequence[Mention]) -> Iterator[Quantity]:
    yield from _phrases(text, folded)
    yield from _powers(text)
    yield from _amounts(text, folded)
    for match in PERCENT_FIRST.finditer(text):
        yield _quantity(text, *match.span(), "percent", match["low"], None, units()["%"])
    yield from _lab_numbers(text, folded, mentions)


def _phrases(text: str, folded: str) -> Iterator[Quantity]:
    rows, lexicon = phrases()
    for row, start, end in lexicon.find(folded):
        value = float(rows[row]["value"]) if rows[row]["value"] else None
        yield Quantity(
            start=start,
            end=end,
            text=text[start:end],
            kind=cast(QuantityKind, rows[row]["kind"]),
            low=value,
            high=value,
            unit=rows[row]["unit"],
        )


def _powers(text: str) -> Iterator[Quantity]:
    for match in POWER.finditer(text):
        exponent = int(re.sub(r"[−–]", "-", match["power"]).replace(" ", ""))
        unit = units()[match["unit"].lower()]
        value = float(f"{float(match['factor'] or 1) * unit.factor:.12g}e{exponent}")
        yield Quantity(
            start=match.start(),
            end=match.end(),
            text=match.group(),
            kind="concentration",
            low=value,
            high=value,
            unit=unit.name,
        )


def _amounts(text: str, folded: str) -> Iterator[Quantity]:
    for match in amount().finditer(folded):
        unit = units()[match["unit"]]
        kind = _kind(text, folded, match, unit)
        if kind is None:
            continue
        start = match.start("low")
        yield _quantity(text, start, match.end(), kind, match["low"], match["high"], unit)
        for item in re.finditer(VALUE, match["list"]):
            if not YEAR.fullmatch(item.group()):
                at = match.start("list") + item.start()
                yield _quantity(text, at, at + len(item.group()), kind, item.group(), None, unit)
        if kind == "lab_value" and (reference := REFERENCE_RANGE.match(folded, match.end())):
            yield _quantity(
                text, reference.start() + 1, reference.end(), kind, reference["low"], reference["high"], unit
            )


def _kind(text: str, folded: str, match: re.Match[str], unit: Unit) -> QuantityKind | None:
    if unit.kind == "molar":
        return "concentration" if text[match.end() - 1] == "M" else None
    if unit.kind != "time":
        return cast(QuantityKind, unit.kind)
    before = folded[max(0, match.start() - AROUND) : match.start()]
    after = folded[match.end() : match.end() + AROUND]
    for kind, side, pattern in times():
        if pattern.search(before if side == "before" else after):
            return None if kind == "none" else cast(QuantityKind, kind)
    return None if match["low"] in SINGLE else "duration"


def _lab_numbers(text: str, folded: str, mentions: Sequence[Mention]) -> Iterator[Quantity]:
    """Bare numbers right after a hormone ("TSH was 2.5 (0.4-4.0)")."""
    for mention in mentions:
        if mention.type != "hormone" or not (match := LAB_NUMBER.match(folded, mention.end)):
            continue
        yield _quantity(text, match.start("low"), match.end("low"), "lab_value", match["low"], None, None)
        if reference := REFERENCE_RANGE.match(folded, match.end()):
            start = reference.start() + 1
            yield _quantity(
                text, start, reference.end(), "lab_value", reference["low"], reference["high"], None
            )


def _quantity(
    text: str, start: int, end: int, kind: QuantityKind, low: str, high: str | None, unit: Unit | None
) -> Quantity:
    factor = unit.factor if unit else 1.0
    least, most = _value(low) * factor, _value(high or low) * factor
    return Quantity(
        start=start,
        end=end,
        text=text[start:end],
        kind=kind,
        low=float(f"{min(least, most):.12g}"),
        high=float(f"{max(least, most):.12g}"),
        unit=unit.name if unit else None,
    )


def _value(written: str) -> float:
    if (word := written.removeprefix("a ").strip()) in WORDS:
        return WORDS[word]
    thousands = re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", written)
    return float(written.replace(",", "" if thousands else "."))


@Language.factory("threadgraph_quantities")
def make_quantities(nlp: Language, name: str) -> QuantityReader:
    """Component that writes ``doc._.quantities``."""
    return QuantityReader()


class QuantityReader:
    """Thin component around `read_quantities`; needs sentence boundaries."""

    def __init__(self) -> None:
        document.register()

    def __call__(self, doc: Doc) -> Doc:
        """Read the quantities of one Doc."""
        sentences = [(sent.start_char, sent.end_char) for sent in doc.sents]
        doc._.quantities = read_quantities(doc.text, sentences, doc._.mentions, doc._.citations)
        return doc
