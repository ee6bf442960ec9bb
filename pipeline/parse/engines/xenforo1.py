"""XenForo 1."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="xenforo1",
    clues={
        'id="XenForo"': 0.8,
        'class="messageList': 0.4,
        'class="messageText': 0.4,
        'id="messageList"': 0.4,
        "messageUserInfo": 0.4,
        "data-author=": 0.1,
        "xenOverlay": 0.2,
    },
    layout=Layout(
        post="li.message[id^=post-], li.message[data-author]",
        author=("@data-author", ".userText .username", ".messageUserBlock .username", ".username"),
        date=(
            ".messageMeta abbr.DateTime@data-time",
            "abbr.DateTime@data-time",
            ".messageMeta .DateTime@title",
            ".DateTime@title",
            ".datePermalink",
            ".DateTime",
        ),
        body=(".messageContent .messageText", ".messageText", ".messageContent"),
        number=(".postNumber", ".hashPermalink"),
        edited=(".editDate abbr@data-time", ".editDate .DateTime@title"),
        title=(".titleBar h1@text()", ".titleBar h1", "h1"),
        quotes=(".bbCodeQuote", ".quoteContainer"),
        drop=(
            ".quoteExpand",
            ".editDate",
            ".messageTextEndMarker",
            ".baseHtml.signature",
            ".attribution.type",
        ),
        skip=(".deleted:not(:has(.messageText))",),
    ),
    topics=".discussionListItem .PreviewTooltip, .discussionListItem h3.title a",
    same=(
        (r"/page-\d+$", r""),
        (r"(/threads/[^/?#]+)/.*$", r"\1"),
    ),
)
