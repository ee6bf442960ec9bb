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
from pipeline.fetch.cache import Kept
from pipeline.fetch.follow import changed_at, joined, until_broken
from pipeline.fetch.reader import Gone, Reader, failure, guarded
from pipeline.records import Failure, Page

CHUNK = 20
_TOPIC = re.compile(r"/t/(?:[^/]*[^/\d][^/]*/)?(\d+)(?:/|\.json|$)")
_CHANGES = ("posts_count", "highest_post_number", "last_posted_at")
_FRAME = ("id", "title", "fancy_title", "slug", "created_at", "category_id", "tags", "posts_count")


def pages(location: str, reader: Reader) -> Iterator[Page | Failure]:
    """All posts of a topic, or of every topic of a category or site."""
    topic = _TOPIC.search(location.partition("?")[0])
    if topic:
        base = location[: location.index("/t/")]
        yield from _topic(base, int(topic[1]), reader)
    else:
        yield from until_broken(location, _topics(location, reader))


def _topics(location: str, reader: Reader) -> Iterator[Page | Failure]:
    """Every topic of a listing, page after page of it."""
    base = location.rstrip("/") if "/c/" not in location else location[: location.index("/c/")]
    following: str | None = json_url(location if "/c/" in location else f"{base}/latest")
    seen: set[int] = set()
    for _ in range(reader.limits.pages):
        try:
            listing = _object(reader.page(following), "topic_list") if following else {}
        except FetchError as error:
            yield failure(following or location, str(error), type(error).__name__)
            return
        for topic in _records(listing.get("topics")):
            if topic["id"] not in seen:
                seen.add(topic["id"])
                yield from _topic(base, topic["id"], reader, topic)
        more = listing.get("more_topics_url")
        if not isinstance(more, str):
            return
        following = json_url(joined(f"{base}/", more))
    yield failure(location, f"stopped after {reader.limits.pages} pages of topics; raise the bound of pages")


def _topic(
    base: str, id: int, reader: Reader, listed: Mapping[str, Any] | None = None
) -> Iterator[Page | Failure]:
    """The pages of a topic; ``listed`` is its line in a list of topics."""
    url = f"{base}/t/{id}.json"
    since = _unchanged_since(listed, reader.kept(url))
    first = guarded(url, lambda: reader.page(url, unchanged_since=since))
    if isinstance(first, Failure):
        yield first
        return
    try:
        topic = _json(first)
        known = _ids(topic)
    except FetchError:  # whoever parses the page says what is wrong with it
        yield first
        return
    yield _framed(first, url, topic)
    stream = topic["post_stream"].get("stream")
    if isinstance(stream, list):
        yield from _chunks(url, topic, [id for id in stream if id not in known], reader, since)
    else:
        yield from _numbered(url, known, reader, since)


def _unchanged_since(listed: Mapping[str, Any] | None, kept: Kept | None) -> str | None:
    """When a topic was last posted in, if its line in the list says what its kept page says."""
    if listed is None or kept is None:
        return None
    try:
        topic = _json(kept.page)
    except FetchError:
        return None
    posted = listed.get("last_posted_at")
    if not isinstance(posted, str) or any(listed.get(name) != topic.get(name) for name in _CHANGES):
        return None
    return changed_at(posted)


def _chunks(
    url: str, topic: Mapping[str, Any], ids: Sequence[int], reader: Reader, since: str | None
) -> Iterator[Page | Failure]:
    """The posts of a topic that its first page does not hold."""
    for start in range(0, len(ids), CHUNK):
        query = urlencode([("post_ids[]", id) for id in ids[start : start + CHUNK]])
        yield _chunk(f"{url.removesuffix('.json')}/posts.json?{query}", url, topic, reader, since)


def _chunk(
    chunk_url: str, url: str, topic: Mapping[str, Any], reader: Reader, since: str | None
) -> Page | Failure:
    return guarded(chunk_url, lambda: _framed(reader.page(chunk_url, unchanged_since=since), url, topic))


def _numbered(url: str, known: set[int], reader: Reader, since: str | None) -> Iterator[Page | Failure]:
    """A topic too long for a stream of ids: its pages by number, up to the one that brings nothing new."""
    for number in range(2, reader.limits.pages + 1):
        page_url = f"{url}?page={number}"
        try:
            page = reader.page(page_url, unchanged_since=since)
            ids = _ids(_json(page))
        except Gone:
            return
        except FetchError as error:
            yield failure(page_url, str(error), type(error).__name__)
            return
        if ids <= known:
            return
        known |= ids
        yield page
    yield failure(url, f"stopped after {reader.limits.pages} pages; raise the bound of pages to read on")


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
