"""What a page is to be trusted for: a board, a blog, news, or a page that sells.

The signals are data: a pattern over the page's words or addresses, a weight, and what it says. Weights
of one kind add up; a kind whose sum reaches 1 is the page's, promotional before the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pipeline.records import Trust

Where = Literal["words", "links", "markup", "engine"]


@dataclass(frozen=True, slots=True)
class Signal:
    """One sign; ``once`` matches count once, the others up to three times."""

    kind: Trust
    where: Where
    pattern: re.Pattern[str]
    weight: float
    says: str


def _signal(kind: Trust, where: Where, weight: float, says: str, pattern: str) -> Signal:
    return Signal(kind, where, re.compile(pattern, re.I), weight, says)


SIGNALS = (
    _signal(
        "promotional",
        "words",
        1.0,
        "invites to buy online",
        r"\b(?:buy|order|purchase)\s(?:[\w-]+\s){1,4}online\b",
    ),
    _signal(
        "promotional",
        "words",
        1.0,
        "sends to its pharmacy",
        r"\b(?:visit|at|from)\s(?:our|my)\s(?:online\s)?(?:pharmacy|drug ?store|shop)\b",
    ),
    _signal(
        "promotional",
        "words",
        0.7,
        "offers drugs without prescription",
        r"\bwithout (?:a )?prescription\b|\bno (?:rx|prescription) (?:needed|required)\b",
    ),
    _signal(
        "promotional",
        "words",
        0.5,
        "has an order button",
        r"\b(?:add to cart|order now|buy now|shop now|click here to (?:buy|order)|best price"
        r"|free shipping|discount code|coupon code)\b",
    ),
    _signal(
        "promotional",
        "words",
        0.4,
        "names personas by template",
        r"\b[A-Z][a-z]+, an? (?:(?:young|middle-aged|busy|university|college|\d+-year-old)\s)+[a-z]+,",
    ),
    _signal(
        "promotional",
        "words",
        0.3,
        "praises in sales language",
        r"\b(?:money[- ]back guarantee|limited time offer|trusted (?:online )?pharmacy|cheap "
        r"(?:generic )?[a-z]+ online)\b",
    ),
    _signal(
        "promotional",
        "links",
        0.6,
        "has affiliate or order links",
        r"[?&](?:aff(?:iliate)?(?:_?id)?|aid|tag|ref_?id|partner)=|/(?:order|cart|checkout|buy-"
        r"|basket)\b|\b(?:rx|pharm|pills?|meds?)[\w-]*\.(?:shop|store|biz|online)\b",
    ),
    _signal(
        "promotional",
        "markup",
        1.0,
        "is marked up as a product for sale",
        r"schema\.org/(?:Offer|AggregateOffer)[\"']|\"@type\"\s*:\s*\"(?:Offer|AggregateOffer)\""
        r"|add[-_]to[-_]cart",
    ),
    _signal(
        "news",
        "markup",
        1.0,
        "is marked up as news",
        r"\"@type\"\s*:\s*\[?\s*\"(?:NewsArticle|ReportageNewsArticle)\"|schema\.org/NewsArticle",
    ),
    _signal(
        "blog",
        "markup",
        1.0,
        "is marked up as a blog",
        r"\"@type\"\s*:\s*\"(?:BlogPosting|Blog)\"|schema\.org/(?:BlogPosting|Blog)\b",
    ),
    _signal("blog", "engine", 1.0, "is made by a blog engine", r"^(?:wordpress|blogger|article)$"),
)
ORDER: tuple[Trust, ...] = ("promotional", "news", "blog")
WORDS = 200_000


def trust(
    engine: str, words: str, links: Iterable[str], markup: str, board: bool
) -> tuple[Trust, tuple[str, ...]]:
    """Say what kind of source a page is, and by which signals.

    A board stays a board: a post that sells something does not make the board promotional, nor does the
    markup around it.

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
        return "board", ()
    texts = {"words": words[:WORDS], "links": "\n".join(links), "markup": markup[:WORDS], "engine": engine}
    found = [
        (signal, min(3, sum(1 for _ in signal.pattern.finditer(texts[signal.where])))) for signal in SIGNALS
    ]
    for kind in ORDER:
        signs = [(signal, count) for signal, count in found if count and signal.kind == kind]
        if sum(signal.weight * count for signal, count in signs) >= 1.0:
            return kind, tuple(signal.says for signal, _ in signs)
    return "board", ()
