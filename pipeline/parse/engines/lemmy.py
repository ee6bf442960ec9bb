"""Lemmy and its kin: the page of a post, its comments nested."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="lemmy",
    clues={
        "lemmy-site": 0.7,
        "person-listing": 0.3,
        "comment-node": 0.3,
        "post-listing": 0.2,
        "moment-time": 0.2,
        '"comment_view"': 0.3,
        "isoData": 0.2,
    },
    layout=Layout(
        post=".post-listing, article.comment-node, .comment-node",
        author=(".person-listing span", ".person-listing"),
        date=(".moment-time@data-tippy-content", ".moment-time@title", "time@datetime", ".moment-time"),
        body=("#postContent .md-div", ".comment-content .md-div", ".md-div"),
        key=("@id",),
        title=("h1",),
    ),
    topics=".post-title a",
)
