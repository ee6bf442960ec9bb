"""What a run tells Prefect: artifacts that a person reads, and events that an automation waits for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact
from prefect.events import emit_event

from pipeline.settings import Settings
from pipeline.snapshot import Manifest

ROWS = 200
"""Rows of a table, at most: Prefect keeps them in its database."""


def published(settings: Settings, manifest: Manifest) -> None:
    """Tell of a snapshot: report, failures, what changed, where it stands, and an event."""
    folder, key = (settings.out / settings.name).absolute(), key_of(settings.name)
    create_markdown_artifact(report(manifest), key=f"{key}-run", description=f"Run of {settings.name}")
    create_table_artifact(list(failures(folder)), key=f"{key}-failures", description="Inputs that failed")
    create_link_artifact((folder / "report.html").as_uri(), key=f"{key}-report", link_text="Report")
    tell("published", manifest.name, {"counts": manifest.counts, "new": manifest.new})


def tell(what: str, name: str, payload: dict[str, Any]) -> None:
    """Emit the event ``threadgraph.<what>`` about a graph."""
    emit_event(
        f"threadgraph.{what}",
        resource={"prefect.resource.id": f"threadgraph.graph.{name}", "prefect.resource.name": name},
        payload=payload,
    )


def key_of(name: str) -> str:
    """A name as a key of artifacts: small letters, digits and dashes.

    Example:
        >>> key_of("PFS_morning.2")
        'threadgraph-pfs-morning-2'
    """
    return f"threadgraph-{re.sub('[^a-z0-9]+', '-', name.lower()).strip('-')}"


def report(manifest: Manifest) -> str:
    """The run in Markdown: what is published, from what, and how long each step took."""
    rows = [
        f"| {step} | {new:,} | {manifest.seconds.get(step, 0.0):,.1f} |" for step, new in manifest.new.items()
    ]
    return "\n".join(
        (
            f"# {manifest.name}, {manifest.checked_at or manifest.created_at}\n",
            *(f"- {line}" for line in manifest.summary()),
            "\n| step | new | seconds |\n|---|---|---|",
            *rows,
            f"\nExtractor `{manifest.extractor}`, model {manifest.model}, literature "
            f"{', '.join(manifest.literature)}.",
        )
    )


def failures(folder: Path) -> Iterator[dict[str, str]]:
    """The failures of a snapshot, as rows; the reasons say nothing of what posts say."""
    with (folder / "failures.jsonl").open(encoding="utf-8") as lines:
        for line in islice(lines, ROWS):
            row = json.loads(line)
            yield {name: str(row[name]) for name in ("source", "stage", "error", "reason")}
