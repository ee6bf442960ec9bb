"""A board as Discourse shows it: topic JSON, posts.json, lists of topics, crawler HTML, feed."""

from __future__ import annotations

import json
import re
from html import escape
from urllib.parse import parse_qs, urlsplit

from tests.site.board import Board, BoardPost, Topic
from tests.site.server import Answer
from tests.site.templates import fill

CHUNK = 20
PER_LIST = 30


class Discourse:
    """Answers requests for a board; ``mega`` is the number of posts from which no stream is sent."""

    def __init__(self, board: Board, mega: int = 10_000, per_list: int = PER_LIST) -> None:
        self.board = board
        self.mega = mega
        self.per_list = per_list

    def answer(self, target: str) -> Answer:
        """Media type and body, a status, where to look instead, or None where there is nothing."""
        found = re.match(r"/t/(?:[^/\d][^/]*/)?(\d+)", target)
        topic = self.board.topics.get(int(found[1])) if found else None
        if topic is not None and topic.state is not None:
            return moved(topic, "/t/{}.json")
        parts = urlsplit(target)
        query = parse_qs(parts.query)
        for pattern, view in VIEWS:
            found = re.fullmatch(pattern, parts.path)
            if found:
                return view(self, query, **found.groupdict())
        return None

    def topic_json(self, query: dict[str, list[str]], id: str) -> tuple[str, str] | None:
        topic = self.board.topics.get(int(id))
        if topic is None:
            return None
        posts = topic.shown()
        last = max(1, -(-len(posts) // CHUNK))
        page = min(int(query.get("page", ["1"])[0]), last)
        stream = {"posts": [self.post(topic, post) for post in posts[(page - 1) * CHUNK : page * CHUNK]]}
        if len(posts) <= self.mega:
            stream["stream"] = [post.id for post in posts]
        return as_json({**frame(topic), "post_stream": stream, "chunk_size": CHUNK})

    def posts_json(self, query: dict[str, list[str]], id: str) -> tuple[str, str]:
        topic = self.board.topics[int(id)]
        wanted = {int(id) for id in query.get("post_ids[]", [])}
        posts = [self.post(topic, post) for post in topic.shown() if post.id in wanted]
        return as_json({"post_stream": {"posts": posts}, "id": topic.id})

    def latest(self, query: dict[str, list[str]]) -> tuple[str, str]:
        page = int(query.get("page", ["0"])[0])
        topics = self.board.listed()
        some = topics[page * self.per_list : (page + 1) * self.per_list]
        listed: dict[str, object] = {"topics": [frame(topic) for topic in some]}
        if (page + 1) * self.per_list < len(topics):
            listed["more_topics_url"] = f"/latest?no_definitions=true&page={page + 1}"
        return as_json({"topic_list": listed})

    def rss(self, query: dict[str, list[str]]) -> tuple[str, str]:
        items = "".join(
            f"<item><title>{escape(t.title)}</title><link>/t/{t.slug}/{t.id}</link></item>"
            for t in self.board.listed()
        )
        return "application/rss+xml", f"<rss version='2.0'><channel>{items}</channel></rss>"

    def html(self, query: dict[str, list[str]], id: str) -> tuple[str, str] | None:
        topic = self.board.topics.get(int(id))
        if topic is None:
            return None
        posts = "".join(crawler_post(post) for post in topic.shown())
        page = fill("discourse_topic", html={"posts": posts}, title=topic.title, slug=topic.slug, id=topic.id)
        return "text/html; charset=utf-8", page

    def post(self, topic: Topic, post: BoardPost) -> dict[str, object]:
        return {
            "id": post.id,
            "username": post.author,
            "created_at": post.created.isoformat(),
            "updated_at": post.created.isoformat(),
            "cooked": f"<p>{escape(post.text)}</p>",
            "post_number": post.number,
            "post_type": 1,
            "version": post.version,
            "reply_to_post_number": None,
            "topic_id": topic.id,
            "topic_slug": topic.slug,
        }


VIEWS = (
    (r"/t/(?P<id>\d+)\.json", Discourse.topic_json),
    (r"/t/(?P<id>\d+)/posts\.json", Discourse.posts_json),
    (r"/latest\.json", Discourse.latest),
    (r"/c/all/1\.json", Discourse.latest),
    (r"/latest\.rss", Discourse.rss),
    (r"/t/[^/]+/(?P<id>\d+)", Discourse.html),
)


def frame(topic: Topic) -> dict[str, object]:
    posts = topic.shown()
    return {
        "id": topic.id,
        "title": topic.title,
        "slug": topic.slug,
        "posts_count": len(posts),
        "highest_post_number": len(topic.posts),
        "last_posted_at": topic.active.isoformat(),
        "bumped_at": topic.active.isoformat(),
    }


def moved(topic: Topic, pattern: str) -> Answer:
    """What a site answers in place of a topic that is not there."""
    if isinstance(topic.state, int):
        return pattern.format(topic.state)
    return 403 if topic.state == "forbidden" else 410


def crawler_post(post: BoardPost) -> str:
    return fill(
        "discourse_post",
        number=post.number,
        author=post.author,
        created=post.created.isoformat(),
        shown=f"{post.created:%B %d, %Y}",
        text=post.text,
    )


def as_json(found: object) -> tuple[str, str]:
    return "application/json; charset=utf-8", json.dumps(found)
