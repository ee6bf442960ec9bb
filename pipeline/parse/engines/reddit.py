"""Reddit: the JSON of comments and listings, and the old site's HTML."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.parse.document import pick
from pipeline.parse.layout import read_layout
from pipeline.parse.model import Draft, Engine, Layout, Reading
from pipeline.parse.text import line

if TYPE_CHECKING:
    from pipeline.parse.document import Document

Json = dict[str, Any]

OLD = Layout(
    post=".content .thing.link, .commentarea .thing.comment",
    author=("@data-author", ".tagline .author"),
    date=(".tagline time@datetime", "time@datetime"),
    body=(".usertext-body .md", ".usertext-body"),
    key=("@data-fullname", "@id"),
    key_form=r"(\w+)$",
    edited=(".edited-timestamp@datetime",),
    title=("a.title",),
    skip=(".promoted", ".promotedlink"),
)
FIRST = Layout(
    post="shreddit-post, shreddit-comment",
    author=("@author",),
    date=("@created-timestamp", "@created", "faceplate-timeago@ts", "time@datetime"),
    body=("[slot=text-body]", "[slot=comment]", "[property='schema:articleBody']"),
    key=("@id", "@thingid"),
    key_form=r"(\w+)$",
    title=("shreddit-post h1", "h1"),
)
API = "https://www.reddit.com"


def read(doc: Document) -> Reading | None:
    """Read whichever of its forms Reddit gave."""
    if doc.form == "json":
        return _from_json(doc.json)
    if doc.form != "html":
        return None
    return _old(doc) if doc.tree.css_first(".thing") is not None else _shell(doc)


def _from_json(value: Any) -> Reading | None:
    if isinstance(value, list) and len(value) > 1 and all(isinstance(one, dict) for one in value[:2]):
        return _comments(value)
    if isinstance(value, dict) and value.get("kind") == "Listing":
        data = value.get("data") or {}
        links = [child["data"] for child in data.get("children") or () if child.get("kind") == "t3"]
        urls = tuple(API + one["permalink"] for one in links if one.get("permalink"))
        more = f"?after={data['after']}" if data.get("after") else None
        return Reading(threads=urls, next_page=more, reason=f"listing of {len(urls)} Reddit posts")
    return None


def _comments(value: list[Json]) -> Reading | None:
    things = list(
        _things([child for one in value for child in (one.get("data") or {}).get("children") or ()])
    )
    drafts = tuple(_draft(one["data"]) for one in things if one.get("kind") in ("t1", "t3"))
    opener: Json = next((one["data"] for one in things if one.get("kind") == "t3"), {})
    missing = [
        child for one in things if one.get("kind") == "more" for child in one["data"].get("children") or ()
    ]
    more = f"{API}/api/morechildren.json?link_id={opener.get('name')}&children={','.join(missing[:100])}"
    link = opener.get("permalink")
    return Reading(drafts, line(opener.get("title")), API + link if link else None, more if missing else None)


def _things(children: list[Json]) -> Iterator[Json]:
    """Posts and comments in page order: depth first, without recursion."""
    stack = list(reversed(children))
    while stack:
        one = stack.pop()
        if not isinstance(one, dict) or not isinstance(one.get("data"), dict):
            continue
        yield one
        replies = one["data"].get("replies")
        below = (replies.get("data") or {}).get("children") if isinstance(replies, dict) else None
        stack.extend(reversed(below or []))


def _draft(data: Json) -> Draft:
    body = data.get("body_html") or data.get("selftext_html") or ""
    edited = data.get("edited")
    link = data.get("url") if data.get("is_self") is False else None
    anchor = (
        f'<p><a href="{html.escape(str(link))}">{html.escape(str(data.get("title") or link))}</a></p>'
        if link
        else ""
    )
    return Draft(
        body=anchor + html.unescape(str(body)),
        key=data.get("name"),
        author=line(data.get("author")),
        date=str(data.get("created_utc") or ""),
        edited=str(edited) if edited and edited is not True else None,
        reply_to=data.get("parent_id"),
    )


def _old(doc: Document) -> Reading | None:
    reading = read_layout(doc, OLD)
    if doc.tree.css_first(".commentarea") is None:
        found = doc.tree.css(".thing.link a.comments")
        urls = tuple(url for url in (doc.join(node.attributes.get("href")) for node in found) if url)
        more = doc.pick((".next-button a@href",))
        return (
            Reading(threads=urls, next_page=more, reason=f"listing of {len(urls)} Reddit posts")
            if urls
            else None
        )
    first, *rest = reading.drafts or (Draft(body=""),)
    self_text = doc.tree.css_first(".thing.link .expando .md, .thing.link .usertext-body")
    opener = replace(first, body=(self_text.html or "") if self_text is not None else "")
    return replace(reading, drafts=(opener, *rest)) if reading.drafts else None


def _shell(doc: Document) -> Reading | None:
    """The new site: the opener is in the page, the comments only if they were rendered."""
    post = doc.tree.css_first("shreddit-post")
    if post is None:
        return None
    reading = read_layout(doc, FIRST)
    said = (
        int(post.attributes.get("comment-count") or 0)
        if (post.attributes.get("comment-count") or "0").isdigit()
        else 0
    )
    missing = said - len(reading.drafts) + 1
    link = pick(post, ("@permalink",))
    title = pick(post, ("@post-title",)) or reading.title
    reason = f"script shell: {missing} comments are loaded by script; ask for the page's .json instead"
    more = f"{API}{link.rstrip('/')}.json" if link else None
    whole = len(reading.drafts) > 1 or not said
    return replace(reading, title=title, next_page=None if whole else more, reason=None if whole else reason)


ENGINE = Engine(
    name="reddit",
    clues={
        "<shreddit-post": 0.8,
        "shreddit-app": 0.5,
        '"kind": "Listing"': 0.8,
        '"kind":"Listing"': 0.8,
        "redditstatic.com": 0.5,
        'id="thing_t3_': 0.8,
        "reddit.com": 0.2,
        '"kind": "t3"': 0.4,
        '"kind":"t3"': 0.4,
    },
    read=read,
    layout=OLD,
    same=((r"^https?://(?:\w+\.)?reddit\.com(/r/[^/]+/comments/\w+).*$", r"https://www.reddit.com\1"),),
)
