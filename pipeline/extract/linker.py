"""Grounds what no exact name grounds: short forms by their long form, misspellings by trigrams.

Short forms are those of scispaCy's AbbreviationDetector (Schwartz and Hearst, 2003); trigrams are looked up
by scispaCy's EntityLinker (Neumann et al., 2019) over our own knowledge base. The linker is loaded when the
first mention needs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from pipeline import terms
from pipeline.extract.document import register
from pipeline.extract.mention_merge import CLASSES
from pipeline.records import Candidate, Mention
from pipeline.terms import overlay
from pipeline.terms.names import key

if TYPE_CHECKING:
    from scispacy.linking import EntityLinker

SHORTEST = 6
SURE = 0.85
"""A trigram cosine that is enough by itself."""

SHAPED = 0.6
"""The score of a concept that only the words of a mention tell."""

NEAR, SPELLING = 0.55, 0.9
"""A trigram cosine, and a similarity of the spelling, that are enough together."""


@Language.factory("threadgraph_linker")
def make_linker(nlp: Language, name: str) -> MentionLinker:
    """Component that grounds mentions without a concept, after the mentions and the abbreviations."""
    return MentionLinker()


class MentionLinker:
    """Thin component around `short_forms` and `linked`.

    Example:
        >>> import spacy
        >>> nlp = spacy.blank("en")
        >>> for name in ("threadgraph_mentions", "threadgraph_linker"):
        ...     _ = nlp.add_pipe(name)
        >>> doc = nlp.make_doc("13-cis Reinoic Acid")
        >>> doc._.mentions = (Mention(start=0, end=19, text=doc.text, type="drug"),)
        >>> [m.name for m in nlp(doc)._.mentions]
        ['isotretinoin']
    """

    def __init__(self) -> None:
        register()
        if not Span.has_extension("long_form"):
            Span.set_extension("long_form", default=None)
            Doc.set_extension("abbreviations", default=[])

    def __call__(self, doc: Doc) -> Doc:
        """Ground the mentions of one Doc."""
        mentions = short_forms(doc._.mentions, doc._.abbreviations)
        wanting = [m for m in mentions if m.concept_id is None and len(m.text) >= SHORTEST]
        links = linked(doc, wanting) if wanting else {}
        doc._.mentions = tuple(links.get(m.start) or shaped(m) for m in mentions)
        return doc


def short_forms(mentions: Iterable[Mention], abbreviations: Iterable[Span]) -> tuple[Mention, ...]:
    """Mentions with those that short forms make: each means what its long form, a mention, means.

    Args:
        mentions: the mentions of a Doc.
        abbreviations: short forms, each with ``span._.long_form``, at every place where they stand.
    """
    by_place = {(m.start, m.end): m for m in mentions}
    found: dict[tuple[int, int], Mention] = dict(by_place)
    for short in abbreviations:
        long = by_place.get((short._.long_form.start_char, short._.long_form.end_char))
        if long is not None:
            place = (short.start_char, short.end_char)
            clear(found, place)
            update = {"start": place[0], "end": place[1], "text": short.text}
            found[place] = long.model_copy(update=update)
    return tuple(found[place] for place in sorted(found))


def clear(found: dict[tuple[int, int], Mention], place: tuple[int, int]) -> None:
    """Remove what overlaps a place: there the definition in the text says what is meant."""
    for start, end in [p for p in found if p[0] < place[1] and place[0] < p[1]]:
        del found[start, end]


def linked(doc: Doc, mentions: Iterable[Mention]) -> dict[int, Mention]:
    """Mentions grounded by the similarity of their spelling, by their start."""
    spans = ((m, doc.char_span(m.start, m.end, label=m.type, alignment_mode="expand")) for m in mentions)
    places = {span.start: (m, span) for m, span in spans if span is not None}
    # given mentions may overlap, entities may not: of such only the longest is looked up
    before, doc.ents = doc.ents, filter_spans(span for _, span in places.values())
    found = {}
    for ent in entity_linker()(doc).ents:
        mention, _ = places[ent.start]
        if candidates := tuple(similar(mention, ent._.kb_ents)):
            best = candidates[0]
            update = {"concept_id": best.id, "name": best.name, "score": best.score, "candidates": candidates}
            found[mention.start] = mention.model_copy(update={**update, "type": concept_type(best.id)})
    doc.ents = before
    return found


def similar(mention: Mention, pairs: Iterable[tuple[str, float]]) -> Iterator[Candidate]:
    """The concepts, of the mention's class, that its spelling allows; numbers must be the same.

    Args:
        mention: a mention that no name grounds.
        pairs: concept ids with their trigram cosine, as scispaCy's linker gives them, the best first.
    """
    folded = key(mention.text)
    for id, cosine in pairs:
        concept = terms.load().concept(id)
        if concept is None or CLASSES[concept.type] != CLASSES[mention.type]:
            continue
        names = [key(n) for n in (concept.name, *concept.synonyms)]
        spelling = max(
            (fuzz.ratio(folded, n) / 100 for n in names if numbers(n) == numbers(folded)), default=0.0
        )
        if spelling and (cosine >= SURE or (cosine >= NEAR and spelling >= SPELLING)):
            yield Candidate(id=id, name=concept.name, score=min(1.0, round(float(cosine), 3)))


def numbers(text: str) -> list[str]:
    """The numbers in a text."""
    return re.findall(r"\d+", text)


@cache
def shapes() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns of what patients say in words of their own, the narrower first, each with its concept."""
    return tuple((re.compile(row["pattern"]), row["concept"]) for row in overlay.rows("shapes.tsv"))


def shaped(mention: Mention) -> Mention:
    """A symptom that neither a name nor its spelling grounds, grounded by the words in it if they tell.

    Example:
        >>> shaped(Mention(start=0, end=13, text="gained 20 lbs", type="symptom")).name
        'weight gain'
    """
    if mention.concept_id or mention.type != "symptom":
        return mention
    low = mention.text.lower().replace("’", "'")
    id = next((concept for pattern, concept in shapes() if pattern.search(low)), None)
    concept = terms.load().concept(id) if id else None
    if concept is None:
        return mention
    best = Candidate(id=concept.id, name=concept.name, score=SHAPED)
    update = {"concept_id": best.id, "name": best.name, "score": SHAPED, "candidates": (best,)}
    return mention.model_copy(update=update)


def concept_type(id: str) -> str:
    """The type of a concept that is known to exist."""
    concept = terms.load().concept(id)
    return concept.type if concept else ""


@cache
def entity_linker() -> EntityLinker:
    """ScispaCy's linker over the terminology; its import and the index take seconds, once."""
    from scispacy.candidate_generation import CandidateGenerator
    from scispacy.linking import EntityLinker
    from scispacy.linking_utils import Entity, KnowledgeBase

    from pipeline.terms.index import load

    terminology = terms.load()
    index = load(terminology)
    aliases: dict[int, list[str]] = {}
    for name, row in zip(index.names, index.rows, strict=True):
        aliases.setdefault(row, []).append(name)
    base = KnowledgeBase(Entity(*terminology.head(row)[:2], names) for row, names in aliases.items())
    generator = CandidateGenerator(index.neighbours, index.vectorizer, list(index.names), base)
    return EntityLinker(
        candidate_generator=generator,
        resolve_abbreviations=False,
        k=10,
        threshold=NEAR,
        filter_for_definitions=False,
    )
