"""What may not come back: forgotten authors, posts and threads, taken out of threads old and new."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from pipeline.records import Post, Quote, Thread
from pipeline.store_tables import CURSORS, FINDINGS, FORGOTTEN, POSTS, REVISIONS, SOURCES, THREADS, upsert
from pipeline.store_threads import rewrite

KINDS = {"author": POSTS.c.author, "post": POSTS.c.id, "thread": POSTS.c.thread_id}
"""What can be forgotten, and the column of the posts that says whose they are."""


@dataclass(frozen=True)
class Forgotten:
    """All that is forgotten.

    Args:
        rows: kind and value: an author's pseudonym, the id of a post or thread, the hash of a quote of a
            forgotten post, or ``thread#number`` of one.

    Example:
        >>> said = Thread(id="t", path="t", kind="thread", engine="text",
        ...               posts=(Post(id="1", author="user_a", text="mine"), Post(id="2", text="user_a!")))
        >>> [post.text for post in Forgotten(frozenset({("author", "user_a")})).clean(said).posts]
        ['user_x!']
    """

    rows: frozenset[tuple[str, str]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.rows)

    def touches(self, thread: Thread) -> bool:
        """Whether something forgotten stands in a thread."""
        return ("thread", thread.id) in self.rows or self.clean(thread) != thread

    def clean(self, thread: Thread) -> Thread:
        """A thread without forgotten posts, quotes of them, and names of forgotten authors."""
        taken = [post for post in thread.posts if self._takes(post)]
        kept = [post for post in thread.posts if not self._takes(post)]
        posts = tuple(self.post(post, thread.id, taken) for post in kept)
        return Thread.model_validate_json(
            self.text(thread.model_copy(update={"posts": posts}).model_dump_json())
        )

    def post(self, post: Post, thread_id: str, taken: Iterable[Post] = ()) -> Post:
        """A post without quotes of what is forgotten; ``taken`` are forgotten posts of its thread."""
        quotes = tuple(q for q in post.quotes if not self._is_taken(q, thread_id, taken))
        return post.model_copy(update={"quotes": quotes})

    def text(self, text: str) -> str:
        """A text in which forgotten authors have no name; its length, and with it all offsets, stay."""
        for kind, value in self.rows:
            if kind == "author":
                text = text.replace(value, nameless(value))
        return text

    def _takes(self, post: Post) -> bool:
        return ("post", post.id) in self.rows or ("author", post.author) in self.rows

    def _is_taken(self, quote: Quote, thread_id: str, taken: Iterable[Post]) -> bool:
        number = f"{thread_id}#{quote.post}"
        known = {("author", quote.author), ("quote", quote_hash(quote)), ("number", number)}
        return not known.isdisjoint(self.rows) or any(is_of(quote, post) for post in taken)


def nameless(pseudonym: str) -> str:
    """What stands in the place of a forgotten author's pseudonym; equally long.

    Example:
        >>> nameless("user_0123456789ab")
        'user_xxxxxxxxxxxx'
    """
    return f"user_{'x' * (len(pseudonym) - 5)}"[: len(pseudonym)]


def quote_hash(quote: Quote) -> str:
    """Hash of the words of a quote, by which it is known again without being kept."""
    return hashlib.sha256(_plain(quote.text).encode("utf-8", "surrogatepass")).hexdigest()


def is_of(quote: Quote, post: Post) -> bool:
    """Whether a quote is of a post: by its number, or because the post has these words."""
    if quote.post is not None and quote.post == post.number:
        return True
    return bool(quote.text.strip()) and _plain(quote.text) in _plain(post.text)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def load_forgotten(connection: sa.Connection) -> Forgotten:
    """All that is forgotten in this store."""
    return Forgotten(frozenset((row.kind, row.value) for row in connection.execute(sa.select(FORGOTTEN))))


def forget(connection: sa.Connection, kind: str, value: str) -> dict[str, int]:
    """Take an author's posts, a post or a thread out, and remember it; see `Store.forget`."""
    wanted = KINDS[kind] == value
    hashes = _hashes(connection, kind, value)
    posts = [
        Post.model_validate_json(row) for row in connection.scalars(sa.select(POSTS.c.record).where(wanted))
    ]
    places = connection.execute(sa.select(POSTS.c.thread_id).where(wanted).distinct()).scalars().all()
    upsert(connection, FORGOTTEN, [{"kind": kind, "value": value}])
    connection.execute(sa.delete(POSTS).where(wanted))
    connection.execute(sa.delete(REVISIONS).where(REVISIONS.c[_column(kind)] == value))
    quotes = _forget_quotes(connection, kind, value, places, posts)
    threads = _forget_thread(connection, value) if kind == "thread" else 0
    return {
        "posts": len(posts),
        "quotes": quotes,
        "findings": _sweep(connection, hashes),
        "threads": threads,
    }


