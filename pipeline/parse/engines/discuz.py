"""Discuz! X."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="discuz",
    clues={
        'content="Discuz!': 0.9,
        "Powered by Discuz!": 0.5,
        'id="postlist" class="pl': 0.5,
        'class="plhin"': 0.5,
        'id="postmessage_': 0.3,
        "mod=viewthread": 0.3,
        "mod=forumdisplay": 0.3,
    },
    layout=Layout(
        post="#postlist > div[id^=post_], table.plhin, div[id^=post_]:has([id^=postmessage_])",
        holds="[id^=postmessage_]",
        author=(".authi a.xw1", ".pls .authi a", ".authi a", ".postauthor cite a", "cite a"),
        date=("[id^=authorposton] span[title]@title", "[id^=authorposton]", ".postinfo"),
        body=("[id^=postmessage_]",),
        number=("[id^=postnum] em", "[id^=postnum]"),
        key=("[id^=postmessage_]@id",),
        edited=(".pstatus",),
        title=("#thread_subject", "h1.ts"),
        drop=(".pstatus", ".sign", ".attach_nopermission", ".jammer", ".locked"),
    ),
    topics="a.xst, .threadlist a",
    same=(
        (r"/forum\.php\?(?:.*&)?tid=(\d+).*$", r"/forum.php?mod=viewthread&tid=\1"),
        (r"/thread-(\d+)-\d+-\d+\.html$", r"/thread-\1-1-1.html"),
        (r"/viewthread\.php\?(?:.*&)?tid=(\d+).*$", r"/viewthread.php?tid=\1"),
    ),
)
