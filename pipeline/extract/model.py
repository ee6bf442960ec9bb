"""Which spaCy model the extractor builds on: an installed trained one, or the embedded default."""

from __future__ import annotations

import warnings
from importlib.metadata import PackageNotFoundError, entry_points, version
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from pipeline.errors import SettingsError

if TYPE_CHECKING:
    from spacy.language import Language

PREFERRED = (
    "en_ner_bc5cdr_md",
    "en_core_sci_scibert",
    "en_core_sci_lg",
    "en_core_sci_md",
    "en_core_sci_sm",
    "en_core_web_trf",
    "en_core_web_lg",
    "en_core_web_md",
    "en_core_web_sm",
)
"""Trained models that ``model = "auto"`` looks for, the best first."""

FACTORIES = "spacy_factories"
"""Entry points by which a package offers spaCy a component."""

PLACEHOLDERS = frozenset({"999.9.9"})
"""Versions that are empty packages: PyPI's ``en-core-sci-md`` is not scispaCy's model."""


class ModelChoice(NamedTuple):
    """The model that is used (None: the embedded default), its version, and why."""

    name: str | None
    version: str
    reason: str


def choose_model(wanted: str = "auto") -> ModelChoice:
    """Choose the spaCy model.

    Args:
        wanted: "auto" (the first installed of `PREFERRED`), "default" (the embedded one), or a name.

    Raises:
        SettingsError: the named model is not installed.

    Example:
        >>> choose_model("default").name is None
        True
    """
    if wanted == "default":
        return ModelChoice(None, version("spacy"), "the embedded default was asked for")
    names = PREFERRED if wanted == "auto" else (wanted,)
    for name in names:
        if found := installed_version(name):
            why = (
                "the first installed of the trained models looked for"
                if wanted == "auto"
                else "asked for by name"
            )
            return ModelChoice(name, found, why)
    if wanted == "auto":
        return ModelChoice(None, version("spacy"), f"none of {', '.join(PREFERRED)} is installed")
    raise SettingsError(f"spaCy model {wanted!r} is not installed; pip install it, or set model = 'auto'")


def installed_version(name: str) -> str | None:
    """Version of an installed spaCy model package; None if absent or an empty placeholder."""
    try:
        found = version(name.replace("_", "-"))
    except PackageNotFoundError:
        return None
    return found if found not in PLACEHOLDERS and find_spec(name) else None


def component_version(name: str) -> str:
    """A spaCy component's name with the package that brings it and its version.

    Raises:
        SettingsError: no installed package has a factory of this name; the error lists those there are.

    Example:
        >>> component_version("threadgraph_claims").partition(" ")[0]
        'threadgraph_claims'
    """
    known = {entry.name: entry.dist for entry in entry_points(group=FACTORIES)}
    if name not in known:
        there = ", ".join(sorted(known))
        raise SettingsError(f"no installed package has the spaCy component {name!r}; there are {there}")
    brought = known[name]
    return f"{name} {brought.name} {brought.version}" if brought else name


def load_base(choice: ModelChoice) -> Language:
    """The spaCy pipeline that the components are added to, with scispaCy's tokenizer."""
    import spacy
    from scispacy.custom_tokenizer import combined_rule_tokenizer

    nlp = spacy.load(choice.name) if choice.name else spacy.blank("en")
    with warnings.catch_warnings():
        # scispaCy's affix rules hold "[" inside a character class, which is what they mean to hold
        warnings.filterwarnings("ignore", "Possible (nested set|set union)", FutureWarning)
        nlp.tokenizer = combined_rule_tokenizer(nlp)
    return nlp
