"""A graph without the words of posts: a quote that is searched for leads to who wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.claim_words import concept_names, said_back
from pipeline.graph_concepts import claim_label
from pipeline.graph_schema import ATTRIBUTES

if TYPE_CHECKING:
    import networkx as nx

WORDS = frozenset(name for name, attribute in ATTRIBUTES.items() if attribute.words)
"""Attributes that repeat the words of posts."""


def wordless(data: dict[str, Any]) -> dict[str, Any]:
    """Attributes without those that repeat the words of posts."""
    return {name: value for name, value in data.items() if name not in WORDS}


def wordless_node(graph: nx.MultiDiGraph, node: Any, data: dict[str, Any]) -> dict[str, Any]:
    """Attributes of a node without the words of posts, in its label too.

    A thread is called by its id, for its author gave it its title; a claim by its concepts alone.

    Example:
        >>> import networkx as nx
        >>> told = {"type": "thread", "title": "my story", "label": "my story"}
        >>> wordless_node(nx.MultiDiGraph(), "thread:7", told)
        {'type': 'thread', 'label': 'thread:7'}
    """
    kept = wordless(data)
    if data.get("type") == "thread":
        kept.pop("title", None)
        kept["label"] = node
    elif data.get("type") == "claim" and not {"subject", "object"} <= data.keys():
        names = concept_names(graph, data)
        kept |= {"label": claim_label(data, *names), "description": said_back(data, *names)}
    return kept
