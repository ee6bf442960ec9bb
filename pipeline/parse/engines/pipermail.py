"""Pipermail and its like: one letter of a mailing list a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.parse.document import pick
from pipeline.parse.model import Draft, Engine, Layout, Reading

if TYPE_CHECKING:
    from pipeline.parse.document import Document

LETTER = re.compile(r"<!--beginarticle-->\s*(.*?)\s*<!--endarticle-->", re.S)
LIST = re.compile(r"^\s*(?:\[[^\]]{1,40}\]\s*)?(?:re:\s*)*", re.I)


def read(doc: Document) -> Reading | None:
    """The letter between the archive's marks; its lines that begin with ``>`` are quotes."""
    found = LETTER.search(doc.text)
    if doc.form != "html" or not found:
        return None
    root = doc.tree.root
    draft = Draft(
        body=_words(found[1]),
        key="letter",
        author=pick(root, ("b",)) if root is not None else None,
        date=pick(root, ("i",)) if root is not None else None,
        plain=True,
    )
    return Reading((draft,), title=LIST.sub("", doc.pick(("h1", "title")) or "") or None)


def _words(markup: str) -> str:
    from selectolax.lexbor import LexborHTMLParser

    body = LexborHTMLParser(markup).body
    return body.text() if body is not None else ""


ENGINE = Engine(
    name="pipermail",
    clues={"<!--beginarticle-->": 0.7, "pipermail": 0.3, "/mailman/listinfo/": 0.3},
    read=read,
    layout=Layout(rel_next=False, next=("link[rel=nothing]",)),
    topics="a[href$='.html']",
)
