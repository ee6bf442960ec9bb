"""Plain text: a thread that somebody copied, or an article, with whatever marks of authors it has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.parse.model import Draft, Engine, Reading
from pipeline.parse.text import clean, line

if TYPE_CHECKING:
    from pipeline.parse.document import Document

NAME = r"(?P<author>[^\n:|]{1,60}?)"
WHEN = r"(?P<date>[^\n]{0,60}?\d[^\n]{0,60}?)"
HEADERS = tuple(
    re.compile(form, re.I | re.M)
    for form in (
        rf"^#{{1,3}}\s*(?P<number>\d+)\s*[-–—|:.]?\s*{NAME}\s*[-–—|,(]+\s*{WHEN}\)?:?\s*$",
        rf"^\W{{0,6}}(?:post(?:ed)?|written|comment|reply)\s+by:?\s+{NAME}(?:\s*(?:,|on|at|[-–—"
        rf"|(])\s*{WHEN}\)?)?:?[*_#)\] ]{{0,6}}$",
        rf"^\W{{0,6}}(?:author|from|user(?:name)?|name):\s*{NAME}(?:\s*[|,(]\s*{WHEN}\)?)?[*_#)\] ]{{0,6}}$",
        rf"^{NAME}\s+(?:wrote|said|posted)(?:\s+(?:on|at)\s+{WHEN})?:\s*$",
        rf"^\[?{WHEN}\]?\s*[-–—|]\s*{NAME}:?\s*$",
        rf"^{NAME}\s*(?:[-–—|,]\s*|\()(?P<date>[^\n(]{{0,20}}(?:\d{{4}}-\d\d-\d\d"
        rf"|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}"
        rf"|\d{{1,2}},? \d{{4}})[^\n]{{0,30}}?)\)?:?\s*$",
    )
)
DATE_LINE = re.compile(r"^(?:date|posted|on):\s*([^\n]{6,60})\n", re.I)
RULE = re.compile(r"\n(?:[-=_*~]{3,}[ \t]*)(?=\n)")
GAP = re.compile(r"\n[ \t]*\n[ \t]*\n\s*")
OPEN_END = re.compile(r"[:,;(]$")
CONTINUES = re.compile(
    r"(?:[•*\-–^.)]|[a-z]|\d{1,3}[.)]\s|(?:[A-Z]\.\s?-?){1,3}\s?[A-Z]\w+(?:,| et al| and )|\w+ "
    r"(?:[A-Z]{1,3}, |et al))"
)
MAX_TITLE = 150


def read(doc: Document) -> Reading | None:
    """Split the text at marks of authors; without any, at rules or wide gaps between finished paragraphs."""
    if doc.form != "text":
        return None
    title, body = _title(clean(doc.text).strip())
    form = max(HEADERS, key=lambda header: sum(1 for _ in header.finditer(body)))
    heads = list(form.finditer(body))
    if len(heads) > 1 or (heads and not body[: heads[0].start()].strip()):
        return Reading(tuple(_marked(body, heads)), title=title)
    return Reading(tuple(Draft(body=part, plain=True) for part in _parts(body)), title=title)


def _title(text: str) -> tuple[str | None, str]:
    """A short first line that a blank line or markdown sets apart, and the rest."""
    first, _, rest = text.partition("\n")
    marked = first.startswith("# ")
    if marked or (
        rest.startswith("\n") and len(first) <= MAX_TITLE and first[-1:] not in ".!,;" and rest.strip()
    ):
        return line(re.sub(r"^(?:#+|title:|thread:|subject:)\s*", "", first, flags=re.I)), rest.strip()
    return (line(first) if len(first) <= MAX_TITLE and rest else None), text


def _marked(body: str, heads: list[re.Match[str]]) -> list[Draft]:
    ends = [head.start() for head in heads[1:]] + [len(body)]
    drafts = []
    for head, end in zip(heads, ends, strict=True):
        words = body[head.end() : end].strip()
        dated = DATE_LINE.match(words + "\n")
        found = head.groupdict()
        drafts.append(
            Draft(
                body=RULE.sub("", "\n" + words[dated.end() :] if dated else "\n" + words).strip("-=_*~\n "),
                number=found.get("number"),
                author=line(found["author"].strip(" *_#[]")),
                date=found.get("date") or (dated[1] if dated else None),
                plain=True,
            )
        )
    return drafts


def _parts(body: str) -> list[str]:
    """The pieces between wide gaps; one that plainly goes on from the piece before stays with it."""
    parts: list[str] = []
    for part in (piece.strip() for rule in RULE.split(body) for piece in GAP.split(rule)):
        if parts and part and (OPEN_END.search(parts[-1]) or CONTINUES.match(part)):
            parts[-1] += "\n\n" + part
        elif part:
            parts.append(part)
    return parts


ENGINE = Engine(name="text", clues={}, read=read)
