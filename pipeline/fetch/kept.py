"""Kept pages in a folder: compressed, each content once, safe to share between runs.

::

    FOLDER/pages/ab/abcd….json     what is known of a URL, under the hash of the URL
    FOLDER/contents/12/1234….z     bytes of a page, under their own hash

A file is written beside its place and renamed into it, so that a reader never sees half of one and a run
that is killed leaves nothing broken. The folder may be deleted at any time: pages are then fetched again.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline.fetch.cache import Kept
from pipeline.records import Page


class KeptPages:
    """A `Cache` in a folder.

    Args:
        folder: made when the first page is kept.

    Example:
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     pages = KeptPages(Path(folder))
        ...     pages["https://example.org/"] = Kept(Page(path="https://example.org/", content=b"hello"))
        ...     pages.get("https://example.org/").page.content
        b'hello'
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, url: str) -> Kept | None:
        """What was kept of a URL; a file that is missing or damaged counts as not kept."""
        try:
            return self._load(self._place(url))
        except (OSError, ValueError, KeyError, TypeError, zlib.error):
            return None

    def __setitem__(self, url: str, kept: Kept) -> None:
        """Keep a page, in place of an older one."""
        digest = hashlib.sha256(kept.page.content).hexdigest()
        content = self._content(digest)
        if not content.exists():
            write(content, zlib.compress(kept.page.content))
        write(self._place(url), json.dumps(as_json(kept, digest)).encode())

    def pop(self, url: str, default: None = None) -> None:
        """Forget a page, if it is kept."""
        self._place(url).unlink(missing_ok=True)

    def forget(self, is_wanted: Callable[[Page], bool]) -> int:
        """Take the pages out that ``is_wanted`` says False of, and their contents; returns how many."""
        gone = [path for path, kept in self._all() if not is_wanted(kept.page)]
        for path in gone:
            path.unlink(missing_ok=True)
        self._sweep()
        return len(gone)

    def prune(self, days: float) -> int:
        """Take out the pages that were not asked for in so many days; returns how many."""
        oldest = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
        gone = [path for path, kept in self._all() if (kept.checked_at or "") < oldest]
        for path in gone:
            path.unlink(missing_ok=True)
        self._sweep()
        return len(gone)

    def _sweep(self) -> None:
        """Take out the contents that no page has any more."""
        used = {json.loads(path.read_bytes())["content"] for path in self._folder.glob("pages/*/*.json")}
        for path in self._folder.glob("contents/*/*.z"):
            if path.stem not in used:
                path.unlink(missing_ok=True)

    def _all(self) -> Iterator[tuple[Path, Kept]]:
        for path in self._folder.glob("pages/*/*.json"):
            try:
                yield path, self._load(path)
            except (OSError, ValueError, KeyError, TypeError, zlib.error):
                path.unlink(missing_ok=True)

    def _load(self, path: Path) -> Kept:
        known: dict[str, Any] = json.loads(path.read_bytes())
        content = zlib.decompress(self._content(known["content"]).read_bytes())
        page = Page(content=content, **known["page"])
        return Kept(page, known["etag"], known["last_modified"], known["checked_at"])

    def _place(self, url: str) -> Path:
        name = hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()
        return self._folder / "pages" / name[:2] / f"{name}.json"

    def _content(self, digest: str) -> Path:
        return self._folder / "contents" / digest[:2] / f"{digest}.z"


def as_json(kept: Kept, digest: str) -> dict[str, Any]:
    """What is written down of a kept page, its content apart."""
    return {
        "page": kept.page.model_dump(exclude={"content"}),
        "content": digest,
        "etag": kept.etag,
        "last_modified": kept.last_modified,
        "checked_at": kept.checked_at,
    }


def write(path: Path, content: bytes) -> None:
    """Put a file in its place whole, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
