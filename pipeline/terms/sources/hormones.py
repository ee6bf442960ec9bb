"""Hormones: the list of hormone2cell; MeSH and ChEBI mark theirs in their own readers."""

from __future__ import annotations

import io
import pickle
import re

from pipeline.terms.names import key
from pipeline.terms.sources.archive import Archives

ASIDE = re.compile(r"\s*\((?!prohormone).*?\)")
TIERS = (1, 2, "N")
NO_HORMONES = frozenset({"vitamin d", "bdnf", "histamine", "cart", "kininogen"})


def hormone_names(archives: Archives) -> set[str]:
    """Keys of the names that hormone2cell holds to be hormones."""
    table = pickle.load(io.BytesIO(archives.read("hormone2cell", "producing_definition_v2.0.0.pkl")))  # noqa: S301 - the archive's hash is pinned
    rows = zip(table["hormone_display"], table["Tier"], strict=True)
    names = {key(ASIDE.sub("", name)) for name, tier in rows if tier in TIERS and "prohormone" not in name}
    return names - NO_HORMONES
