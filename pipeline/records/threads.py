"""Records of fetch and parse: a page, the thread that it turned out to be, and how far that is read."""

from __future__ import annotations

from typing import Literal

from pipeline.records.base import PageKind, Record, Score, Trust


class Page(Record):
    """Raw bytes as they were read from a file or URL.

    ``media_type`` and ``charset`` are what the transport said, or None; ``fetched_at`` is ISO 8601, UTC.
    """

    path: str
    url: str | None = None
    content: bytes
    media_type: str | None = None
    charset: str | None = None
    fetched_at: str | None = None


class Quote(Record):
    """Somebody else's words inside a post; ``post`` is the quoted post's number, where it is said."""

    author: str | None = None
    text: str
    post: str | None = None


class Hyperlink(Record):
    """A link in a post: ``text[start:end]`` of the post is the anchor text."""

    url: str
    start: int
    end: int


class Post(Record):
    """One post of a thread, or an article or comment.

    ``number`` and ``reply_to`` are as the page shows them; ``text`` is the post's own words.
    ``advert`` says why the post is an advertisement, if it is one; ``topic`` is the title of its thread,
    whose drug "the drug" in the post may stand for.
    A table keeps its rows in ``tables`` and stands in ``text`` as one line ``| cell | cell |`` a row.
    """

    id: str
    number: str | None = None
    author: str | None = None
    created_at: str | None = None
    edited_at: str | None = None
    text: str
    reply_to: str | None = None
    quotes: tuple[Quote, ...] = ()
    links: tuple[Hyperlink, ...] = ()
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()
    url: str | None = None
    advert: tuple[str, ...] = ()
    topic: str | None = None


class Row(Record):
    """A thread as a listing shows it.

    ``mark`` changes whenever somebody posts in the thread, and is None where the row shows nothing that
    does. Rows whose ``active`` never rises from one to the next are sorted by last activity.
    """

    url: str
    mark: str | None = None
    active: str | None = None


class Thread(Record):
    """What a page turned out to be: a thread with its posts in page order, or why it is none.

    ``engine`` is the name of the reader that read it and ``confidence`` how sure its detection was;
    ``threads`` are the thread URLs of a listing, ``rows`` what it says of them; ``reason`` says why a page
    is a listing or no thread.
    """

    id: str
    path: str
    kind: PageKind
    engine: str
    confidence: Score = 1.0
    title: str | None = None
    url: str | None = None
    next_page: str | None = None
    posts: tuple[Post, ...] = ()
    threads: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    trust: Trust = "board"
    trust_reasons: tuple[str, ...] = ()
    reason: str | None = None


class Failure(Record):
    """An input that could not be used: where, at which stage, and why."""

    source: str
    stage: Literal["fetch", "parse", "extract", "resolve", "link", "graph", "export"]
    error: str
    reason: str


class Cursor(Record):
    """How far one address of a source is read; it is stored in one transaction with the posts it stands for.

    ``mark`` is what the list of threads said of the thread when it was read, ``reader`` the fingerprint of
    what read it, ``read_at`` when it was last read from its first page to its last, and ``seen_at`` when
    anything of it was last asked for (ISO 8601, UTC).
    ``last_page`` is the URL of its last page and ``last_page_post`` the id of the first post there; ``ids``
    are the numbers of the posts that are held, where a site gives such a list. ``failure`` is what the
    address gave in place of a thread.
    """

    url: str
    thread_id: str | None = None
    mark: str | None = None
    reader: str = ""
    read_at: str
    seen_at: str = ""
    last_page: str | None = None
    last_page_post: str | None = None
    ids: tuple[int, ...] = ()
    failure: Failure | None = None
