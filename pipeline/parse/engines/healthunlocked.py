"""HealthUnlocked."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="healthunlocked",
    clues={
        "healthunlocked": 0.5,
        "post-response": 0.3,
        'class="post-header-media-info': 0.5,
        "top-level-comment": 0.2,
        "response-header__": 0.5,
    },
    layout=Layout(
        post=".post-container, .post-response-item, article:has([data-testid=post-body])",
        author=(
            ".post-header-media-info__author a",
            ".response-header__author-content a",
            'a[href^="/user/"]:not(:has(img))',
        ),
        date=("time@datetime",),
        body=(".post-body", ".response-text-content", "[data-testid=post-body]"),
        key=("@id",),
        title=("h1.post-heading", "h1"),
    ),
    topics='a.post-link, .post-card a[href*="/posts/"]',
)
