"""Phorum 5."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="phorum",
    clues={
        'id="phorum"': 0.7,
        'class="message-author': 0.4,
        'class="message-body"': 0.4,
        "read.php?": 0.2,
        "phorum_": 0.1,
        'class="PhorumReadMessage': 0.6,
        "PhorumReadBody": 0.5,
    },
    layout=Layout(
        post="div.message:has(.message-body), .PhorumReadMessageBlock",
        author=(".message-author", ".PhorumReadBodyHead a", ".author"),
        date=("small", ".message-date", ".PhorumReadBodyHead"),
        body=(".message-body", ".PhorumReadBodyText"),
        key=("a[name^=msg]@name", 'a[href*="#msg"]@href', "[id^=message]@id"),
        title=("#page-info .heading", "#page-info h1", ".PhorumReadBodySubject", "h1", "small strong"),
        quotes=("blockquote.bbcode",),
        drop=(".message-options", ".attachments"),
    ),
    topics='td.message-subject a, .list a[href*="read.php"]',
    same=((r"/read\.php\?(\d+),(\d+).*$", r"/read.php?\1,\2"),),
)
