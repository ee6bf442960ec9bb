"""JSON of unknown make, as an interface's answer or inside a page: the list whose items read like posts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.parse.model import Draft, Engine, Reading
from pipeline.parse.text import line

if TYPE_CHECKING:
    from pipeline.parse.document import Document

Json = dict[str, Any]

BODIES = (
    "cooked", "body_html", "bodyhtml", "contenthtml", "content_html", "html", "body", "content", "text",
    "message",
    "messagetext", "comment", "posttext", "post_text", "articlebody", "description", "raw", "markdown",
)  # fmt: skip
AUTHORS = (
    "author", "user", "creator", "username", "user_name", "poster", "owner", "postedby", "posted_by",
    "authorname",
    "author_name", "member", "profile", "by", "nick", "nickname", "displayname", "display_name", "from",
)  # fmt: skip
NAMES = (
    "displayname", "display_name", "username", "user_name", "name", "login", "nickname", "nick",
    "screen_name",
    "screenname", "handle", "title",
)  # fmt: skip
DATES = (
    "created_at", "createdat", "created", "created_utc", "published", "publishedat", "published_at",
    "datecreated",
    "datepublished", "date", "postedat", "posted_at", "posted", "postdate", "post_date", "timestamp", "time",
    "inserted_at", "creationdate", "creation_date", "dateline",
)  # fmt: skip
KEYS = ("id", "postid", "post_id", "commentid", "comment_id", "uuid", "pid")
PARENTS = ("parent_id", "parentid", "in_reply_to", "inreplyto", "reply_to", "replyto", "parent")
NUMBERS = ("post_number", "postnumber", "number", "position", "index")
TITLES = ("title", "subject", "headline", "topic_title")
TOPICS = ("post", "topic", "thread", "discussion", "story")
MARKUP = re.compile(r"<\w+[^>]*>|&\w+;")
SCRIPTS = "script[type='application/json'], script#__NEXT_DATA__, script:not([src]):not([type*=ld])"
ASSIGNED = re.compile(r"(?:window\.\w+|var \w+|__\w+__)\s*=\s*(?=[{\[])")
MOST = 200_000
ENOUGH = 0.6


@dataclass(frozen=True, slots=True)
class Found:
    """A list whose items read like posts, and the objects around it, the nearest first."""

    items: list[Json]
    around: tuple[Json, ...]

    @property
    def letters(self) -> int:
        """How much its items say."""
        return sum(len(_first(item, BODIES)) for item in self.items)


def read(doc: Document) -> Reading | None:
    """The posts of the list that says most; a thread has two of them, or one below an opener."""
    values = [doc.json] if doc.form == "json" else list(_embedded(doc)) if doc.form == "html" else []
    found = [one for value in values for one in _lists(value)]
    best = max(found, key=lambda one: one.letters, default=None)
    if best is None:
        return None
    opener = next((flat for one in best.around if _is_post(flat := _flat(one))), None)
    drafts = [draft for item in ([opener] if opener else []) for draft in [_draft(item, None)]]
    drafts += [draft for item in best.items for draft in _branch(item)]
    if len(drafts) < 2:
        return None
    return Reading(tuple(drafts), title=_title(best) or (doc.title if doc.form == "html" else None))


def _embedded(doc: Document) -> Iterator[Any]:
    for script in doc.tree.css(SCRIPTS):
        text = (script.text() or "").strip()
        start = 0 if text[:1] in "{[" else next((hit.end() for hit in ASSIGNED.finditer(text)), None)
        if start is None or len(text) < 200:
            continue
        try:
            yield json.JSONDecoder().raw_decode(text[start:])[0]
        except (ValueError, RecursionError):
            continue


def _lists(value: Any) -> Iterator[Found]:
    """Lists whose items mostly read like posts, without recursion and bounded."""
    stack: list[tuple[Any, tuple[Json, ...]]] = [(value, ())]
    for _ in range(MOST):
        if not stack:
            return
        one, around = stack.pop()
        if isinstance(one, dict):
            below = (one, *around[:3])
            stack.extend((child, below) for child in one.values() if isinstance(child, dict | list))
        elif isinstance(one, list):
            items = [_flat(item) for item in one if isinstance(item, dict)]
            posts = [item for item in items if _is_post(item)]
            if posts and len(posts) >= ENOUGH * len(items):
                yield Found(posts, around)
            stack.extend((child, around) for child in one if isinstance(child, dict | list))


def _flat(item: Json) -> Json:
    """An item by lower-case keys; where its words lie in an object inside, that one's with its own."""
    own = {str(key).lower(): value for key, value in item.items()}
    if any(isinstance(own.get(name), str) for name in BODIES):
        return own
    for name in ("comment", "post", "node", "attributes", "data", "message", "item"):
        inner = own.get(name)
        if isinstance(inner, dict):
            return own | {str(key).lower(): value for key, value in inner.items()}
    return own


