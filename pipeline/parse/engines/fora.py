"""Fora (VerticalScope), grown from XenForo."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="fora",
    clues={
        "MessageCard": 0.6,
        "california-": 0.5,
        "js-originalPostContainer": 0.3,
        'data-app="public"': 0.05,
    },
    layout=Layout(
        post=".MessageCard.js-post, .MessageCard[id^=js-post]",
        author=(".MessageCard__user-info__name", "[itemprop=author] [itemprop=name]", ".username"),
        date=(
            ".MessageCard__date-created time@datetime",
            ".MessageCard__date-created@title",
            "time.u-dt@datetime",
        ),
        body=(".message-body .bbWrapper", ".bbWrapper", ".message-body"),
        number=(".MessageCard__post-position",),
        title=(".MessageCard__thread-title", "h1"),
        quotes=(".bbCodeBlock--quote",),
        drop=(".bbCodeBlock-expandLink", ".bbCodeBlock-shrinkLink", ".message-lastEdit"),
    ),
    topics="a.thread-title, .structItem-title a",
    same=((r"(/threads/[^/?#]+)(?:/.*)?$", r"\1"),),
)
