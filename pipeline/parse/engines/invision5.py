"""Invision Community 5."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="invision5",
    clues={
        "ipsEntry": 0.4,
        "js-ipsEntry": 0.5,
        "data-ips-hook": 0.5,
        'class="ipsRichText': 0.3,
        "ipsApp_front": 0.2,
        "ipsEntry__post": 0.4,
    },
    layout=Layout(
        post="article.ipsEntry[id^=elComment_], article[id^=elComment_]:has(.ipsRichText)",
        author=(".ipsEntry__username", ".ipsUsername"),
        date=(".ipsEntry__date time@datetime", "time@datetime"),
        body=("[data-role=commentContent]", ".ipsRichText"),
        number=(".ipsEntry__number", ".ipsEntry__header-number"),
        edited=(".ipsEdited time@datetime",),
        title=(".ipsPageHeader__title", "h1"),
        quotes=(".ipsQuote",),
        drop=(".ipsEdited", ".ipsEntry__signature"),
    ),
    topics=".ipsData__title a",
    same=((r"(/topic/\d+[^/?#]*)/.*$", r"\1"),),
)
