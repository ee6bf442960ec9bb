"""From a source to its threads: fetch and parse joined, page after page."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.errors import InputError
from pipeline.fetch import fetch
from pipeline.parse import parse
from pipeline.records import Failure, Page, Thread
from pipeline.settings import Settings
from pipeline.web import Web


def threads_of(source: str, settings: Settings) -> Iterator[Thread | Failure]:
    """The threads of a source, page by page; a page that holds none is a Failure that says why."""
    with Web(settings) as web:
        for page in fetch(source, settings, web):
            yield from follow(page, settings, web)



def follow(page: Page | Failure, settings: Settings, web: Web) -> Iterator[Thread | Failure]:
    """The thread on a page and, if the page came from a site, its further pages."""
    for _ in range(settings.max_pages):
        found = read_page(page) if isinstance(page, Page) else page
        yield found
        if (
            isinstance(page, Failure)
            or isinstance(found, Failure)
            or not (page.fetched_at and found.next_page)
        ):
            return
        page = next(iter(fetch(found.next_page, settings, web)))



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
