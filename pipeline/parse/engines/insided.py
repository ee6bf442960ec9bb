"""inSided (Gainsight Customer Communities)."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="insided",
    clues={
        "insided": 0.4,
        "inSided": 0.4,
        "qa-topic-post-box": 0.6,
        "qa-topic-first-post": 0.5,
        "qa-username": 0.2,
        "qa-topic-post-content": 0.4,
        'class="twig_page-topic': 0.5,
        "post__content": 0.1,
    },
    layout=Layout(
        post=".qa-topic-post-box, div.post[id^=post]",
        author=(".qa-username", ".username", ".post__user__meta a[href*=members]"),
        date=(".post__date time@datetime", "time@datetime", ".qa-topic-post-time"),
        body=(".qa-topic-post-content", ".post__content"),
        number=(".qa-post-number",),
        title=(".qa-topic-header .qa-topic-title", ".qa-topic-title", "h1"),
        drop=(".post__footer", ".signature", ".post__user__meta"),
        quotes=(".post__quote", ".quote"),
        skip=(".qa-topic-best-answer-preview", ".box--best-answer .post"),
    ),
    topics="a.qa-topic-title, .thread-list-block__title a",
    same=((r"(-\d+)/index\d+\.html$", r"\1"),),
)
