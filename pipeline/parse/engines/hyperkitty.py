"""HyperKitty, the archive of Mailman 3."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="hyperkitty",
    clues={
        "hyperkitty": 0.6,
        'class="email-header"': 0.4,
        "view-thread": 0.2,
        'class="email-body': 0.4,
    },
    layout=Layout(
        post=".email",
        author=(".email-author .name a", ".email-author .name"),
        date=(".email-date span[title]@title", ".email-date"),
        body=(".email-body",),
        key=("@id",),
        key_form="(\w+)$",
        title=(".thread-header h2", "h2", "h1"),
        drop=(".quoted-switch",),
        quotes=(".quoted-text", ".quoted"),
    ),
    topics=".thread-title a, .thread a[href*=thread]",
)
