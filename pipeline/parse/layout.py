"""Reads the posts of an engine whose HTML is described by a layout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.parse.document import ancestors, pick
from pipeline.parse.model import Draft, Layout, Names, Reading
from pipeline.parse.nesting import answered
from pipeline.parse.survey import DATED, JOINED

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from pipeline.parse.document import Document

STOP = frozenset(("body", "html", "main", "form", "-document"))
DIGITS = re.compile(r"\d+(?:[.,]\d{3})*")
EXACT = re.compile(r"\d{4}-\d\d-\d\d|\d{9,}")
BY = re.compile(r"^(?:(?:[Pp]osted |[Ww]ritten )?[Bb]y:?\s+|(?:von|par|por|da|door|av):\s*|@)(?=\S)")


def read_layout(doc: Document, layout: Layout) -> Reading:
    """Find the posts of a page where its engine's layout says they are.

    Each post counts once, even where a page prints it twice; a post inside another post's body is part
    of that body only if the layout's selector does not match it.
    """
    found = (
        around(select(doc.tree.root, layout.holds or ""))
        if not layout.post
        else select(doc.tree.root, layout.post)
    )
    nodes = [node for node in found if not _skipped(node, layout.skip)]
    if layout.holds and layout.post:
        nodes = [node for node in nodes if len(select(node, layout.holds)) == 1]
    found_in = [(node, draft) for node in nodes if (draft := _read(node, layout)) is not None]
    drafts: dict[str, Draft] = {}
    known = answered([node for node, _ in found_in], _completed(doc, found_in, layout))
    for at, draft in enumerate(known):
        if not _is_same(draft, drafts.get(draft.key or "")):
            drafts[draft.key if draft.key and draft.key not in drafts else f"at {at}"] = draft
    posts = tuple(drafts.values())
    return Reading(
        _carried(posts) if layout.carries else posts, title=doc.pick(layout.title) if layout.title else None
    )


def _read(node: LexborNode, layout: Layout) -> Draft | None:
    draft = draft_of(node, layout)
    return draft if draft is None or draft.date or layout.post else _headed(node, draft, layout)


def _completed(doc: Document, found: list[tuple[LexborNode, Draft]], layout: Layout) -> list[Draft]:
    """What most posts lack, because a theme says it elsewhere, found by what the posts have in common."""
    drafts = [draft for _, draft in found]
    lacking = [
        name
        for name in ("author", "date")
        if 2 * sum(1 for one in drafts if not getattr(one, name)) > len(drafts)
    ]
    if not lacking or len(drafts) < 2 or doc.map is None:
        return drafts
    from pipeline.parse.columns import fields_of

    said = fields_of(doc, doc.map, [node for node, _ in found])
    more = [
        {name: getattr(one, name) or getattr(here, name) for name in lacking}
        for one, here in zip(drafts, said, strict=True)
    ]
    return [replace(draft, **values) for draft, values in zip(drafts, more, strict=True)]


def _is_same(draft: Draft, before: Draft | None) -> bool:
    """Whether a post of the same key is printed again."""
    return before is not None and (draft.author, draft.date) == (before.author, before.date)


def _headed(node: LexborNode, draft: Draft, layout: Layout) -> Draft:
    """Complete a post whose head is an element of its own before it."""
    before = node.prev
    while before is not None and not before.is_element_node:
        before = before.prev
    head = draft_of(before, replace(layout, body=("*",))) if before is not None else None
    if head is None:
        return draft
    return replace(
        draft,
        author=draft.author or head.author,
        date=head.date,
        key=draft.key or head.key,
        number=draft.number or head.number,
    )


def _carried(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Give a post without an author that of the post before, where the engine shows it once."""
    out: list[Draft] = []
    for draft in drafts:
        out.append(draft if draft.author or not out else replace(draft, author=out[-1].author))
    return tuple(out)


def select(root: LexborNode | None, selector: str) -> list[LexborNode]:
    """The nodes that any selector of a list matches, each once, in page order."""
    found = root.css(selector) if root is not None else []
    return list({node.mem_id: node for node in found}.values())


def around(bodies: Sequence[LexborNode]) -> list[LexborNode]:
    """For each body the largest element that holds no other body: the post, however it is built."""
    held: Counter[int] = Counter()
    for body in bodies:
        held.update(node.mem_id for node in ancestors(body))
    posts = []
    for body in bodies:
        post = body
        for node in ancestors(body):
            if held[node.mem_id] > 1 or node.tag in STOP:
                break
            post = node
        posts.append(post)
    return posts


def _skipped(node: LexborNode, skip: Names) -> bool:
    return any(node.css_matches(selector) for selector in skip)


def draft_of(node: LexborNode, layout: Layout) -> Draft | None:
    """Read one post, or None if it has neither author nor body."""
    author, body = pick(node, layout.author), body_of(node, layout.body)
    if not body and not author:
        return None
    number = DIGITS.search(pick(node, layout.number) or "")
    key = re.search(layout.key_form, pick(node, layout.key) or "")
    reply = re.search(layout.key_form, pick(node, layout.reply_to) or "")
    return Draft(
        body=body,
        key=key[1] if key else None,
        number=re.sub("[.,]", "", number[0]) if number else None,
        author=BY.sub("", author) if author else None,
        date=pick_date(node, layout.date),
        edited=pick(node, layout.edited),
        reply_to=reply[1] if reply else None,
    )


def pick_date(node: LexborNode, specs: Names) -> str | None:
    """The first of the selectors' values that reads like a date, else one with figures in it."""
    other = None
    for spec in specs:
        value = pick(node, (spec,))
        if value and (DATED.search(value) or EXACT.match(value)):
            return value
        other = other or (value if value and DIGITS.search(value) and not JOINED.search(value) else None)
    return other


def body_of(node: LexborNode, specs: Names) -> str:
    """The markup of a post's body; with no selectors, of the whole post."""
    if not specs:
        return node.html or ""
    found = next((hit for hit in map(node.css_first, specs) if hit is not None), None)
    return (found.inner_html or "") if found is not None else ""
