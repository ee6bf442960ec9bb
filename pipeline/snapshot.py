"""Snapshots: what a run publishes, in one folder that appears whole or not at all.

``DIR/NAME`` is a symbolic link to ``DIR/.snapshots/NAME/<time>``; publishing writes a new folder and
then renames a new link over the old one (POSIX rename(2) is atomic). Whoever reads meanwhile reads the
old snapshot or the new one; when the disk is full, the old one stays.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import Field

from pipeline.claim_words import concept_names, said_back
from pipeline.errors import ExportError
from pipeline.graph_schema import node_id
from pipeline.records import Claim, Failure, Findings, Link, Paper, Record, Resolution, Thread

if TYPE_CHECKING:
    import networkx as nx


class Manifest(Record):
    """What a snapshot was made from, and what is in it.

    ``new`` counts what each step had not done before and ``seconds`` how long it took; ``state`` is the hash
    of all that the snapshot depends on, and ``checked_at`` when a run last found it so; ``files`` are
    SHA-256 sums by name.
    """

    name: str
    created_at: str
    checked_at: str = ""
    state: str = ""
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
    seconds: dict[str, float] = Field(default_factory=dict)
    counts: dict[str, int]
    verdicts: dict[str, int]
    files: dict[str, str]

    def summary(self) -> list[str]:
        """What a person wants to know of a run, in a few lines."""
        count = self.counts
        verdicts = ", ".join(f"{n} {verdict}" for verdict, n in self.verdicts.items()) or "none"
        new = self.new.get("extract", 0)
        old = f"{new} extracted" if new else "unchanged, nothing was extracted again"
        if self.checked_at > self.created_at:
            old += f"; the snapshot of {self.created_at} stays"
        return [
            f"{count['threads']} threads, {count['posts']} posts: {old}",
            f"{count['mentions']} mentions, {count['claims']} claims",
            f"{count['citations']} citations: {verdicts}",
            f"{count['nodes']} nodes, {count['edges']} edges, {count['failures']} failures",
        ]


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
    """All that a snapshot is written from; ``resolutions`` are by post id, one a citation.

    Threads and findings are gone through more than once, and may be streams: nothing here holds them all.
    """

    threads: Iterable[Thread]
    findings: Iterable[Findings]
    resolutions: Mapping[str, Sequence[Resolution]]
    links: Sequence[Link]
    papers: Sequence[Paper]
    failures: Sequence[Failure]
    graph: nx.MultiDiGraph = field(repr=False)


Line = tuple[str, dict[str, Any], Record]
"""A record, the table that it stands in, and the fields that say where it belongs."""
FOUND = ("mentions", "citations", "claims", "dropped")
TABLES = ("threads", "posts", *FOUND, "papers", "links", "failures")
"""The JSON Lines files of a snapshot, by name."""


def lines(material: Material, *, quotes: bool) -> Iterator[Line]:
    """All lines of all tables; those of one table in their order, claims said back with or without quotes."""
    for thread in material.threads:
        yield "threads", {}, thread.model_copy(update={"posts": ()})
        yield from (("posts", {"thread_id": thread.id}, post) for post in thread.posts)
    for findings in material.findings:
        yield from found(findings, material.resolutions.get(findings.id, ()), material.graph, quotes)
    for name in ("papers", "links", "failures"):
        yield from ((name, {}, record) for record in getattr(material, name))


def found(
    findings: Findings, resolutions: Sequence[Resolution], graph: nx.MultiDiGraph, quotes: bool
) -> Iterator[Line]:
    """What was found in one post, each with its post and its index there."""
    for kind in FOUND:
        for index, record in enumerate(getattr(findings, kind)):
            answer = said(resolutions[index]) if kind == "citations" else {}
            answer |= weighed(record, graph, quotes) if kind == "claims" else {}
            yield kind, {"post_id": findings.id, "index": index} | answer, record


def weighed(claim: Claim, graph: nx.MultiDiGraph, quotes: bool) -> dict[str, Any]:
    """A claim said back; whether it counts as evidence, and if not, why."""
    node = graph.nodes[node_id(claim.id, "claim")]
    said = node["description"] if quotes else said_back(node, *concept_names(graph, node))
    why = {name: node.get(name) for name in ("counted", "uncounted_because", "copied_from")}
    return {"said": said, **why}


def said(resolution: Resolution) -> dict[str, Any]:
    """What the literature said of a citation, as it stands beside it."""
    paper = resolution.paper and resolution.paper.id
    return resolution.model_dump(mode="json", exclude={"paper", "candidates"}) | {"paper_id": paper}


def write_tables(folder: Path, material: Material, *, quotes: bool) -> dict[str, int]:
    """Write the JSON Lines files; returns the number of lines of each."""
    counts = dict.fromkeys((*TABLES, "silent_posts"), 0)
    hidden = {name: set() if quotes else WORDS_OF_POSTS.get(name, set()) for name in TABLES}
    with ExitStack() as stack:
        open_ = {
            name: stack.enter_context((folder / f"{name}.jsonl").open("w", encoding="utf-8", newline="\n"))
            for name in TABLES
        }
        spoken = set[str]()
        for name, place, record in lines(material, quotes=quotes):
            open_[name].write(joined(place, record.model_dump_json(exclude=hidden[name])))
            counts[name] += 1
            if name == "mentions":
                spoken.add(place["post_id"])
    counts["silent_posts"] = counts["posts"] - len(spoken)
    return counts


def joined(place: Mapping[str, Any], record: str) -> str:
    """A line: the fields of the place, then those of the record, which is JSON already."""
    return f"{json.dumps(place, ensure_ascii=False)[:-1]}{', ' if place else ''}{record[1:]}\n"


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


def current(out: Path, name: str) -> Path | None:
    """The snapshot that a graph's name stands for."""
    link = out / name
    return link.resolve() if link.is_symlink() else None


