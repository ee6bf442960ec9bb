"""vBulletin 4."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="vbulletin4",
    clues={
        'content="vBulletin 4': 0.9,
        'content="vBulletin': 0.2,
        'class="postbody"': 0.2,
        'class="postcontent restore': 0.6,
        'id="postlist"': 0.4,
        'class="postbit': 0.4,
        'class="username_container"': 0.4,
        'id="post_message_': 0.2,
        'class="posthead"': 0.2,
    },
    layout=Layout(
        post="li[id^=post_]:has([id^=post_message_]), li.postbit, li.postbitlegacy, div.postbit, #posts > li",
        holds=".postcontent:not(.lastedited), [id^=post_message_]:not(:has(.postcontent))",
        author=(
            ".username_container .username strong",
            ".username_container .username",
            ".username",
            ".bigusername",
            ".userinfo .guest",
        ),
        date=(".postdate .date", ".postdate", ".posthead .date", ".posthead"),
        body=(".postcontent", "[id^=post_message_]"),
        number=(".postcounter", "[id^=postcount]@name"),
        edited=(".lastedited",),
        title=(".threadtitle", "#pagetitle h1", "h1"),
        quotes=(".bbcode_quote",),
        drop=(".lastedited", ".after_content", ".signaturecontainer"),
    ),
    topics="a[id^=thread_title_], .threadtitle a.title",
    same=(
        (r"/showthread\.php\?t=(\d+).*$", r"/showthread.php?t=\1"),
        (r"/showthread\.php\?(\d+)[^&/]*.*$", r"/showthread.php?t=\1"),
        (r"(/threads/\d+[^/?#]*)/.*$", r"\1"),
    ),
)
