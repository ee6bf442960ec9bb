"""What an abstract says of a drug and an ill, as features of the pair: read from the whole, not one sentence.

A quarter of the relations of BC5CDR (Li et al. 2016, "BioCreative V CDR task corpus") never stand in one
sentence, so a pair is seen in the document: titles, counts, the nearest two mentions, the words around all
of them, what the relation cues say, and whether the abstract names the ill more exactly elsewhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.claim_topic import named
from pipeline.extract.context import by_sentence
from pipeline.records import Claim, Mention

TOKEN = re.compile(r"\w+|[^\w\s]")
SIDES: Mapping[str, str] = {"drug": "C", "hormone": "C", "symptom": "D", "condition": "D"}
"""Which side of a pair a type stands on: C brings D about."""

MARKS = {"C": "<C>", "D": "<D>"}
ENDINGS = ("ing", "ed", "es", "s", "ly")
STEM = 8
"""Characters that are left of a word."""

DEEP = 6
"""Levels of parents that are climbed."""

COUNTS, GAPS, WORDS = (2, 3, 4, 6, 9), (1, 2, 3, 5), (1, 2, 3, 5, 8, 12, 20)
"""Edges of the bins of counts, of sentences between, of words between."""

Pair = tuple[str, str]
Parents = Callable[[str], Sequence[str]]


class Place(NamedTuple):
    """A mention's sentence, its first token and the one behind its last, and its index."""

    sentence: int
    first: int
    behind: int
    mention: int


class Between(NamedTuple):
    """The two nearest mentions of a pair in a sentence: their order, the words between and around."""

    order: str
    words: Sequence[str]
    before: str
    after: str


