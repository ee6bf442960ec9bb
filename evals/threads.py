"""Threads: post counts, authors, dates and next pages of real forum pages against their ground truth.

Nothing is learnt from these pages, but the readers were written with them in sight: the figures are those
of development, an unseen page will do worse. ``generic_count`` has every engine's reader switched off.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import ParseError
from pipeline.parse.read import parse_page
from pipeline.records import Page, Thread

THREADS = ("thread", "article_with_comments", "feed")


def score(shared: Path) -> dict[str, float]:
    """Score the readers on ``forum_pages`` of a folder of shared data.

    Returns:
        Percent of thread pages with the exact post count (also with the generic reader alone), and with
        the right first author, last author, first date and existence of a next page; percent of the
        other pages that are called listing or no thread.
    """
    folder = shared / "forum_pages"
    truth = json.loads((folder / "truth.json").read_text())
    hits: Counter[str] = Counter()
    for name, said in truth.items():
        page = Page(path=name, content=(folder / name).read_bytes())
        hits.update(_hits(said, read(page), read(page, engines=False)))
    return {name: round(100 * hits[name] / hits[_total(name)], 2) for name in NAMES}


NAMES = ("count", "generic_count", "first_author", "last_author", "first_date", "next_page", "non_threads")


def _total(name: str) -> str:
    return "others" if name == "non_threads" else "threads"


def read(page: Page, engines: bool = True) -> Thread | None:
    """Parse a page; None where it is refused."""
    try:
        return parse_page(page, engines)
    except ParseError:
        return None


def misses(shared: Path) -> Iterator[tuple[str, str]]:
    """Pages and the figures that they miss, for those who look for what to do next."""
    folder = shared / "forum_pages"
    for name, said in json.loads((folder / "truth.json").read_text()).items():
        page = Page(path=name, content=(folder / name).read_bytes())
        hits = _hits(said, read(page), read(page, engines=False))
        wanted = ("non_threads",) if "others" in hits else NAMES[:-1]
        yield from ((name, figure) for figure in wanted if figure not in hits)


def _hits(said: dict[str, Any], thread: Thread | None, generic: Thread | None) -> set[str]:
    if said["kind"] not in THREADS:
        return {"others"} | ({"non_threads"} if thread and thread.kind != "thread" else set())
    posts = thread.posts if thread and thread.kind == "thread" else ()
    first, last = (posts[0], posts[-1]) if posts else (None, None)
    checks = {
        "count": len(posts) == said["n_posts"],
        "generic_count": generic is not None
        and generic.kind == "thread"
        and len(generic.posts) == said["n_posts"],
        "first_author": first is not None and first.author == said["first_author"],
        "last_author": last is not None and last.author == said["last_author"],
        "first_date": first is not None and (first.created_at or "")[:10] == (said["first_date"] or ""),
        "next_page": thread is not None and bool(thread.next_page) == said["has_next_page"],
    }
    return {"threads"} | {name for name, right in checks.items() if right}
