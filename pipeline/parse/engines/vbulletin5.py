"""vBulletin 5 and 6."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="vbulletin5",
    clues={
        'content="vBulletin 5': 0.9,
        'content="vBulletin 6': 0.9,
        'class="b-post': 0.5,
        "js-post__content": 0.6,
        'id="vb-page-body"': 0.7,
        "b-post__timestamp": 0.4,
        "b-userinfo": 0.2,
    },
    layout=Layout(
        post="li.b-post[data-node-id], .b-post.js-post, .b-post--article",
        holds=".js-post__content-text",
        author=(
            ".author [itemprop=name]",
            ".b-userinfo__details .author",
            ".author a",
            ".author",
            ".b-post__author",
        ),
        date=(
            ".b-post__timestamp time@datetime",
            "time[itemprop=dateCreated]@datetime",
            "time@datetime",
            ".b-post__timestamp",
        ),
        body=(".js-post__content-text",),
        number=(".b-post__count",),
        key=("@data-node-id", "a.anchor@id"),
        edited=(".b-post__edit .time",),
        title=("h1.main-title", "h1"),
        quotes=(".bbcode_quote",),
        drop=(".b-post__edit", ".post-signature"),
    ),
    topics=".topic-title",
    same=((r"(/\d+-[^/?#]+)/page\d+.*$", r"\1"),),
)
