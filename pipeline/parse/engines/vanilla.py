"""Vanilla Forums."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="vanilla",
    clues={
        'id="vanilla_discussion_index"': 0.8,
        "ItemDiscussion": 0.4,
        "ItemComment": 0.4,
        'class="Message userContent"': 0.5,
        "vanilla_": 0.2,
        'class="MessageList': 0.3,
        "gdn.meta": 0.5,
        "CommentHeader": 0.2,
    },
    layout=Layout(
        post=".ItemDiscussion, .ItemComment",
        author=(".Author .Username", ".Author", ".Username"),
        date=(".DateCreated time@datetime", "time@datetime", ".DateCreated"),
        body=(".userContent", ".Message"),
        key=("@id",),
        edited=(".DateUpdated time@datetime",),
        title=(".PageTitle h1", "h1", ".PageTitle"),
        quotes=(".Quote", ".UserQuote", ".js-embed", ".embedQuote"),
        drop=(".Reactions", ".Signature", ".UserSignature", ".ThankedByBox"),
        skip=(".ItemDiscussion.Deleted",),
    ),
    topics=".ItemDiscussion a.Title, .DataList .Title a",
    same=(
        (r"(/discussion/\d+[^?#]*?)/p\d+$", r"\1"),
        (r"(/discussion/\d+)/.*$", r"\1"),
    ),
)
