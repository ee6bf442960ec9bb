"""Claims: sentences that relate a subject to an object, by cues, frames and the nearest mentions that fit.

A relation cue (``data/claim_cues.tsv``) names a class; the frames of the class (``data/claim_frames.tsv``)
say on which side its subject and object stand; what a change means follows from the object
(``data/claim_outcomes.tsv``). In a sentence without a cue, a symptom on the drug or after stopping it is a
claim about that drug.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract import claim_tables, document
from pipeline.extract.claim_arguments import Arguments, Finder
from pipeline.extract.claim_building import ILL, Material, Reading, build_claim
from pipeline.extract.claim_citations import References
from pipeline.extract.claim_induced import induced
from pipeline.extract.claim_merging import best_claims, biphasic
from pipeline.extract.claim_reviewed import reviewed
from pipeline.extract.claim_reviews import is_review
from pipeline.extract.claim_scores import calibrated
from pipeline.extract.claim_sentences import Sentence, read_sentence
from pipeline.extract.claim_topic import stand_ins
from pipeline.extract.context import by_sentence, contextualise
from pipeline.extract.context_cues import mask, pieces
from pipeline.extract.mention_merge import Profile
from pipeline.records import Citation, Claim, Mention, Quantity

NEAR = 60
"""Characters between cue and argument from which on the score falls."""

PHASED = 0.6
"""Score of a claim that rests on the phase of a symptom alone."""

PHASES = ("on_drug", "after_stopping")


def read_claims(
    text: str,
    sentences: Iterable[tuple[int, int]],
    mentions: Sequence[Mention],
    quantities: Sequence[Quantity] = (),
    citations: Sequence[Citation] = (),
) -> tuple[Claim, ...]:
    """Claims of a text.

    Args:
        text: the whole text.
        sentences: spans of its sentences, in order.
        mentions: with their context flags set.
        quantities: bound to the mentions.
        citations: in order of place; words inside a reference claim nothing.

    Returns:
        Claims in order of place; subject, object and citations are indices into what was given.

    Example:
        >>> drug = Mention(start=0, end=3, text="Fin", type="drug")
        >>> dht = Mention(start=11, end=14, text="DHT", type="hormone")
        >>> claim, = read_claims("Fin lowers DHT.", [(0, 15)], [drug, dht])
        >>> claim.predicate, claim.direction, claim.kind
        ('affects', 'decrease', 'assertion')
    """
    reader = ClaimReader(Material(text, mentions, quantities, citations), tuple(pieces(text, sentences)))
    return in_order(reader.read())


def in_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Claims in order of place."""
    return tuple(sorted(claims, key=lambda claim: (claim.start, claim.end)))


class ClaimReader:
    """Reads the claims of one text.

    Args:
        material: the text and what was found in it.
        sentences: spans of its sentences, in order.
    """

    def __init__(self, material: Material, sentences: Sequence[tuple[int, int]]) -> None:
        self.material = material
        mentions = material.mentions
        self.references = References(material.citations)
        masked = mask(material.text, mentions)
        members = {
            span: [i for i in inside if not self.references.hold(mentions[i].start, mentions[i].end)]
            for span, inside in by_sentence(sentences, mentions)
        }
        self.sentences = [read_sentence(masked, span, members.get(span, ()), mentions) for span in sentences]
        self.finder = Finder(mentions, self.sentences)

    def read(self) -> list[Claim]:
        """What the relation cues say: the best claim of each meaning, and opposites at two doses."""
        mentions = self.material.mentions
        claims = best_claims(self._claims(), mentions)
        return [*claims, *biphasic(self.material.text, claims, mentions)]

    def _claims(self) -> Iterator[Claim]:
        """All claims, duplicates of one sentence among them."""
        for at, sentence in enumerate(self.sentences):
            told: set[int] = set()
            readings = list(self._cued(at, sentence))
            treated = {reading.object for reading in readings if reading.predicate == "applied_to_treat"}
            for reading in readings:
                if reading.change == "onset" and reading.object in treated:
                    continue
                if claim := build_claim(self.material, sentence, reading):
                    told.add(claim.object)
                    yield claim
            for reading in self._phased(at, sentence, told):
                if claim := build_claim(self.material, sentence, reading):
                    yield claim

    def _cued(self, at: int, sentence: Sentence) -> Iterator[Reading]:
        """What the relation cues of a sentence say, each by the first frame that fits."""
        classes, _ = claim_tables.cues()
        for hit in sentence.hits:
            if self.references.hold(hit.start, hit.end):
                continue
            for frame in claim_tables.frames().get(classes[hit.row], ()):
                if found := self.finder.arguments(at, hit, frame):
                    score = frame.score * self._nearness(found, hit.start, hit.end)
                    yield from _pairs(found, frame.rule, hit.start, frame.predicate, frame.change, score)
                    break

    def _phased(self, at: int, sentence: Sentence, told: set[int]) -> Iterator[Reading]:
        """Symptoms on the drug or after stopping it, which no cue told of."""
        for i in sentence.members:
            mention = self.material.mentions[i]
            if i in told or i in sentence.groups or mention.type not in ILL:
                continue
            if mention.phase in PHASES:
                found = Arguments(*self.finder.linked(at, mention.start, "text"), objects=(i,))
                yield from _pairs(found, "event.phase", mention.start, "outcome", "onset", PHASED)

    def _nearness(self, arguments: Arguments, start: int, end: int) -> float:
        """Part of the score: 1 beside the cue, falling with the distance of the farther argument."""
        near = (*arguments.objects[:1], *(() if arguments.carried else arguments.subjects[-1:]))
        far = max(
            min(abs(one.start - end), abs(start - one.end))
            for one in map(self.material.mentions.__getitem__, near)
        )
        return 1.0 if far <= NEAR else max(0.5, 1.0 - (far - NEAR) / 200)


