"""FluxBB and PunBB."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="fluxbb",
    clues={
        'id="punviewtopic"': 0.8,
        'id="brdmain"': 0.5,
        'class="blockpost': 0.5,
        'class="postmsg"': 0.3,
        'class="postleft"': 0.2,
        'id="brdheader"': 0.2,
        'class="punwrap"': 0.3,
        'class="post-entry"': 0.3,
        'id="brd-viewtopic"': 0.7,
    },
    layout=Layout(
        post="div.blockpost[id^=p], div.post:has(.post-entry)",
        author=(".postleft dt", ".post-byline strong", ".post-author .username", ".post-author", "dt"),
        key=("@id", ".posthead@id"),
        date=("h2 a", ".post-link", "h2", ".posthead"),
        body=(".postmsg", ".post-entry .entry-content", ".entry-content"),
        number=("h2 .conr", ".post-num"),
        edited=(".postedit",),
        title=("#brdmain .crumbs li:last-child strong", ".main-title", "h1 + h2", ".crumbs li:last-child"),
        quotes=(".quotebox",),
        drop=(".postedit", ".postsignature", ".sig-content", ".entry-title"),
    ),
    topics=".tclcon a, .item-subject h3 a",
    same=(
        (r"/viewtopic\.php\?(?:.*&)?id=(\d+).*$", r"/viewtopic.php?id=\1"),
        (r"(/topic/?\d+[^?#]*?)/page/\d+.*$", r"\1"),
    ),
)
