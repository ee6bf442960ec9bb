"""YaBB 2."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="yabb",
    clues={
        "YaBB.pl": 0.5,
        "yabbfiles": 0.4,
        "YaBB 2": 0.5,
        "displaycontainer": 0.4,
        "yabbforum": 0.3,
    },
    layout=Layout(
        post=".displaycontainer",
        holds=".message",
        author=("td b a[href*=viewprofile]", "td > b a", "td > b"),
        date=("span.small span.small", "span.small", ".small"),
        body=(".message",),
        number=("span.small b",),
        key=("a[name]@name",),
        title=(),
        quotes=(".quote",),
        drop=(".signature",),
    ),
    topics="a[href*='num=']",
    same=((r"([?;&])num=(\d+)/.*$", r"\1num=\2"),),
)
