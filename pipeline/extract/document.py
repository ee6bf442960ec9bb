"""What the components write on a spaCy Doc, registered once."""

from __future__ import annotations

from spacy.tokens import Doc

FIELDS = ("links", "mentions", "quantities", "citations", "claims", "dropped")
"""Doc extensions, each a tuple of the records of the same name; ``links`` is input, the rest output."""


def register() -> None:
    """Register the Doc extensions that all components share; calling it again changes nothing.

    Example:
        >>> import spacy
        >>> register()
        >>> spacy.blank("en")("finasteride")._.mentions
        ()
    """
    for field in FIELDS:
        if not Doc.has_extension(field):
            Doc.set_extension(field, default=())
    if not Doc.has_extension("topic"):
        Doc.set_extension("topic", default=None)
