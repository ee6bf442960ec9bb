"""Lobsters and its sisters."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="lobsters",
    clues={
        'class="comments_subtree"': 0.6,
        "story_liner": 0.6,
        "data-shortid": 0.5,
        "comment_text": 0.2,
    },
    layout=Layout(
        post="li.story:has(.story_liner), div.comment[data-shortid]",
        author=(
            ".byline a.u-author",
            '.byline a[href^="/~"]:not(:has(img))',
            '.byline a[href^="/u/"]:not(:has(img))',
        ),
        date=(".byline time@datetime", ".byline span[title]@title"),
        body=(".story_text", ".comment_text"),
        key=("@id",),
        key_form="([a-z0-9]+)$",
        title=(".story_liner .link", "h1"),
        skip=(".comment_form_container",),
    ),
    topics=".story .comments_label a",
)
