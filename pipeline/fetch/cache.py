"""What is kept of earlier answers, so that an unchanged page is not sent again.

The place where answers are kept is injected: a run gives its store, a test a dictionary.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from pipeline.records import Page


@dataclass(frozen=True)
class Kept:
    """A page as it was last read, and what the site said to recognise it by.

    ``checked_at`` is when the site last said that this is how the page is: ISO 8601, UTC.
    """

    page: Page
    etag: str | None = None
    last_modified: str | None = None
    checked_at: str | None = None


class Cache(Protocol):
    """Where kept pages are; a plain ``dict`` of URL → `Kept` is one."""

    def get(self, url: str, /) -> Kept | None:
        """What was kept of a URL."""
        ...

    def __setitem__(self, url: str, kept: Kept, /) -> None:
        """Keep a page, in place of an older one."""
        ...

    def pop(self, url: str, default: None, /) -> object:
        """Forget a page, if it is kept."""
        ...


def conditions(kept: Kept | None) -> Mapping[str, str]:
    """The headers that ask for a page only if it has changed.

    Source:
        RFC 9110, section 13.1.

    Example:
        >>> conditions(Kept(Page(path="u", content=b"x"), etag='"a1"'))
        {'If-None-Match': '"a1"'}
    """
    if kept is None:
        return {}
    wanted = {"If-None-Match": kept.etag, "If-Modified-Since": kept.last_modified}
    return {name: value for name, value in wanted.items() if value is not None}
