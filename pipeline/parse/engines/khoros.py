"""Khoros (Lithium) communities."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="khoros",
    clues={
        "lia-message-view": 0.5,
        "lia-message-body": 0.5,
        "lia-page": 0.3,
        "lia-user-name": 0.3,
        "LITHIUM.": 0.4,
        "lia-panel-message": 0.3,
    },
    layout=Layout(
        post=(
            "[data-lia-message-uid]:has(.lia-message-body-content), "
            ".lia-message-view-wrapper, .lia-message-view-display"
        ),
        holds=".lia-message-body-content",
        author=(
            "a.lia-user-name-link",
            ".lia-user-name-link",
            ".lia-user-name",
            ".lia-message-author-username",
        ),
        date=(
            ".lia-message-post-date [title]@title",
            ".lia-message-dates [title]@title",
            ".DateTime [title]@title",
            ".lia-message-post-date",
            ".lia-message-dates",
            ".DateTime",
        ),
        body=(".lia-message-body-content",),
        number=(
            ".lia-message-position-in-thread a",
            ".lia-message-position-in-thread",
            ".MessagePositionInThread",
        ),
        key=("@data-lia-message-uid", "[data-lia-message-uid]@data-lia-message-uid", "@class"),
        title=(".message-subject .lia-message-read", ".lia-message-subject", ".PageTitle", "h1"),
        drop=(".lia-message-signature", ".lia-rating-metoo", ".lia-message-edited"),
        quotes=(".lia-quote",),
    ),
    topics=".message-subject a.page-link, a.lia-link-navigation[href*='/td-p/']",
    same=((r"(/t[d0-9][^?#]*?/(?:td-p|m-p)/\d+).*$", r"\1"),),
)
