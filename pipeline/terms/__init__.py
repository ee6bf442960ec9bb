"""The terminology: concepts, their names and their parents, and where the names stand in a text.

`load` reads the compact files in ``data/``, built by ``python -m pipeline.terms.build``.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.terms.terminology import Terminology

__all__ = ["load"]


@cache
def load() -> Terminology:
    """The terminology that ships with the package; read once.

    Example:
        >>> load().find("Accutane")[0].name
        'isotretinoin'
    """
    from pipeline.terms.terminology import DATA, Terminology

    return Terminology(DATA)