def go_back(out: Path, name: str, before: Path | None) -> None:
    """Take back what was published last: the name stands for the snapshot before again, or for none."""
    failed = current(out, name)
    if before is None:
        (out / name).unlink(missing_ok=True)
    else:
        point(out / name, before)
    if failed is not None and failed != before:
        shutil.rmtree(failed, ignore_errors=True)


def verify(folder: Path) -> None:
    """Read a snapshot back.

    Raises:
        ExportError: a file is not there, or is not what the manifest says.
    """
    wanted = Manifest.model_validate_json((folder / "manifest.json").read_bytes()).files
    found = file_hashes(folder)
    if wrong := sorted(name for name in wanted if found.get(name) != wanted[name]):
        raise ExportError(f"{folder} does not read back as it was written: {', '.join(wrong)}")


def snapshots(out: Path, name: str) -> list[Path]:
    """The kept snapshots of a graph, oldest first."""
    home = out / ".snapshots" / name
    return sorted(path for path in home.iterdir() if path.is_dir()) if home.is_dir() else []


def file_hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of each file of a folder, by name."""
    return {file.name: sha256_of(file) for file in sorted(folder.iterdir())}


def sha256_of(file: Path) -> str:
    """SHA-256 of a file, which may be larger than memory."""
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()


def last_manifests(out: Path, name: str) -> list[Manifest]:
    """Manifests of the kept snapshots of a graph, the newest last; those of a later version are left out."""
    found = []
    for folder in snapshots(out, name):
        try:
            found.append(Manifest.model_validate_json((folder / "manifest.json").read_bytes()))
        except (OSError, ValueError):
            continue
    return found


def confirm(folder: Path, manifest: Manifest) -> None:
    """Write a snapshot's manifest anew, in one rename; its other files stay."""
    draft = folder / ".manifest.json.part"
    draft.write_text(manifest.model_dump_json(indent=2), encoding="utf-8")
    draft.replace(folder / "manifest.json")
