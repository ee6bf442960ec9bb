"""Forumotion: hosted boards in the styles of phpBB 2 and 3, PunBB and Invision."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="forumotion",
    clues={
        "forumotion": 0.6,
        "forumieren.com": 0.4,
        "servimg.com": 0.3,
        "illiweb.com": 0.5,
        'class="postprofile': 0.1,
        "post--": 0.1,
        "forumactif": 0.5,
        "/t7-": 0.02,
        "_userdata": 0.4,
        "hitskin": 0.4,
    },
    layout=Layout(
        post=(
            "div.post[id^=p], tr.post[id^=p], div.post:has(.postbody), "
            "table.ipbtable:has(.postcolor), tr.post"
        ),
        author=(
            ".author span strong",
            ".postprofile dt strong",
            ".username",
            ".postprofile-name",
            ".name strong",
            ".popmenubutton",
            ".normalname",
            ".postprofile a",
        ),
        date=("p.author", ".postdetails", ".author", ".post-date", ".topic-date"),
        body=(
            ".post-entry",
            ".content",
            ".postbody .entry-content",
            ".postcolor",
            "td .postbody",
            ".postbody > div:not(.postbody-head):not(.postprofile):not(.signature_div)",
        ),
        key=("@id",),
        number=(".posthead strong", ".post-info"),
        title=("h1.topic-title@text()", "h1.topic-title a", "h1", ".maintitle", "h2"),
        quotes=("dl.codebox.quote", "td.quote"),
        skip=("#p0", ".post--0"),
        drop=(".signature_div", ".signature", ".post-footer"),
    ),
    topics="a.topictitle, .topictitle a",
    same=((r"/(t\d+)(?:p\d+)?(-[^/?#]*)?.*$", r"/\1\2"),),
)
