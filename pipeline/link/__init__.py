"""Links: what papers say to claims.

A paper's title and abstract go through the same extractor as posts. A link compares a claim with the claims
that were read there, or in the abstract quoted in the post; where none could be read, a small model compares
sentences. What a careful reader would object to stands in ``mismatches``.
"""

from __future__ import annotations

from pipeline.link.linking import Linker, link
from pipeline.link.reading import paper_text

__all__ = ["Linker", "link", "paper_text"]
