"""JForum and its descendants."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="jforum",
    clues={
        "jforum": 0.4,
        "jforum.net": 0.5,
        "post_text_": 0.4,
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
        post=".postItem, div.post:has(.postText)",
        author=(".postItmCntnt .name", ".name b", ".genmed b", ".name", ".genmed a"),
        date=(".postdate span@title", ".date", ".postdate", ".postdetails"),
        body=(".postText", "span.postbody", ".postbody"),
        key=(".postdate span[id]@id", "a[name]@name"),
        title=("a.maintitle", ".topicTitle", "h1", "h2"),
        quotes=(".quote", "td.quote"),
        holds=".postText, span.postbody",
    ),
    views=(
        Layout(
            holds="td[id^=post_text]",
            author=("span.genmed b", ".genmed b"),
            date=(".postdetails",),
            body=("[id^=post_text]",),
            key=("a[name]@name",),
            title=("a.maintitle",),
        ),
        Layout(
            post="tr:has(> td span.genmed):has(span.postbody)",
            author=(".genmed b", ".genmed a"),
            date=(".postdetails",),
            body=("span.postbody", ".postbody"),
            key=("a[name]@name",),
            title=("a.maintitle",),
            quotes=("td.quote",),
        ),
    ),
    topics="a.topictitle, .topicTitle a",
    same=(
        (r"(/posts/list/)(?:\d+/)?(\d+)\.page$", r"\1\2.page"),
        (r"(/t/\d+)/.*$", r"\1"),
    ),
)
