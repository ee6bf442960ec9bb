"""threadgraph: forum threads in, a knowledge graph out in which claims stand beside the literature.

::

     fetch      parse      extract       resolve        link          graph       export / query
    URL,file → Page → Thread → Findings → + Resolution → + Link → MultiDiGraph → files / answers

The public names are loaded on first use, so ``import pipeline`` costs nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.extract.extractor import Extractor
    from pipeline.graph import build_graph
    from pipeline.link import link
    from pipeline.parse import parse
    from pipeline.query import KnowledgeGraph
    from pipeline.resolve import resolve

__all__ = ["Extractor", "KnowledgeGraph", "build_graph", "link", "parse", "resolve"]

HOMES = {
    "Extractor": "pipeline.extract.extractor",
    "KnowledgeGraph": "pipeline.query",
    "build_graph": "pipeline.graph",
    "link": "pipeline.link",
    "parse": "pipeline.parse",
    "resolve": "pipeline.resolve",
}


class Package(ModuleType):
    """This package; where a function and its module share a name, the package shows the function."""

    def __setattr__(self, name: str, value: object) -> None:
        """Called by the import system with the module, once it is loaded."""
        shared = name in HOMES and isinstance(value, ModuleType)
        super().__setattr__(name, getattr(value, name) if shared else value)


def __getattr__(name: str) -> Any:
    """Load a public name from its module."""
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; valid: {', '.join(__all__)}")
    return getattr(import_module(HOMES[name]), name)


sys.modules[__name__].__class__ = Package
