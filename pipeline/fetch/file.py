"""A file on this machine → one Page."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import FetchError
from pipeline.fetch.content import check_text, media_type
from pipeline.fetch.reader import Reader, guarded
from pipeline.records import Failure, Page


def entries(location: str, reader: Reader) -> Iterator[Page | Failure]:
    """The file at a path, or the Failure that says why it cannot be read."""
    yield guarded(location, lambda: _read(location, reader.settings.max_page_bytes))


def _read(location: str, limit: int) -> Page:
    try:
        content = _bytes(Path(location), limit)
    except (OSError, ValueError) as error:
        raise FetchError(_reason(location, error)) from error
    check_text(content)
    return Page(path=location, content=content, media_type=media_type(location))


def _bytes(path: Path, limit: int) -> bytes:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise FetchError("this is neither a file nor a folder; save what it yields into a file first")
    if status.st_size > limit:
        raise FetchError(f"{status.st_size:,} bytes, more than the bound of {limit:,}; raise max_page_bytes")
    with path.open("rb") as file:
        content = file.read(limit + 1)
    if len(content) > limit:  # it grew since, or is one of /proc, whose size is always 0
        raise FetchError(f"more than {limit:,} bytes; raise max_page_bytes if you need it")
    return content


def _reason(location: str, error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return f"no such file {location!r}; check the path"
    if isinstance(error, PermissionError):
        return f"{location!r} may not be read by this user; change its permissions"
    return f"{location!r} cannot be read ({error})"
