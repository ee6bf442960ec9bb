"""Progress of batches on stderr, where a person looks at it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

T = TypeVar("T")


def tracked(done: Iterable[T], sizes: Mapping[T, int], what: str) -> Iterator[T]:
    """What is done, as it is done, with a progress bar if stderr is a terminal.

    Args:
        done: batches that have ended, one after the other.
        sizes: how much each batch counts.
        what: name of the bar.
    """
    if not sys.stderr.isatty():
        yield from done
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task(what, total=sum(sizes.values()))
        for one in done:
            progress.advance(bar, sizes[one])
            yield one
