"""Claims of the sentences in which a review's models read what its drug did (`claim_reviews`)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from pipeline.extract import claim_model
from pipeline.extract.claim_arguments import Finder
from pipeline.extract.claim_building import ILL, Material, Reading, build_claim
from pipeline.extract.claim_reviews import MEANT, MODEL, TELLING, UNNAMED, Place, judge, words_of
from pipeline.extract.claim_sentences import Sentence
from pipeline.extract.context_cues import fold
from pipeline.records import Claim, ClaimKind, Mention

SIDE_EFFECT, WITHDRAWAL, DID_WORK, FAILED = range(4)
FITTING: frozenset[ClaimKind] = frozenset({"experience", "assertion", "advice", "hypothesis"})
"""Kinds of what the models may tell; they know no studies, and a question tells nothing."""

DOUBTED = 0.25
"""Share of its threshold below which a carried claim of a side effect is not believed."""


def reviewed(
    material: Material, sentences: Sequence[Sentence], finder: Finder, claims: Sequence[Claim]
) -> tuple[list[Claim], Material]:
    """The claims of a post with those that the models read in its sentences.

    Args:
        material: the post and what was found in it.
        sentences: in order.
        finder: of their arguments.
        claims: what the relation cues said.

    Returns:
        The claims, and the material with a mention for each ill that is only meant ("it worked").
    """
    folded = fold(material.text)
    telling = {at for at, one in enumerate(sentences) if tells(material, one, folded)}
    if not telling or not any(mention.type == "drug" for mention in material.mentions):
        return list(claims), material
    review = Review(material, sentences, finder, claims)
    places = [Place(words_of(folded[one.start : one.end]), len(ills_in(material, one))) for one in sentences]
    found = judge(places)
    for at in sorted(telling):
        review.read(at, found[at].tolist())
    return review.claims, review.material


def ills_in(material: Material, sentence: Sentence) -> list[int]:
    """The symptoms and conditions of a sentence that are nobody's group."""
    return [i for i in sentence.members if material.mentions[i].type in ILL and i not in sentence.groups]


def tells(material: Material, sentence: Sentence, folded: str) -> bool:
    """Whether a sentence may say what a drug did: it names an ill, or has a word that tells."""
    return bool(ills_in(material, sentence) or TELLING.search(folded, sentence.start, sentence.end))