def _pairs(
    found: Arguments, rule: str, place: int, predicate: str, change: str, score: float
) -> Iterator[Reading]:
    for subject in found.subjects:
        for object in found.objects:
            yield Reading(rule, place, subject, object, found.carried, predicate, change, score)


@Language.factory("threadgraph_claims", default_config={"profile": "post"})
def make_claims(nlp: Language, name: str, profile: Profile) -> ClaimComponent:
    """Component that writes ``doc._.claims``."""
    return ClaimComponent(profile)


class ClaimComponent:
    """Thin component around `ClaimReader`; needs sentences, and mentions with context.

    The claims of an abstract are decided by `induced`, those of a post completed by `reviewed`.
    ``doc._.topic`` may hold a mention of the thread's own drug: where a post names none, "the drug" and "a
    pill" stand for it. Mentions that only a claim knows join
    ``doc._.mentions``. ``calibrates`` says whether the scores of a review are made chances.
    """

    def __init__(self, profile: Profile = "post") -> None:
        self.profile = profile
        self.calibrates = True
        document.register()

    def __call__(self, doc: Doc) -> Doc:
        """Read the claims of one Doc."""
        sentences = [(sent.start_char, sent.end_char) for sent in doc.sents]
        found = doc._.mentions
        review = self.profile == "post" and is_review(doc.text, found, on_topic=bool(doc._.topic))
        extra = stand_ins(doc.text, found, doc._.topic, review) if self.profile == "post" else ()
        every = (*found, *contextualise(doc.text, sentences, extra))
        material = Material(doc.text, every, doc._.quantities, doc._.citations)
        reader = ClaimReader(material, tuple(pieces(doc.text, sentences)))
        claims = reader.read()
        if self.profile == "abstract":
            claims = induced(material, reader.sentences, claims)
        elif review:
            claims, material = reviewed(material, reader.sentences, reader.finder, claims)
            claims = [*map(calibrated, claims)] if self.calibrates else claims
        doc._.mentions, doc._.claims = only_rested(material.mentions, len(found), in_order(claims))
        return doc


def only_rested(
    mentions: Sequence[Mention], found: int, claims: Sequence[Claim]
) -> tuple[tuple[Mention, ...], tuple[Claim, ...]]:
    """Of the mentions behind the first ``found`` those that a claim rests on, in order, and the claims."""
    rested = sorted({i for claim in claims for i in (claim.subject, claim.object) if i >= found})
    place = {old: found + new for new, old in enumerate(rested)}
    moved = (
        claim.model_copy(
            update={
                "subject": place.get(claim.subject, claim.subject),
                "object": place.get(claim.object, claim.object),
            }
        )
        for claim in claims
    )
    return (*mentions[:found], *(mentions[i] for i in rested)), tuple(moved)
