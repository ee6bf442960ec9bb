"""From a source to its threads: fetch and parse joined, page after page."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.errors import InputError
from pipeline.fetch import KeptPages, Limits, fetch
from pipeline.parse import parse
from pipeline.records import Failure, Page, Thread
from pipeline.settings import Settings, SourceLimits
from pipeline.web import Web


def kept_pages(settings: Settings) -> KeptPages:
    """The raw pages of earlier runs: for conditional requests, and for runs that are offline."""
    return KeptPages(settings.pages or settings.beside_store("threadgraph.pages"))


def threads_of(source: str, settings: Settings, web: Web) -> Iterator[Thread | Failure]:
    """The threads of a source, page by page; a page that holds none is a Failure that says why."""
    cache = kept_pages(settings)
    limits = Limits(**settings.limits.get(source, SourceLimits()).model_dump())
    for page in fetch(source, settings, web, limits=limits, cache=cache, read=parse):
        yield from follow(page, settings, web, limits, cache)


def follow(
    page: Page | Failure, settings: Settings, web: Web, limits: Limits, cache: KeptPages
) -> Iterator[Thread | Failure]:
    """The thread on a page and, if the page came from a site, its further pages."""
    seen: set[str] = set()
    while True:
        found = read_page(page) if isinstance(page, Page) else page
        yield found
        if isinstance(found, Failure) or not is_live(page) or len(seen) == settings.max_pages:
            return
        if not found.next_page or found.next_page in seen:
            return
        seen.add(found.next_page)
        page = next(fetch(found.next_page, settings, web, limits=limits, cache=cache))


def is_live(page: Page | Failure) -> bool:
    """Whether a page came from a site, and not from a file or an archive."""
    return isinstance(page, Page) and page.path.startswith(("http://", "https://"))


def read_page(page: Page) -> Thread | Failure:
    """The thread on a page, or why there is none."""
    try:
        thread = parse(page)
    except InputError as error:
        return Failure(source=page.path, stage="parse", error=type(error).__name__, reason=str(error))
    except Exception as error:  # a page that breaks its reader stops no other
        reason = f"{error} (the page is left out; please report it)"
        return Failure(source=page.path, stage="parse", error=type(error).__name__, reason=reason)
    if thread.kind == "thread":
        return thread
    return Failure(source=page.path, stage="parse", error=thread.kind, reason=thread.reason or "no posts")
