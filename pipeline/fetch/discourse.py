"""A Discourse topic, category or site, by its API → pages of topic JSON.

``/t/ID.json`` gives the first posts and the ids of all; the others are asked for in chunks. Every chunk
becomes a page of the same form as the first, so whoever reads a topic reads them all:

    topic JSON ── posts 1-20 ── Page
        └─ stream ── posts.json?post_ids[]=… ── posts 21-40, topic's title and id ── Page ── …

Source: the Discourse API documentation, https://docs.discourse.org.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from pipeline.errors import FetchError
from pipeline.fetch.listed import Listed, Rest, changed_at, joined, until_known
from pipeline.fetch.reader import Gone, Reader, failure, guarded
from pipeline.fetch.visit import Visit
from pipeline.records import Cursor, Failure, Page

CHUNK = 20
_TOPIC = re.compile(r"/t/(?:[^/]*[^/\d][^/]*/)?(\d+)(?:/|\.json|$)")
_API_TOPIC = re.compile(r"/t/(\d+)\.json$")
_CHANGES = ("posts_count", "highest_post_number", "last_posted_at", "bumped_at", "title")
_FRAME = ("id", "title", "fancy_title", "slug", "created_at", "category_id", "tags", "posts_count")


def entries(location: str, reader: Reader) -> Iterator[Failure | Listed | Rest]:
    """A topic, or every topic of a category or site."""
    topic = _TOPIC.search(location.partition("?")[0])
    if topic:
        yield Listed(f"{location[: location.index('/t/')]}/t/{topic[1]}.json")
    else:
        yield from until_known(_lists(location, reader), reader.progress)


def visit(url: str, reader: Reader, cursor: Cursor | None = None, first: Page | None = None) -> Visit:
    """Read a topic: all of its posts, or those that were not there when ``cursor`` was set."""
    topic = Topic(url, reader, frozenset(cursor.ids if cursor else ()))
    pages = [*topic.pages(first)]
    found = [page if isinstance(page, Failure) else reader.thread(page) for page in pages]
    threads = tuple(thread for thread in found if not isinstance(thread, Failure))
    reason = next((thread for thread in found if isinstance(thread, Failure)), None)
    return Visit(url, threads, reason, whole=topic.whole and reason is None, ids=tuple(sorted(topic.held)))


def pages(url: str, reader: Reader) -> Iterator[Page | Failure]:
    """The pages of a topic."""
    yield from Topic(url, reader).pages()


def is_topic(url: str) -> bool:
    """Whether a URL is a topic of the API."""
    return _API_TOPIC.search(url) is not None


def list_url(location: str) -> str:
    """The API's list of the topics of a site or category."""
    return json_url(location if "/c/" in location else f"{_base(location)}/latest")


def _base(location: str) -> str:
    """The address of the site, without what names a list of topics."""
    base = location.partition("?")[0].rstrip("/")
    return re.sub(r"(?:/c/.*|/(?:latest|new|top|categories))$", "", base)


def _lists(location: str, reader: Reader) -> Iterator[list[Listed] | Failure]:
    """The topics of a site or category, page after page of the list."""
    base, following = _base(location), list_url(location)
    seen: set[str] = set()
    while following not in seen:
        seen.add(following)
        try:
            listing = _object(reader.page(following), "topic_list")
        except FetchError as error:
            yield failure(following, str(error), type(error).__name__)
            return
        yield [_listed(base, topic) for topic in _records(listing.get("topics"))]
        more = listing.get("more_topics_url")
        if not isinstance(more, str):
            return
        following = json_url(joined(f"{base}/", more))


def _listed(base: str, topic: Mapping[str, Any]) -> Listed:
    """A topic as its line in a list of topics shows it."""
    said = {name: topic[name] for name in _CHANGES if name in topic}
    last = topic.get("bumped_at") or topic.get("last_posted_at")
    if not isinstance(last, str) or "posts_count" not in said:
        return Listed(f"{base}/t/{topic['id']}.json")
    mark = json.dumps(said, sort_keys=True)
    return Listed(f"{base}/t/{topic['id']}.json", mark, changed_at(last), last)


