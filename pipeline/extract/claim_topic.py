"""The thread's own drug: who "the drug" or "a pill" is, in a post that names none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.records import Mention

STANDS_FOR_IT = re.compile(
    r"(?i)\b(?:the|this|that|my|an?|one|single|first|\d{1,3}|post)[ -]"
    r"(drugs?|meds?|medications?|medicines?|pills?|tablets?|capsules?|stuff|treatment)\b"
)
CARRIED = 0.6
"""Score of a mention that only stands for the drug."""


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


def stand_ins(text: str, mentions: Sequence[Mention], topic: Mention) -> tuple[Mention, ...]:
    """Mentions of the thread's drug by other words, in a text that names no drug.

    Args:
        text: the post's text.
        mentions: what was found in it.
        topic: the thread's drug.

    Example:
        >>> drug = Mention(start=0, end=3, text="fin", type="drug", concept_id="CHEBI:5062")
        >>> [(m.text, m.concept_id) for m in stand_ins("ED after one pill", [], drug)]
        [('pill', 'CHEBI:5062')]
    """
    if any(mention.type == "drug" for mention in mentions):
        return ()
    taken = [(mention.start, mention.end) for mention in mentions]
    return tuple(
        Mention(
            start=match.start(1),
            end=match.end(1),
            text=match[1],
            type="drug",
            concept_id=topic.concept_id,
            name=topic.name,
            score=CARRIED,
        )
        for match in STANDS_FOR_IT.finditer(text)
        if not any(start < match.end(1) and match.start(1) < end for start, end in taken)
    )
