"""NodeBB."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="nodebb",
    clues={
        'component="post"': 0.6,
        'component="topic"': 0.4,
        "NodeBB": 0.3,
        'component="post/content"': 0.4,
        "data-pid=": 0.2,
        "nodebb": 0.2,
        'component="category/topic"': 0.5,
    },
    layout=Layout(
        post="[component=post]",
        author=("@data-username", "[itemprop=author] a[data-username]", "[data-username]@data-username"),
        date=("@data-timestamp", "meta[itemprop=datePublished]@content", ".timeago@title"),
        body=('[component="post/content"]', ".content"),
        number=(".post-index",),
        key=("@data-pid",),
        reply_to=('[component="post/parent"]@data-topid', '[component="post/parent"]@data-parent-pid'),
        title=('[component="topic/title"]', "h1"),
        skip=(".deleted:not(:has(p))",),
    ),
    topics='[component="topic/header"] a',
    same=((r"(/topic/\d+)(?:/.*)?$", r"\1"),),
)
