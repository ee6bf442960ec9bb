"""What a page says of its posts in schema.org terms: microdata and JSON-LD."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.parse.document import ancestors, pick
from pipeline.parse.layout import select
from pipeline.parse.model import Draft
from pipeline.parse.text import line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from pipeline.parse.document import Document

Json = dict[str, Any]

REPLIES = (
    "[itemprop=comment][itemscope], [itemprop=suggestedAnswer][itemscope], "
    "[itemprop=acceptedAnswer][itemscope],"
    "[itemtype$='schema.org/Comment'], [itemtype$='schema.org/UserComments'], [itemtype$='schema.org/Answer']"
)
OPENERS = (
    "[itemtype$='schema.org/DiscussionForumPosting'], [itemtype$='schema.org/Question'], "
    "[itemtype$='schema.org/SocialMediaPosting']"
)
TEXT = ("[itemprop=text]", "[itemprop=articleBody]", "[itemprop=commentText]", "[itemprop=description]")
AUTHOR = (
    "[itemprop=author] [itemprop=name] a",
    "[itemprop=author] [itemprop=name]@content",
    "[itemprop=author] [itemprop=name]",
    "[itemprop=creator] [itemprop=name]",
    "[itemprop=author]@content",
    "[itemprop=author] a",
    "[itemprop=author]",
    "[itemprop=creator]",
)
DATE = (
    "[itemprop=dateCreated]@datetime",
    "[itemprop=dateCreated]@content",
    "[itemprop=datePublished]@datetime",
    "[itemprop=datePublished]@content",
    "[itemprop=dateCreated]",
    "[itemprop=datePublished]",
    "[itemprop=commentTime]@datetime",
    "time@datetime",
)
THREADS = ("DiscussionForumPosting", "Question", "QAPage", "SocialMediaPosting")


def microdata(doc: Document) -> tuple[Draft, ...]:
    """The opener and the replies that the page marks up, in page order; none if a mark is missing on any."""
    replies = [node for node in select(doc.tree.root, REPLIES) if not _is_remark(node)]
    openers = [node for node in select(doc.tree.root, OPENERS) if not _within(node, replies)]
    drafts = [_opener(node) for node in openers[:1]] + [_item(node) for node in replies]
    drafts = [draft for draft in drafts if draft is not None]
    found = [draft for draft in drafts if draft is not None and draft.body and draft.author]
    return tuple(found) if len(found) == len(drafts) and len(found) > 1 and len(openers) <= 1 else ()


def _is_remark(node: LexborNode) -> bool:
    """Whether a comment stands below an answer, where it is no post but a remark on one."""
    return node.attributes.get("itemprop") == "comment" and any(
        (one.attributes.get("itemtype") or "").endswith(("/Answer", "/Question")) for one in ancestors(node)
    )


def _within(node: LexborNode, others: list[LexborNode]) -> bool:
    inside = {other.mem_id for other in others}
    return any(one.mem_id in inside for one in ancestors(node))


def _opener(node: LexborNode) -> Draft | None:
    """The opener's own text is the first that is in no reply; a frame around replies has none."""
    replies = select(node, REPLIES)
    texts = [
        text
        for spec in TEXT
        for text in node.css(spec)
        if not _within(text, replies) and text.attributes.get("content") is None
    ]
    if not texts:
        return None
    authors = [one for one in node.css("[itemprop=author], [itemprop=creator]") if not _within(one, replies)]
    author = (
        pick(authors[0], ("[itemprop=name] a", "[itemprop=name]@content", "[itemprop=name]", "@content", ""))
        if authors
        else None
    )
    return Draft(body=texts[0].html or "", key="opener", author=author, date=pick(node, DATE), guessed=True)


def _item(node: LexborNode) -> Draft | None:
    text = next((hit for hit in map(node.css_first, TEXT) if hit is not None), None)
    told = re.search(r"(\d+)\D*$", node.attributes.get("id") or node.attributes.get("itemid") or "")
    return Draft(
        body=(text.html or "") if text is not None else "",
        key=told[1] if told else None,
        author=pick(node, AUTHOR),
        date=pick(node, DATE),
        guessed=True,
    )


def linked(doc: Document) -> tuple[Draft, ...]:
    """The opener and the replies in a page's JSON-LD, if it holds as many as it says there are."""
    for thing in things(doc):
        if not set(THREADS) & set(_types(thing)):
            continue
        main = _main(thing)
        said = [
            one for name in ("comment", "suggestedAnswer", "acceptedAnswer") for one in _list(main.get(name))
        ]
        told = main.get("commentCount") or main.get("answerCount") or 0
        drafts = [draft for draft in map(_linked, (main, *said)) if draft.body]
        if said and len(drafts) == len(said) + 1 and str(len(said)) == str(told):
            return (replace(drafts[0], key="opener"), *drafts[1:])
    return ()


def _main(thing: Json) -> Json:
    return next(iter(_list(thing.get("mainEntity"))), thing)


def posted(doc: Document) -> str | None:
    """When the opener was posted, as the page's JSON-LD or head says."""
    for thing in things(doc):
        main = _main(thing)
        date = main.get("dateCreated") or main.get("datePublished")
        if isinstance(date, str) and set(THREADS) & {*_types(thing), *_types(main)}:
            return date
    return doc.pick(
        ("meta[property='article:published_time']@content", "meta[itemprop=datePublished]@content")
    )


def things(doc: Document) -> Iterator[Json]:
    """The objects of a page's JSON-LD, those of graphs one by one."""
    for script in doc.tree.css("script[type='application/ld+json']"):
        try:
            value = json.loads(script.text())
        except (ValueError, RecursionError):
            continue
        for one in _list(value):
            yield from (thing for thing in _list(one.get("@graph") or one) if isinstance(thing, dict))


def _list(value: Any) -> list[Json]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, dict)]


def _types(thing: Json) -> list[str]:
    told = thing.get("@type")
    return [str(one) for one in (told if isinstance(told, list) else [told])]


def _linked(thing: Json) -> Draft:
    author = next(iter(_list(thing.get("author"))), {}).get("name")
    text = thing.get("text") or thing.get("articleBody") or ""
    told = re.search(r"(\d+)\D*$", str(thing.get("url") or thing.get("@id") or ""))
    return Draft(
        body=html.unescape(str(text)).replace("\n", "<br>"),
        key=told[1] if told else None,
        author=line(str(author)) if author else None,
        date=thing.get("dateCreated") or thing.get("datePublished"),
    )
