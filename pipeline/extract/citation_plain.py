"""A post without the entities and invisible marks that break citations, and the way back to its places."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from typing import NamedTuple

from pipeline.records import Citation, Hyperlink, Span

UNDONE = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,6}|#x[\dA-Fa-f]{1,5});|[\u00ad\u200b-\u200f\u2060\ufeff]")


class Plain(NamedTuple):
    """A plain text; ``places[i]`` is where its i-th character stands in the post (and one for the end)."""

    text: str
    places: list[int]


def undone(text: str) -> Plain | None:
    """A text with entities written as what they stand for; None if it has none, and no invisible mark.

    Example:
        >>> undone("pp. 4&ndash;8").text, undone("pp. 4&ndash;8").places[-2:]
        ('pp. 4–8', [12, 13])
    """
    matches = list(UNDONE.finditer(text))
    if not matches:
        return None
    pieces, places, end = [], [], 0
    for match in matches:
        value = html.unescape(match[0]) if match[0][0] == "&" else ""
        pieces += [text[end : match.start()], value]
        places += [*range(end, match.start()), *[match.start()] * len(value)]
        end = match.end()
    return Plain("".join((*pieces, text[end:])), [*places, *range(end, len(text) + 1)])


def linked(links: tuple[Hyperlink, ...], plain: Plain) -> tuple[Hyperlink, ...]:
    """Hyperlinks at their places in the plain text."""
    return tuple(
        link.model_copy(
            update={
                "start": bisect_left(plain.places, link.start),
                "end": bisect_left(plain.places, link.end),
            }
        )
        for link in links
    )


def restored(citation: Citation, text: str, plain: Plain) -> Citation:
    """A citation of the plain text with its places, and their words, in the post."""

    def back(span: Span) -> Span:
        start, end = plain.places[span.start], plain.places[span.end]
        return Span(start=start, end=end, text=text[start:end])

    whole = back(Span(start=citation.start, end=citation.end, text=citation.text))
    return citation.model_copy(
        update={
            "start": whole.start,
            "end": whole.end,
            "text": whole.text,
            "spans": tuple(map(back, citation.spans)),
            "quoted": back(citation.quoted) if citation.quoted else None,
        }
    )
