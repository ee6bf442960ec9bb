"""mwForum 2: framed posts."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="mwforum",
    clues={
        "topic_show.pl": 0.5,
        "forum_show.pl": 0.2,
        'class="frm pst"': 0.7,
        "user_info.pl": 0.2,
        "mwforum": 0.3,
        'class="ccl"': 0.1,
    },
    layout=Layout(
        post="div.frm.pst, div.frm[id^=pid]",
        author=('a[href*="user_info.pl"]', ".hcl .htt + a", ".hcl a:last-of-type"),
        date=(".hcl",),
        body=(".ccl",),
        key=("@id",),
        title=(".frm.hcl h1", "h1", "h2", ".hcl .ttl"),
        quotes=("blockquote", ".qot"),
        drop=(".sig",),
    ),
    topics='a[href*="topic_show.pl"]',
    same=((r"/topic_show\.pl\?(?:.*&)?(t?id)=(\d+).*$", r"/topic_show.pl?\1=\2"),),
)
