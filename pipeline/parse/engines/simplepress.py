"""Simple:Press, a forum of WordPress."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="simplepress",
    clues={
        "spMainContainer": 0.6,
        "spTopicPostSection": 0.5,
        "spPostContent": 0.4,
        "/sp-resources/": 0.4,
    },
    layout=Layout(
        post=".spTopicPostSection",
        author=(".spPostUserName",),
        date=(".spPostUserDate",),
        body=(".spPostContent",),
        number=(".spPostIndex",),
        key=("@id", ".spPostContentSection@id"),
        title=(".spTopicHeaderName", "h1"),
        quotes=(".spPostEmbedQuote",),
        drop=(".spPostUserSignature", ".spEditPostHistory"),
    ),
    topics="a.spTopicRowName, .spRowName",
    same=((r"/page-\d+$", r""),),
)
