"""Reads a page: detects the engine, lets its reader read, and says why where nobody can."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.errors import ParseError
from pipeline.parse.detect import detect
from pipeline.parse.document import Document, prepare
from pipeline.parse.engines import load
from pipeline.parse.layout import read_layout
from pipeline.parse.model import Engine, Reading
from pipeline.parse.nonthread import board_links, challenge, refusal, topic_links, why
from pipeline.parse.record import record

if TYPE_CHECKING:
    from pipeline.records import Page, Thread

Found = tuple[Engine, float, Reading]

BY_FORM = {"html": ("generic", "article", "json"), "text": ("text",), "json": ("json",), "feed": ("feed",)}
UNSURE = 0.3
PLAIN = 0.6
LISTED = 5


def parse_page(page: Page, engines: bool = True) -> Thread:
    """Read a page; with ``engines`` false, by the readers for pages of unknown make alone.

    A detected engine that finds posts is believed if most have an author or a date. One that finds a
    listing is believed before the readers for unknown makes are asked.
    """
    doc = prepare(page)
    if doc.form == "html" and (reason := challenge(doc)):
        return record(doc, load("generic"), 1.0, Reading(title=doc.title, reason=reason))
    found = _choose(_detected(doc)) if engines else None
    found = found or _several(doc) or _refused(doc) or _choose(_unknown(doc))
    found = _named(doc, found) if engines and found else found
    return record(doc, *found) if found else _no_posts(doc, engines)


def _named(doc: Document, found: Found) -> Found:
    """A reading by the reader of unknown makes under the name of the engine that plainly made the page."""
    seen = next(iter(detect(doc)), None) if found[0].name == "generic" and found[2].drafts else None
    return (load(seen.engine), seen.confidence, found[2]) if seen and seen.confidence >= PLAIN else found


def _several(doc: Document) -> Found | None:
    """A reading of a page of unknown make that has more than one post."""
    return next((one for one in _unknown(doc) if len(one[2].drafts) > 1 and _is_sound(one[2])), None)


def _refused(doc: Document) -> Found | None:
    """What an error page or a login wall says, before its words are taken for an article."""
    reason = refusal(doc) if doc.form == "html" else None
    return (load("generic"), UNSURE, Reading(title=doc.title, reason=reason)) if reason else None


def _choose(readings: Iterator[Found]) -> Found | None:
    """The first reading with sound posts, else the first that says what the page is instead."""
    other = None
    for found in readings:
        reading = found[2]
        if _is_sound(reading):
            return found
        if reading.threads or reading.reason:
            other = other or found
    return other


def _detected(doc: Document) -> Iterator[Found]:
    for seen in detect(doc):
        engine = load(seen.engine)
        reading = _read(doc, engine)
        if reading:
            yield engine, seen.confidence, reading


def _unknown(doc: Document) -> Iterator[Found]:
    for name in BY_FORM[doc.form]:
        engine = load(name)
        reading = _read(doc, engine)
        if reading:
            yield engine, UNSURE, reading


def _is_sound(reading: Reading) -> bool:
    signed = sum(1 for one in reading.drafts if one.author or one.date or one.plain or one.key == "article")
    return bool(reading.drafts) and 2 * signed >= len(reading.drafts)


def _read(doc: Document, engine: Engine) -> Reading | None:
    if engine.read:
        return engine.read(doc)
    if doc.form != "html" or not engine.layout:
        return None
    readings = (read_layout(doc, layout) for layout in (engine.layout, *engine.views))
    reading = next((one for one in readings if one.drafts), Reading())
    urls = topic_links(doc, engine.topics) if engine.topics and not reading.drafts else ()
    return Reading(threads=urls, reason=f"listing of {len(urls)} threads") if urls else reading


def _no_posts(doc: Document, engines: bool) -> Thread:
    if doc.form != "html":
        raise ParseError(f"this {doc.form} holds no thread that any reader knows; see the table of engines")
    seen = next(iter(detect(doc)), None) if engines else None
    engine = load(seen.engine) if seen else load("generic")
    urls = topic_links(doc, engine.topics)
    boards = 0 if len(urls) >= LISTED else board_links(doc)
    if len(urls) >= LISTED:
        reading = Reading(threads=urls, reason=f"listing of {len(urls)} threads")
    else:
        reading = Reading(reason=f"listing of {boards} boards" if boards >= LISTED else why(doc))
    return record(doc, engine, seen.confidence if seen else UNSURE, reading)
