"""Moodle's forum activity."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="moodle",
    clues={
        "page-mod-forum-discuss": 0.8,
        'class="forumpost': 0.4,
        "forum-post-container": 0.5,
        "moodle": 0.1,
    },
    layout=Layout(
        post="[data-region=post], .forumpost:not([data-region=post] .forumpost)",
        holds="",
        author=("address a", ".author a", "[id^=user-view] a"),
        date=("time@datetime", ".author", ".modified", "address"),
        body=("[id^=post-content]", ".post-content-container", ".posting", ".content .posting", ".content"),
        key=("@id", "@data-post-id", "a[id^=p]@id"),
        title=(".discussionname", "h3.discussionname", "h2", "h1"),
        drop=(".post-actions", ".commands"),
    ),
    topics="td.topic a, .topic a[href*='discuss.php']",
    same=((r"(/discuss\.php\?d=\d+).*$", r"\1"),),
)
