"""Finds the names of the terminology in a text: the longest wins, ambiguous ones need their context."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline import terms
from pipeline.extract.detector import Detected, detect, load_tagger
from pipeline.extract.detector_features import Tokens, lexicon_marks, short_marks, tokens
from pipeline.extract.document import register
from pipeline.extract.mention_merge import CLASSES, Profile, ground, merge, overlap, overlapping
from pipeline.records import Dropped, Mention
from pipeline.terms.ambiguity import Reading
from pipeline.terms.matcher import Hit
from pipeline.terms.terminology import Sense, Terminology

CANDIDATES = 5
SURE = 0.4
"""How probable a detected span must be that has a name of the terminology in it."""

CONFIRMED = (0.95, 0.45, SURE)
"""The same where that name needs a confirmation, by the signs of health in a hundred words of the post."""

DOUBT = (0.98, 0.75, 0.45)
"""The same for a span without a name."""

SHORTEST = 4
"""A span of so few characters needs a name."""

SHORT = 40
"""A post of fewer words may be about health without saying so."""

SMALL_WORDS = "the and i to of a in is it that for my was with on you have but not this me no so"
ENGLISH = frozenset(SMALL_WORDS.split())
LEAST_ENGLISH = 0.12
"""The share of these words in an English text; the detector reads no other."""

NESTED = "inside a longer name"
HEALTH = "health"
"""The needed context of lay words."""

LANGUAGE = "context: another language"
"""The rule of ambiguous names in a text that is not English: "fin" is an end, "dut" had to."""

CONFIRMABLE = f"context: {HEALTH}"
"""The rule of lay words in a text that says little of health; the detector may overrule it."""


ENTITIES = {"CHEMICAL": "chemical", "DISEASE": "finding"}
"""Labels of scispaCy's ``en_ner_bc5cdr_md``."""


class Found(NamedTuple):
    """Mentions in the order of the text, what was dropped, and what the detector may yet confirm."""

    mentions: tuple[Mention, ...]
    dropped: tuple[Dropped, ...]
    doubtful: tuple[Mention, ...]


@Language.factory("threadgraph_mentions", default_config={"profile": "post", "names": False})
def make_mentions(nlp: Language, name: str, profile: Profile, names: bool) -> MentionFinder:
    """Component that writes ``doc._.mentions``; profile is "post" or "abstract", for ``names`` see there."""
    return MentionFinder(profile, names)


class MentionFinder:
    """Thin component around `find_mentions`, `detect` and `merge`.

    Args:
        profile: "post" or "abstract".
        names: take all names of the terminology, also where the detector of abstracts, which is trained on
            chemicals and diseases alone, sees no mention: "libido", "dry lips".

    Example:
        >>> import spacy
        >>> nlp = spacy.blank("en")
        >>> _ = nlp.add_pipe("threadgraph_mentions")
        >>> [(m.text, m.concept_id) for m in nlp("Accutane gave me dry skin")._.mentions]
        [('Accutane', 'CHEBI:6067'), ('dry skin', 'HP:0000958')]
    """

    def __init__(self, profile: Profile = "post", names: bool = False) -> None:
        register()
        self.profile = profile
        self.names = names
        self.terminology = terms.load()
        self.tagger = load_tagger(profile)

    def __call__(self, doc: Doc) -> Doc:
        """Write the mentions of one Doc; given ones are grounded, and nothing else is looked for."""
        text = doc.text
        found = find_mentions(text, self.terminology)
        if doc._.mentions:
            doc._.mentions = tuple(grounded(text, m, found, self.profile) for m in doc._.mentions)
            return doc
        merged = merge(text, found.mentions, found.doubtful, self.detected(doc, found), self.profile)
        doc._.mentions = with_names(merged.mentions, found.mentions) if self.names else merged.mentions
        doc._.dropped = (*doc._.dropped, *found.dropped, *merged.dropped)
        return doc

    def detected(self, doc: Doc, found: Found) -> list[Detected]:
        """What the detector finds, and is sure enough of."""
        spans = list(detect(sentence_tokens(doc, found), self.tagger))
        spans += [e for e in entities(doc) if not any(overlap(e, d) for d in spans)]
        if self.profile == "abstract":
            return spans
        reading = Reading(doc.text)
        signs = signs_of_health(reading, found)
        return [d for d in spans if d.probability >= least(d, found, signs)] if english(reading) else []


def with_names(mentions: tuple[Mention, ...], named: Iterable[Mention]) -> tuple[Mention, ...]:
    """Mentions, and the names that overlap none of them."""
    more = [one for one in named if not any(overlap(one, mention) for mention in mentions)]
    return tuple(sorted((*mentions, *more), key=lambda mention: mention.start))


