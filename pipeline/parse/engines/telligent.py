"""Telligent (Verint) communities."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="telligent",
    clues={
        'content="Telligent': 0.8,
        "telligent-evolution": 0.5,
        "telligent": 0.2,
        'class="content-list': 0.2,
        "view-user-profile": 0.3,
        "content-fragment": 0.2,
    },
    layout=Layout(
        post="div.content.full, li.content-item, .thread-starter, li.threaded.content-item",
        author=(".author .user-name a", ".user-name a", ".user-name", ".author"),
        date=(".post-date time@datetime", "time@datetime", ".post-date", ".date"),
        body=(
            "div.content > .user-defined",
            "div.content .user-defined",
            ".user-defined-markup",
            "div.content",
        ),
        key=("@data-id", ".full-post@id", "@id"),
        title=("h1.name", "h1", "h2.name"),
        quotes=("blockquote.quote",),
        drop=(".quote-user .avatar", ".actions"),
    ),
    topics=".content-list .post-name a, h4.post-name a",
)
