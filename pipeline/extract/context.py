"""Context of mentions: negated, how certain, who it happened to, when, and in which phase of the drug.

The algorithm is ConText (Harkema et al. 2009; Chapman et al. 2011): a cue opens a scope to one side or to
both, the scope ends at the sentence, at a contrast or at a clause, and every mention in it takes the flag.
The cues are a table, ``data/context_cues.tsv``, written for forum posts as well as for clinical notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract import document
from pipeline.extract.context_cues import Lexicon, mask, pieces, read_table
from pipeline.records import Cue, Mention

SCOPES = ("phrase", "clause", "sentence")
"""From the narrowest to the widest; a stop of a scope ends that scope and the narrower ones."""

STRENGTH: Mapping[str, int] = {"hedged": 1, "hypothetical": 2, "asked": 3, "animal": 1, "cells": 2}
"""Of two values for one flag the stronger wins, then the one whose cue is nearer."""

FAR: Mapping[str, float] = {"after_stopping": 0.7, "persisting": 0.7}
"""What a character between cue and mention counts, where not 1: the later phase reaches further."""

PHASED = frozenset({"symptom", "condition", "hormone"})
"""Types that a phase of the drug can be said of."""


class Rule(NamedTuple):
    """A row of the cue table: ``flags`` is empty for a stop and for a phrase that is no cue."""

    id: str
    flags: tuple[tuple[str, str], ...]
    stops: bool
    direction: str
    scope: int


class Found(NamedTuple):
    """A rule found in the text, with the span of its cue and of its scope."""

    rule: Rule
    start: int
    end: int
    reach: tuple[int, int]


class Scopes(NamedTuple):
    """What was found in a sentence; a stop is its scope (a number of `SCOPES`), start and end."""

    found: tuple[Found, ...]
    stops: tuple[tuple[int, int, int], ...]


@cache
def cue_table() -> tuple[tuple[Rule, ...], Lexicon]:
    """The rules and the lexicon that finds their cues."""
    rows = read_table("context_cues.tsv")
    return tuple(_rule(row) for row in rows), Lexicon([row["pattern"] for row in rows])


def _rule(row: Mapping[str, str]) -> Rule:
    pairs = (part.partition("=") for part in row["sets"].split(","))
    flags = tuple((flag, value) for flag, equals, value in pairs if equals)
    scope = SCOPES.index(row["scope"]) if row["scope"] else 0
    return Rule(row["rule"], flags, row["sets"] == "stop", row["direction"] or "", scope)


def contextualise(
    text: str, sentences: Iterable[tuple[int, int]], mentions: Sequence[Mention]
) -> tuple[Mention, ...]:
    """Set the context flags of mentions (ConText; Harkema et al. 2009).

    Args:
        text: the whole text.
        sentences: spans of its sentences, in code points, in order.
        mentions: spans of the text, in any order.

    Returns:
        The mentions in the order given, with flags and with the cues that caused them.

    Example:
        >>> mention = Mention(start=8, end=16, text="headache", type="symptom")
        >>> after, = contextualise("I never headache", [(0, 16)], [mention])
        >>> after.negated, [cue.rule for cue in after.cues]
        (True, ['author.i', 'neg.not'])
    """
    flagged = list(mentions)
    masked = mask(text, mentions)
    for (start, end), members in by_sentence(pieces(text, sentences), mentions):
        found = find_scopes(masked, start, end).found
        for index in members:
            flagged[index] = with_flags(mentions[index], found)
    return tuple(flagged)


def by_sentence(
    sentences: Iterable[tuple[int, int]], mentions: Sequence[Mention]
) -> Iterator[tuple[tuple[int, int], list[int]]]:
    """Each sentence that has mentions, with their indices in order of place."""
    waiting = sorted(range(len(mentions)), key=lambda i: (mentions[i].start, mentions[i].end), reverse=True)
    for start, end in sentences:
        members = []
        while waiting and mentions[waiting[-1]].start < end:
            members.append(waiting.pop())
        if members:
            yield (start, end), members


def find_scopes(masked: str, start: int, end: int) -> Scopes:
    """The cues of one sentence, each with its scope, and the stops that end scopes.

    Args:
        masked: the text, folded and masked.
        start: begin of the sentence.
        end: end of the sentence.
    """
    rules, lexicon = cue_table()
    hits = [(rules[row], low, high) for row, low, high in lexicon.find(masked, start, end)]
    stops = tuple((rule.scope, low, high) for rule, low, high in hits if rule.stops)
    found = (
        Found(rule, low, high, _reach(rule, low, high, start, end, stops))
        for rule, low, high in hits
        if rule.flags
    )
    return Scopes(tuple(found), stops)


def _reach(
    rule: Rule, start: int, end: int, low: int, high: int, stops: Sequence[tuple[int, int, int]]
) -> tuple[int, int]:
    ends = [stop for scope, stop, _ in stops if scope >= rule.scope and stop >= end]
    begins = [stop for scope, _, stop in stops if scope >= rule.scope and stop <= start]
    return (
        max(begins, default=low) if rule.direction != "forward" else end,
        min(ends, default=high) if rule.direction != "back" else start,
    )


def with_flags(mention: Mention, found: Sequence[Found]) -> Mention:
    """The mention with the flags of the cues whose scope it starts in."""
    reaching = [one for one in found if one.reach[0] <= mention.start < one.reach[1]]
    flags: dict[str, Any] = {}
    cues: dict[Cue, None] = {}
    for flag in dict.fromkeys(flag for one in reaching for flag, _ in one.rule.flags):
        if flag == "phase" and mention.type not in PHASED:
            continue
        rivals = [(value, one) for one in reaching for name, value in one.rule.flags if name == flag]
        best = max(
            rivals, key=lambda r: (STRENGTH.get(r[0], 0), -FAR.get(r[0], 1) * _distance(mention, r[1]))
        )[0]
        flags[flag] = best == "true" if flag == "negated" else best
        cues |= {
            Cue(start=one.start, end=one.end, rule=one.rule.id): None
            for value, one in rivals
            if value == best
        }
    if not flags:
        return mention
    return mention.model_copy(update=flags | {"cues": tuple(sorted(cues, key=lambda cue: cue.start))})


def _distance(mention: Mention, one: Found) -> int:
    return one.start - mention.end if one.start >= mention.end else mention.start - one.end


@Language.factory("threadgraph_context")
def make_context(nlp: Language, name: str) -> ContextFlags:
    """Component that sets the context of ``doc._.mentions``."""
    return ContextFlags()


class ContextFlags:
    """Thin component around `contextualise`; needs sentence boundaries."""

    def __init__(self) -> None:
        document.register()

    def __call__(self, doc: Doc) -> Doc:
        """Set the flags of the mentions of one Doc."""
        sentences = ((sent.start_char, sent.end_char) for sent in doc.sents)
        doc._.mentions = contextualise(doc.text, sentences, doc._.mentions)
        return doc
