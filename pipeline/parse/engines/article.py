"""An article of any site, with the comments below it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.parse.layout import ancestors, draft_of, read_layout
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
    opener = _opener(doc, article, comments)
    if opener is None:
        return None
    found = read_layout(doc, comments).drafts
    drafts = [draft for draft in found if not PINGBACK.match(re.sub("<[^>]*>", "", draft.body[:200]).strip())]
    return Reading((opener, *drafts), title=doc.pick(article.title))


def _opener(doc: Document, article: Layout, comments: Layout) -> Draft | None:
    """The article: of all candidates the one with the most words of its own."""
    nodes = [node for node in doc.tree.css(article.post) if not node.css_matches(comments.post)]
    measured = [(own_words(node, comments), node) for node in nodes]
    bodies = [(words, node) for words, node in measured if 2 * words >= len(node.text(separator=" ")) - words]
    best = max((words for words, _ in bodies), default=0)
    if best < SHORTEST:
        return None
    node = next(node for words, node in bodies if words >= 0.8 * best)
    draft = draft_of(node, article) or Draft(body=node.html or "")
    head_date, head_author = doc.pick(HEAD_DATE), doc.pick(HEAD_AUTHOR)
    return replace(
        draft,
        key=draft.key or "article",
        author=draft.author or pick_name(head_author),
        date=head_date or draft.date or doc.pick(article.date),
    )


def own_words(node: LexborNode, comments: Layout) -> int:
    """How many letters of a node are neither link text nor comments."""
    total = len(node.text(separator=" "))
    linked = sum(len(link.text()) for link in node.css("a"))
    said = sum(
        len(comment.text()) for comment in node.css(comments.post) if not _inside(comment, comments.post)
    )
    return total - linked - said


def _inside(node: LexborNode, selector: str) -> bool:
    return any(around.css_matches(selector) for around in ancestors(node))


def pick_name(value: str | None) -> str | None:
    """A name of a meta element, unless it is an address."""
    return None if value and "://" in value else line(value)


ENGINE = Engine(name="article", clues={}, read=read, layout=COMMENTS)
