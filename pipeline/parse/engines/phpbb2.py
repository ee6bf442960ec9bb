"""phpBB 2 (subSilver and its descendants): two table rows a post, the author's cell first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.parse.document import pick
from pipeline.parse.layout import select
from pipeline.parse.model import Draft, Engine, Layout, Reading

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from pipeline.parse.document import Document

ROW = Layout(
    post="tr:has(> td span.name):has(span.postbody), tr:has(> td .name):has(.postbody)",
    author=("span.name b", "span.name", ".name b", ".name"),
    title=("a.maintitle", "h1"),
    quotes=("td.quote",),
)


def read(doc: Document) -> Reading | None:
    """Read the rows that hold both a name and a body."""
    if doc.form != "html":
        return None
    rows = [row for row in select(doc.tree.root, ROW.post) if len(row.css(".name")) == 1]
    drafts = tuple(draft for draft in map(_draft, rows) if draft)
    return Reading(drafts, title=doc.pick(ROW.title))


def _draft(row: LexborNode) -> Draft | None:
    bodies = [body.html or "" for body in row.css(".postbody")]
    anchor = pick(row, (".name a[name]@name", ".name a[id]@id", "a[href*='#']@href")) or ""
    key = re.search(r"\d+$", anchor)
    dates = [node.text(separator=" ") for node in row.css("span.postdetails, .postdate")]
    return Draft(
        body=_whole_body(row) or "".join(bodies),
        key=key[0] if key else None,
        author=pick(row, ROW.author),
        date=next((text for text in reversed(dates) if re.search(r"\d{4}|\d:\d\d", text)), None),
    )


def _whole_body(row: LexborNode) -> str | None:
    """The cell around the post's body; quotes break the body's span in two."""
    body = row.css_first(".postbody")
    cell = body.parent if body is not None else None
    return cell.html if cell is not None and cell.tag == "td" else None


ENGINE = Engine(
    name="phpbb2",
    clues={
        'class="postbody"': 0.3,
        'class="postdetails"': 0.4,
        'class="maintitle"': 0.4,
        'class="forumline"': 0.5,
        "viewtopic.php?t=": 0.2,
        'class="bodyline"': 0.4,
        "subSilver": 0.5,
        'class="thHead"': 0.2,
        'class="topictitle"': 0.2,
        'class="thLeft"': 0.2,
    },
    read=read,
    layout=ROW,
    topics="a.topictitle",
    same=((r"/viewtopic\.php\?(?:.*&)?t=(\d+).*$", r"/viewtopic.php?t=\1"),),
)
