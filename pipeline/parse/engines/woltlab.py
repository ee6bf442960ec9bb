"""WoltLab Suite and Burning Board."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="woltlab",
    clues={
        "WoltLab": 0.4,
        "WCF.": 0.2,
        "wbbPost": 0.5,
        'class="messageContent': 0.2,
        "messageGroupStarter": 0.3,
        'data-object-type="com.woltlab.wbb.': 0.5,
        'class="wbbThreadPostList': 0.5,
        'id="tplThread"': 0.4,
        'data-template="thread"': 0.5,
        "wbbThread": 0.3,
    },
    layout=Layout(
        post="article.message[data-object-id], article.wbbPost, li article.message, article.message",
        author=(
            ".messageSidebar .messageAuthor .username",
            ".messageAuthor [itemprop=name]",
            ".messageAuthor .username",
            ".username",
            "[itemprop=author] [itemprop=name]",
            ".messageAuthor",
        ),
        date=("meta[itemprop=dateCreated]@content", ".messagePublicationTime time@datetime", "time@datetime"),
        body=(".messageText", ".messageBody [itemprop=text]", ".messageBody"),
        number=(
            ".messageQuickOptions .wbbPostNumber",
            '.messageQuickOptions a.jsTooltip:not([href="#"])',
            ".messageHeader .messageQuickOptions",
        ),
        key=("@data-object-id", "@id"),
        title=("h1.contentTitle", "h1"),
        quotes=(".quoteBox",),
        drop=(".messageSignature", ".messageFooterNote", ".quoteBoxIcon"),
        skip=(".messageDeleted",),
    ),
    topics=".wbbThread .wbbTopicLink, a.wbbTopicLink",
    same=((r"(/\d+-[^/?#]+)/.*$", r"\1"),),
)
