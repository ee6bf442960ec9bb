"""UBB.threads."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="ubb",
    clues={
        'content="UBB.threads': 0.9,
        "ubbthreads.php": 0.5,
        'class="post-content': 0.3,
        "author-content": 0.3,
        "ubbcode": 0.2,
        "ubbthreads": 0.2,
    },
    layout=Layout(
        holds=".post-content",
        author=(".author-name .username", ".author-name a span", ".author-name", ".author-content a"),
        date=(".subjecttable .date", ".date", ".small .date"),
        body=(".post_inner > div[id^=body]", ".post_inner", ".post-content"),
        key=("[id^=number]@id", "[id^=number]"),
        number=("[id^=number]",),
        reply_to=('a[title="in reply to"]@href',),
        title=(
            "[id^=breadcrumbs] .cwrap",
            "h1.topic-title",
            ".subjecttable .truncate",
            "h1",
            ".category",
        ),
        quotes=(".ubbcode-block",),
        drop=(".ubbcode-header .fr", ".signature", ".edited-wording"),
    ),
    topics='.topic-subject a, a[href*="ubbthreads.php/topics/"]',
    same=((r"(ubbthreads\.php/(?:topics|galleries)/\d+)/.*$", r"\1"),),
)
