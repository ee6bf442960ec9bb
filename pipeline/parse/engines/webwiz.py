"""Web Wiz Forums."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="webwiz",
    clues={
        "Web Wiz Forums": 0.7,
        "forum_posts.asp": 0.4,
        "msgSideProfile": 0.5,
        "msgOddTableTop": 0.3,
    },
    layout=Layout(
        post="",
        holds=".msgBody, .msgBodyText",
        author=(".msgSideProfile a", ".msgSideProfile"),
        date=(".msgTopBorder table", ".msgTopBorder ~ .msgTopBorder", ".msgTopBorder"),
        body=(".msgBody", ".msgBodyText"),
        key=("a[href*='PID=']@href", "a[name]@name"),
        key_form="(\d+)\D*$",
        title=("h1",),
        quotes=("td.BBquote", "table.BBquote"),
        drop=(".msgSignature", ".smText"),
    ),
    topics="a[href*='forum_posts.asp']",
    same=((r"/forum_posts\.asp\?(?:.*&)?TID=(\d+).*$", r"/forum_posts.asp?TID=\1"),),
)
