"""phpBB 3 (prosilver and its descendants)."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="phpbb3",
    clues={
        'id="phpbb"': 0.8,
        "section-viewtopic": 0.6,
        "section-viewforum": 0.6,
        "phpBB-": 0.2,
        "viewtopic.php": 0.2,
        'class="postprofile"': 0.5,
        'class="postbody"': 0.2,
        "prosilver": 0.4,
        "phpbb.": 0.1,
        'class="postauthor"': 0.4,
        'class="tablebg"': 0.3,
        "memberlist.php?mode=": 0.4,
    },
    layout=Layout(
        post="div.post[id]:has(.postbody), article.post[id]:has(.postbody)",
        author=(
            ".postprofile .username",
            ".postprofile .postauthor",
            ".postprofile .username-coloured",
            ".author .username",
            ".author .username-coloured",
            ".author a[href*=memberlist]",
            ".postprofile dt > a:not(:has(img))",
            ".author strong",
            ".postprofile dt",
        ),
        date=("time@datetime", ".author time", ".author", ".postbody .date"),
        body=(".content", ".postbody .postcontent", ".postbody"),
        number=(".post-number", ".postnumber", ".post-num"),
        edited=(".notice",),
        title=("h2.topic-title", "h1.topic-title", "h2 a[href*=viewtopic]", "#page-body h2", "h1", "h2"),
        quotes=(".quotecontent",),
        drop=(".notice", ".attachbox", ".signature", ".postprofile", ".author", "h3", "ul.profile-icons"),
        skip=(".post--ad",),
    ),
    topics="a.topictitle",
    same=(
        (r"/viewtopic\.php\?(?:.*&)?t=(\d+).*$", r"/viewtopic.php?t=\1"),
        (r"(-t\d+)(?:-\d+|-s\d+)?\.html$", r"\1.html"),
    ),
)
