"""Raw pages: where they are kept, and which may not be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.errors import InputError
from pipeline.fetch import Cache, Kept, KeptPages
from pipeline.pseudonyms import pseudonymise
from pipeline.records import Page, Thread
from pipeline.settings import Settings
from pipeline.store import Forgotten


def kept_pages(settings: Settings) -> KeptPages:
    """The raw pages of earlier runs: for conditional requests, and for runs that are offline."""
    return KeptPages(settings.pages or settings.beside_store("threadgraph.pages"))


def careful_pages(
    pages: KeptPages, forgotten: Forgotten, key: bytes, read: Callable[[Page], Thread]
) -> Cache:
    """Kept pages that take none in with something forgotten on it."""
    return CarefulPages(pages, forgotten, key, read) if forgotten else pages


@dataclass(frozen=True)
class CarefulPages:
    """A `Cache` that keeps no page with something forgotten on it."""

    pages: KeptPages
    forgotten: Forgotten
    key: bytes
    read: Callable[[Page], Thread]

    def get(self, url: str) -> Kept | None:
        """What was kept of a URL."""
        return self.pages.get(url)

    def __setitem__(self, url: str, kept: Kept) -> None:
        """Keep a page, unless something forgotten stands on it; what was kept before goes in any case."""
        if touches(kept.page, self.forgotten, self.key, self.read):
            self.pages.pop(url)
        else:
            self.pages[url] = kept

    def pop(self, url: str, default: None = None) -> None:
        """Forget a page, if it is kept."""
        self.pages.pop(url)


def touches(page: Page, forgotten: Forgotten, key: bytes, read: Callable[[Page], Thread]) -> bool:
    """Whether something forgotten stands on a page; nobody can tell of a page that breaks its reader."""
    try:
        thread = read(page)
    except InputError:
        return False
    except Exception:
        return True
    return forgotten.touches(pseudonymise(thread, key))
