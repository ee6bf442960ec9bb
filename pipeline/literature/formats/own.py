"""Papers as threadgraph itself writes them (``papers.jsonl`` of a snapshot, and the bundled papers)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.literature.items import Item
from pipeline.records import Paper

NAME = "threadgraph"


def recognises(record: Mapping[str, Any]) -> bool:
    """Whether a JSON record is a paper of ours."""
    return {"id", "source"} <= record.keys() <= Paper.model_fields.keys() and ":" in str(record["id"])


def items(record: Mapping[str, Any]) -> Iterator[Item]:
    """The paper."""
    yield Paper.model_validate(record)
