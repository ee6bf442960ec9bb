"""How a post's markup is laid out as text: what begins a line, what is not shown, quoted, or dropped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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
    "blockquote", "aside.quote", "div.quote", "table.citation", ".bbcode_quote", ".UserQuote",
    ".bbc-block",
)
DROP = (
    ".signature", ".sig", ".postsignature", ".message-signature", ".user_sig", ".edited", ".editedby",
    ".post_edit", ".lastedit", ".lastEdited", ".message-lastEdit", ".edit-notice", ".quote-controls",
    ".sr-only", ".visually-hidden", ".screen-reader-text", ".adsbygoogle", ".advertisement",
    ".sharedaddy", ".onebox-metadata", ".js-expandLink", ".bbCodeBlock-expandLink", ".poll",
    ".jp-relatedposts", ".quotefooter", ".hidden", ".invisible", ".post-buttons", ".quote-meta",
)
# fmt: on


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


def _pair(name: str) -> tuple[str, str]:
    tag, _, token = name.partition(".")
    return tag, token


def names(tag: Tag, table: frozenset[tuple[str, str]]) -> bool:
    """Whether a table of ``(tag, class)`` pairs names an element."""
    if (tag.name, "") in table:
        return True
    tokens = tag.attrs.get("class")
    return bool(tokens) and any(("", token) in table or (tag.name, token) in table for token in tokens or ())
