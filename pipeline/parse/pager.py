"""The address of a thread's next page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.parse.layout import select
from pipeline.parse.text import line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from pipeline.parse.document import Document
    from pipeline.parse.model import Layout

CURRENTS = (
    "strong, b, [aria-current], [class*=current i], [class*=active i], [class*=selected "
    "i], [class*=thispage i]"
)
IN_PAGERS = (
    "[class*=pag i] a[href], a[class*=pag i], [id*=pag i] a[href], .nav a[href], "
    ".navigation a[href], .pages a[href]"
)
NUMBERED = re.compile(r">[\s\[(]*\d{1,5}[\s\])]*<")
OFF = re.compile(
    r"\b(?:disabled|h-disabled|inactive|ipspagination_inactive|state-disabled|lia-link-disabled"
    r"|unavailable)\b",
    re.I,
)
NEXT = re.compile(
    r"(?:(?:go to )?(?:the )?next(?: page)?|older|nächste(?: seite)?|weiter|vor(?:wärts)?|(?:page "
    r")?suivante?|siguiente(?: página)?"
    r"|(?:página )?siguiente|próxim[oa](?: página)?|seguinte|(?:pagina )?successiv[oa]|prossim[oa]|avanti"
    r"|volgende(?: pagina)?|nästa(?: sida)?|neste(?: side)?|næste(?: side)?|seuraava(?: sivu)?|następna(?: "
    r"strona)?|dalej"
    r"|další|ďalšia|další stránka|следующая(?: страница)?|следующ[ая.]{1,2}|след\.?|вперед|вперёд|далее"
    r"|наступна|következő|urmă(?:torul|toarea)"
    r"|次へ?|次のページ|下一[页頁]|다음|sonraki(?: sayfa)?|επόμενη)"
    r"\s*[>›»→]*|[>›»→❯]|>>"
    r"(?: page)?",
    re.I,
)
OTHER_THREAD = re.compile(
    r"(?:prev_next|goto=next|view=next|nextnewest|nextoldest|/next$|next_?(?:topic|thread))", re.I
)


def next_page(doc: Document, layout: Layout | None) -> str | None:
    """Find the next page by the engine's selectors, ``rel=next``, or a pager beside the current page.

    Args:
        doc: the page.
        layout: of its engine; ``rel_next`` false says that the engine's ``rel=next`` is another thread.
    """
    specs = layout.next if layout else ()
    for node in _candidates(doc, specs, layout is None or layout.rel_next):
        href = node.attributes.get("href")
        if href and not _is_off(node) and not OTHER_THREAD.search(href) and not doc.here(href):
            return doc.join(href)
    return None


def _is_off(node: LexborNode) -> bool:
    """Whether a link or the item of the list around it is marked as leading nowhere."""
    around = [node, node.parent] if node.parent is not None and node.parent.tag in ("li", "span") else [node]
    told = [one.attributes for one in around]
    return any(OFF.search(one.get("class") or "") or one.get("aria-disabled") == "true" for one in told)


def _candidates(doc: Document, specs: tuple[str, ...], trust_rel: bool) -> Iterator[LexborNode]:
    if specs:
        yield from doc.tree.css(", ".join(specs))
        return
    if trust_rel:
        yield from doc.tree.css("link[rel=next], a[rel~=next]")
    yield from _after_current(doc)
    yield from (node for node in select(doc.tree.root, IN_PAGERS) if _says_next(node))


def _says_next(node: LexborNode) -> bool:
    told = node.attributes
    image = node.css_first("img[alt], img[title]")
    said = [line(node.text()[:60]) or "", told.get("title") or "", told.get("aria-label") or ""]
    if image is not None and not said[0]:
        said += [image.attributes.get("alt") or "", image.attributes.get("title") or ""]
    return any(NEXT.fullmatch(one.strip()) for one in said)


def _after_current(doc: Document) -> Iterator[LexborNode]:
    """Links to page n+1 that follow the number n of the current page, which is no link itself."""
    if not NUMBERED.search(doc.text):
        return
    for node in select(doc.tree.root, CURRENTS):
        number = line(node.text()[:12]) or ""
        bare = number.strip("[]() ")
        if not bare.isdigit() or len(bare) > 5:
            continue
        follower = _next_link(node)
        if follower is not None and (line(follower.text()[:12]) or "").strip("[]() ") == str(int(bare) + 1):
            yield follower


def _next_link(node: LexborNode) -> LexborNode | None:
    """The first link among what follows a node, or follows one of its close ancestors."""
    at: LexborNode | None = node
    for _ in range(3):
        sibling = at.next if at is not None else None
        while sibling is not None:
            if sibling.is_element_node:
                link = sibling if sibling.tag == "a" else sibling.css_first("a[href]")
                if link is not None or any(letter.isalnum() for letter in sibling.text()):
                    return link
            sibling = sibling.next
        at = at.parent if at is not None else None
    return None
