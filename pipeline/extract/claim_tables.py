"""The tables that claims are read with: cues, frames, outcomes, valence and kinds, as typed rows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple, cast

from pipeline.extract.context_cues import Lexicon, read_table
from pipeline.records import ClaimKind, Direction, Mention

SAME_KIND: Mapping[str, frozenset[str]] = {
    "drug": frozenset({"drug", "hormone"}),
    "hormone": frozenset({"drug", "hormone"}),
    "symptom": frozenset({"symptom", "condition"}),
    "condition": frozenset({"symptom", "condition"}),
    "gene": frozenset({"gene"}),
}
"""Types that can be said to be the same as, or a form of, a type."""

OTHERS_TELL = 7
"""Rank of the kind cues of an experience that another person had."""


class Frame(NamedTuple):
    """How a relation is laid out around its cue: where its subject and object stand, and what it means."""

    rule: str
    subject: frozenset[str]
    subject_at: str
    object: frozenset[str]
    object_at: str
    predicate: str
    change: str
    reach: str
    score: float


@cache
def cues() -> tuple[tuple[str, ...], Lexicon]:
    """Classes of relation cues, row by row, and the lexicon that finds them."""
    rows = read_table("claim_cues.tsv")
    return tuple(row["class"] for row in rows), Lexicon([row["pattern"] for row in rows])


@cache
def frames() -> Mapping[str, tuple[Frame, ...]]:
    """Frames of each class, in the order in which they are tried."""
    table: dict[str, tuple[Frame, ...]] = {}
    for row in read_table("claim_frames.tsv"):
        frame = Frame(
            row["rule"],
            _types(row["subject"]),
            row["subject_at"],
            _types(row["object"]),
            row["object_at"],
            row["predicate"],
            row["direction"],
            row["reach"],
            float(row["score"]),
        )
        table[row["class"]] = (*table.get(row["class"], ()), frame)
    return table


def _types(names: str) -> frozenset[str]:
    return frozenset(SAME_KIND if names in ("any", "same") else names.split("/")) | (
        {"same"} if names == "same" else set()
    )


@cache
def outcomes() -> Mapping[tuple[str, str, str], tuple[str, Direction | None]]:
    """Predicate and direction by type of the object, valence and change."""
    return {
        (row["object"], row["valence"], row["change"]): (
            row["predicate"],
            cast("Direction | None", row["direction"] or None),
        )
        for row in read_table("claim_outcomes.tsv")
    }


@cache
def _valences() -> Mapping[str, frozenset[str]]:
    return {row["valence"]: frozenset(row["words"].split()) for row in read_table("claim_valence.tsv")}


def valence(mention: Mention) -> str:
    """Whether a symptom is a function that people want ("good"), a process ("neutral") or an ill ("bad").

    Example:
        >>> libido = Mention(start=0, end=6, text="libido", type="symptom")
        >>> valence(libido), valence(libido.model_copy(update={"text": "low libido"}))
        ('good', 'bad')
    """
    words = mention.text.lower().split()
    if mention.type != "symptom" or not words or words[0] in _valences()["lack"]:
        return "bad"
    name = (mention.name or "").lower().split()
    last = {words[-1], *([] if name and name[0] in _valences()["lack"] else name[-1:])}
    return next((kind for kind in ("good", "neutral") if _valences()[kind] & last), "bad")


def outcome(mention: Mention, change: str) -> tuple[str, Direction | None] | None:
    """Predicate and direction of a change in a mention; None if such a change says nothing.

    Example:
        >>> outcome(Mention(start=0, end=6, text="libido", type="symptom"), "decrease")
        ('has_adverse_event', 'decrease')
    """
    type = "symptom" if mention.type == "symptom" else "condition"
    if mention.type in ("hormone", "gene"):
        type = "hormone"
    return outcomes().get((type, valence(mention), change))


@cache
def kind_cues() -> tuple[tuple[tuple[int, ClaimKind], ...], Lexicon]:
    """Rank and kind of the kind cues, row by row, and the lexicon that finds them."""
    rows = read_table("claim_kinds.tsv")
    kinds = tuple((int(row["rank"]), cast(ClaimKind, row["kind"])) for row in rows)
    return kinds, Lexicon([row["pattern"] for row in rows])
