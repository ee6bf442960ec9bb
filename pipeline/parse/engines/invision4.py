"""Invision Community 4 and IP.Board 3."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="invision4",
    clues={
        "ipsApp_front": 0.4,
        'class="cPost': 0.5,
        "ipsComment_content": 0.4,
        "elComment_": 0.4,
        "ipsType_richText": 0.3,
        'class="post_block': 0.5,
        "ipb.vars": 0.5,
        'class="ipsDataItem_title': 0.3,
        "ipbtable": 0.4,
        "postcolor": 0.4,
        "showtopic=": 0.4,
        "index.php?showuser=": 0.3,
    },
    layout=Layout(
        post="article[id^=elComment_]:not(.ipsEntry), div.post_block[id^=post_id]",
        author=(
            ".cAuthorPane_author .ipsType_break",
            ".cAuthorPane_author a",
            ".cAuthorPane_author strong",
            ".cAuthorPane_author",
            ".ipsComment_author h3 a",
            ".author_info .author",
            ".post_username",
            ".author",
        ),
        date=(".ipsComment_meta time@datetime", "time@datetime", "abbr.published@title", ".published"),
        body=("[data-role=commentContent]", ".post.entry-content", ".post_body .post"),
        number=(".ipsComment_tools a[data-short-hash]", ".post_id a", ".post_id"),
        edited=("[data-excludequote] time@datetime", ".edit"),
        title=("h1.ipsType_pageTitle .ipsType_break > span", "h1.ipsType_pageTitle", "h1"),
        quotes=(".ipsQuote", ".ipsBlockquote"),
        drop=(
            ".ipsEmbedded_headerArea",
            ".ipsItemControls",
            ".ipsType_reset.ipsType_light",
            ".ipsSpoiler_header",
        ),
        skip=(".ipsComment_popular",),
    ),
    topics='.ipsDataItem_title a[href*="/topic/"], a.topic_title',
    same=(
        (r"(/topic/\d+[^/?#]*)/.*$", r"\1"),
        (r"(/topic/\d+[^/?#]*)[?].*$", r"\1"),
    ),
)
