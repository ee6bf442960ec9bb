"""The JSON object that ``threadgraph parse`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.records import Post, Thread

THREAD_FIELDS = ("path", "kind", "engine", "title", "url", "next_page")
POST_FIELDS = ("number", "author", "created_at", "text", "reply_to")


def to_json(thread: Thread) -> dict[str, Any]:
    """A thread as JSON values: links as addresses, quotes as author and text."""
    fields = {name: getattr(thread, name) for name in THREAD_FIELDS}
    return fields | {"posts": [_post(post) for post in thread.posts], "reason": thread.reason}


def _post(post: Post) -> dict[str, Any]:
    fields = {name: getattr(post, name) for name in POST_FIELDS}
    quotes = [{"author": quote.author, "text": quote.text} for quote in post.quotes]
    return fields | {"quotes": quotes, "links": [link.url for link in post.links]}
