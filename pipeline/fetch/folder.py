"""A folder on this machine → a Page for each file in it, in sorted order.

Hidden files and folders are left out. Symbolic links are not followed: inside the folder they would double
a page, outside they would leave what the user named.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from pipeline.fetch import file, warc
from pipeline.fetch.reader import Reader, failure
from pipeline.records import Failure, Page


def entries(location: str, reader: Reader) -> Iterator[Page | Failure]:
    """Every file below a folder."""
    empty = True
    for path in _files(location):
        empty = False
        kind = warc if warc.is_archive(path) else file
        yield from kind.entries(path, reader)
    if empty:
        yield failure(location, "the folder holds no files; check the path")


def _files(location: str) -> Iterator[str]:
    for folder, subfolders, names in os.walk(location):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            if not name.startswith(".") and not path.is_symlink():
                yield str(path)
