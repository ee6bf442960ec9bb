"""Stable keys of threads and posts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

Rewrite = tuple[re.Pattern[str], str]

SESSION = re.compile(
    r"^(?:PHPSESSID|s|sid|session_?id|jsessionid|utm_\w+|fbclid|gclid|ref|highlight|_ga|tl)$", re.I
)
PAGE = re.compile(
    r"^(?:page|pg|paged|start|offset|st|cpage|comment-page|ctp|print|view|sort|order|post_number"
    r"|post_ids\[\]|replytocom)$",
    re.I,
)
PATH_PAGES = (
    (re.compile(r"/(?:page[-/]?\d+|comment-page-\d+|seite[-/]?\d+)(?=/|$)", re.I), ""),
    (re.compile(r"/(?:latest|unread|last|reply|print)/?$", re.I), ""),
    (re.compile(r"(?<=.)/(?:index\.(?:html?|php))?$"), ""),
    (re.compile(r";jsessionid=[^/?#]*", re.I), ""),
)


def thread_url(url: str, rewrites: Sequence[Rewrite] = ()) -> str:
    """The address of a thread, the same for all its pages and for every visitor's session.

    Example:
        >>> thread_url("https://b.org/threads/x.12/page-3?utm_source=a#post-9")
        'https://b.org/threads/x.12'
    """
    parts = urlsplit(url)
    path = parts.path
    for pattern, to in PATH_PAGES:
        path = pattern.sub(to, path)
    query = [
        (key, value)
        for key, value in parse_qsl(parts.query.replace(";", "&"), keep_blank_values=True)
        if not SESSION.match(key) and not PAGE.match(key)
    ]
    bare = urlunsplit((parts.scheme.lower(), parts.netloc.lower(), path, urlencode(query, safe="/:,.-"), ""))
    bare = re.sub(r"=(?=&|$)", "", bare)
    for pattern, to in rewrites:
        bare = pattern.sub(to, bare)
    return quote(bare, safe=":/?#[]@!$&'()*+,;=%~")


def thread_key(url: str | None, engine: str, title: str | None, opener: str) -> str:
    """The key of a thread: its address, or where that is unknown a hash of what it begins with."""
    return url or f"{engine}:{digest(engine, title or '', opener)}"


def post_key(thread: str, key: str | None, number: str | None, words: str) -> str:
    """The key of a post in its thread: the engine's, else its number, else a hash of author, date, words."""
    return f"{thread}#{key or number or digest(words)}"


def digest(*parts: str) -> str:
    """Sixteen hexadecimal digits that stand for the parts."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
