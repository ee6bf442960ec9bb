"""bbPress."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="bbpress",
    clues={
        "bbp-reply": 0.5,
        'id="bbpress-forums"': 0.7,
        "bbp-topic": 0.3,
        "bbpress": 0.2,
        "bbp-body": 0.3,
    },
    layout=Layout(
        holds=(
            ".bbp-reply-content:not(.bbp-header *, .bbp-footer *), "
            ".bbp-topic-content:not(.bbp-header *, .bbp-footer *)"
        ),
        author=(
            ".bbp-author-name",
            ".bbp-reply-post-name",
            ".bbp-topic-author",
            ".bbp-thread-byline a",
            ".bbp-reply-author",
        ),
        date=(".bbp-reply-post-date", ".bbp-topic-post-date", ".bbp-thread-byline", ".bbp-meta"),
        body=(".bbp-reply-content", ".bbp-topic-content"),
        key=("@id",),
        title=("h1.entry-title", "h1", ".bbp-breadcrumb-current", "h2"),
        drop=(
            ".bbp-reply-revision-log",
            ".bbp-topic-revision-log",
            ".bbp-author-role",
            ".reply-tools",
            ".topic-tools",
            ".bbp-thread-byline",
            ".bbpdsc-topic-tags",
        ),
    ),
    topics="a.bbp-topic-permalink",
    same=((r"(/(?:topic|thread)s?/[^/?#]+)/page/\d+.*$", r"\1"),),
)
