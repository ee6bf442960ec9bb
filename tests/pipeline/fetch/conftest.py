"""Settings that may read from loopback without waiting, and the two test boards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import stamina

from pipeline.fetch import Limits
from pipeline.settings import Settings
from tests.site.board import Board
from tests.site.discourse import Discourse
from tests.site.phpbb import PhpBB
from tests.site.server import Site


@pytest.fixture(autouse=True)
def impatient() -> Iterator[None]:
    with stamina.set_testing(True, attempts=4, cap=True):
        yield


@pytest.fixture
def settings() -> Settings:
    return Settings(allow_private=True, timeout=5.0)


@pytest.fixture
def limits() -> Limits:
    return Limits(interval=0.0)


@pytest.fixture
def board() -> Board:
    return Board(topics=30, posts=120, seed=7)


@pytest.fixture
def discourse(board: Board) -> Iterator[Site]:
    with Site(Discourse(board).answer) as site:
        yield site


@pytest.fixture
def phpbb(board: Board) -> Iterator[Site]:
    with Site(PhpBB(board).answer) as site:
        yield site
