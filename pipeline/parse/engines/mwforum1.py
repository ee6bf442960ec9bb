"""mwForum 1: a named anchor and a table a post, without classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.parse.document import pick
from pipeline.parse.model import Draft, Engine, Layout, Reading

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from pipeline.parse.document import Document

LAYOUT = Layout(post="table", title=("title",), drop=("font.sig",))


def read(doc: Document) -> Reading | None:
    """The tables whose head says by whom and on which date, and their next row."""
    if doc.form != "html":
        return None
    tables = [table for table in doc.tree.css("table") if _is_post(table)]
    drafts = {draft.key or str(at): draft for at, draft in enumerate(map(_draft, tables))}
    topic = next((node for node in doc.tree.css("td b") if node.text().strip() == "Topic"), None)
    cell = topic.parent.text(separator=" ").strip() if topic is not None and topic.parent is not None else ""
    return Reading(tuple(drafts.values()), title=cell.removeprefix("Topic").strip() or doc.title)


def _is_post(table: LexborNode) -> bool:
    marks = [node.text().strip() for node in table.css("b")]
    return marks.count("By") == 1 and "On" in marks and len(table.css("table")) == 2


def _draft(table: LexborNode) -> Draft:
    head = next(
        (cell for cell in table.css("td") if len(cell.css("table")) == 0 and "By" in cell.text()), table
    )
    rows = table.css("tr")
    anchor = table.prev
    while anchor is not None and not anchor.is_element_node:
        anchor = anchor.prev
    key = pick(anchor, ("@name", "a[name]@name")) if anchor is not None else None
    return Draft(
        body=(rows[-1].html or "") if rows else "",
        key=key,
        author=pick(head, ("a[href*=user_info]",))
        or head.text(separator=" ").partition("By")[2].partition("On")[0].strip(),
        date=head.text(separator=" ").rpartition("On")[2],
    )


ENGINE = Engine(
    name="mwforum1",
    clues={"topic_show.pl?id=": 0.6, "forum_show.pl": 0.4, "user_info.pl?id=": 0.3},
    read=read,
    layout=LAYOUT,
    topics="a[href*='topic_show.pl']",
)
