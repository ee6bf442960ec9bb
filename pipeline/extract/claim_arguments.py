"""Subject and object of a relation cue: the nearest mentions that fit, with what is listed beside them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.extract.claim_sentences import Sentence
from pipeline.extract.claim_tables import SAME_KIND, Frame, cues
from pipeline.extract.claim_topic import main_drug, named
from pipeline.extract.context_cues import ANY, Hit
from pipeline.records import Mention

LISTED = re.compile(
    r"\s*(?:[,/()&+|]|and\b|or\b|nor\b|as well as\b|plus\b|including\b|especially\b|such as\b|along with\b)"
    r"[^.;:!?]{0,45}"
)
"""What stands between two mentions of one list."""

DRUG_WORD = r"(?:drugs?|meds?|medications?|hormones?|pills?|stuff|compounds?)"
PRONOUN = re.compile(
    rf"(?:^|\W)(?:it|this|that|which|they|these|both(?: of them)?|(?:the|this|these|both) {DRUG_WORD})"
    r"(?:\W+\w+){0,3}\W*$"
)
"""Words that carry a subject on, with at most three words before the cue."""

LINK = re.compile(
    r"(?:^|\W)(?:from|after|by|on|off|since|with|of|post|during|while|due to|because of|thanks to|prescribed|"
    r"tak(?:e|ing|en)|took|us(?:e|ed|ing)|start(?:ed|ing)?|stopp(?:ed|ing)|quit(?:ting)?|tried|trying)"
    r"\W(?:[^.;!?]{0,30}\W)?$"
)
"""Words that tie a drug to what happened; they end right before the drug."""

CAUSE = re.compile(
    r"(?:^|\W)(?:from|after|by|on|since|with|due to|because of|thanks to|taking|stopping|starting)"
    r"\W(?:[^.;!?,]{0,20}\W)?$"
)
"""The fewer words that tie a drug to a change that is only named ("a drop in DHT from …")."""

ACTING = frozenset({"drug", "hormone", "gene"})
"""Types that a pronoun stands for."""

VERBS = frozenset(
    {"increase", "decrease", "cause", "relieve", "worsen", "treat", "bind", "affect", "no_effect"}
)
"""Classes whose cue takes the object that follows it from an earlier cue."""

FAR = 90
"""Characters from a cue to its object, at most."""

TIED = 48
"""Characters before a drug that are read for words that tie it."""

AND = re.compile(r"\W*(?:and|or|then)\W+(?:(?:then|\w+ly)\W+)?")
"""Between a mention and a cue whose subject stands further to the left ("binds A and lowers B")."""

GERUND = re.compile(
    r"(?:^|\W)(?:by|of|via|through|with|for|in|without|from|after|thereby|thus|while)\W+\w*ing\b"
)
"""A verb in -ing after a preposition: its subject is that of the whole clause."""

SUBORDINATE = re.compile(r"\b(?:that|which|who|because|when|if|while|whether|where)\b")
"""Words behind which no object of an earlier cue stands."""

BESIDE = re.compile(
    r"\W*(?:(?:in|of|my|the|his|her|their|a|an|some|any|all|severe|bad|total|complete)\W+){0,4}"
)
BACK = re.compile(
    r"(?:\W+(?:and|or|almost|right|immediately|immediate|shortly|soon|just|only|directly|was|is|again|symptoms?))"
    r"{0,3}\W*"
)
"""What may stand between a cue and the mention right after (before) it."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """Indices of subjects and objects, and how the subject was reached ("" if it stands in its place)."""

    subjects: tuple[int, ...]
    carried: str
    objects: tuple[int, ...]


class Finder:
    """Looks for the arguments of cues in one text.

    Args:
        mentions: all mentions of the text.
        sentences: its sentences, in order.
    """

    def __init__(self, mentions: Sequence[Mention], sentences: Sequence[Sentence]) -> None:
        self.mentions = mentions
        self.sentences = sentences
        topic = main_drug(mentions)
        self.main = sorted(
            (one.start, i)
            for i, one in enumerate(mentions)
            if topic and one.type == "drug" and named(one) == named(topic)
        )

    def arguments(self, at: int, hit: Hit, frame: Frame) -> Arguments | None:
        """Arguments of a cue under a frame; None if the frame does not fit.

        Args:
            at: number of the cue's sentence.
            hit: the cue.
            frame: where subject and object should stand.
        """
        objects = self._objects(at, hit, frame)
        if not objects:
            return None
        subjects, carried = self._subjects(at, hit, frame, objects)
        if "same" in frame.object and subjects:
            alike = SAME_KIND[self.mentions[subjects[0]].type]
            objects = tuple(i for i in objects if self.mentions[i].type in alike)
        subjects = tuple(i for i in subjects if i not in objects)
        return Arguments(subjects, carried, objects) if subjects and objects else None

    def linked(self, at: int, place: int, reach: str) -> tuple[tuple[int, ...], str]:
        """The drug that an event is tied to, and by which rule.

        Args:
            at: number of the sentence.
            place: where it says what happened; the drug nearest to it wins.
            reach: how far to look: "tied", "sentence" or "text".
        """
        sentence = self.sentences[at]
        begin, end = sentence.clause(place)
        drugs = [i for i in sentence.members if self.mentions[i].type == "drug"]
        here = [i for i in drugs if begin <= self.mentions[i].start < end]
        ties = CAUSE if reach == "tied" else LINK
        groups = [([i for i in here if self._tied(sentence, i, ties)], "link")]
        if reach != "tied":
            before = [i for i in drugs if self._ends_before(i, place)]
            groups.append((before, "link.before"))
        for group, rule in groups:
            if group:
                return (min(group, key=lambda i: abs(self.mentions[i].start - place)),), rule
        return self._carry_drug(at, place) if reach == "text" else ((), "")

    def _objects(self, at: int, hit: Hit, frame: Frame) -> tuple[int, ...]:
        sentence = self.sentences[at]
        found = self._place(sentence, hit, frame.object, frame.object_at)
        if not found and frame.change == "biphasic":
            found = self._next(at, frame.object)
        return tuple(i for i in found if i not in sentence.groups)

    def _next(self, at: int, types: frozenset[str]) -> tuple[int, ...]:
        """The first mention that fits in the next sentence of the same line."""
        after = self.sentences[at + 1 : at + 2]
        if not after or "\n" in after[0].masked[self.sentences[at].start : after[0].start]:
            return ()
        return tuple(i for i in after[0].members if self.mentions[i].type in types)[:1]

    def _subjects(
        self, at: int, hit: Hit, frame: Frame, objects: Sequence[int]
    ) -> tuple[tuple[int, ...], str]:
        sentence = self.sentences[at]
        if frame.subject_at == "link":
            return self.linked(at, self.mentions[objects[0]].start, frame.reach)
        if frame.subject_at != "left":
            return self._place(sentence, hit, frame.subject, frame.subject_at), ""
        return self._left(at, hit, frame.subject)

    def _left(self, at: int, hit: Hit, types: frozenset[str]) -> tuple[tuple[int, ...], str]:
        """The subject of a verb: before it in its clause, or taken up by a pronoun or an "and"."""
        sentence = self.sentences[at]
        if GERUND.search(sentence.masked, max(sentence.start, hit.start - 12), hit.end):
            return self._first(sentence, hit, types)
        subjects = self._place(sentence, hit, types, "left")
        if subjects and not AND.fullmatch(sentence.masked, self.mentions[subjects[-1]].end, hit.start):
            return subjects, ""
        earlier = [other for other in sentence.hits if other.end <= hit.start]
        if earlier and AND.fullmatch(sentence.masked, self._last_end(sentence, hit), hit.start):
            before, carried = self._left(at, earlier[-1], types)
            return before, carried or "carry.clause"
        return self._pronoun(at, hit, types)

    def _first(self, sentence: Sentence, hit: Hit, types: frozenset[str]) -> tuple[tuple[int, ...], str]:
        """The first mention of the clause that fits and stands before the clause's first cue."""
        begin = sentence.clause(hit.start)[0]
        first = min(other.start for other in sentence.hits if other.start >= begin)
        fit = self._before(sentence, hit.start, types)
        fit = [i for i in fit if begin <= self.mentions[i].start < first]
        return self._listed(sentence, fit[:1], fit), "carry.clause"

    def _pronoun(self, at: int, hit: Hit, types: frozenset[str]) -> tuple[tuple[int, ...], str]:
        """The mention that a pronoun before the cue stands for."""
        sentence = self.sentences[at]
        begin = max(sentence.clause(hit.start)[0] - len(", which"), sentence.start)
        types &= ACTING
        if not types or not PRONOUN.search(sentence.masked[begin : hit.start]):
            return (), ""
        if within := self._before(sentence, hit.start, types):
            return self._listed(sentence, within[:1], within), "carry.clause"
        for back, known in self._earlier(at, types):
            return self._listed(self.sentences[at - back], known[:1], known), f"carry.sentence{back}"
        return self._main(hit.start) if "drug" in types else ((), "")

    def _earlier(self, at: int, types: frozenset[str]) -> Iterator[tuple[int, list[int]]]:
        """How far back, and what fits there, for the two sentences before on the same line."""
        here = self.sentences[at]
        for back in (1, 2):
            if at < back or "\n" in here.masked[self.sentences[at - back].start : here.start]:
                return
            if known := [i for i in self.sentences[at - back].members if self.mentions[i].type in types]:
                yield back, known

    def _carry_drug(self, at: int, place: int) -> tuple[tuple[int, ...], str]:
        """The drug of the sentences before, or the drug that the text is about."""
        for back, known in self._earlier(at, frozenset({"drug"})):
            return tuple(known[:1]), f"carry.sentence{back}"
        return self._main(place)

    def _main(self, place: int) -> tuple[tuple[int, ...], str]:
        """The mention of the text's main drug that is nearest to a place."""
        at = bisect_left(self.main, (place, 0))
        near = self.main[max(0, at - 1) : at + 1]
        if not near:
            return (), ""
        return (min(near, key=lambda one: abs(one[0] - place))[1],), "carry.text"

    def _place(self, sentence: Sentence, hit: Hit, types: frozenset[str], where: str) -> tuple[int, ...]:
        fit = [i for i in sentence.members if self.mentions[i].type in types]
        if where == "in":
            return tuple(i for i in fit if hit.start <= self.mentions[i].start < hit.end)
        begin, end = sentence.clause(hit.start, hit.end)
        if where in ("left", "prev", "beside_left"):
            fit = [i for i in fit if begin <= self.mentions[i].start and self.mentions[i].end <= hit.start]
            if where == "prev":
                fit = [
                    i for i in fit[-1:] if BACK.fullmatch(sentence.masked, self.mentions[i].end, hit.start)
                ]
            return tuple(fit[-1:]) if where == "beside_left" else self._listed(sentence, fit[-1:], fit)
        fit = [i for i in fit if hit.end <= self.mentions[i].start < end]
        fit = [i for i in fit if not self._parted(sentence, hit.end, self.mentions[i].start)]
        if where == "next":
            fit = [
                i
                for i in fit
                if i != fit[0] or BESIDE.fullmatch(sentence.masked, hit.end, self.mentions[i].start)
            ]
        if where in ("right2", "beside_right"):
            return tuple(fit[1:2] if where == "right2" else fit[:1])
        listed = self._listed(sentence, fit[:1], fit)
        return tuple(i for i in listed if i == fit[0] or not self._starts_next(sentence, i))

    def _parted(self, sentence: Sentence, start: int, end: int) -> bool:
        """Whether a subordinate clause, another verb or too many words stand between."""
        if end - start > FAR or SUBORDINATE.search(sentence.masked, start, end):
            return True
        classes, _ = cues()
        return any(start <= hit.start < end and classes[hit.row] in VERBS for hit in sentence.hits)

    def _starts_next(self, sentence: Sentence, index: int) -> bool:
        """Whether a mention is the subject of the next cue rather than the end of a list."""
        end = self.mentions[index].end
        return any(end <= hit.start <= end + 2 for hit in sentence.hits)

    def _listed(self, sentence: Sentence, seed: Sequence[int], group: Sequence[int]) -> tuple[int, ...]:
        """The seed with the mentions of the group that stand in one list with it."""
        chosen = list(seed)
        for order in (group, tuple(reversed(group))):
            for i in order:
                if i not in chosen and any(self._beside(sentence, i, j) for j in chosen):
                    chosen.append(i)
        return tuple(sorted(chosen, key=lambda i: self.mentions[i].start))

    def _beside(self, sentence: Sentence, i: int, j: int) -> bool:
        low, high = sorted((self.mentions[i], self.mentions[j]), key=lambda m: m.start)
        gap = sentence.masked[low.end : high.start]
        crossed = any(low.end <= hit.start < high.start for hit in sentence.hits)
        return bool(gap) and not crossed and not any(c in ANY for c in gap) and bool(LISTED.fullmatch(gap))

    def _before(self, sentence: Sentence, place: int, types: frozenset[str]) -> list[int]:
        return [
            i for i in sentence.members if self.mentions[i].end <= place and self.mentions[i].type in types
        ]

    def _ends_before(self, index: int, place: int) -> bool:
        return self.mentions[index].end <= place

    def _last_end(self, sentence: Sentence, hit: Hit) -> int:
        """End of the last mention before a cue."""
        ends = (self.mentions[i].end for i in sentence.members if self._ends_before(i, hit.start))
        return max(ends, default=sentence.start)

    def _tied(self, sentence: Sentence, index: int, ties: re.Pattern[str]) -> bool:
        place = self.mentions[index].start
        return bool(ties.search(sentence.masked[max(sentence.start, place - TIED) : place]))
