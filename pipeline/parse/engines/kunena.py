"""Kunena, the forum of Joomla."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="kunena",
    clues={
        "kunena": 0.3,
        'id="kunena"': 0.4,
        'id="Kunena"': 0.4,
        "com_kunena": 0.3,
        'class="kmsg': 0.3,
        "kwho-": 0.3,
        "Kunena Forum": 0.2,
    },
    layout=Layout(
        post="",
        holds=".kmsg, .kmsgtext, .kmessage .kmsgbody, td.kmessage-left",
        author=(
            "[class*=kwho-]",
            ".kpost-username a",
            ".kpost-username",
            ".profilebox strong a",
            ".profilebox strong",
            "a[title*=Profile]",
        ),
        date=(".kdate@title", ".kmsgdate@title", ".kdate", ".kmsgdate", "time@datetime"),
        body=(".kmsg", ".kmsgtext", ".kmsgbody"),
        number=(".kmsgid a", ".kmsgid", "a[rel=canonical]", ".message-published a[href^='#']"),
        key=(".kmsgid a@href", "a[href^='#']@href", "a[id]@id"),
        title=("h1", "h2", ".ktitle"),
        drop=(".ksignature", ".kmsgattach", ".kmsgsignature"),
        quotes=(".kmsgtext-quote",),
    ),
    topics="a.ktopic-title, .ktopic-title a, a[class*=topictitle]",
    same=((r"[?&]start=\d+$", r""),),
)
