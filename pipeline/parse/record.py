"""Makes records of what a reader found: text rendered, dates read, keys given, trust judged."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.parse.dates import Calendar, calendar, to_iso
from pipeline.parse.keys import digest, post_key, thread_key, thread_url
from pipeline.parse.model import Draft, Engine, Layout, Reading
from pipeline.parse.pager import next_page
from pipeline.parse.plain import plain
from pipeline.parse.render import Body, render
from pipeline.parse.rows import rows
from pipeline.parse.structured import posted
from pipeline.parse.style import Style
from pipeline.parse.text import line
from pipeline.parse.title import BETWEEN, thread_title
from pipeline.parse.trim import without_marks
from pipeline.parse.trust import advert, trust

if TYPE_CHECKING:
    from pipeline.parse.document import Document
    from pipeline.records import PageKind, Post, Thread

NO_BOARDS = frozenset(("wordpress", "blogger", "article", "text", "feed", "generic"))
ADVERTISERS = re.compile(
    r"(?:publicit[éeà]|advertisements?|advertiser|sponsor(?:ed)?(?: (?:content|links?|post))?"
    r"|promoted|anzeige|werbung"
    r"|gesponserte inhalte|google adsense|adsense|publicidad|pubblicità|reklame?a?|реклама)\W*",
    re.I,
)


def record(doc: Document, engine: Engine, confidence: float, reading: Reading) -> Thread:
    """Make the thread of what a reader found.

    Args:
        doc: the page.
        engine: whose reader read it.
        confidence: how sure the detection was.
        reading: what it found.
    """
    from pipeline.records import Thread

    layout = engine.layout or Layout()
    reading, bodies = _worded(_posts_only(reading), doc, layout)
    url = _address(doc, engine, reading)
    key = thread_key(url, engine.name, reading.title, _opener(doc, reading, bodies))
    posts = _posts(doc, key, reading.drafts, bodies)
    first = bodies[0] if bodies else Body()
    words = " ".join((reading.title or "", first.text))
    threads = _listed(doc, engine, reading)
    links = [link.url for link in first.links]
    level, signs = trust(engine.name, words, links, doc.text, is_board(engine.name, posts))
    return Thread(
        id=key,
        path=doc.page.path,
        kind=_kind(reading),
        engine=engine.name,
        confidence=confidence,
        title=reading.title or (thread_title(doc) if doc.form == "html" else None),
        url=url,
        next_page=_next(doc, engine, reading),
        posts=posts,
        threads=threads,
        rows=rows(doc, threads),
        trust=level,
        trust_reasons=signs,
        reason=reading.reason,
    )


def is_board(engine: str, posts: tuple[Post, ...]) -> bool:
    """Whether a forum engine made a page, or several people talk on a page of no known make."""
    several = len({post.author for post in posts}) > 1
    return engine not in NO_BOARDS or (engine in ("text", "generic") and several)


def _listed(doc: Document, engine: Engine, reading: Reading) -> tuple[str, ...]:
    """The threads of a listing, each once, though a row leads to its last page too."""
    urls = [url for url in map(doc.join, reading.threads) if url]
    return tuple({thread_url(url, engine.patterns): url for url in reversed(urls)}.values())[::-1]


def _kind(reading: Reading) -> PageKind:
    if reading.threads or (reading.reason or "").startswith("listing"):
        return "listing"
    return "not_a_thread" if reading.reason else "thread"


def _next(doc: Document, engine: Engine, reading: Reading) -> str | None:
    if reading.next_page:
        return doc.join(reading.next_page)
    return next_page(doc, engine.layout) if doc.form == "html" else None


def _address(doc: Document, engine: Engine, reading: Reading) -> str | None:
    """The thread's address: the canonical one of the same site before the page's own."""
    told = doc.join(reading.url) or doc.canonical or doc.url
    if not told or not urlsplit(told).netloc:
        return None
    return thread_url(told, engine.patterns)


def _opener(doc: Document, reading: Reading, bodies: tuple[Body, ...]) -> str:
    if not bodies:
        return doc.page.path
    return reading.drafts[0].key or bodies[0].text[:200]


def _worded(reading: Reading, doc: Document, layout: Layout) -> tuple[Reading, tuple[Body, ...]]:
    """The rendered bodies, without posts that have neither author nor anything in them; the opener dated."""
    pairs = [
        (draft, body)
        for draft, body in zip(reading.drafts, _render(doc, reading.drafts, layout), strict=True)
        if draft.author or body.text or body.links or body.quotes
    ]
    drafts = [draft for draft, _ in pairs]
    if drafts and not drafts[0].date and doc.form == "html":
        drafts[0] = replace(drafts[0], date=posted(doc))
    title = f"{reading.title or ''} | {doc.title or ''}" if any(draft.guessed for draft in drafts) else ""
    bodies = (_trimmed(draft, body, title) for draft, body in pairs)
    return replace(reading, drafts=tuple(drafts)), tuple(bodies)


def _trimmed(draft: Draft, body: Body, title: str) -> Body:
    said = (title, *BETWEEN.split(title), draft.author, draft.date, draft.number)
    return without_marks(body, said) if draft.guessed else body


def _render(doc: Document, drafts: tuple[Draft, ...], layout: Layout) -> tuple[Body, ...]:
    style = Style.of(layout.quotes, layout.drop)
    rendered = iter(render([draft.body for draft in drafts if not draft.plain], style, doc.join))
    return tuple(plain(draft.body) if draft.plain else next(rendered) for draft in drafts)


def _posts(
    doc: Document, thread: str, drafts: tuple[Draft, ...], bodies: tuple[Body, ...]
) -> tuple[Post, ...]:
    from pipeline.records import Post

    how = _calendar(doc, drafts)
    posts: dict[str, Post] = {}
    for draft, body in zip(drafts, bodies, strict=True):
        words = f"{draft.author}\x1f{draft.date}\x1f{body.text}"
        key = post_key(thread, draft.key, draft.number, words)
        key = key if key not in posts else f"{key}.{digest(words, str(len(posts)))}"
        posts[key] = Post(
            id=key,
            number=draft.number,
            author=line(draft.author),
            created_at=to_iso(draft.date, how),
            edited_at=to_iso(draft.edited, how),
            text=body.text,
            reply_to=draft.reply_to,
            quotes=body.quotes,
            links=body.links,
            tables=body.tables,
            advert=advert(body.text, [link.url for link in body.links]),
        )
    return tuple(posts.values())


def _calendar(doc: Document, drafts: tuple[Draft, ...]) -> Calendar:
    said = " ; ".join(draft.date or "" for draft in drafts)
    language = doc.language if doc.form == "html" else None
    decided = calendar(said, None, None)
    told = said if decided.day_first or "/" not in said else said + " ; " + doc.text
    return calendar(told, language, doc.page.fetched_at)


def _posts_only(reading: Reading) -> Reading:
    """Without the drafts that are advertisements."""
    drafts = tuple(draft for draft in reading.drafts if not ADVERTISERS.fullmatch(draft.author or ""))
    return replace(reading, drafts=drafts)
