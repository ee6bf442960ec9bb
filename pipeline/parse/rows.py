"""What a listing says of each thread beside its title: enough to tell that nothing has happened in it.

The row of a thread is the largest element around its links that holds no other thread's link. How often a
thread was viewed is left out, for that changes when nobody posts; so are dates such as "2 hours ago" where
the page has the moment too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from pipeline.parse.keys import digest, thread_url
from pipeline.parse.text import line
from pipeline.records import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from pipeline.parse.document import Document

VIEWS = r"(?:views?|hits|reads?|aufrufe|zugriffe|vues|visitas|vistas|lecturas|visite|weergaven|просмотр\w*)"
COUNT = r"\d[\d.,\u00a0\u202f]*[kKmM]?"
VIEWED = re.compile(rf"\W*(?:{COUNT}\W*{VIEWS}|{VIEWS}\W*{COUNT})\W*", re.I)
NUMBER = re.compile(rf"\W*{COUNT}\W*")
LABELLED = re.compile(rf"\b{VIEWS}\s*:\s*{COUNT}", re.I)
VIEWS_WORD = re.compile(rf"^\W*{VIEWS}\W*$", re.I)
VIEWS_NAME = re.compile(r"view(?!topic)|hits", re.I)
POSTED = re.compile(r"(?:[?&;]p(?:id|ost)?=|#p(?:id|ost)?-?|\.msg|/post-?|#comment-?)(\d+)", re.I)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
DEEPEST = 30
BRIEF = 40


def rows(doc: Document, urls: tuple[str, ...]) -> tuple[Row, ...]:
    """The rows of the threads that a listing leads to, in its order."""
    if doc.form != "html" or not urls:
        return ()
    elements = _elements(doc, urls)
    found = [_row(doc, url, elements[url]) if url in elements else Row(url=url) for url in urls]
    if len({row.active and row.active.partition(" ")[0] for row in found}) > 1:  # nothing to compare
        return tuple(row.model_copy(update={"active": None}) for row in found)
    return tuple(found)


def _elements(doc: Document, urls: tuple[str, ...]) -> dict[str, LexborNode]:
    """The element of each thread: the largest around its title that no other thread shares."""
    wanted = {thread_url(url): url for url in urls}
    lines: dict[str, list[LexborNode]] = {}
    shared: dict[int, set[str]] = defaultdict(set)
    for anchor in doc.tree.css("a[href]"):
        href = doc.join(anchor.attributes.get("href"))
        url = wanted.get(thread_url(href)) if href else None
        if url is None:
            continue
        above = list(_above(anchor))
        lines.setdefault(url, above)
        for node in above:
            shared[node.mem_id].add(url)
    return {url: _largest(above, shared) for url, above in lines.items()}


def _above(node: LexborNode) -> Iterator[LexborNode]:
    parent: LexborNode | None = node
    for _ in range(DEEPEST):
        if parent is None or parent.tag in ("body", "html"):
            return
        yield parent
        parent = parent.parent


def _largest(above: list[LexborNode], shared: dict[int, set[str]]) -> LexborNode:
    alone = [node for node in above if len(shared[node.mem_id]) == 1]
    return alone[-1] if alone else above[0]


def _row(doc: Document, url: str, element: LexborNode) -> Row:
    links = sorted({doc.join(a.attributes.get("href")) or "" for a in element.css("a[href]")})
    posted = [int(number) for link in links for number in POSTED.findall(link) if len(number) < 15]
    moments = sorted(set(MOMENT.findall(element.html or "")))
    words = _words(element, bool(moments))
    active = f"date {moments[-1]}" if moments else f"post {max(posted):015}" if posted else None
    moving = active or any(
        char.isdigit() for char in words.replace(line(_title(doc, element, url)) or "", "")
    )
    said = digest(words, *moments, *map(str, sorted(posted)))
    return Row(url=url, mark=said if moving else None, active=active)


def _title(doc: Document, element: LexborNode, url: str) -> str:
    texts = (a.text() for a in element.css("a[href]") if doc.join(a.attributes.get("href")) == url)
    return next((text for text in texts if text.strip()), "")


def _words(element: LexborNode, dated: bool) -> str:
    """The words of a row, without its count of views."""
    skipped = {cell.mem_id for cell in _views_cells(element)}
    parts: list[str] = []
    stack = [(element, 0)]
    while stack:
        node, depth = stack.pop()
        if node.mem_id in skipped or depth > DEEPEST or (dated and node.tag == "time"):
            continue
        if _counts_views(node):
            continue
        parts.append(node.text(deep=False))
        stack.extend((child, depth + 1) for child in reversed(list(node.iter())))
    return LABELLED.sub("", line(" ".join(parts)) or "")


def _counts_views(node: LexborNode) -> bool:
    """Whether an element says how often a thread was viewed, and nothing else."""
    said = node.text().strip()
    named = VIEWS_NAME.search(node.attributes.get("class") or "")
    return len(said) < BRIEF and bool(
        VIEWED.fullmatch(said) or (named and re.fullmatch(rf"\W*{COUNT}\W*", said))
    )


def _views_cells(element: LexborNode) -> list[LexborNode]:
    """The cells of a table's row that stand under a heading such as "Views"."""
    if element.tag != "tr":
        return []
    table = next((node for node in _above(element) if node.tag == "table"), None)
    cells = [node for node in element.iter() if node.tag in ("td", "th")]
    for heading in table.css("tr")[:3] if table is not None else []:
        names = [node.text() for node in heading.iter() if node.tag in ("td", "th")]
        if len(names) == len(cells):
            return [cell for cell, name in zip(cells, names, strict=True) if VIEWS_WORD.match(name)]
    return []
