"""How a post's markup is laid out as text: what begins a line, what is not shown, quoted, or dropped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import Tag

# fmt: off
PARAGRAPHS = frozenset((
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "pre", "blockquote", "article",
    "section", "aside", "figure",
))
BLOCKS = PARAGRAPHS | frozenset((
    "div", "li", "dt", "dd", "tr", "hr", "header", "footer", "main", "address", "center", "fieldset",
    "details",
))
SILENT = frozenset((
    "script", "style", "noscript", "template", "button", "select", "option", "input", "textarea",
    "form", "iframe", "object", "svg", "math", "video", "audio", "canvas", "nav", "title", "meta",
    "link", "head",
))
QUOTES = (
    "blockquote", "table.citation", ".bbc-block",
)
DROP = (
    ".user_sig", ".quote-controls", ".sr-only", ".visually-hidden", ".screen-reader-text", ".adsbygoogle",
    ".advertisement", ".sharedaddy", ".onebox-metadata", ".js-expandLink", ".bbCodeBlock-expandLink", ".poll",
    ".jp-relatedposts", ".quotefooter", ".hidden", ".invisible", ".post-buttons",
    ".quote-meta", ".quoteExpand",
)
# fmt: on
FRAMES = frozenset(("div", "aside", "section", "table", "td", "dd", "dl", "fieldset", "article", "figure"))
QUOTED = re.compile(
    r"(?:bb|bbcode|bbc|ips|user|post|message|mycode|embed|ubbcode|forum)?[-_]?(?:block)?quot(?:e|ed|es)"
    r"[-_]?(?:box|block|container|content|main|body|text|wrapper|message|msg)?|bbcodeblock--quote"
    r"|bbc_\w+_quote|quotemain|citat(?:ion|o)?"
)
DROPPED = re.compile(
    r".*signature.*|(?:.*[-_])?sig(?:[-_].*)?|(?:last|post|message|msg)?[-_]?edit(?:ed)?(?:[-_]?(?:by|date"
    r"|info|note|notice|mark|post|at))?"
    r"|(?:message|post)-last-?edit|postedit|post_edit|edited_post|lastmodified|poll(?:[-_].*)?"
    r"|(?:.*[-_])?poll"
)


@dataclass(frozen=True, slots=True)
class Style:
    """Which elements of a body are quotes and which are dropped, by ``(tag, class)``, either "" for any."""

    quotes: frozenset[tuple[str, str]]
    drop: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, quotes: Iterable[str] = (), drop: Iterable[str] = ()) -> Style:
        """The style that knows the common elements and these."""
        pairs = [
            frozenset(_pair(name) for name in (*own, *common))
            for own, common in ((quotes, QUOTES), (drop, DROP))
        ]
        return cls(pairs[0], pairs[1])

    def is_quote(self, tag: Tag) -> bool:
        """Whether an element is a quote."""
        return _is_quote(self, tag.name, tuple(tag.attrs.get("class") or ()))

    def drops(self, tag: Tag) -> bool:
        """Whether an element is none of a post's words."""
        attrs = tag.attrs
        if "hidden" in attrs or str(attrs.get("id") or "").startswith("sig"):
            return True
        return "class" in attrs and _drops(self, tag.name, tuple(attrs["class"]))


def _pair(name: str) -> tuple[str, str]:
    tag, _, token = name.partition(".")
    return tag, token


@lru_cache(maxsize=4096)
def _is_quote(style: Style, name: str, tokens: tuple[str, ...]) -> bool:
    if (name, "") in style.quotes:
        return True
    if any(("", token) in style.quotes or (name, token) in style.quotes for token in tokens):
        return True
    return name in FRAMES and any(QUOTED.fullmatch(token.lower()) for token in tokens)


@lru_cache(maxsize=4096)
def _drops(style: Style, name: str, tokens: tuple[str, ...]) -> bool:
    return any(
        ("", token) in style.drop or (name, token) in style.drop or DROPPED.fullmatch(token.lower())
        for token in tokens
    )
