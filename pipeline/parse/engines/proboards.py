"""ProBoards."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="proboards",
    clues={
        "storage.proboards.com": 0.6,
        "proboards.com": 0.3,
        'class="item post': 0.3,
        "mini-profile": 0.4,
        "container show-thread": 0.4,
    },
    layout=Layout(
        post="tr.post[id^=post-], .post.item[id^=post-]",
        author=(
            ".mini-profile a.user-link",
            ".mini-profile .user-link",
            ".user-link",
            ".mini-profile .guest",
            ".mini-profile",
        ),
        date=("abbr.time@data-timestamp", "abbr.time@title", ".date"),
        body=(".message",),
        key=("@id",),
        title=(".title-bar h2", "h2", "h1"),
        quotes=(".quote",),
        drop=(".edited_by", ".signature", ".quote_avatar_container"),
    ),
    topics="a.thread-link",
    same=((r"(/thread/\d+).*$", r"\1"),),
)
