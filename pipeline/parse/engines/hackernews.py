"""Hacker News: a table of comments, indented by a spacer; or the item of its API."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pipeline.parse.document import pick
from pipeline.parse.layout import draft_of
from pipeline.parse.model import Draft, Engine, Layout, Reading
from pipeline.parse.text import line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from pipeline.parse.document import Document

LAYOUT = Layout(
    post="td.default",
    author=(".hnuser", ".comhead a[href^='user?id=']"),
    date=(".age@title", ".age", ".comhead"),
    body=(".commtext", ".comment"),
    key=(".age a@href", ".comhead a[href^='item?id=']@href"),
    title=(".titleline a", ".athing .title a", "td.title a"),
    drop=(".reply",),
)


def read(doc: Document) -> Reading | None:
    """The submission's line, then the comments."""
    if doc.form == "json":
        return _from_json(doc.json)
    if doc.form != "html":
        return None
    comments = [draft_of(node, LAYOUT) for node in doc.tree.css(LAYOUT.post)]
    head = doc.tree.css_first("td.subtext")
    drafts = tuple(draft for draft in comments if draft and draft.author)
    if head is None or not doc.tree.css("td.default, .fatitem"):
        return None
    return Reading((_opener(doc, head), *drafts), title=doc.pick(LAYOUT.title))


def _opener(doc: Document, head: LexborNode) -> Draft:
    text = doc.tree.css_first(".toptext, .fatitem .comment, .fatitem td[colspan] ~ td")
    link = doc.tree.css_first(".titleline a, td.title a")
    key = re.search(r"\d+$", pick(head, ("a[href^='item?id=']@href", ".score@id")) or "")
    body = text if text is not None else link
    return Draft(
        body=(body.html or "") if body is not None else "",
        key=key[0] if key else None,
        author=pick(head, ("a.hnuser", "a[href^='user?id=']")),
        date=pick(head, (".age@title", ".age", "")),
    )


def _from_json(value: Any) -> Reading | None:
    """An item of the Algolia API, with its children."""
    if not isinstance(value, dict) or "story_id" not in value or "children" not in value:
        return None
    stack, drafts = [value], []
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            drafts.append(_item(one))
            stack.extend(reversed(one.get("children") or []))
    return Reading(
        tuple(drafts),
        title=line(value.get("title")),
        url=f"https://news.ycombinator.com/item?id={value.get('id')}",
    )


def _item(one: dict[str, Any]) -> Draft:
    parent = one.get("parent_id")
    return Draft(
        body=str(one.get("text") or ""),
        key=str(one.get("id")),
        author=line(one.get("author")),
        date=one.get("created_at"),
        reply_to=str(parent) if parent else None,
    )


ENGINE = Engine(
    name="hackernews",
    clues={
        "<title>Hacker News": 0.4,
        "news.ycombinator.com": 0.3,
        'class="hnuser"': 0.6,
        'class="subtext"': 0.4,
        "reply?id=": 0.3,
        'class="comhead"': 0.3,
        "| Hacker News</title>": 0.7,
        '"story_id"': 0.6,
        "ycombinator.com": 0.2,
    },
    read=read,
    layout=LAYOUT,
    topics=".subline a[href^='item?id=']",
    same=((r"(/item\?id=\d+).*$", r"\1"),),
)
