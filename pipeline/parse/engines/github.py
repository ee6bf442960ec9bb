"""GitHub and its like: issues and discussions."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="github",
    clues={
        "timeline-comment": 0.5,
        "github.githubassets.com": 0.3,
        "js-issue-title": 0.4,
        "js-comment-container": 0.3,
        "js-discussion": 0.2,
    },
    layout=Layout(
        post=".timeline-comment, .js-discussions-comment, .js-timeline-item .comment",
        holds=".comment-body",
        author=("a.author", ".author"),
        date=("relative-time@datetime", "time@datetime"),
        body=(".comment-body",),
        key=("[id^=issuecomment-][id$=permalink]@href", "a.js-timestamp@href", "@id"),
        title=(".js-issue-title", "h1 bdi", "h1"),
        drop=(".email-hidden-toggle",),
    ),
    topics="a[id^=issue_][id$=_link], a.markdown-title",
)
