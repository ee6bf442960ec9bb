"""MyBB 1."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="mybb",
    clues={
        'id="posts_container"': 0.5,
        'class="post_body scaleimages"': 0.6,
        "jscripts/thread.js": 0.4,
        "MyBB.": 0.1,
        "my_post_key": 0.5,
        'class="post_author': 0.4,
        "member.php?action=profile&amp;uid=": 0.4,
        "archive/index.php?thread-": 0.4,
        "mybb.com": 0.3,
        'id="pid_': 0.3,
        "mybb": 0.1,
        'class="post_head"': 0.2,
        "showthread.php?tid=": 0.2,
    },
    layout=Layout(
        post="div.post[id^=post_], table[id^=post_]",
        holds=".post_body, [id^=pid_]",
        author=(
            ".author_information .largetext",
            ".author_information strong",
            ".post_author strong",
            ".largetext",
            ".author_information a",
        ),
        date=(".post_date span[title]@title", ".post_date", ".post_head .smalltext", ".smalltext"),
        body=(".post_body", "[id^=pid_]"),
        number=(".post_head .float_right", ".posturl", ".post_management_buttons strong"),
        edited=(".post_edit",),
        title=(
            "td.thead:has(.float_right) > div > strong",
            "#posts_container .thead strong",
            ".thead > div > strong",
            ".thead strong",
            "td.thead div strong",
            "h1",
        ),
        quotes=(".mycode_quote",),
        drop=(".post_meta", ".float_right", ".post_edit"),
        next=(
            ".pagination:not(.pagination_breadcrumb) a.pagination_next",
            ".multipage strong:not(:first-child) + a",
        ),
        skip=(".deleted_post_hidden",),
    ),
    topics="a.subject_new, a.subject_old, .subject_new a, .subject_old a, span[id^=tid_] a",
    same=(
        (r"/(thread-\d+|thread-[^/?#]*?)(?:-(?:page|post|pid)-[^/.]*)?\.html.*$", r"/\1.html"),
        (r"/showthread\.php\?(?:.*&)?tid=(\d+).*$", r"/showthread.php?tid=\1"),
    ),
)