def _column(kind: str) -> str:
    return {"author": "author", "post": "post_id", "thread": "thread_id"}[kind]


def _hashes(connection: sa.Connection, kind: str, value: str) -> set[str]:
    """Text hashes of all that is taken out, old revisions too."""
    now = sa.select(POSTS.c.text_hash).where(KINDS[kind] == value)
    before = sa.select(REVISIONS.c.text_hash).where(REVISIONS.c[_column(kind)] == value)
    return set(connection.scalars(now)) | set(connection.scalars(before))


def _forget_thread(connection: sa.Connection, id: str) -> int:
    for table in (SOURCES, CURSORS):
        connection.execute(sa.delete(table).where(table.c.thread_id == id))
    return connection.execute(sa.delete(THREADS).where(THREADS.c.id == id)).rowcount


def _forget_quotes(
    connection: sa.Connection, kind: str, value: str, places: Iterable[str], posts: list[Post]
) -> int:
    """Take quotes and names out of the posts of others; returns of how many posts."""
    if kind == "thread":
        return 0
    if kind == "post":
        _remember_quotes(connection, places, posts)
    forgotten = load_forgotten(connection)
    near = {
        table: table.c.record.contains(value) if kind == "author" else table.c.thread_id.in_(list(places))
        for table in (POSTS, REVISIONS)
    }

    def clean(post: Post, thread_id: str) -> Post:
        record = forgotten.post(post, thread_id).model_dump_json()
        return Post.model_validate_json(forgotten.text(record))

    changed = rewrite(connection, near, clean)
    if kind == "author":
        _unname_titles(connection, value, forgotten)
    return changed


def _remember_quotes(connection: sa.Connection, places: Iterable[str], posts: list[Post]) -> None:
    """Write down by what quotes of these posts are known: their number, or a hash of their words."""
    rows = [{"kind": "number", "value": f"{place}#{p.number}"} for place in places for p in posts if p.number]
    near = sa.select(POSTS.c.record).where(POSTS.c.thread_id.in_(list(places)))
    for record in connection.scalars(near):
        quotes = Post.model_validate_json(record).quotes
        rows += [
            {"kind": "quote", "value": quote_hash(q)} for q in quotes if any(is_of(q, post) for post in posts)
        ]
    upsert(connection, FORGOTTEN, rows)


def _unname_titles(connection: sa.Connection, author: str, forgotten: Forgotten) -> None:
    named = THREADS.c.record.contains(author)
    for row in connection.execute(sa.select(THREADS).where(named)).all():
        upsert(connection, THREADS, [{**row._mapping, "record": forgotten.text(row.record)}])


def _sweep(connection: sa.Connection, hashes: set[str]) -> int:
    """Take out the findings of texts that nobody else has written."""
    used = sa.select(POSTS.c.text_hash).union(sa.select(REVISIONS.c.text_hash))
    orphans = FINDINGS.c.text_hash.in_(hashes) & FINDINGS.c.text_hash.not_in(used)
    return connection.execute(sa.delete(FINDINGS).where(orphans)).rowcount if hashes else 0
