"""Tildes."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="tildes",
    clues={
        "topic-full-byline": 0.6,
        "comment-tree-item": 0.5,
        "data-comment-id36": 0.5,
    },
    layout=Layout(
        post="article.topic-full, article.comment",
        author=(".topic-full-byline .link-user", ".comment-header .link-user", ".link-user"),
        date=(".topic-full-byline time@datetime", ".comment-posted-time@datetime", "time@datetime"),
        body=(".topic-full-text", ".comment-text"),
        key=("@id",),
        key_form="(\w+)$",
        title=("article.topic-full > header h1", "h1"),
    ),
    topics=".topic-title a",
)
