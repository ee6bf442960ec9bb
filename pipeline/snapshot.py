"""Snapshots: what a run publishes, in one folder that appears whole or not at all.

``DIR/NAME`` is a symbolic link to ``DIR/.snapshots/NAME/<time>``; publishing writes a new folder and
then renames a new link over the old one (POSIX rename(2) is atomic). Whoever reads meanwhile reads the
old snapshot or the new one; when the disk is full, the old one stays.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import ExportError
from pipeline.records import Failure, Findings, Link, Paper, Record, Resolution, Thread

if TYPE_CHECKING:
    import networkx as nx


class Manifest(Record):
    """What a snapshot was made from, and what is in it.

    ``new`` counts what each step had not done before; ``files`` are SHA-256 sums by name.
    """

    name: str
    created_at: str
    threadgraph: str
    sources: tuple[str, ...]
    offline: bool
    quotes: bool
    model: str
    model_reason: str
    terminology: str
    extractor: str
    literature: tuple[str, ...]
    new: dict[str, int]
    counts: dict[str, int]
    verdicts: dict[str, int]
    files: dict[str, str]

    def summary(self) -> list[str]:
        """What a person wants to know of a run, in a few lines."""
        count = self.counts
        verdicts = ", ".join(f"{n} {verdict}" for verdict, n in self.verdicts.items()) or "none"
        new = self.new.get("extract", 0)
        old = f"{new} extracted" if new else "unchanged, nothing was extracted again"
        return [
            f"{count['threads']} threads, {count['posts']} posts: {old}",
            f"{count['mentions']} mentions, {count['claims']} claims",
            f"{count['citations']} citations: {verdicts}",
            f"{count['nodes']} nodes, {count['edges']} edges, {count['failures']} failures",
        ]


Row = tuple[dict[str, Any], Record]
"""A record and the fields that say where it belongs."""

WORDS_OF_POSTS: Mapping[str, set[str]] = {
    "threads": {"title"},
    "posts": {"text", "quotes", "tables"},
    "mentions": {"text"},
    "citations": {"text", "spans", "quoted", "participants", "findings"},
    "claims": {"text"},
    "dropped": {"text"},
    "links": {"rationale"},
}
"""Fields that are left out when quotes are suppressed."""


@dataclass(frozen=True)
class Material:
    """All that a snapshot is written from; ``resolutions`` are by post id, one a citation."""

    threads: Sequence[Thread]
    findings: Sequence[Findings]
    resolutions: Mapping[str, Sequence[Resolution]]
    links: Sequence[Link]
    papers: Sequence[Paper]
    failures: Sequence[Failure]
    graph: nx.MultiDiGraph = field(repr=False)


def threads(material: Material) -> Iterator[Row]:
    """Threads, without their posts."""
    yield from (({}, thread.model_copy(update={"posts": ()})) for thread in material.threads)


def posts(material: Material) -> Iterator[Row]:
    """Posts, in page order."""
    yield from (({"thread_id": thread.id}, post) for thread in material.threads for post in thread.posts)


def found(kind: str) -> Callable[[Material], Iterator[Row]]:
    """Records of one kind of finding, each with its post and its index there."""

    def rows(material: Material) -> Iterator[Row]:
        for findings in material.findings:
            for index, record in enumerate(getattr(findings, kind)):
                yield {"post_id": findings.id, "index": index}, record

    return rows


def citations(material: Material) -> Iterator[Row]:
    """Citations, each with what the literature said of it."""
    for place, record in found("citations")(material):
        resolution = material.resolutions[place["post_id"]][place["index"]]
        paper = resolution.paper and resolution.paper.id
        said = resolution.model_dump(mode="json", exclude={"paper", "candidates"}) | {"paper_id": paper}
        yield place | said, record


TABLES: Mapping[str, Callable[[Material], Iterator[Row]]] = {
    "threads": threads,
    "posts": posts,
    "mentions": found("mentions"),
    "citations": citations,
    "claims": found("claims"),
    "papers": lambda material: (({}, paper) for paper in material.papers),
    "links": lambda material: (({}, link) for link in material.links),
    "dropped": found("dropped"),
    "failures": lambda material: (({}, failure) for failure in material.failures),
}
"""The JSON Lines files of a snapshot, by name."""


def write_tables(folder: Path, material: Material, *, quotes: bool) -> dict[str, int]:
    """Write the JSON Lines files; returns the number of lines of each."""
    counts = {}
    for name, rows in TABLES.items():
        hidden = set() if quotes else WORDS_OF_POSTS.get(name, set())
        with (folder / f"{name}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            counts[name] = 0
            for place, record in rows(material):
                line = place | record.model_dump(mode="json", exclude=hidden)
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                counts[name] += 1
    return counts


@contextmanager
def publishing(out: Path, name: str, keep: int) -> Iterator[Path]:
    """A new folder that becomes ``out/name`` when the block ends well, and vanishes when it does not.

    Args:
        out: folder of all graphs.
        name: name of the graph.
        keep: snapshots of this graph that stay, the newest ones.

    Raises:
        ExportError: the folder cannot be written; what was published before stays as it is.
    """
    home = out / ".snapshots" / name
    folder = home / datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    try:
        folder.mkdir(parents=True)
        yield folder
        point(out / name, folder)
        for old in snapshots(out, name)[:-keep]:
            shutil.rmtree(old, ignore_errors=True)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise ExportError(f"{name} was not published: {error}; the snapshot before it stays") from error
        raise


def point(link: Path, folder: Path) -> None:
    """Make ``link`` a symbolic link to ``folder``, in one rename; a real folder there is moved aside."""
    draft = link.with_name(f".{link.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    draft.symlink_to(os.path.relpath(folder, link.parent))
    if link.is_dir() and not link.is_symlink():
        link.rename(folder.with_name("00000000T000000.000000Z"))
    draft.replace(link)


def snapshots(out: Path, name: str) -> list[Path]:
    """The kept snapshots of a graph, oldest first."""
    home = out / ".snapshots" / name
    return sorted(path for path in home.iterdir() if path.is_dir()) if home.is_dir() else []


def file_hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of each file of a folder, by name."""
    return {file.name: sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}