def bin_of(count: int, edges: Sequence[int]) -> int:
    """How many edges a count reaches."""
    return sum(count >= edge for edge in edges)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its ending, cut; digits are all alike.

    Example:
        >>> stem("Increases"), stem("1999")
        ('increas', '0')
    """
    low = word.lower()
    if low.isdigit():
        return "0"
    ending = next((e for e in ENDINGS if low.endswith(e) and len(low) - len(e) >= 4), "")
    return low[: len(low) - len(ending)][:STEM]


class PairReader:
    """Features of all pairs of a drug and an ill in one abstract.

    Args:
        text: title and abstract.
        sentences: spans in order; the first is the title.
        mentions: grounded, in order of place.
        claims: what the relation cues said.
        parents: parents of a concept, by its CURIE.
    """

    def __init__(
        self,
        text: str,
        sentences: Sequence[tuple[int, int]],
        mentions: Sequence[Mention],
        claims: Sequence[Claim],
        parents: Parents,
    ) -> None:
        self.text, self.mentions, self.parents = text, mentions, parents
        self.tokens: list[list[str]] = []
        self.places: dict[str, dict[str, list[Place]]] = {"C": {}, "D": {}}
        inside = dict(by_sentence(sentences, mentions))
        for span in sentences:
            self._tokenize(span, inside.get(span, ()))
        self.said = self._said(claims)
        self._own: dict[tuple[str, str], set[str]] = {}

    def pairs(self) -> Iterator[Pair]:
        """Every drug with every ill, by what they are known by."""
        return ((agent, ill) for agent in self.places["C"] for ill in self.places["D"])

    def features(self, pair: Pair) -> set[str]:
        """All features of a pair."""
        agent, ill = pair
        return {
            *self._layout(*pair),
            *self._nearest(*pair),
            *self._kin(ill),
            *self._of("C", agent),
            *self._of("D", ill),
            *self.said.get(pair, {"R none"}),
            *self.said.get(("*", ill), ()),
        }

    def shared(self, pair: Pair) -> list[int]:
        """Sentences that hold both, in order."""
        agents, ills = (self.places[side][key] for side, key in zip("CD", pair, strict=True))
        return sorted({place.sentence for place in agents} & {place.sentence for place in ills})

    def _tokenize(self, span: tuple[int, int], inside: Sequence[int]) -> None:
        words: list[str] = []
        place = span[0]
        for i in inside:
            mention = self.mentions[i]
            side = SIDES.get(mention.type)
            if side is None:
                continue
            if mention.start >= place:
                words += map(stem, TOKEN.findall(self.text[place : mention.start]))
                words.append(MARKS[side])
                place = mention.end
            at = Place(len(self.tokens), len(words) - 1, len(words), i)
            self.places[side].setdefault(named(mention), []).append(at)
        self.tokens.append([*words, *map(stem, TOKEN.findall(self.text[place : max(place, span[1])]))])

    def _said(self, claims: Sequence[Claim]) -> dict[Pair, set[str]]:
        said: dict[Pair, set[str]] = defaultdict(set)
        for claim in claims:
            pair = named(self.mentions[claim.subject]), named(self.mentions[claim.object])
            sign = "R!" if claim.negated else "R "
            told = (claim.predicate, claim.rule, f"{claim.predicate}{claim.direction}{claim.certainty}")
            said[pair] |= {sign + fact for fact in (*told, f"{claim.predicate}{int(claim.score * 4)}")}
        for (_, ill), facts in list(said.items()):
            said["*", ill] |= {f"any{fact}" for fact in facts if fact.startswith(("R applied", "R has_adv"))}
        return said

    def _layout(self, agent: str, ill: str) -> Iterator[str]:
        """Counts, ranks, titles and distances in sentences."""
        agents, ills = self.places["C"][agent], self.places["D"][ill]
        where = {place.sentence for place in agents}, {place.sentence for place in ills}
        rank, ill_rank = self._rank("C", len(agents)), self._rank("D", len(ills))
        titled = f"ct{0 in where[0]}"
        titles = f"{titled}dt{0 in where[1]}"
        many, gap = len(self.places["C"]), min(abs(a - b) for a in where[0] for b in where[1])
        shared = where[0] & where[1]
        yield from (
            titled,
            titles,
            f"r{rank}{titles}",
            f"r{rank}dr{ill_rank}",
            f"rank{rank}",
            f"dr{ill_rank}",
        )
        yield from (f"nc{bin_of(len(agents), COUNTS)}", f"nd{bin_of(len(ills), COUNTS)}")
        yield from (f"chems{bin_of(many, COUNTS)}", f"ills{bin_of(len(self.places['D']), COUNTS)}")
        yield f"rank{rank}chems{bin_of(many, COUNTS[:3])}"
        yield f"any{any(p.sentence == 0 for some in self.places['C'].values() for p in some)}{titled}"
        yield from (f"both{bin_of(len(shared), GAPS)}", f"last{len(self.tokens) - 1 in shared}")
        yield from (f"gap{bin_of(gap, GAPS)}", f"gap{bin_of(gap, GAPS)}{titles}")
        yield f"gap{bin_of(gap, GAPS[:3])}r{rank}chems{bin_of(many, COUNTS[:3])}"
        yield f"first{agent == next(iter(self.places['C']))}"
        yield from self._rivals(agent, ills, rank)

    def _rivals(self, agent: str, ills: Sequence[Place], rank: int) -> Iterator[str]:
        """Whether other drugs stand nearer to the ill, or none does."""
        near = alone = 0
        for ill in ills:
            beside = [
                (abs(place.first - ill.first), key)
                for key, some in self.places["C"].items()
                for place in some
                if place.sentence == ill.sentence
            ]
            near += bool(beside) and min(beside)[1] == agent
            alone += not beside
            if {key for _, key in beside} == {agent}:
                yield "only"
        yield from (f"near{min(near, 3)}", f"alone{alone == len(ills)}r{rank}")

    def _rank(self, side: str, count: int) -> int:
        return min(3, sum(len(places) > count for places in self.places[side].values()))

    def _nearest(self, agent: str, ill: str) -> Iterator[str]:
        """Words between and beside the nearest two mentions of each sentence that holds both."""
        least: int | None = None
        for at in self.shared((agent, ill)):
            order, words, before, after = self._between(at, agent, ill)
            least = len(words) if least is None else min(least, len(words))
            near = set(words[:20])
            yield from (f"s={word}" for word in set(self.tokens[at]))
            yield from (f"m={word}" for word in near)
            yield from (f"m{order}={word}" for word in near)
            yield from (f"mm{order}={a} {b}" for a, b in pairwise(words[:12]))
            if len(words) <= 3:
                yield f"mid{order}={' '.join(words)}"
            yield from (f"b{order}={before}", f"a{order}={after}")
            length = f"len{order}{bin_of(len(words), WORDS)}"
            yield from (
                length,
                *(f"{side}{order}{min(2, words.count(mark))}" for side, mark in MARKS.items()),
            )
            if at == 0:
                yield from (f"t{length}", *(f"tm{order}={word}" for word in near))
        yield f"best{'x' if least is None else bin_of(least, WORDS)}"

    def _between(self, at: int, agent: str, ill: str) -> Between:
        words = self.tokens[at]
        agents, ills = (
            [place for place in self.places[side][key] if place.sentence == at]
            for side, key in (("C", agent), ("D", ill))
        )
        spans = (("cd", a, d) if a.first < d.first else ("dc", d, a) for a in agents for d in ills)
        order, left, right = min(spans, key=lambda span: span[2].first - span[1].behind)
        before = words[left.first - 1] if left.first else "^"
        after = words[right.behind] if right.behind < len(words) else "$"
        return Between(order, words[left.behind : right.first], before, after)

    def _kin(self, ill: str) -> Iterator[str]:
        """Whether the abstract names a more exact or a wider ill, too."""
        below = any(ill in above for key, above in self._above.items() if key != ill)
        yield from (f"below{below}", f"above{any(key in self._above[ill] for key in self.places['D'])}")

    @cached_property
    def _above(self) -> dict[str, frozenset[str]]:
        return {ill: self._ancestors(ill) for ill in self.places["D"]}

    def _ancestors(self, id: str) -> frozenset[str]:
        found: set[str] = set()
        level = {id}
        for _ in range(DEEP):
            level = {parent for one in level for parent in self.parents(one)} - found
            found |= level
        return frozenset(found - {id})

    def _of(self, side: str, key: str) -> set[str]:
        """What is said of a drug or an ill wherever it stands: its names, its kind, the words around it."""
        if (side, key) not in self._own:
            facts = {f"{side}:{key}", *(f"{side}^{one}" for one in self._above.get(key, ()) if side == "D")}
            for place in self.places[side][key]:
                facts |= {side + fact for fact in (*self._names(side, place), *self._around(place))}
            self._own[side, key] = facts
        return self._own[side, key]

    def _names(self, side: str, place: Place) -> Iterator[str]:
        name = self.mentions[place.mention].text
        if side == "C":
            low = name.lower()
            yield from (f"w={low}", f"s={low[-4:]}", f"s={low[-3:]}", f"short{len(low) < 4}")
            return
        words = [stem(word) for word in TOKEN.findall(name)]
        yield from (f"name={' '.join(words)}", *(f"w={word}" for word in words))

    def _around(self, place: Place) -> Iterator[str]:
        words = self.tokens[place.sentence]
        left, right = words[max(0, place.first - 3) : place.first], words[place.behind : place.behind + 3]
        yield from (f"l={word}" for word in left)
        yield from (f"r={word}" for word in right)
        yield from (f"l1={word}" for word in left[-1:])
        yield from (f"r1={word}" for word in right[:1])
        yield from (f"ll={' '.join(left[-2:])}", f"rr={' '.join(right[:2])}")
