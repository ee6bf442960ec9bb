"""Drupal's forum module, core comments and Advanced Forum."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="drupal",
    clues={
        'content="Drupal': 0.5,
        "/sites/default/files": 0.2,
        "/misc/drupal.js": 0.4,
        "drupal-settings-json": 0.4,
        'class="forum-post ': 0.3,
        "node-forum": 0.3,
        "node--type-forum": 0.4,
        'id="comments"': 0.1,
        "comment-wrapper": 0.2,
        "sioct:BoardPost": 0.4,
        "Drupal.settings": 0.4,
    },
    layout=Layout(
        post=(
            "div.forum-post, .node-forum, .node--type-forum, article.node-forum, "
            "#comments .comment, .comment-wrapper .comment, article.comment, .js-comment"
        ),
        author=(
            ".author-name .username",
            ".author-pane .username",
            ".submitted .username",
            ".comment-submitted .username",
            ".comment__author .username",
            ".comment__author",
            ".username",
            ".author a",
        ),
        date=(
            "time@datetime",
            "[property*=created]@content",
            ".forum-posted-on",
            ".comment-time",
            ".submitted",
            ".comment__time",
            ".date",
        ),
        body=(
            ".forum-post-content",
            ".comment-text .content",
            ".field-name-comment-body",
            ".comment__content",
            ".field--name-comment-body",
            ".field-name-body",
            ".field--name-body",
            ".node-content",
            ".content",
        ),
        number=(".forum-post-number", ".comment-number"),
        key=("@id", "a.permalink@href", "[about^='/comment']@about"),
        title=("h1#page-title", "h1.page-title", "h1.title", "h1"),
        quotes=(".quote-msg",),
        drop=(
            ".submitted",
            ".links",
            ".author-signature",
            ".user-signature",
            ".field-label",
            ".field-name-taxonomy-forums",
            ".field--name-taxonomy-forums",
            ".forum-post-title",
        ),
    ),
    topics=".forum-topic .title a, td.title a",
    same=((r"(/(?:node|comment)/\d+).*$", r"\1"),),
)
