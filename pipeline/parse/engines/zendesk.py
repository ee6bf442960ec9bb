"""Zendesk community posts."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="zendesk",
    clues={
        "static.zdassets.com": 0.4,
        "community-enabled": 0.3,
        "community_comment_": 0.5,
        "comment-overview-title": 0.3,
        "/hc/": 0.2,
    },
    layout=Layout(
        post="div.post:has(.post-body), li.comment[id^=community_comment], li.comment:has(.comment-body)",
        author=(
            ".post-author .user-name",
            ".post-author a[href*=profiles]",
            ".comment-author span[title]@title",
            ".comment-author a[href*=profiles]",
            ".comment-meta a",
        ),
        date=("time@datetime",),
        body=(".post-body", ".comment-body"),
        key=("@id",),
        title=(".post-title", "h1"),
    ),
    topics=".post-item a, a[href*='/community/posts/']",
)
