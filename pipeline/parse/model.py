"""What an engine is: clues that give it away, and a function that reads its pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.parse.document import Document

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A post as an engine's reader found it: strings of the page, the body still markup.

    ``key`` is the engine's own id of the post, ``date`` the date as shown or a machine-readable one. A
    ``plain``
    body is text already; one that is ``guessed`` may hold what the post says of itself.
    """

    body: str
    key: str | None = None
    number: str | None = None
    author: str | None = None
    date: str | None = None
    edited: str | None = None
    reply_to: str | None = None
    plain: bool = False
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a page; ``reason`` is set where the page is a listing or no thread."""

    drafts: tuple[Draft, ...] = ()
    title: str | None = None
    url: str | None = None
    next_page: str | None = None
    threads: Names = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """Where an engine puts things, as selectors relative to the post.

    A selector may end in ``@attribute``; alone, ``@attribute`` is the post's own. The first selector
    that gives something counts. ``skip`` are posts that are none (advertisements, deleted ones),
    ``quotes`` and ``drop`` name elements of a body as ``tag``, ``.class`` or ``tag.class``.
    """

    post: str = ""
    author: Names = ()
    date: Names = ()
    body: Names = ()
    number: Names = ()
    key: Names = ("@id",)
    key_form: str = r"(\d+)\D*$"
    edited: Names = ()
    reply_to: Names = ()
    title: Names = ()
    skip: Names = ()
    holds: str | None = None
    quotes: Names = ()
    drop: Names = ()
    next: Names = ()
    rel_next: bool = True
    carries: bool = False


Reader = Callable[["Document"], "Reading | None"]


@dataclass(frozen=True, slots=True)
class Engine:
    """A forum engine.

    Args:
        name: as it appears in ``Thread.engine``.
        clues: strings of the raw page and how far each alone would convince (0 to 1).
        layout: where its HTML puts things, for engines that need no reader of their own.
        read: its reader, where a layout is not enough; None from it means "not mine after all".
        views: layouts of its print and archive views and of its other styles, tried where ``layout`` finds
        nothing.
        topics: selector of the links to threads on its listings.
        same: rewritings of a page's URL that give the thread's, as (pattern, replacement).
    """

    name: str
    clues: Mapping[str, float]
    layout: Layout | None = None
    read: Reader | None = None
    topics: str | None = None
    views: tuple[Layout, ...] = ()
    same: tuple[tuple[str, str], ...] = ()
    patterns: tuple[tuple[re.Pattern[str], str], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        compiled = tuple((re.compile(pattern), to) for pattern, to in self.same)
        object.__setattr__(self, "patterns", compiled)
