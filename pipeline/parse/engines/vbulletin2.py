"""vBulletin 2 and the Something Awful forums grown from it."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="vbulletin2",
    clues={
        'class="postbody"': 0.2,
        'dt class="author': 0.5,
        'table class="post': 0.5,
        'class="userinfo': 0.2,
        "something_awful": 0.6,
        "showthread.php?": 0.1,
        "postid=": 0.2,
        'class="postdate"': 0.3,
    },
    layout=Layout(
        post="table.post[id^=post]",
        author=("dt.author", ".author"),
        date=("td.postdate", ".postdate"),
        body=("td.postbody", ".postbody"),
        title=(".breadcrumbs a.bclast", "a.bclast"),
        quotes=(".bbc-block",),
        drop=(".editedby", ".signature"),
    ),
    topics="a.thread_title",
    same=((r"/showthread\.php\?(?:.*&)?threadid=(\d+).*$", r"/showthread.php?threadid=\1"),),
)
