"""XenForo 2."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="xenforo2",
    clues={
        'id="XF"': 0.7,
        'data-app="public"': 0.5,
        "js-post-": 0.3,
        'class="message-cell': 0.4,
        "data-xf-init": 0.4,
        "message-attribution": 0.2,
        "structItem-title": 0.3,
        'data-template="thread_view': 0.5,
        "message--post": 0.3,
    },
    layout=Layout(
        post=(
            "article.message--post, article.message[id^=js-post], "
            ".message[data-content^=post-], article.message--article, .message--articleComment"
        ),
        author=("@data-author", ".message-name", ".username"),
        date=(
            ".message-attribution time@datetime",
            ".message-date time@datetime",
            "time.u-dt@datetime",
            "time@datetime",
        ),
        body=(".message-body .bbWrapper", ".message-userContent .bbWrapper", ".bbWrapper", ".message-body"),
        number=(
            ".message-attribution-opposite li:last-child",
            ".message-attribution-opposite a:last-child",
            "a.message-attribution-opposite",
            ".message-number",
        ),
        key=("@data-content", "@id"),
        edited=(".message-lastEdit time@datetime",),
        title=("h1.p-title-value@text()", "h1.p-title-value", "h1"),
        quotes=(".bbCodeBlock--quote",),
        drop=(
            ".bbCodeBlock-shrinkLink",
            ".bbCodeBlock-expandLink",
            ".message-signature",
            ".js-selectToQuoteEnd",
            ".message-lastEdit",
            ".bbCodeBlock--unfurl .contentRow-snippet",
            ".bbCodeBlock--unfurl .contentRow-minor",
            ".contentRow-snippet",
            ".contentRow-minor",
            ".reactionsBar",
        ),
        skip=(".message--deleted:not(:has(.bbWrapper))",),
    ),
    topics=".structItem-title a[data-tp-primary], .structItem-title a[data-preview-url]",
    same=(
        (r"/page-\d+$", r""),
        (r"(/threads/[^/?#]+)/.*$", r"\1"),
    ),
)