class Topic:
    """A topic that is being read.

    Args:
        url: of the API.
        reader: means.
        known: ids of the posts that are held already; they are not asked for, unless one of them is gone.

    ``whole`` and ``held`` say, once the pages are read, whether all posts were asked for, and of which
    posts the site was asked now or before.
    """

    def __init__(self, url: str, reader: Reader, known: frozenset[int] = frozenset()) -> None:
        self.url = url
        self.reader = reader
        self.known = known
        self.whole = True
        self.held: set[int] = set()

    def pages(self, page: Page | None = None) -> Iterator[Page | Failure]:
        """The pages that have to be read."""
        first = page or guarded(self.url, lambda: self.reader.page(self.url))
        if isinstance(first, Failure):
            yield first
            return
        try:
            topic = _json(first)
            shown = _ids(topic)
        except FetchError:  # whoever parses the page says what is wrong with it
            yield first
            return
        yield _framed(first, self.url, topic)
        stream = topic["post_stream"].get("stream")
        if isinstance(stream, list):
            yield from self._chunks(topic, shown, [id for id in stream if isinstance(id, int)])
        else:
            yield from self._numbered(shown)

    def _chunks(
        self, topic: Mapping[str, Any], shown: set[int], stream: list[int]
    ) -> Iterator[Page | Failure]:
        """The posts that the first page does not hold, by their ids."""
        self.whole = not self.known or not self.known <= set(stream)
        known = set() if self.whole else self.known
        self.held = shown | known
        wanted = [id for id in stream if id not in self.held]
        if not wanted and not self.whole:  # something has changed, and it was no new post
            wanted = [id for id in stream[-1:] if id not in shown]
        for start in range(0, len(wanted), CHUNK):
            ids = wanted[start : start + CHUNK]
            chunk = self._chunk(ids, topic)
            self.held |= set() if isinstance(chunk, Failure) else set(ids)
            yield chunk

    def _chunk(self, ids: Sequence[int], topic: Mapping[str, Any]) -> Page | Failure:
        query = urlencode([("post_ids[]", id) for id in ids])
        url = f"{self.url.removesuffix('.json')}/posts.json?{query}"
        return guarded(url, lambda: _framed(self.reader.page(url), self.url, topic))

    def _numbered(self, shown: set[int]) -> Iterator[Page | Failure]:
        """A topic too long for a list of ids: its pages by number, up to one that brings nothing new."""
        self.held = shown | self.known
        number = max(2, len(self.known) // CHUNK)
        self.whole = number == 2
        for _ in range(self.reader.settings.max_pages):
            url = f"{self.url}?page={number}"
            try:
                page = self.reader.page(url)
                ids = _ids(_json(page))
            except Gone:
                return
            except FetchError as error:
                yield failure(url, str(error), type(error).__name__)
                return
            if ids <= self.held and number > len(self.known) // CHUNK:
                return
            self.held |= ids
            yield page.model_copy(update={"path": self.url})
            number += 1
        said = f"stopped after {self.reader.settings.max_pages} pages of the topic; the next run reads on"
        yield failure(self.url, said, "Spent")


def json_url(url: str) -> str:
    """The API's address of a Discourse page.

    Example:
        >>> json_url("https://forum.example/c/skin/6?page=1")
        'https://forum.example/c/skin/6.json?page=1'
    """
    path, mark, query = url.partition("?")
    path = path.rstrip("/")
    return f"{path if path.endswith('.json') else path + '.json'}{mark}{query}"


def _framed(chunk: Page, url: str, topic: Mapping[str, Any]) -> Page:
    """A chunk of posts in the form of the topic that it belongs to, with no pointer to further chunks."""
    posts = _object(chunk, "post_stream").get("posts", [])
    framed = {name: topic[name] for name in _FRAME if name in topic} | {"post_stream": {"posts": posts}}
    content = json.dumps(framed, ensure_ascii=True).encode()
    return chunk.model_copy(update={"content": content, "path": url, "url": url})


def _ids(topic: Mapping[str, Any]) -> set[int]:
    stream = topic.get("post_stream")
    if not isinstance(stream, dict):
        raise FetchError("this is no topic of Discourse: it has no post_stream")
    return {post["id"] for post in _records(stream.get("posts"))}


def _records(found: object) -> list[dict[str, Any]]:
    """The objects with an id in what should be a list of them."""
    items = found if isinstance(found, list) else []
    return [item for item in items if isinstance(item, dict) and isinstance(item.get("id"), int)]


def _object(page: Page, name: str) -> dict[str, Any]:
    found = _json(page).get(name)
    if not isinstance(found, dict):
        raise FetchError(f"the answer has no {name}; is this a Discourse site?")
    return found


def _json(page: Page) -> dict[str, Any]:
    try:
        found = json.loads(page.content)
    except ValueError as error:
        raise FetchError(f"the answer is no JSON ({error}); is this a Discourse site?") from error
    except RecursionError as error:
        raise FetchError("the JSON of the answer is nested too deeply") from error
    if not isinstance(found, dict):
        raise FetchError("the answer is no JSON object; is this a Discourse site?")
    return found