def _is_post(item: Json) -> bool:
    return bool(_first(item, BODIES)) and bool(_author(item)) and bool(_date(item))


def _first(item: Json, names: tuple[str, ...]) -> str:
    return next((item[name] for name in names if isinstance(item.get(name), str) and item[name].strip()), "")


def _author(item: Json) -> str | None:
    for name in AUTHORS:
        told = item.get(name)
        if isinstance(told, list) and told:
            told = told[0]
        if isinstance(told, str) and told.strip():
            return line(told)
        if isinstance(told, dict):
            inner = {str(key).lower(): value for key, value in told.items()}
            if said := _first(inner, NAMES):
                return line(said)
    return None


def _date(item: Json) -> str | None:
    for name in DATES:
        told = item.get(name)
        if (
            isinstance(told, str | int | float)
            and not isinstance(told, bool)
            and re.search(r"\d{4}", str(told))
        ):
            return str(told)
    return None


def _branch(item: Json) -> Iterator[Draft]:
    """An item and the answers inside it, depth first."""
    stack: list[tuple[Json, str | None]] = [(item, None)]
    while stack:
        one, parent = stack.pop()
        draft = _draft(one, parent)
        yield draft
        for name in ("replies", "children", "comments", "answers"):
            below = one.get(name)
            if isinstance(below, list):
                flat = [_flat(child) for child in below if isinstance(child, dict)]
                stack.extend((child, draft.key) for child in reversed(flat) if _is_post(child))
                break


def _draft(item: Json, parent: str | None) -> Draft:
    body = _first(item, BODIES)
    told = {
        name: _id(item, names) for name, names in (("key", KEYS), ("parent", PARENTS), ("number", NUMBERS))
    }
    return Draft(
        body=body,
        key=told["key"],
        number=told["number"],
        author=_author(item),
        date=_date(item),
        reply_to=parent or told["parent"] or _above(item.get("path")),
        plain=not MARKUP.search(body),
    )


def _id(item: Json, names: tuple[str, ...]) -> str | None:
    told = next((item[name] for name in names if isinstance(item.get(name), str | int)), None)
    return str(told) if told not in (None, "", 0, True, False) else None


def _above(path: Any) -> str | None:
    """The parent in a path of ids such as ``0.12.34``."""
    steps = str(path).split(".") if isinstance(path, str) else []
    return steps[-2] if len(steps) > 2 and all(step.isdigit() for step in steps) else None


def _title(found: Found) -> str | None:
    """What the objects around the list, beside it, or an item's own topic call the thread."""
    beside = [one for place in found.around[:2] for one in place.values() if isinstance(one, dict)]
    topics = [one for name in TOPICS if isinstance(one := found.items[0].get(name), dict)]
    told = [_first(_flat(one), TITLES) for one in (*found.around, *beside)]
    told += [_first(one, (*TITLES, "name")) for one in topics]
    return line(next((one for one in told if one), None))


ENGINE = Engine(name="json", clues={}, read=read)
