"""Page to Thread: what a page says, whoever's forum software made it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.parse.engines import ENGINES

if TYPE_CHECKING:
    from pipeline.records import Page, Thread

__all__ = ["ENGINES", "parse", "to_json"]


def parse(page: Page) -> Thread:
    r"""Read a page.

    Args:
        page: raw bytes of HTML, JSON, a feed or plain text, and what the transport said of them.

    Returns:
        The thread with its posts in page order, or a record of kind ``listing`` or ``not_a_thread``
        whose ``reason`` says why it is none.

    Raises:
        ParseError: the bytes are empty, binary, or not the JSON or feed they claim to be.

    Example:
        >>> from pipeline.records import Page
        >>> text = b"Dry eyes\n\nPosted by Ann on 2020-03-04:\nSince May."
        >>> thread = parse(Page(path="a.txt", content=text))
        >>> thread.title, [(post.author, post.created_at, post.text) for post in thread.posts]
        ('Dry eyes', [('Ann', '2020-03-04', 'Since May.')])
    """
    from pipeline.parse.read import parse_page

    return parse_page(page)


def to_json(thread: Thread) -> dict[str, Any]:
    """The line that ``threadgraph parse`` prints for a thread, as a JSON object."""
    from pipeline.parse.wire import to_json as convert

    return convert(thread)
