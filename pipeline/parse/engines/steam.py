"""Steam Community discussions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.parse.layout import DIGITS, read_layout
from pipeline.parse.model import Engine, Layout, Reading

if TYPE_CHECKING:
    from pipeline.parse.document import Document

LAYOUT = Layout(
    post=".forum_op, .commentthread_comment",
    author=(".forum_op_author", ".commentthread_author_link bdi", ".commentthread_author_link"),
    date=(
        ".date@title",
        ".commentthread_comment_timestamp@title",
        ".commentthread_comment_timestamp@data-timestamp",
        ".date",
    ),
    body=(".content", ".commentthread_comment_text"),
    number=(".forum_comment_permlink a",),
    edited=(".forum_audit span@title",),
    title=(".forum_op .topic", "h1"),
    quotes=(".bb_blockquote",),
    drop=(".forum_audit",),
)


def read(doc: Document) -> Reading | None:
    """The topic and its comments; its pager is a script, whose page number is ``ctp`` in an address."""
    if doc.form != "html":
        return None
    reading = read_layout(doc, LAYOUT)
    first, last, total = (_number(doc, f".forum_paging [id$=page{end}]") for end in ("start", "end", "total"))
    size = last - first + 1
    return replace(reading, next_page=f"?ctp={last // size + 1}" if size > 0 and last < total else None)


def _number(doc: Document, selector: str) -> int:
    found = DIGITS.search(doc.pick((selector,)) or "")
    return int(found[0].replace(",", "").replace(".", "")) if found else 0


ENGINE = Engine(
    name="steam",
    clues={
        "steamcommunity": 0.3,
        'class="forum_op"': 0.5,
        "commentthread_comment": 0.5,
        "forum_op_author": 0.3,
    },
    read=read,
    layout=LAYOUT,
    topics="a.forum_topic_overlay",
)
