"""The gate before publishing: figures of a run against those of the snapshots before it.

A broken parser shows as threads that lost their posts, as pages that fail, or as posts in which nothing is
found any more. Such a run is held back: the last snapshot stays, and a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from pipeline.errors import ExportError

if TYPE_CHECKING:
    from pipeline.snapshot import Manifest

LEAST_POSTS = 50
"""A graph of fewer posts says nothing by its averages."""
RUNS = 5
"""So many snapshots, the newest ones, are what a run is compared with."""


class Rule(NamedTuple):
    """A figure, and how far it may lie from the median of the runs before."""

    what: str
    least: float = 0.0  # times the median
    most: float = float("inf")  # above the median, by so much


RULES: Mapping[str, Rule] = {
    "posts_per_thread": Rule("posts per thread", least=0.5),
    "failing": Rule("share of inputs that failed", most=0.2),
    "silent": Rule("share of posts without mentions", most=0.2),
}
"""What is watched, by the name of its figure."""


class Held(ExportError):
    """A run was held back by the gate; what was published before stays."""


def figures(counts: Mapping[str, int]) -> dict[str, float]:
    """The figures that the gate watches, from the counts of a manifest.

    Example:
        >>> figures({"threads": 10, "posts": 100, "failures": 10, "silent_posts": 25})
        {'posts_per_thread': 10.0, 'failing': 0.5, 'silent': 0.25}
    """
    threads, posts, failures = (counts.get(name, 0) for name in ("threads", "posts", "failures"))
    return {
        "posts_per_thread": posts / max(threads, 1),
        "failing": failures / max(threads + failures, 1),
        "silent": counts.get("silent_posts", 0) / max(posts, 1),
    }


def objections(new: Manifest, before: Sequence[Manifest]) -> list[str]:
    """Why a run should not be published, in words; nothing if it looks like the runs before.

    Args:
        new: of the run.
        before: of the snapshots before, the newest last. Those of other sources or of few posts say nothing.
    """
    alike = [m for m in before if m.sources == new.sources and m.counts.get("posts", 0) >= LEAST_POSTS]
    past = [figures(manifest.counts) for manifest in alike[-RUNS:]]
    now = figures(new.counts)
    found = []
    for name, rule in RULES.items() if past else ():
        usual = median(figure[name] for figure in past)
        if not rule.least * usual <= now[name] <= usual + rule.most:
            found.append(f"{rule.what} {now[name]:.2f}, usually {usual:.2f}")
    return found


def check(new: Manifest, before: Sequence[Manifest]) -> None:
    """Let a run pass, or hold it back.

    Raises:
        Held: the run looks broken; says how, and what to do.
    """
    if found := objections(new, before):
        raise Held(
            f"{new.name} was not published, the snapshot before it stays: {'; '.join(found)}. "
            "Look at what the sources show now; if it is right, run again with --accept"
        )