class Review:
    """The claims of one post, as its sentences are read one by one; arguments as of `reviewed`."""

    def __init__(
        self, material: Material, sentences: Sequence[Sentence], finder: Finder, claims: Sequence[Claim]
    ) -> None:
        self.material, self.sentences, self.finder = material, sentences, finder
        self.starts = [sentence.start for sentence in sentences]
        self.told: list[list[Claim]] = [[] for _ in sentences]
        for claim in claims:
            self.told[bisect_right(self.starts, claim.start) - 1].append(claim)
        self.thresholds = claim_model.load(MODEL)["thresholds"].tolist()

    def read(self, at: int, found: Sequence[float]) -> None:
        """Add what the models say of a sentence and no cue said; take out what they do not believe."""
        says = [score >= least for score, least in zip(found, self.thresholds, strict=True)]
        harmful = says[SIDE_EFFECT] or says[WITHDRAWAL]
        if not harmful:
            self._doubt(at, found, says[DID_WORK])
        told = {c.object for c in self.told[at] if self.material.mentions[c.subject].type == "drug"}
        every = ills_in(self.material, self.sentences[at])
        ills = [i for i in every if i not in told]
        if says[WITHDRAWAL]:
            self._withdrawn(at, found, ills)
        after = found[WITHDRAWAL] / self.thresholds[WITHDRAWAL]
        if says[SIDE_EFFECT] and found[SIDE_EFFECT] / self.thresholds[SIDE_EFFECT] > after / 2:
            self._harmed(at, "side_effect", ills, found[SIDE_EFFECT])
        if says[DID_WORK]:
            self._treated(at, "worked", [] if harmful else ills, every, found[DID_WORK])
        if says[FAILED]:
            self._treated(at, "failed", ills, every, found[FAILED])

    @property
    def claims(self) -> list[Claim]:
        """All claims, sentence by sentence."""
        return [claim for told in self.told for claim in told]

    def _doubt(self, at: int, found: Sequence[float], worked: bool) -> None:
        """Take out side effects that rest on little, if the models do not believe them at all."""
        likely = max(found[i] / self.thresholds[i] for i in (SIDE_EFFECT, WITHDRAWAL))
        if likely >= DOUBTED and not worked:
            return
        self.told[at] = [
            claim
            for claim in self.told[at]
            if claim.predicate != "has_adverse_event"
            or not ("carry." in claim.rule or "event." in claim.rule)
        ]

    def _withdrawn(self, at: int, found: Sequence[float], ills: Sequence[int]) -> None:
        """What the sentence says to have happened came after stopping, unless it tells of both."""
        margins = [found[i] / self.thresholds[i] for i in (SIDE_EFFECT, WITHDRAWAL)]
        if margins[0] < max(1.0, margins[1]):
            self.told[at] = [
                claim.model_copy(update={"phase": "after_stopping"})
                if claim.predicate == "has_adverse_event" and claim.phase in (None, "on_drug")
                else claim
                for claim in self.told[at]
            ]
        if not any(claim.phase == "after_stopping" for claim in self.told[at]):
            self._harmed(at, "withdrawal", ills, found[WITHDRAWAL])

    def _harmed(self, at: int, label: str, ills: Sequence[int], score: float) -> None:
        """Ills that the drug brought about, or the words that stand for one."""
        harmed = [i for i in ills if not self.material.mentions[i].negated]
        told = any(label_fits(claim, label) for claim in self.told[at])
        for i in harmed or ([] if told else self._meant(at, label)):
            self._add(at, f"review.{label}", i, "has_adverse_event", "", score)

    def _treated(self, at: int, label: str, ills: Sequence[int], every: Sequence[int], score: float) -> None:
        """The drug did, or did not do, what it is taken for: an ill of the sentence, or one that is meant."""
        if any(label_fits(claim, label) for claim in self.told[at]):
            return
        change = "decrease" if label == "worked" else "none"
        for i in (ills or self._treats(at) or self._meant(at, "worked") or every)[:1]:
            self._add(at, f"review.{label}", i, "ameliorates_condition", change, score)

    def _treats(self, at: int) -> list[int]:
        """The last ill that the text up to a sentence says to be treated."""
        before = (claim for told in self.told[at::-1] for claim in reversed(told))
        return [claim.object for claim in islice(filter(is_treatment, before), 1)]

    def _meant(self, at: int, label: str) -> list[int]:
        """A new mention of the words that stand for an ill, where the sentence has such words."""
        sentence = self.sentences[at]
        match = MEANT[label].search(fold(self.material.text[sentence.start : sentence.end]))
        if not match:
            return []
        start, end = (sentence.start + place for place in match.span())
        ill = Mention(
            start=start, end=end, text=self.material.text[start:end], type="condition", score=UNNAMED
        )
        self.material = replace(self.material, mentions=(*self.material.mentions, ill))
        return [len(self.material.mentions) - 1]

    def _add(self, at: int, rule: str, object: int, predicate: str, change: str, score: float) -> None:
        sentence, ill = self.sentences[at], self.material.mentions[object]
        place = ill.start if sentence.start <= ill.start < sentence.end else sentence.start
        subjects, carried = self.finder.linked(at, place, "text")
        for subject in subjects[:1]:
            reading = Reading(rule, place, subject, object, carried, predicate, change, score)
            claim = build_claim(self.material, sentence, reading)
            if claim and claim.kind in FITTING:
                phase = "after_stopping" if rule == "review.withdrawal" else claim.phase
                self.told[at].append(claim.model_copy(update={"phase": phase, "negated": False}))


def is_treatment(claim: Claim) -> bool:
    """Whether a claim names an ill that a drug is taken for."""
    return claim.predicate in ("applied_to_treat", "ameliorates_condition")


def label_fits(claim: Claim, label: str) -> bool:
    """Whether a claim says already what a label says.

    A side effect and a withdrawal effect differ in their phase, what worked and what failed in direction.
    """
    if label in ("side_effect", "withdrawal"):
        after = claim.phase == "after_stopping"
        return (
            claim.predicate == "has_adverse_event" and not claim.negated and after == (label == "withdrawal")
        )
    failed = claim.direction == "none" or claim.negated
    return claim.predicate == "ameliorates_condition" and failed == (label == "failed")
