"""extract: text → Findings, with a spaCy pipeline of small components, one file each.

The line: sentences → citations → abbreviations (scispaCy) → mentions → linker (scispaCy) → quantities
→ context → claims. Every component is an entry point, so it can be added to any ``nlp``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.extract.extractor import Extractor

__all__ = ["Extractor"]


def __getattr__(name: str) -> object:
    """Load spaCy only when the extractor is asked for."""
    if name == "Extractor":
        from pipeline.extract.extractor import Extractor

        return Extractor
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
