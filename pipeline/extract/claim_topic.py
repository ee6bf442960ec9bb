"""The thread's own drug: who "the drug" or "a pill" is, in a post that names none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from pipeline import terms
from pipeline.extract.mentions import find_mentions
from pipeline.records import Mention

DRUG_NOUN = r"(drugs?|meds?|medications?|medicines?|pills?|tablets?|capsules?|stuff|treatment)"
USE = r"(?:tak(?:e|ing)|took|on|off|quit|stop(?:ped|ping)?|start(?:ed|ing)?|us(?:ed|ing)|tried|try|from)"
DOES = r"(?:has|did|does|didn't|doesn't|made|makes|work(?:s|ed)?|help(?:s|ed)?|gave|was|is|took|saved|seems?)"
STAND_INS = tuple(
    re.compile(rf"(?i)\b(?:{pattern})\b")
    for pattern in (
        rf"(?:the|this|that|my|an?|one|single|first|\d{{1,3}}|post)[ -]{DRUG_NOUN}",
        rf"{USE} (it|this)",
        rf"(it) {DOES}",
        r"(side[ -]?effects?|withdrawals?|dosage|dose|meds?|medication|medicine|drug|pills?)",
    )
)
"""What stands for the drug in a text that names none, the clearest first; only one way of saying is read."""

ANY_WORD = (re.compile(r"\b([Ii]|[Mm]e|[Mm]y)\b"), re.compile(r"^\W*(\w+)"))
"""What stands for a drug that is known when nothing else does: the author, or the first word."""

CARRIED, UNKNOWN = 0.6, 0.4
"""Score of a mention that only stands for the thread's drug, or for one that nobody names."""


def main_drug(mentions: Sequence[Mention]) -> Mention | None:
    """The first mention of the drug that is named most often, None if none is named."""
    drugs = [mention for mention in mentions if mention.type == "drug"]
    if not drugs:
        return None
    (name, _), *_ = Counter(named(mention) for mention in drugs).most_common(1)
    return next(mention for mention in drugs if named(mention) == name)


def named(mention: Mention) -> str:
    """What a mention is known by: its concept, or its text where it has none."""
    return mention.concept_id or mention.text.lower()


@lru_cache(maxsize=256)
def topic_of(title: str) -> Mention | None:
    """The drug that a title names, None if it names none."""
    return main_drug(find_mentions(title, terms.load()).mentions)


def stand_ins(
    text: str, mentions: Sequence[Mention], topic: Mention | None, review: bool = False
) -> tuple[Mention, ...]:
    """Mentions of a drug by other words, in a text that names none.

    Args:
        text: the post's text.
        mentions: what was found in it.
        topic: the thread's drug; None if it is not known: then the mentions have no concept.
        review: whether the text tells of a drug that its author takes, so that "it" may stand for it.

    Example:
        >>> drug = Mention(start=0, end=3, text="fin", type="drug", concept_id="CHEBI:5062")
        >>> ill = Mention(start=0, end=2, text="ED", type="condition")
        >>> [(m.text, m.concept_id) for m in stand_ins("ED after one pill", [ill], drug)]
        [('pill', 'CHEBI:5062')]
    """
    if not (topic or review) or any(mention.type == "drug" for mention in mentions):
        return ()
    known = topic or Mention(start=0, end=1, text="?", type="drug")
    taken = [(mention.start, mention.end) for mention in mentions]
    for pattern in (*(STAND_INS if review else STAND_INS[:1]), *(ANY_WORD if review and topic else ())):
        places = [
            match.span(1)
            for match in pattern.finditer(text)
            if not any(start < match.end(1) and match.start(1) < end for start, end in taken)
        ]
        if places:
            score = CARRIED if topic else UNKNOWN
            return tuple(
                Mention(
                    start=start,
                    end=end,
                    text=text[start:end],
                    type="drug",
                    concept_id=known.concept_id,
                    name=known.name,
                    score=score,
                )
                for start, end in places
            )
    return ()
