"""JForum and its descendants."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="jforum",
    clues={
        "jforum": 0.4,
        "JForum": 0.4,
        'class="postText': 0.4,
        "postItem": 0.4,
        'class="postbody"': 0.1,
        "/posts/list/": 0.4,
        "posts/preList": 0.2,
        "topicBodyAndFooter": 0.4,
        '.page"': 0.1,
    },
    layout=Layout(
        post=".postItem, tr:has(> td span.genmed):has(span.postbody), div.post:has(.postText)",
        author=(".postItmCntnt .name", ".name b", ".genmed b", ".name", ".genmed a"),
        date=(".postdate span@title", ".date", ".postdate", ".postdetails"),
        body=(".postText", "span.postbody", ".postbody"),
        key=(".postdate span[id]@id", "a[name]@name"),
        title=("a.maintitle", ".topicTitle", "h1", "h2"),
        quotes=(".quote", "td.quote"),
        holds=".postText, span.postbody",
    ),
    topics="a.topictitle, .topicTitle a",
    same=(
        (r"(/posts/list/)(?:\d+/)?(\d+)\.page$", r"\1\2.page"),
        (r"(/t/\d+)/.*$", r"\1"),
    ),
)
