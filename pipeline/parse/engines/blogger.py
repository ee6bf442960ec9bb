"""Blogger articles with their comments, in the markup of its widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.parse.engines.article import with_comments
from pipeline.parse.model import Engine, Layout, Reading

if TYPE_CHECKING:
    from pipeline.parse.document import Document

ARTICLE = Layout(
    post=".post.hentry, .hentry, .post-outer .post, article.post-outer-container, article.post",
    author=(
        ".post-author .fn",
        ".post-author [itemprop=name]",
        ".byline.post-author .fn",
        ".post-author",
        ".fn",
    ),
    date=(
        "abbr.published@title",
        "time.published@datetime",
        "[itemprop=datePublished]@title",
        ".date-header",
        "time@datetime",
    ),
    body=(".post-body", ".entry-content", "[itemprop=articleBody]"),
    title=(".post-title", "h1", "h3.entry-title"),
)
COMMENTS = Layout(
    post=(
        "#comments li.comment, #comments .comment-block:not(li.comment .comment-block), "
        "#comments dt.comment-author"
    ),
    author=(".comment-header .user", "cite.user", ".comment-author", "cite"),
    date=(".comment-header .datetime", ".comment-timestamp", "time@datetime"),
    body=(".comment-content", ".comment-body"),
    drop=(".comment-replies", ".comment-actions"),
)


def read(doc: Document) -> Reading | None:
    """The article, then its comments in page order."""
    return with_comments(doc, ARTICLE, COMMENTS)


ENGINE = Engine(
    name="blogger",
    clues={
        "content='blogger'": 0.8,
        'content="blogger"': 0.8,
        "class='post-body entry-content": 0.5,
        "www.blogger.com/": 0.2,
        ".blogspot.": 0.1,
        'class="comment-thread': 0.2,
        "blogger.com/static": 0.4,
        "post hentry": 0.1,
    },
    read=read,
    layout=COMMENTS,
)
