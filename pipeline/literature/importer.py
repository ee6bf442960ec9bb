"""Files of papers into the local index: recognised by their content, read as a stream, each item once."""

from __future__ import annotations

import gzip
import io
import tarfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from pipeline.errors import InputError, LiteratureError, ParseError
from pipeline.literature.formats import FORMATS, Format
from pipeline.literature.index import Index
from pipeline.literature.items import Deleted, Item, Notice, Skipped
from pipeline.records import Paper

ARCHIVES = (".tar", ".tar.gz", ".tgz")
BATCH = 2000
"""Items that are committed together."""

MAX_REASONS = 20
"""Reasons of skipped records that are told; the others are counted."""


@dataclass
class Imported:
    """What a file of papers did to the index.

    ``changed`` of ``papers`` were new or differ from what was there; ``deleted`` papers were there, and
    ``notices`` were news; ``error`` says why reading ended before the end of the file, what stands before
    that is in.
    """

    path: str
    format: str | None = None
    papers: int = 0
    changed: int = 0
    deleted: int = 0
    notices: int = 0
    skipped: int = 0
    reasons: list[str] = field(default_factory=list)
    error: str | None = None


def import_papers(
    paths: Iterable[Path | str], index: Index, progress: Callable[[Imported], object] | None = None
) -> Iterator[Imported]:
    """Read files of papers into the index; reading one again changes nothing.

    Args:
        paths: files, plain or gzip, of any format of `FORMATS`, and tar archives of such; folders are read
            with all below them.
        index: where the papers go.
        progress: called after each batch with the state of the file.

    Yields:
        What each file did; one that cannot be read says so and stops no other.

    Example:
        >>> list(import_papers(["nowhere.ris"], Index(":memory:")))[0].error
        'no such file: nowhere.ris'
    """
    for path in map(Path, paths):
        for file in sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else (path,):
            if file.name.endswith(ARCHIVES):
                yield from import_archive(file, index, progress)
            else:
                yield import_file(file, index, progress)


def import_archive(
    path: Path, index: Index, progress: Callable[[Imported], object] | None = None
) -> Iterator[Imported]:
    """Read the files of a tar archive into the index, one after the other; nothing is unpacked to disk."""
    try:
        with tarfile.open(path, "r|*") as archive:
            for member in archive:
                if stream := archive.extractfile(member):
                    done = Imported(f"{path}/{member.name}")
                    _import(unpacked(cast(io.BufferedReader, stream)), index, done, progress)
                    yield done
    except (OSError, EOFError, zlib.error, tarfile.TarError) as error:
        yield Imported(str(path), error=f"the archive cannot be read: {error}; fetch it again")


def import_file(path: Path, index: Index, progress: Callable[[Imported], object] | None = None) -> Imported:
    """Read one file of papers into the index."""
    done = Imported(str(path))
    _import(opened(path), index, done, progress)
    return done


def _import(
    source: AbstractContextManager[BinaryIO],
    index: Index,
    done: Imported,
    progress: Callable[[Imported], object] | None,
) -> None:
    try:
        with source as stream:
            done.format, kind = recognise(stream)
            for batch in batches(kind.read(stream)):
                apply(batch, index, done)
                if progress:
                    progress(done)
    except (InputError, OSError, EOFError, zlib.error) as error:
        done.error = str(error) if isinstance(error, InputError) else f"cannot be read: {error}"


def batches(items: Iterator[Item]) -> Iterator[list[Item]]:
    """Lists of items; the last one is given before an error of the reader is."""
    pending: list[Item] = []
    try:
        for item in items:
            pending.append(item)
            if len(pending) == BATCH:
                yield pending
                pending = []
    except (InputError, OSError, EOFError, zlib.error):
        yield pending
        raise
    yield pending


def apply(items: list[Item], index: Index, done: Imported) -> None:
    """Put a batch of items into the index, all of them or none."""
    with index.transaction():
        for item in items:
            match item:
                case Paper():
                    done.papers += 1
                    done.changed += index.put([item])
                case Deleted():
                    done.deleted += index.delete(item.id)
                case Notice():
                    done.notices += index.notice(item)
                case Skipped():
                    done.skipped += 1
                    done.reasons += [item.reason] if len(done.reasons) < MAX_REASONS else []


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file, unpacked if it is gzip, whatever its name; it can be peeked into."""
    if not path.is_file():
        raise LiteratureError(f"no such file: {path}")
    with path.open("rb") as file, unpacked(file) as stream:
        yield stream


@contextmanager
def unpacked(stream: io.BufferedReader) -> Iterator[BinaryIO]:
    """A stream, or what is packed in it if it is gzip."""
    if stream.peek(2)[:2] != b"\x1f\x8b":
        yield stream
        return
    with gzip.open(stream) as content:
        yield cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, content), 1 << 20))


def recognise(stream: BinaryIO) -> tuple[str, Format]:
    """The format of a file, by its first bytes.

    Raises:
        ParseError: it is of none that is known.
    """
    head = cast(io.BufferedReader, stream).peek(4096)[:4096]
    for name, kind in FORMATS.items():
        if kind.recognises(head):
            return name, kind
    reason = "the file is empty" if not head else "no known format of papers"
    raise ParseError(f"{reason}; formats: {', '.join(FORMATS)}")
