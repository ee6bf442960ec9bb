"""vBulletin 3 (and what still looks like it)."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="vbulletin3",
    clues={
        'content="vBulletin 3': 0.9,
        'content="vBulletin': 0.2,
        'id="td_post_': 0.5,
        'id="post_message_': 0.3,
        'class="bigusername"': 0.5,
        "vBulletin&reg;": 0.3,
        "archive/archive.css": 0.3,
        "View Full Version : ": 0.3,
        "vbmenu_register": 0.5,
        "vbulletin_global.js": 0.4,
        'id="postcount': 0.2,
        'class="tborder"': 0.2,
    },
    layout=Layout(
        post="table[id^=post], div[id^=edit]:not(:has(table[id^=post]))",
        holds="[id^=post_message_]",
        author=(".bigusername", "[id^=postmenu_] a", "[id^=postmenu_]", ".username"),
        date=("td.thead:not(:has(input))", ".thead .normal ~ .normal", ".thead", ".postdate", ".date"),
        body=("[id^=post_message_]",),
        number=("[id^=postcount]@name", "[id^=postcount]", "a[href*=postcount]@name"),
        key=("[id^=post_message_]@id",),
        edited=(".smallfont em",),
        title=("td.navbar strong", ".navbar strong", "h1"),
        quotes=("td.alt2",),
    ),
    topics="a[id^=thread_title_]",
    same=(
        (r"/showthread\.php\?(?:.*&)?t=(\d+).*$", r"/showthread.php?t=\1"),
        (r"/showthread\.php\?(?:.*&)?(\d+)[^&]*.*$", r"/showthread.php?t=\1"),
    ),
)
