"""Finds the names of the terminology in a text: the longest wins, ambiguous ones need their context."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from pipeline import terms
from pipeline.extract.detector import Detected, detect, lexicon_marks, load_tagger, tokens
from pipeline.extract.document import register
from pipeline.extract.mention_merge import Profile, merge
from pipeline.records import Dropped, Mention
from pipeline.terms.ambiguity import Reading
from pipeline.terms.matcher import Hit
from pipeline.terms.terminology import Sense, Terminology

CANDIDATES = 5
SHORT = 50
"""A text of fewer words may be about health without saying so."""

NESTED = "inside a longer name"


class Found(NamedTuple):
    """Mentions in the order of the text, and what was dropped on the way."""

    mentions: tuple[Mention, ...]
    dropped: tuple[Dropped, ...]


@Language.factory("threadgraph_mentions", default_config={"profile": "post"})
def make_mentions(nlp: Language, name: str, profile: Profile) -> MentionFinder:
    """Component that writes ``doc._.mentions``; profile is "post" or "abstract"."""
    return MentionFinder(profile)


class MentionFinder:
    """Thin component around `find_mentions`, `detect` and `merge`.

    Example:
        >>> import spacy
        >>> nlp = spacy.blank("en")
        >>> _ = nlp.add_pipe("threadgraph_mentions")
        >>> [(m.text, m.concept_id) for m in nlp("Accutane gave me dry skin")._.mentions]
        [('Accutane', 'CHEBI:6067'), ('dry skin', 'HP:0000958')]
    """

    def __init__(self, profile: Profile = "post") -> None:
        register()
        self.profile = profile
        self.terminology = terms.load()
        self.tagger = load_tagger(profile)

    def __call__(self, doc: Doc) -> Doc:
        """Write the mentions of one Doc."""
        found = find_mentions(doc.text, self.terminology)
        merged = merge(doc.text, found.mentions, self.detected(doc, found), self.profile)
        doc._.mentions = merged.mentions
        doc._.dropped = (*doc._.dropped, *found.dropped, *merged.dropped)
        return doc

    def detected(self, doc: Doc, found: Found) -> list[Detected]:
        """What the detector finds; a post that says nothing of health is not asked."""
        if self.profile == "post" and not worth_reading(doc.text, found):
            return []
        marks = lexicon_marks(found.mentions)
        sentences = doc.sents if doc.has_annotation("SENT_START") else (doc[:],)
        places = ((s.start_char, s.end_char) for s in sentences)
        return [d for a, b in places for d in detect(tokens(doc.text, a, b, marks), self.tagger)]


def find_mentions(text: str, terminology: Terminology) -> Found:
    """Mentions of the terminology's names in a text.

    Args:
        text: any text; offsets are code points of it.
        terminology: what `pipeline.terms.load` gives.

    Returns:
        Mentions that do not overlap, and the candidates that were dropped, each with its rule: "case"
        and "context: …" for a name that means something else here, "inside a longer name" for a part.

    Example:
        >>> found = find_mentions("PFS killed my libido, can T help?", terms.load())
        >>> [m.text for m in found.mentions]
        ['PFS', 'libido', 'T']
    """
    reading = Reading(text)
    dropped: list[Dropped] = []
    read: list[tuple[Hit, tuple[Sense, ...]]] = []
    for hit in terminology.matches(text):
        senses = terminology.senses(hit.key)
        rules = [reading.forbids(sense.needs, sense.exact, hit.start, hit.end) for sense in senses]
        allowed = tuple(sense for sense, rule in zip(senses, rules, strict=True) if rule is None)
        if allowed:
            read.append((hit, allowed))
        else:
            dropped.append(drop(text, hit, terminology.head(senses[0].row)[2], rules[0] or ""))
    kept = longest(hit for hit, _ in read)
    mentions = tuple(mention(text, hit, senses, terminology) for hit, senses in read if hit in kept)
    nested = (drop(text, h, terminology.head(s[0].row)[2], NESTED) for h, s in read if h not in kept)
    return Found(mentions, (*dropped, *nested))


def worth_reading(text: str, found: Found) -> bool:
    """Whether a post is about health: it has a mention, or words of health, or is short."""
    reading = Reading(text)
    return bool(found.mentions) or len(reading.words) < SHORT or reading.about("health")


def longest(hits: Iterable[Hit]) -> frozenset[Hit]:
    """The hits that stay when the longest wins, and of equal ones the first.

    Example:
        >>> [hit.key for hit in longest([Hit(0, 9, "very long"), Hit(5, 13, "long one"), Hit(20, 22, "it")])]
        ['very long', 'it']
    """
    taken: list[Hit] = []
    end = 0
    for group in clusters(hits):
        for hit in sorted(group, key=lambda h: (h.start - h.end, h.start)):
            if all(hit.end <= other.start or other.end <= hit.start for other in taken[end:]):
                taken.append(hit)
        end = len(taken)
    return frozenset(taken)


def clusters(hits: Iterable[Hit]) -> Iterable[list[Hit]]:
    """Runs of hits, given by start, that overlap one another."""
    run: list[Hit] = []
    end = 0
    for hit in hits:
        if run and hit.start >= end:
            yield run
            run = []
        run.append(hit)
        end = max(end, hit.end) if len(run) > 1 else hit.end
    if run:
        yield run


def mention(text: str, hit: Hit, senses: tuple[Sense, ...], terminology: Terminology) -> Mention:
    """The mention of a hit, grounded in its best sense."""
    id, name, kind = terminology.head(senses[0].row)
    candidates = terminology.candidates(senses)[:CANDIDATES]
    return Mention(
        start=hit.start,
        end=hit.end,
        text=text[hit.start : hit.end],
        type=kind,  # type: ignore[arg-type]
        concept_id=id,
        name=name,
        score=candidates[0].score,
        candidates=candidates,
    )


def drop(text: str, hit: Hit, kind: str, rule: str) -> Dropped:
    """The record of a hit that is no mention."""
    return Dropped(start=hit.start, end=hit.end, text=text[hit.start : hit.end], type=kind, rule=rule)
