"""Discourse: topic JSON, posts.json, JSON embedded in the page, the crawlers' HTML, RSS, listings."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from pipeline.parse.layout import read_layout
from pipeline.parse.model import Draft, Engine, Layout, Reading
from pipeline.parse.text import line

if TYPE_CHECKING:
    from pipeline.parse.document import Document

Json = dict[str, Any]

CRAWLER = Layout(
    post=(
        ".crawler-post, .topic-body[itemprop=comment], "
        "div[itemtype$='/DiscussionForumPosting']:has([itemprop=articleBody])"
        ":not(:has(.crawler-post)):not(:has([itemprop=comment]))"
    ),
    author=(".creator [itemprop=name]", "[itemprop=author] [itemprop=name]", ".creator"),
    date=("time[itemprop=datePublished]@datetime", "time[datetime]@datetime"),
    body=(".post[itemprop]", "[itemprop=text]", "[itemprop=articleBody]", ".post"),
    number=("[itemprop=position]", "@id"),
    key=("[itemprop=position]", "@id"),
    title=("h1 a", "h1", "meta[property='og:title']@content"),
)
STREAM = re.compile(r"/t/(?:[^/?#]+/)?(\d+)")
READ_ON = re.compile(r"<p><a href=\"[^\"]*\">[^<]{1,60}</a></p>\s*$")  # "Read full topic"
REGULAR_TYPES = (1, 2, None)  # 3 is a "small action": closed, moved, pinned


def read(doc: Document) -> Reading | None:
    """Read whichever of its forms Discourse gave."""
    if doc.form == "json":
        return _from_json(doc, doc.json)
    if doc.form == "feed":
        return _from_feed(doc)
    if doc.form != "html":
        return None
    return _preloaded(doc) or _crawler(doc)


def _from_json(doc: Document, value: Any) -> Reading | None:
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("post_stream"), dict):
        return _topic(value)
    if isinstance(value.get("topic_list"), dict):
        return _topics(value["topic_list"])
    if isinstance(value.get("category_list"), dict):
        return Reading(reason="listing of Discourse categories")
    return None


def _topic(topic: Json) -> Reading:
    posts = [post for post in topic["post_stream"].get("posts") or () if isinstance(post, dict)]
    drafts = tuple(_draft(post) for post in posts if post.get("post_type") in REGULAR_TYPES)
    first: Json = posts[0] if posts else {}
    number, slug = topic.get("id") or first.get("topic_id"), topic.get("slug") or first.get("topic_slug")
    return Reading(
        drafts,
        title=line(topic.get("title")) or line((slug or "").replace("-", " ")),
        url=f"/t/{slug}/{number}" if slug else f"/t/{number}",
        next_page=_rest(topic, posts, number),
    )


def _draft(post: Json) -> Draft:
    edited = post.get("updated_at") if (post.get("version") or 1) > 1 else None
    reply = post.get("reply_to_post_number")
    return Draft(
        body=str(post.get("cooked") or ""),
        key=str(post.get("post_number")),
        number=str(post.get("post_number")),
        author=line(post.get("username")),
        date=post.get("created_at"),
        edited=edited,
        reply_to=str(reply) if reply else None,
    )


def _rest(topic: Json, posts: list[Json], number: Any) -> str | None:
    """The API call for the posts after these: by ids if the stream is given, else by post number."""
    if not posts:
        return None
    stream = topic["post_stream"].get("stream")
    last = posts[-1]
    if stream:
        ids = stream[stream.index(last.get("id")) + 1 :] if last.get("id") in stream else []
        query = "&".join(f"post_ids[]={post_id}" for post_id in ids[:20])
        return f"/t/{number}/posts.json?{query}" if ids else None
    highest = topic.get("highest_post_number") or last.get("posts_count") or 0
    at = last.get("post_number") or 0
    return f"/t/{number}/posts.json?post_number={at}&asc=true" if at < highest else None


def _topics(listing: Json) -> Reading:
    topics = [topic for topic in listing.get("topics") or () if isinstance(topic, dict)]
    urls = tuple(f"/t/{topic.get('slug') or '-'}/{topic['id']}" for topic in topics if topic.get("id"))
    more = listing.get("more_topics_url")
    if more:
        path, _, query = str(more).partition("?")
        more = f"{path.removesuffix('.json')}.json?{query}"
    return Reading(threads=urls, next_page=more, reason=f"listing of {len(urls)} Discourse topics")


def _preloaded(doc: Document) -> Reading | None:
    """The topic's JSON in ``data-preloaded``, where the page carries it."""
    node = doc.tree.css_first("[data-preloaded]")
    try:
        outer = json.loads((node.attributes.get("data-preloaded") if node is not None else "") or "{}")
        inner = next((json.loads(value) for key, value in outer.items() if key.startswith("topic_")), None)
    except (ValueError, AttributeError, TypeError, RecursionError):
        return None
    return _from_json(doc, inner) if isinstance(inner, dict) and "post_stream" in inner else None


def _crawler(doc: Document) -> Reading | None:
    topics = doc.tree.css("a.raw-topic-link, a.title.raw-link, .topic-list a.title")
    reading = read_layout(doc, CRAWLER)
    if not reading.drafts and topics:
        urls = tuple(url for url in (doc.join(node.attributes.get("href")) for node in topics) if url)
        return Reading(threads=urls, reason=f"listing of {len(urls)} Discourse topics")
    return reading


def _from_feed(doc: Document) -> Reading | None:
    """A topic's RSS: its newest posts, newest first."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(doc.text, "xml")
    link = soup.find("link")
    if link is None or not STREAM.search(link.get_text()):
        return None
    items = [
        item for item in soup.find_all("item") if STREAM.search(item.link.get_text() if item.link else "")
    ]
    drafts = tuple(_item(item) for item in items)
    url = line(link.get_text()) or ""
    oldest = min((int(draft.number or 0) for draft in drafts), default=1)
    title = soup.find("title")
    return Reading(
        drafts, line(title.get_text() if title else None), url, f"{url}.json" if oldest > 1 else None
    )


def _item(item: Any) -> Draft:
    number = re.search(r"/(\d+)/?$", item.link.get_text().strip())
    text = {
        name: (found.get_text() if found else None)
        for name in ("creator", "pubDate", "description")
        for found in [item.find(name)]
    }
    return Draft(
        body=READ_ON.sub("", text["description"] or ""),
        key=number[1] if number else None,
        number=number[1] if number else None,
        author=line(text["creator"]),
        date=text["pubDate"],
    )


ENGINE = Engine(
    name="discourse",
    clues={
        'content="Discourse ': 0.9,
        "data-preloaded=": 0.5,
        "crawler-post": 0.6,
        "data-discourse-setup": 0.7,
        "discourse-assets": 0.4,
        '"post_stream":': 0.9,
        '"topic_list":': 0.6,
        '"category_list":': 0.6,
        "discourse/assets": 0.3,
        "<discourse-assets": 0.4,
        "/t/": 0.05,
        "discourse-post": 0.2,
        ".rss</link>": 0.2,
        "This is a companion discussion topic": 0.1,
        "discoursePrivateMessage": 0.1,
        'class="topic-body': 0.3,
        '<atom:link href="': 0.1,
        "<dc:creator><![CDATA[": 0.45,
    },
    read=read,
    layout=CRAWLER,
    same=(
        (r"(/t/[^/?#]+/\d+)/\d+$", r"\1"),
        (r"(/t/\d+)/\d+$", r"\1"),
        (r"(/t/.*\d+)\.(?:json|rss)$", r"\1"),
        (r"(/t/\d+)/posts(?:\.json)?.*$", r"\1"),
    ),
)
