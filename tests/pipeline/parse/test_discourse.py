from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

from pipeline.parse import parse
from pipeline.records import Page, Thread

TOPIC: dict[str, Any] = {
    "id": 77,
    "title": "Dry eyes",
    "slug": "dry-eyes",
    "posts_count": 4,
    "highest_post_number": 5,
    "post_stream": {
        "stream": [11, 12, 15],
        "posts": [
            {
                "id": 11,
                "post_number": 1,
                "post_type": 1,
                "username": "ann",
                "created_at": "2024-03-01T10:00:00.000Z",
                "updated_at": "2024-03-05T10:00:00.000Z",
                "version": 2,
                "cooked": "<p>Two months.</p>",
            },
            {
                "id": 13,
                "post_number": 2,
                "post_type": 3,
                "username": "mod",
                "created_at": "2024-03-01T11:00:00.000Z",
                "cooked": "",
            },
            {
                "id": 12,
                "post_number": 4,
                "post_type": 1,
                "username": "bob",
                "created_at": "2024-03-02T10:00:00.000Z",
                "version": 1,
                "updated_at": "2024-03-02T10:00:00.000Z",
                "reply_to_post_number": 1,
                "cooked": '<aside class="onebox"><h3><a href="https://x.org">A paper</a></h3></aside>Same.',
            },
        ],
    },
}


def read(value: object, path: str = "t.json") -> Thread:
    return parse(Page(path=path, url="https://b.org/t/77.json", content=json.dumps(value).encode()))


def test_topic_json() -> None:
    thread = read(TOPIC)
    assert [(post.number, post.author, post.reply_to) for post in thread.posts] == [
        ("1", "ann", None),
        ("4", "bob", "1"),
    ]
    assert (thread.posts[0].edited_at, thread.posts[1].edited_at) == ("2024-03-05T10:00:00+00:00", None)
    assert thread.url == "https://b.org/t/dry-eyes/77"


def test_rest_of_the_topic_is_asked_for_by_ids() -> None:
    assert read(TOPIC).next_page == "https://b.org/t/77/posts.json?post_ids[]=15"


def test_posts_json_without_stream_goes_on_after_its_last_number() -> None:
    value = {
        "id": 77,
        "post_stream": {
            "posts": [{**TOPIC["post_stream"]["posts"][0], "posts_count": 9, "topic_slug": "dry-eyes"}]
        },
    }
    assert read(value).next_page == "https://b.org/t/77/posts.json?post_number=1&asc=true"


def test_preloaded_json_of_the_page_is_read_once() -> None:
    preloaded = html.escape(json.dumps({"topic_77": json.dumps(TOPIC)}))
    crawler = (
        '<noscript><div class="topic-body crawler-post"><span class="creator">ann</span>'
        '<div class="post">Two months.</div></div>'
    )
    page = (
        f'<html><body><div class="hidden" id="data-preloaded" data-preloaded="{preloaded}">'
        f"</div>{crawler}</noscript></body></html>"
    )
    assert len(parse(Page(path="t.html", content=page.encode())).posts) == 2


def test_page_of_topics_is_a_listing() -> None:
    thread = read(
        {
            "topic_list": {
                "more_topics_url": "/latest?page=1",
                "topics": [{"id": 7, "slug": "dry"}, {"id": 8, "slug": "wet"}],
            }
        }
    )
    assert (thread.kind, thread.threads) == ("listing", ("https://b.org/t/dry/7", "https://b.org/t/wet/8"))
    assert thread.next_page == "https://b.org/latest.json?page=1"


def test_feed_of_a_topic_is_a_thread_newest_first() -> None:
    item = (
        "<item><dc:creator><![CDATA[{0}]]></dc:creator><description>"
        "<![CDATA[<p>Words of {0}.</p>]]></description>"
        "<link>https://b.org/t/dry/77/{1}</link><pubDate>Fri, 0{1} Mar 2024 10:00:00 +0000</pubDate></item>"
    )
    feed = (
        '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:atom="http://www.w3.org/2005/Atom">'
        "<channel><title>Dry</title><link>https://b.org/t/dry/77</link>"
        '<atom:link href="https://b.org/t/dry/77.rss" rel="self"/>'
        f"{item.format('bob', 3)}{item.format('ann', 2)}</channel></rss>"
    )
    thread = parse(Page(path="t.rss", content=feed.encode()))
    assert [(post.author, post.text) for post in thread.posts] == [
        ("bob", "Words of bob."),
        ("ann", "Words of ann."),
    ]
    assert thread.next_page == "https://b.org/t/dry/77.json"


def test_script_shell_of_a_topic_has_no_posts() -> None:
    page = (
        '<html><head><meta name="generator" content="Discourse 3.2"><title>Dry</title></head>'
        "<body><discourse-assets></discourse-assets>"
        '<input type="password" hidden></body></html>'
    )
    thread = parse(Page(path="t.html", content=page.encode()))
    assert (thread.kind, thread.posts) == ("not_a_thread", ())
    assert (thread.reason or "").startswith("script shell")


def test_topic_in_a_file_has_the_key_of_its_path_without_an_address() -> None:
    pages = Path(__file__).parent / "pages"
    page = Page(path="t.json", content=(pages / "reddit.json").read_bytes())
    assert parse(page).id == "https://www.reddit.com/r/eyes/comments/x101"
