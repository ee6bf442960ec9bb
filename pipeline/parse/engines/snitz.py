"""Snitz Forums 2000."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="snitz",
    clues={
        "Snitz Forums 2000": 0.7,
        "topic.asp?TOPIC_ID=": 0.3,
        "pop_profile.asp": 0.5,
        "spnMessageText": 0.4,
    },
    layout=Layout(
        post="tr:has(#msg)",
        holds="#msg",
        author=("a[href*=pop_profile]", "b .spnMessageText", "b"),
        date=("td:nth-child(2) > font", "td ~ td font"),
        body=("#msg",),
        key=("td ~ td a[name]@name", "a[href*='REPLY_ID=']@href"),
        title=(),
    ),
    topics="a[href*='topic.asp?TOPIC_ID=']",
    same=((r"/topic\.asp\?(?:.*&)?TOPIC_ID=(\d+).*$", r"/topic.asp?TOPIC_ID=\1"),),
)
