"""An article of any site, with the comments below it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.parse.document import ancestors
from pipeline.parse.layout import draft_of, pick_date, read_layout
from pipeline.parse.model import Draft, Engine, Layout, Reading
from pipeline.parse.text import line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from pipeline.parse.document import Document

ARTICLE = Layout(
    post=(
        "[itemprop=articleBody], article, .entry-content, .post-content, .article-body, "
        ".article__body, main, #content"
    ),
    author=(
        "[rel=author]",
        "[itemprop=author] [itemprop=name]",
        "[itemprop=author]",
        ".byline .author",
        ".author",
        ".byline",
    ),
    date=("time[datetime]@datetime", "[itemprop=datePublished]@content", ".date", ".published"),
    title=("h1", "title"),
)
HEAD_AUTHOR = (
    "meta[name=author]@content",
    "meta[property='article:author']@content",
    "meta[name='dc.creator']@content",
)
HEAD_DATE = (
    "meta[property='article:published_time']@content",
    "meta[itemprop=datePublished]@content",
    "meta[name='dc.date']@content",
    "meta[name=date]@content",
    "time[pubdate]@datetime",
)
COMMENTS = Layout(
    post=(
        "li.comment, div.comment, article.comment, .comment-item, [itemprop=comment], "
        ".comment[id], li[id^=comment]"
    ),
    author=(
        "[itemprop=author]",
        ".comment-author .fn",
        ".comment-author",
        ".author",
        "cite",
        ".username",
        ".user",
        "b",
    ),
    date=(
        "time@datetime",
        "[datetime]@datetime",
        ".comment-date",
        ".date",
        ".comment-meta",
        ".time",
        "small",
    ),
    body=(
        "[itemprop=text]",
        ".comment-content",
        ".comment-body",
        ".comment-text",
        ".comment__text",
        ".text",
        "p",
    ),
)
PINGBACK = re.compile(r"^\W*(?:pingback|trackback|ping)\b", re.I)
SHORTEST = 200


def read(doc: Document) -> Reading | None:
    """The article if there is enough of it, then its comments."""
    return with_comments(doc, ARTICLE, COMMENTS) if doc.form == "html" else None


def with_comments(doc: Document, article: Layout, comments: Layout) -> Reading | None:
    """Read an article and the comments below it by their layouts; trackbacks are no comments."""
    if doc.form != "html":
        return None
    found = read_layout(doc, comments).drafts
    drafts = [draft for draft in found if not PINGBACK.match(re.sub("<[^>]*>", "", draft.body[:200]).strip())]
    said = {node.mem_id for node in doc.tree.css(comments.post)}
    opener = _opener(doc, article, said) or (_note(doc, article, said) if drafts else None)
    if opener is None:
        return None
    return Reading((opener, *drafts), title=doc.pick(article.title))


def _opener(doc: Document, article: Layout, said: set[int]) -> Draft | None:
    """The article: of all candidates the one with the most words of its own."""
    nodes = [node for node in doc.tree.css(article.post) if not _is_said(node, said)]
    measured = [(own_words(node, said), node) for node in nodes]
    bodies = [(words, node) for words, node in measured if 2 * words >= len(node.text(separator=" ")) - words]
    best = max((words for words, _ in bodies), default=0)
    if best < SHORTEST:
        return None
    node = next(node for words, node in bodies if words >= 0.8 * best)
    return _headed(doc, draft_of(node, article) or Draft(body=node.html or ""), article)


def _note(doc: Document, article: Layout, said: set[int]) -> Draft | None:
    """A short article above its comments: the first place for an article's words."""
    found = (node for spec in article.body for node in doc.tree.css(spec) if not _is_said(node, said))
    node = next((one for one in found if one.text().strip()), None)
    if node is None:
        return None
    return _headed(doc, Draft(body=node.html or "", author=doc.pick(article.author)), article)


def _headed(doc: Document, draft: Draft, article: Layout) -> Draft:
    """An article with the author and the date that the page's head says."""
    root = doc.tree.root
    told = pick_date(root, article.date) if root is not None else None
    return replace(
        draft,
        key=draft.key or "article",
        author=draft.author or pick_name(doc.pick(HEAD_AUTHOR)),
        date=doc.pick(HEAD_DATE) or draft.date or told,
    )


def own_words(node: LexborNode, said: set[int]) -> int:
    """How many letters of a node are neither link text nor comments."""
    total = linked = 0
    stack = [(node, False)]
    while stack:
        one, is_link = stack.pop()
        if one.mem_id in said:
            continue
        own = len(one.text(deep=False))
        total += own
        linked += own if is_link or one.tag == "a" else 0
        stack.extend((child, is_link or one.tag == "a") for child in one.iter())
    return total - linked


def _is_said(node: LexborNode, said: set[int]) -> bool:
    """Whether a node is a comment or in one."""
    return node.mem_id in said or any(around.mem_id in said for around in ancestors(node))


def pick_name(value: str | None) -> str | None:
    """A name of a meta element, unless it is an address."""
    return None if value and "://" in value else line(value)


ENGINE = Engine(name="article", clues={}, read=read, layout=COMMENTS)
