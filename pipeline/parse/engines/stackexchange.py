"""StackExchange: a question and its answers; the short comments below them are no posts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.parse.layout import read_layout
from pipeline.parse.model import Draft, Engine, Layout, Reading
from pipeline.parse.text import line

if TYPE_CHECKING:
    from pipeline.parse.document import Document

LAYOUT = Layout(
    post=".question[data-questionid], #question, .answer[data-answerid], .answer[id^=answer-]",
    author=(
        ".post-signature.owner .user-details a",
        ".user-details[itemprop=author] a",
        ".user-details[itemprop=author]",
        ".post-signature:last-child .user-details a",
        ".user-details a",
        ".user-details",
    ),
    date=(
        "time[itemprop=dateCreated]@datetime",
        ".post-signature.owner .relativetime@title",
        ".user-action-time .relativetime@title",
        ".relativetime@title",
    ),
    body=(".js-post-body", ".post-text", "[itemprop=text]"),
    key=("@data-questionid", "@data-answerid", "@id"),
    title=("#question-header h1", "h1"),
)


def read(doc: Document) -> Reading | None:
    """Read the page, or an answer of the API."""
    if doc.form == "json":
        return _from_json(doc.json)
    if doc.form != "html":
        return None
    reading = read_layout(doc, LAYOUT)
    dates = doc.pick(("time[itemprop=dateCreated]@datetime",))
    first = reading.drafts[0] if reading.drafts else None
    if first and not first.date and dates:
        opener = Draft(first.body, first.key, None, first.author, dates)
        return Reading((opener, *reading.drafts[1:]), reading.title)
    return reading if reading.drafts else None


def _from_json(value: Any) -> Reading | None:
    """Questions of the API, with answers where the filter asked for them."""
    told = value.get("items") if isinstance(value, dict) else None
    items = [item for item in told if isinstance(item, dict)] if isinstance(told, list) else []
    first = items[0] if items else {}
    if "question_id" not in first:
        return None
    if len(items) > 1 or "body" not in first:
        urls = tuple(item["link"] for item in items if item.get("link"))
        return Reading(threads=urls, reason=f"listing of {len(urls)} questions")
    answers = [one for one in first.get("answers") or () if isinstance(one, dict)]
    drafts = tuple(_draft(one) for one in (first, *answers))
    return Reading(drafts, title=line(first.get("title")), url=first.get("link"))


def _draft(item: dict[str, Any]) -> Draft:
    return Draft(
        body=str(item.get("body") or ""),
        key=str(item.get("answer_id") or item.get("question_id")),
        author=line((item.get("owner") or {}).get("display_name")),
        date=str(item.get("creation_date") or ""),
    )


ENGINE = Engine(
    name="stackexchange",
    clues={
        "cdn.sstatic.net": 0.6,
        "js-post-body": 0.5,
        "question-page": 0.4,
        'id="question-header"': 0.5,
        "stackexchange.com": 0.2,
        '"question_id"': 0.6,
        "js-answer": 0.3,
        'class="s-post-summary': 0.3,
    },
    read=read,
    layout=LAYOUT,
    topics=".s-post-summary--content-title a, .question-hyperlink",
    same=((r"(/questions/\d+)/.*$", r"\1"),),
)
