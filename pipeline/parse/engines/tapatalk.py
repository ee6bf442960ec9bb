"""Tapatalk Groups, grown from phpBB 3."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="tapatalk",
    clues={
        "tapatalk.com/groups": 0.6,
        "post-bubble-": 0.99,
        'data-tag="post_body_start"': 0.4,
        "tapatalk_groups": 0.3,
        "schema.org/UserComments": 0.1,
        "groups.tapatalk": 0.3,
    },
    layout=Layout(
        post="div.post.postrow, div.post[itemtype], div.post[id^=p_]",
        author=(
            ".thread-user-name .username",
            ".postusername .username",
            ".postprofile .username",
            ".username",
        ),
        date=("time@datetime", ".timespan@title", ".posttime"),
        body=("[data-tag=post_body_start]", ".content", ".postbody .content"),
        key=("@id",),
        number=(".author a.unread",),
        title=(
            "h1.topic-title",
            "h2.topic-title",
            "[itemprop=headline]",
            "meta[property='og:title']@content",
            "h1",
            "h2.topic-title",
            "h2",
        ),
        drop=(".signature", ".notice"),
        carries=True,
    ),
    topics="a.topictitle",
    same=((r"(-t\d+)(?:-s\d+)?\.html$", r"\1.html"),),
)
