"""wpForo."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="wpforo",
    clues={
        'id="wpforo-wrap"': 0.7,
        "wpforo-post": 0.5,
        "wpforo": 0.3,
        "wpf-": 0.1,
    },
    layout=Layout(
        post="[id^=post-]:has(.wpforo-post-content), .post-wrap:has(.wpforo-post)",
        holds=".wpforo-post-content",
        author=(".author-name a[title]@title", ".wpf-author-nicename", ".author-name a", ".author-name"),
        date=(
            ".wpforo-post-content-bottom .cbleft",
            ".wpf-post-date@title",
            ".wpforo-post-date",
            ".post-date",
            "time@datetime",
        ),
        body=(".wpforo-post-content",),
        title=(".wpf-head-bar-title", "h1"),
        drop=(".wpf-post-button-actions", ".wpf-attached-file", ".wpf-topic-tags", ".wpforo-post-signature"),
        key=("@id", "@data-postid"),
    ),
    topics=".wpforo-topic-title a",
    same=((r"/paged/\d+", r""),),
)
