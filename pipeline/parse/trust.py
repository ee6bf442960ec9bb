"""What a page is to be trusted for: a board, a blog, news, or a page that sells.

The signals are rows of ``data/trust.tsv``: a pattern over the page's words, links or markup, a weight, and
what it says. Weights of one kind add up; a kind whose sum reaches 1 is the page's, promotional before the
others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from pipeline.records import Trust

SIGNALS = Path(__file__).parent / "data" / "trust.tsv"
ORDER: tuple[Trust, ...] = ("promotional", "news", "blog")
ENOUGH = 1.0
MOST = 3
"""A signal counts so many times at most."""
WORDS = 200_000


class Signal(NamedTuple):
    """One sign of a kind of page: where it is looked for, how much it weighs, and what it says."""

    kind: Trust
    where: str
    weight: float
    says: str
    pattern: re.Pattern[str]


@cache
def signals() -> tuple[Signal, ...]:
    """All signals; those over words know a persona by its capital letter, the others ignore case."""
    rows = (line.split("\t") for line in SIGNALS.read_text(encoding="utf-8").splitlines()[1:])
    return tuple(
        Signal(cast("Trust", kind), where, float(weight), says, re.compile(pattern, flags(pattern)))
        for kind, where, weight, says, pattern in rows
    )


def flags(pattern: str) -> re.RegexFlag:
    """Case matters only to patterns that ask for a capital letter."""
    return re.MULTILINE if "[A-Z]" in pattern else re.MULTILINE | re.IGNORECASE


def trust(
    engine: str, words: str, links: Iterable[str], markup: str, board: bool
) -> tuple[Trust, tuple[str, ...]]:
    """Say what kind of source a page is, and by which signals.

    A board stays a board: a post that sells something does not make the board promotional, nor does the
    markup around it; for the post itself see `advert`.

    Args:
        engine: the reader's name.
        words: the opener's text.
        links: addresses of the opener's hyperlinks.
        markup: the raw page.
        board: whether a forum engine made the page.

    Example:
        >>> trust("text", "To Buy Pills Online Visit Our Pharmacy", (), "", False)
        ('promotional', ('invites to buy online', 'sends to its pharmacy'))
    """
    if board:
        return "board", (f"is made by the forum engine {engine}",)
    texts = {"words": words[:WORDS], "links": "\n".join(links), "markup": markup[:WORDS], "engine": engine}
    for kind in ORDER:
        found = dict(signs(kind, texts))
        if sum(found.values()) >= ENOUGH:
            return kind, tuple(found)
    return "board", ()


def advert(words: str, links: Iterable[str]) -> tuple[str, ...]:
    """Why a post of a board is an advertisement; nothing if it is none.

    People who talk of buying use the words of those who sell: it must lead to the shop, too.

    Example:
        >>> advert("BUY TANE ONLINE, no prescription", ["http://pillz.shop/order"])
        ('invites to buy online', 'offers drugs without prescription', 'has affiliate or order links')
        >>> advert("I used to buy pills online without prescription.", [])
        ()
    """
    leads = dict(signs("promotional", {"links": "\n".join(links)}))
    said = dict(signs("promotional", {"words": words[:WORDS]})) if leads else {}
    return (*said, *leads) if sum(said.values()) >= ENOUGH else ()


def signs(kind: Trust, texts: Mapping[str, str]) -> Iterator[tuple[str, float]]:
    """Signals of a kind in some texts, and what they weigh there."""
    for signal in signals():
        if signal.kind == kind and signal.where in texts:
            found = sum(
                1 for _ in zip(range(MOST), signal.pattern.finditer(texts[signal.where]), strict=False)
            )
            if found:
                yield signal.says, signal.weight * found
