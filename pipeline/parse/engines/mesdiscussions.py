"""MesDiscussions (forum.hardware.fr and others)."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="mesdiscussions",
    clues={
        "mesdiscussions": 0.6,
        'class="messagetable"': 0.6,
        "messCase1": 0.5,
        "messCase2": 0.3,
    },
    layout=Layout(
        post="table.messagetable",
        author=(".messCase1 b.s2", ".messCase1 [itemprop=name]", ".s2"),
        date=(".toolbar .left", ".messCase2 .toolbar"),
        body=(".messCase2 div[id^=para]", ".messCase2"),
        key=("a[name^=t]@name", "div[id^=para]@id"),
        title=(".fondForum2Title h3", "h1", "h3"),
        quotes=("table.citation", "table.quote"),
        drop=(".toolbar", ".signature", ".edited"),
        skip=(".messagetable:not(:has(a[name^=t])):not(:has([id^=para]))",),
    ),
    topics="td.sujetCase3 a",
)