def sentence_tokens(doc: Doc, found: Found) -> list[Tokens]:
    """The sentences of a Doc as the detector reads them."""
    marks = lexicon_marks((*found.mentions, *found.doubtful))
    abbreviations = doc._.abbreviations if Doc.has_extension("abbreviations") else ()
    pairs = ((characters(short), characters(short._.long_form)) for short in abbreviations)
    shorts = short_marks(pairs, marks)
    sentences = doc.sents if doc.has_annotation("SENT_START") else (doc[:],)
    text = doc.text
    return [tokens(text, s.start_char, s.end_char, marks, shorts) for s in sentences]


def characters(span: Span) -> range:
    """The characters of a span."""
    return range(span.start_char, span.end_char)


def entities(doc: Doc) -> Iterator[Detected]:
    """Entities of a trained model that the pipeline is built on, if it has one that knows our types."""
    for entity in doc.ents:
        if label := ENTITIES.get(entity.label_):
            yield Detected(entity.start_char, entity.end_char, label)


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
    found = [(hit, terminology.senses(hit.key)) for hit in terminology.matches(text)]
    reading = Reading(text)
    reading.names = frozenset(hit.key for hit, senses in found if tells_of_health(hit, senses, reading))
    foreign = not english(reading)
    dropped: list[Dropped] = []
    read: dict[Hit, tuple[Sense, ...]] = {}
    doubtful: dict[Hit, tuple[Sense, ...]] = {}
    for hit, senses in found:
        rules = [
            LANGUAGE
            if foreign and sense.needs
            else reading.forbids(sense.needs, sense.exact, hit.start, hit.end)
            for sense in senses
        ]
        allowed = tuple(sense for sense, rule in zip(senses, rules, strict=True) if rule is None)
        if allowed:
            read[hit] = allowed
        elif any(rule and rule.startswith(CONFIRMABLE) for rule in rules):
            doubtful[hit] = senses
        else:
            dropped.append(drop(text, hit, terminology.head(senses[0].row)[2], rules[0] or ""))
    kept = longest(read)
    in_order = sorted(kept)
    unsure = longest(hit for hit in doubtful if not overlapping(in_order, hit))
    dropped += [
        drop(text, h, terminology.head(s[0].row)[2], NESTED) for h, s in read.items() if h not in kept
    ]
    return Found(
        tuple(mention(text, hit, senses, terminology) for hit, senses in read.items() if hit in kept),
        tuple(dropped),
        tuple(mention(text, hit, senses, terminology) for hit, senses in doubtful.items() if hit in unsure),
    )


def tells_of_health(hit: Hit, senses: Sequence[Sense], reading: Reading) -> bool:
    """Whether a name means a concept here whatever else the text is about."""
    sure = (s for s in senses if HEALTH not in s.needs)
    return any(reading.forbids(s.needs, s.exact, hit.start, hit.end) is None for s in sure)


def grounded(text: str, given: Mention, found: Found, profile: Profile) -> Mention:
    """A given mention with the concept of the name inside it, if it has none yet."""
    if given.concept_id:
        return given
    span = Detected(given.start, given.end, CLASSES[given.type])
    read = ground(text, span, sorted((*found.mentions, *found.doubtful), key=lambda m: m.start), profile)
    fields = ("concept_id", "name", "score", "candidates")
    return given.model_copy(update={field: getattr(read, field) for field in fields})


def english(reading: Reading) -> bool:
    """Whether a text has the small words of English; a few words may have none."""
    size = reading.words.total()
    return size < 8 or sum(reading.words[word] for word in ENGLISH) >= LEAST_ENGLISH * size


def signs_of_health(reading: Reading, found: Found) -> int:
    """Mentions and words of health in a hundred words of a post, and one for a short one; 2 is many."""
    size = reading.words.total()
    signs = len(found.mentions) + reading.count("health")
    return min(2, 100 * signs // max(100, size) + (size < SHORT))


def least(span: Detected, found: Found, signs: int) -> float:
    """How probable a detected span must be: the less a post says of health, the more."""
    if overlapping(found.mentions, span):
        return SURE
    if overlapping(found.doubtful, span):
        return CONFIRMED[signs]
    return DOUBT[signs] if span.end - span.start > SHORTEST else 1.0


def longest(hits: Iterable[Hit]) -> frozenset[Hit]:
    """The hits that stay when the longest wins, and of equal ones the first.

    Example:
        >>> hits = [Hit(0, 9, "very long"), Hit(5, 13, "long one"), Hit(20, 22, "it")]
        >>> sorted(hit.key for hit in longest(hits))
        ['it', 'very long']
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
