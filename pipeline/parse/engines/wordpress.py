"""WordPress articles with their comments, in the markup of its core and of most themes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.parse.engines.article import with_comments
from pipeline.parse.model import Engine, Layout, Reading

if TYPE_CHECKING:
    from pipeline.parse.document import Document

ARTICLE = Layout(
    post="article.post, article[id^=post-], div.post[id^=post-], div.hentry, article.hentry, article",
    author=(
        "[rel=author]",
        ".author.vcard .fn",
        ".author .fn",
        ".byline .author",
        ".entry-author",
        ".post-author",
        ".by-author",
        ".author",
        "[itemprop=author]",
    ),
    date=(
        "time.entry-date@datetime",
        "time.published@datetime",
        "time[datetime]@datetime",
        ".entry-date",
        ".posted-on",
        ".post-date",
        ".date",
        "small",
    ),
    body=(
        ".entry-content",
        ".post-content",
        "[itemprop=articleBody]",
        ".post-body",
        ".entry",
        ".td-post-content",
    ),
    title=(".entry-title", ".wp-block-post-title", "h1.post-title", ".post > h2", "article h1"),
)
COMMENTS = Layout(
    post=(
        "li.comment, div.comment[id^=comment-], li[id^=li-comment-], article.comment:not(li.comment article)"
    ),
    author=(
        ".comment-author .fn",
        ".wp-block-comment-author-name",
        ".comment-author cite",
        ".fn",
        "cite",
        ".comment-author",
        ".comment_author",
    ),
    date=(
        ".comment-meta time@datetime",
        "time@datetime",
        ".comment-meta .comment-date",
        ".comment-meta a",
        ".comment-metadata",
        ".commentmetadata",
        ".comment-date",
        ".comment-meta",
        ".date",
    ),
    body=(
        ".comment-content",
        ".wp-block-comment-content",
        ".comment-text",
        ".comment_content",
        ".comment-body",
    ),
    skip=(),
    drop=(
        ".postmetadata",
        ".entry-meta",
        ".entry-footer",
        ".post-meta",
        ".comment-author",
        ".comment-meta",
        ".reply",
        ".comment-metadata",
        ".commentmetadata",
        "cite.fn",
        ".children",
    ),
)


def read(doc: Document) -> Reading | None:
    """The article, then its comments in page order; pingbacks are none."""
    return with_comments(doc, ARTICLE, COMMENTS)


ENGINE = Engine(
    name="wordpress",
    clues={
        'content="WordPress': 0.6,
        "/wp-content/": 0.3,
        'id="comment-': 0.2,
        'class="comment-author': 0.3,
        "wp-comments-post.php": 0.4,
        "comment-reply-link": 0.3,
        'class="entry-content': 0.2,
        "/wp-includes/": 0.2,
    },
    read=read,
    layout=COMMENTS,
    same=((r"/comment-page-\d+", ""),),
)
