"""Joins what the detector reads with what the terminology knows.

In a post, names that the terminology knows stand as they are for drugs, hormones and genes; the detector
sets the boundaries of symptoms and conditions. In an abstract the detector decides, and the terminology
grounds; genes, which the detector does not know, are added.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import Any, Literal, NamedTuple, Protocol, TypeVar

from pipeline.extract.detector import Detected
from pipeline.records import Dropped, EntityType, Mention

Profile = Literal["post", "abstract"]
CLASSES: dict[EntityType, str] = {
    "drug": "chemical",
    "hormone": "chemical",
    "symptom": "finding",
    "condition": "finding",
    "gene": "gene",
}
DEFAULTS: dict[tuple[Profile, str], EntityType] = {
    ("post", "chemical"): "drug",
    ("post", "finding"): "symptom",
    ("abstract", "chemical"): "drug",
    ("abstract", "finding"): "condition",
}
PART = 0.9
"""What is left of a name's score where the name is only a part of the mention."""

UNGROUNDED = 0.5
LEAD = re.compile(
    r"(?:(?:no|not|never|without|any|zero|didn't|don't|gets?|got|getting|gotten|have|has|had|having|was|were|am"
    r"|been|the|an?|my|i|just|single|would|caused|crushed|destroyed|gave me|killed|kills?|nuked|ruined|tanked"
    r"|wrecked|ma[dk]es? my|my (?:kid|son|daughter|wife|husband)|kid)\s+)+"
)
"""Negations and verbs that stand before a symptom, not in it: a claim or a flag rests on them."""

TAIL = re.compile(
    r"\s+(?:at all|whatsoever|any ?more|for|since|after|when|while|on|never|stopped|went away|goes away|hits?"
    r"|hit me|flared|(?:all|every) (?:day|night)|again|(?:is|are|was|were) (?:gone|back|better)|returned"
    r"|came back|vanished|disappeared|and)(?:\s.*)?"
)
"""What stands after a symptom, not in it: how long, when, and what became of it."""

NO_MENTIONS = frozenset({"denies", "denied", "it", "work", "works"})
"""Words that the detector takes for mentions where a text is short of others."""

CRASH = "TG:0000002"


class Merged(NamedTuple):
    """The mentions that stay, and the names that were dropped for them."""

    mentions: tuple[Mention, ...]
    dropped: tuple[Dropped, ...]


def merge(
    text: str,
    named: Sequence[Mention],
    doubtful: Sequence[Mention],
    detected: Sequence[Detected],
    profile: Profile,
) -> Merged:
    """Mentions of a text from both readings; none overlap.

    Args:
        text: the post or abstract.
        named: what the terminology finds, in order.
        doubtful: names that stand only where the detector confirms them.
        detected: what the detector finds, in order.
        profile: which of the two decides.
    """
    known = sorted((*named, *doubtful), key=lambda m: m.start)
    spans = [trimmed(text, span, known) for span in detected]
    if profile == "post":
        spans = [widened(span, named) for span in spans]
    spans = [span for span in spans if text[span.start : span.end].lower() not in NO_MENTIONS]
    spans = apart([span for span in spans if stands(span, known, profile)])
    read = [ground(text, span, known, profile) for span in spans]
    kept = []
    dropped = [drop(m, "context: health") for m in doubtful if not overlapping(spans, m)]
    for mention in named:
        hidden = bool(overlapping(spans, mention))
        alone = profile == "abstract" and CLASSES[mention.type] != "gene"
        if hidden or alone:
            rule = "detector: other boundaries" if hidden else "detector: no mention"
            dropped += (
                [] if hidden and same_place(mention, overlapping(read, mention)) else [drop(mention, rule)]
            )
        else:
            kept.append(mention)
    mentions = sorted((*read, *kept), key=lambda m: m.start)
    verbs = [m for before, m in pairwise(mentions) if is_verb_of(before, m)]
    dropped += [drop(m, "verb of the symptom before it") for m in verbs]
    at = {m.start for m in verbs}
    return Merged(tuple(m for m in mentions if m.start not in at), tuple(dropped))


