"""A page made ready to read: its text, its parsed forms, and what it says about itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urljoin, urlsplit

from pipeline.errors import ParseError
from pipeline.parse.charset import decode
from pipeline.parse.text import CONTROL, line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from pipeline.parse.survey import Map
    from pipeline.records import Page

MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|div|p|table|article|span|section|br|title|meta|ul|li|h[1-6])\b", re.I
)
FEED = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<[?!][^>]{0,500}>\s*)*<(?:rss|feed|rdf:RDF)\b", re.I)
FRAME = re.compile(r"</?iframe\b[^>]{0,4000}>", re.I)  # one left open would swallow the rest of the page
ADDRESSES = ("link[rel=canonical]@href", "meta[property='og:url']@content")
UNSEEN = frozenset(("script", "style", "noscript", "nav", "footer", "form", "template", "-comment", "head"))
MAX_DEPTH = 300
ABYSS = 10_000
MOST_ATTRIBUTES = 1000
LONG_TAG = re.compile(r"<([a-z][a-z0-9]*)\b[^<>]{3000,}>", re.I)
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
TAG = re.compile(
    r"</?(?:div|span|section|article|blockquote|table|ul|ol|dl|b|i|em|strong|font|center|a|fieldset|main"
    r"|aside)\b",
    re.I,
)
SCHEMES = ("http://", "https://", "mailto:")


@dataclass(frozen=True)
class Document:
    """A decoded page; what is costly is made once, when first asked for."""

    page: Page
    text: str

    @cached_property
    def form(self) -> str:
        """``html``, ``json``, ``feed`` or ``text``, by what the page holds rather than what it claims."""
        head = self.text[:2000].lstrip("\ufeff \t\r\n")
        if FEED.match(head):
            return "feed"
        if self._claims_json() or head[:1] in "{[":
            return "json" if self._claims_json() or self._is_json() else "text"
        claims_text = (self.page.media_type or "").startswith("text/plain")
        named_text = self.page.path.lower().endswith((".txt", ".md", ".text"))
        page_like = head[:200].lower().startswith(("<!doctype", "<html", "<head", "<body"))
        if page_like or (MARKUP.search(self.text[:20000]) and not claims_text and not named_text):
            return "html"
        return "text"

    def _claims_json(self) -> bool:
        kind = self.page.media_type or ""
        return kind.endswith(("/json", "+json")) or self.page.path.lower().split("?")[0].endswith(".json")

    def _is_json(self) -> bool:
        try:
            json.loads(self.text)
        except (ValueError, RecursionError):
            return False
        return True

    @cached_property
    def json(self) -> Any:
        """The page's JSON value.

        Raises:
            ParseError: the page claims to be JSON and is not.
        """
        try:
            return json.loads(self.text.lstrip("\ufeff"))
        except (ValueError, RecursionError) as error:
            raise ParseError(f"broken JSON ({error}); fetch the page again") from None

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The page's HTML tree, with the parser of browsers; not to be changed."""
        from selectolax.lexbor import LexborHTMLParser

        if is_abyss(self.text):
            raise ParseError(f"elements nested more than {ABYSS} deep; this is no page that people read")
        text = FRAME.sub("", self.text) if "iframe" in self.text else self.text
        return LexborHTMLParser(LONG_TAG.sub(_bare, text))

    @cached_property
    def map(self) -> Map | None:
        """The page laid out flat; None if it has no body."""
        from pipeline.parse.survey import survey

        return survey(self.tree.body) if self.tree.body is not None else None

    @cached_property
    def visible(self) -> str:
        """The words of the page that a reader would see, without navigation, forms and noscript."""
        parts: list[str] = []
        stack = [(self.tree.body, 0)]
        while stack:
            node, depth = stack.pop()
            if node is None or node.tag in UNSEEN or depth > MAX_DEPTH:
                continue
            parts.append(node.text(deep=False))
            stack.extend((child, depth + 1) for child in reversed(list(node.iter())))
        return line(" ".join(parts)) or ""

    @cached_property
    def language(self) -> str | None:
        """The page's language, two letters, or None."""
        root = self.tree.css_first("html")
        told = root.attributes if root is not None else {}
        said = told.get("lang") or told.get("xml:lang")
        tag = said or self.told(("meta[http-equiv=content-language]@content",)) or ""
        return tag[:2].lower() if tag[:2].isalpha() else None

    @cached_property
    def url(self) -> str | None:
        """Where the page is: what the transport said, or what the page says."""
        if self.page.url:
            return self.page.url
        if self.form != "html":
            return None
        told = self.told(ADDRESSES)
        return told if told and told.startswith("http") else None

    @cached_property
    def canonical(self) -> str | None:
        """What the page calls its address, if that is on the same site."""
        told = self.told(ADDRESSES) if self.form == "html" else None
        url = self.join(told) if told else None
        same = url and (not self.page.url or urlsplit(url).netloc == urlsplit(self.page.url).netloc)
        return url if same else None

    @cached_property
    def base(self) -> str:
        """What relative links are relative to."""
        told = self.told(("base@href",)) if self.form == "html" else None
        return urljoin(self.url or "", told or "")

    @cached_property
    def title(self) -> str | None:
        """The title by the page's head."""
        return self.told(("meta[property='og:title']@content", "title"))

    def told(self, specs: tuple[str, ...]) -> str | None:
        """The first non-empty value of the selectors in the page's head, or at the top of its body."""
        head = self.tree.head
        found = pick(head, specs) if head is not None else None
        return found if found or "<head" in self.text[:5000].lower() else self.pick(specs)

    def pick(self, specs: tuple[str, ...]) -> str | None:
        """The first non-empty value of the selectors in the whole page."""
        root = self.tree.root
        return pick(root, specs) if root is not None else None

    def join(self, href: str | None) -> str | None:
        """An absolute http(s) or mail address of a link, or None where it leads nowhere."""
        href = CONTROL.sub("", href or "").strip()
        if not href or href.startswith(("#", "javascript:", "data:")):
            return None
        try:
            url = urljoin(self.base, href)
        except ValueError:
            return None
        return url if url.startswith(SCHEMES) or ":" not in url.split("/")[0] else None

    def here(self, href: str | None) -> bool:
        """Whether a link leads to this very page."""
        url = self.join(href)
        return url is None or bool(self.url and urldefrag(url)[0] == urldefrag(self.url)[0])


