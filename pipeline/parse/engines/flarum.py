"""Flarum: the JSON payload of the page (JSON:API), or its noscript copy."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.parse.layout import read_layout
from pipeline.parse.model import Draft, Engine, Layout, Reading
from pipeline.parse.text import line

if TYPE_CHECKING:
    from pipeline.parse.document import Document

NOSCRIPT = Layout(
    post="#flarum-content article, article.Post, article.CommentPost",
    author=(".PostUser-name .username", ".PostUser-name", "[itemprop=author]"),
    date=("time@datetime",),
    body=(".Post-body",),
    title=("#flarum-content h1", "h1"),
)


def read(doc: Document) -> Reading | None:
    """Read an API answer or a page's payload, else the noscript copy."""
    if doc.form == "json":
        return _document(doc.json)
    if doc.form != "html":
        return None
    node = doc.tree.css_first("script#flarum-json-payload")
    try:
        payload = json.loads(node.text() if node is not None else "{}")
        found = _document(payload.get("apiDocument"))
    except (ValueError, AttributeError, TypeError, RecursionError):
        found = None
    shown = read_layout(doc, NOSCRIPT)
    return _shown_only(found, shown) if found else shown


def _shown_only(found: Reading, shown: Reading) -> Reading:
    """Of the payload's posts those that the page shows: it also carries the last one, and some ahead."""
    seen = {(draft.author, _letters(draft.body)) for draft in shown.drafts}
    drafts = tuple(draft for draft in found.drafts if (draft.author, _letters(draft.body)) in seen)
    return (
        replace(found, drafts=drafts)
        if len(drafts) == len(shown.drafts)
        else shown
        if shown.drafts
        else found
    )


def _letters(body: str) -> str:
    return re.sub(r"<[^>]*>|&\w+;|\W", "", body[:2000])[:100]


def _document(api: Any) -> Reading | None:
    """A discussion and its posts in a JSON:API document."""
    main = api.get("data") if isinstance(api, dict) else None
    if not isinstance(main, dict) or main.get("type") != "discussions":
        return None
    things = {
        (one.get("type"), one.get("id")): one for one in api.get("included") or () if isinstance(one, dict)
    }
    posts = [one for (kind, _), one in things.items() if kind == "posts"]
    drafts = [_draft(one, things) for one in posts if (one.get("attributes") or {}).get("contentHtml")]
    title = (main.get("attributes") or {}).get("title")
    ordered = tuple(sorted(drafts, key=lambda draft: int(draft.number or 0)))
    return Reading(ordered, title=line(title)) if drafts else None


def _draft(post: dict[str, Any], things: dict[tuple[Any, Any], dict[str, Any]]) -> Draft:
    told = post["attributes"]
    link = ((post.get("relationships") or {}).get("user") or {}).get("data") or {}
    user = (things.get(("users", link.get("id"))) or {}).get("attributes") or {}
    number = str(told.get("number") or "")
    return Draft(
        body=str(told["contentHtml"]),
        key=str(post.get("id")),
        number=number if number.isdigit() else None,
        author=line(user.get("displayName") or user.get("username")),
        date=told.get("createdAt"),
        edited=told.get("editedAt"),
    )


ENGINE = Engine(
    name="flarum",
    clues={
        "flarum-content": 0.6,
        "flarum-json-payload": 0.8,
        "flarum-loading": 0.4,
        "/assets/forum-": 0.2,
        '"discussions"': 0.3,
        '"contentHtml"': 0.3,
        "flarum.core": 0.4,
    },
    read=read,
    layout=NOSCRIPT,
    same=((r"(/d/\d+)[^/?#]*(?:/\d+)?$", r"\1"),),
)