def is_verb_of(before: Mention, mention: Mention) -> bool:
    """Whether a mention is what the symptom before it did: "my libido crashed" is no crash of its own."""
    return mention.concept_id == CRASH and before.type == "symptom" and before.end + 1 == mention.start


def trimmed(text: str, span: Detected, named: Sequence[Mention]) -> Detected:
    """A span without words around it that are none of it, unless the terminology has them ("no libido")."""
    inside = overlapping(named, span)
    low = text[span.start : span.end].lower().replace("’", "'")
    first = min((m.start for m in inside), default=span.end) - span.start
    last = max((m.end for m in inside), default=span.start) - span.start
    lead, tail = LEAD.match(low, 0, max(0, first)), TAIL.search(low, max(0, last))
    start = span.start + (lead.end() if lead else 0)
    end = span.start + tail.start() if tail and last > 0 and tail.end() == len(low) else span.end
    return span._replace(start=start, end=end) if start < end else span


def widened(span: Detected, named: Sequence[Mention]) -> Detected:
    """A span that is only a part of a name, as long as the name."""
    whole = (
        m
        for m in overlapping(named, span)
        if m.start <= span.start and span.end <= m.end and CLASSES[m.type] == span.label
    )
    name = next(whole, None)
    return span._replace(start=name.start, end=name.end) if name else span


def apart(spans: Sequence[Detected]) -> list[Detected]:
    """The spans without those that begin inside the one before."""
    kept: list[Detected] = []
    for span in sorted(spans):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def stands(span: Detected, named: Sequence[Mention], profile: Profile) -> bool:
    """Whether a detected span is taken: it must not hide what the terminology knows better."""
    inside = overlapping(named, span)
    if profile == "abstract":
        return not any(m.type == "gene" and m.start <= span.start and span.end <= m.end for m in inside)
    known = [m for m in inside if CLASSES[m.type] != "finding"]
    return not known and len([m for m in inside if CLASSES[m.type] == "finding"]) < 2


def ground(text: str, span: Detected, named: Sequence[Mention], profile: Profile) -> Mention:
    """The mention of a span, grounded in the longest name of its class inside it, or in none."""
    inside = [m for m in overlapping(named, span) if CLASSES[m.type] == span.label]
    best = max(inside, key=lambda m: m.end - m.start, default=None)
    place: dict[str, Any] = {"start": span.start, "end": span.end, "text": text[span.start : span.end]}
    if best is None:
        return Mention(**place, type=DEFAULTS[profile, span.label], score=UNGROUNDED)
    whole = (best.start, best.end) == (span.start, span.end)
    return best.model_copy(update={**place, "score": best.score * (1 if whole else PART)})


class Placed(Protocol):
    """Anything with offsets."""

    @property
    def start(self) -> int:
        """First character."""

    @property
    def end(self) -> int:
        """Behind the last character."""


P = TypeVar("P", bound=Placed)


def overlapping(placed: Sequence[P], span: Placed) -> list[P]:
    """Those of some places, in order and apart from one another, that share a character with a span."""
    first = bisect_right(placed, span.start, key=lambda one: one.end)
    return list(takewhile(lambda one: one.start < span.end, (placed[i] for i in range(first, len(placed)))))


def overlap(one: Placed, other: Placed) -> bool:
    """Whether two spans share a character."""
    return one.start < other.end and other.start < one.end


def same_place(mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether another mention has the same offsets."""
    return any((m.start, m.end) == (mention.start, mention.end) for m in others)


def drop(mention: Mention, rule: str) -> Dropped:
    """The record of a mention that is dropped."""
    return Dropped(start=mention.start, end=mention.end, text=mention.text, type=mention.type, rule=rule)
