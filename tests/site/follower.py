"""Somebody who follows a test board: runs over it, and what the store holds afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from pipeline.crawl import read_source
from pipeline.records import Failure
from pipeline.settings import Settings, SourceLimits
from pipeline.store import Store
from pipeline.store_tables import POSTS, REVISIONS, THREADS
from pipeline.web import Web
from tests.site.board import Board
from tests.site.discourse import Discourse
from tests.site.phpbb import PhpBB
from tests.site.server import Site

ENGINES = {"discourse": Discourse, "phpbb": PhpBB}


def source_of(engine: str, site: Site) -> str:
    """The board of a site, as a source."""
    return f"discourse:{site.url}" if engine == "discourse" else f"{site.url}/viewforum.php?f=1"


@dataclass
class Follower:
    """A store that follows a site in ``folder``; limits are those of the source."""

    engine: str
    site: Site
    folder: Path
    limits: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    source: str = ""

    def __post_init__(self) -> None:
        self.source = self.source or source_of(self.engine, self.site)

    @property
    def all_settings(self) -> Settings:
        limits = SourceLimits(**{"interval": 0.0, "pages": 100_000} | self.limits)
        given: dict[str, Any] = {
            "allow_private": True,
            "store": f"sqlite:///{self.folder}/store.db",
            "key": "key of the tests",
            "limits": {self.source: limits},
            "timeout": 5.0,
        }
        return Settings(**given | self.settings)

    def run(self) -> int:
        """One run; returns how many requests it made."""
        before = len(self.site.asked)
        settings = self.all_settings
        with Web(settings) as web:
            self.failures = read_source(self.source, settings, web, self.store)[1]
        return len(self.site.asked) - before

    def texts(self) -> list[str]:
        """What the posts say that stand in the graph."""
        threads = self.store.threads(self.store.thread_ids([self.source]))
        return sorted(post.text for thread in threads for post in thread.posts)

    @cached_property
    def store(self) -> Store:
        """The store, opened once."""
        return Store(self.all_settings.store)

    def state(self) -> dict[str, set[tuple[Any, ...]]]:
        """All that must be the same however often a run was killed: posts, threads and revisions."""
        columns = {
            "posts": (POSTS.c.id, POSTS.c.record, sa.func.coalesce(POSTS.c.gone_at, "") != ""),
            "threads": (THREADS.c.id, THREADS.c.record, THREADS.c.state, THREADS.c.moved_to),
            "revisions": (REVISIONS.c.post_id, REVISIONS.c.record),
        }
        with self.store.engine.connect() as connection:
            return {
                name: set(map(tuple, connection.execute(sa.select(*some)))) for name, some in columns.items()
            }


def shown(board: Board) -> list[str]:
    """What the posts say that a board shows."""
    return sorted(post.text for post in board.shown())


def numbered(topics: int, posts: int, seed: int = 0) -> Board:
    """A board whose posts all say something else."""
    board = Board(topics, posts, seed)
    for post in board.shown():
        post.text = f"{post.text} #{post.id}"
    return board