def _bare(tag: re.Match[str]) -> str:
    """A tag with its attributes, unless it has so many that a parser, quadratic in them, would hang."""
    names = QUOTED.sub("", tag[0]).split()
    return tag[0] if len(names) < MOST_ATTRIBUTES else f"<{tag[1]}>"


def is_abyss(text: str) -> bool:
    """Whether elements are nested so deep that a parser, quadratic in depth, would not come back."""
    if text.count("<") - 2 * text.count("</") < ABYSS:
        return False
    depth = deepest = 0
    for tag in TAG.finditer(text):
        depth += -1 if tag[0][1] == "/" else 1
        deepest = max(deepest, depth)
    return deepest > ABYSS


def prepare(page: Page) -> Document:
    """Decode a page.

    Raises:
        ParseError: the bytes are empty or not text.
    """
    return Document(page, decode(page.content, page.charset))


def ancestors(node: LexborNode) -> Iterator[LexborNode]:
    """The elements around a node, the nearest first; no more than a sane page has."""
    parent = node.parent
    for _ in range(MAX_DEPTH):
        if parent is None or not parent.is_element_node:
            return
        yield parent
        parent = parent.parent


def pick(node: LexborNode, specs: tuple[str, ...]) -> str | None:
    """The first non-empty value of selectors below a node, as one line.

    Args:
        node: where to look.
        specs: ``selector``, ``selector@attribute``, ``@attribute`` of the node itself, or
            ``selector@text()`` for its own text without that of elements in it.

    Example:
        >>> from selectolax.lexbor import LexborHTMLParser
        >>> tree = LexborHTMLParser("<p id=a><b title=Ann>x</b></p>")
        >>> pick(tree.css_first("p"), ("i", "b@title")), pick(tree.css_first("p"), ("@id",))
        ('Ann', 'a')
    """
    for spec in specs:
        selector, _, attribute = spec.partition("@")
        found = node.css_first(selector) if selector else node
        if found is None:
            continue
        if attribute == "text()":
            value = line(found.text(deep=False))
        else:
            value = line(found.attributes.get(attribute) if attribute else found.text(separator=" "))
        if value:
            return value
    return None
