"""Noise of the kinds that pasting into a forum puts into reference strings, with the labels kept."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from pipeline.extract.reference_corpus import Labelled
from pipeline.extract.reference_features import QUOTES, TOKEN

Piece = tuple[str, bool, str]
"""A token, whether a blank stands before it, and its label."""

Noise = Callable[[Piece, Random], list[Piece]]


def noisy(row: Labelled, random: Random) -> Labelled:
    """A labelled string with one to three kinds of noise.

    Args:
        row: the clean string.
        random: a seeded source of chance.

    Returns:
        The string as a forum might show it; every token keeps its label.

    Example:
        >>> noisy(Labelled("Liu, Y.", ("author",) * 4, ""), Random(1)).text
        'Liu, Y.'
    """
    pieces = _pieces(row)
    for noise in random.sample(KINDS, random.randint(1, 3)):
        pieces = [changed for piece in pieces for changed in noise(piece, random)]
    return Labelled(_joined(pieces), tuple(label for _, _, label in pieces), row.source)


def _pieces(row: Labelled) -> list[Piece]:
    matches = list(TOKEN.finditer(row.text))
    gaps = [m.start() > 0 and row.text[m.start() - 1].isspace() for m in matches]
    return [(m.group(), gap, label) for m, gap, label in zip(matches, gaps, row.labels, strict=True)]


def _joined(pieces: list[Piece]) -> str:
    """The text of the pieces; two words never become one."""
    text = ""
    for word, gap, _ in pieces:
        clash = bool(text) and TOKEN.fullmatch(text[-1] + word) is not None
        text += (" " if text and (gap or clash) else "") + word
    return text


def _glue(piece: Piece, random: Random) -> list[Piece]:
    """Blanks lost beside marks (`_joined` keeps those between words)."""
    word, gap, label = piece
    return [(word, gap and random.random() < 0.6, label)]


def _loosen(piece: Piece, random: Random) -> list[Piece]:
    """Blanks before commas and dots."""
    word, gap, label = piece
    return [(word, gap or (word in ",." and random.random() < 0.5), label)]


def _quote(piece: Piece, random: Random) -> list[Piece]:
    """Quotes curled, straightened or lost."""
    word, gap, label = piece
    if word not in QUOTES:
        return [piece]
    new = random.choice(["“", "”", '"', "„", "«", ""])
    return [(new, gap, label)] if new else []


def _unmark(piece: Piece, random: Random) -> list[Piece]:
    """Commas and dots lost or exchanged."""
    word, gap, label = piece
    if word not in ".,;:" or random.random() > 0.15:
        return [piece]
    new = random.choice([",", ".", ";", ""])
    return [(new, gap, label)] if new else []


def _dash(piece: Piece, random: Random) -> list[Piece]:
    """Dashes of all kinds."""
    word, gap, label = piece
    return [(random.choice("-‐‑–—−"), gap, label)] if word in "-–—" else [piece]


def _swap(piece: Piece, random: Random) -> list[Piece]:
    """Two letters of a long word swapped."""
    word, gap, label = piece
    if len(word) < 5 or not word.isalpha() or random.random() > 0.08:
        return [piece]
    i = random.randrange(1, len(word) - 2)
    return [(word[:i] + word[i + 1] + word[i] + word[i + 2 :], gap, label)]


def _lower(piece: Piece, random: Random) -> list[Piece]:
    """Capitals lost."""
    word, gap, label = piece
    return [(word.lower() if word.isascii() and random.random() < 0.2 else word, gap, label)]


KINDS: tuple[Noise, ...] = (_glue, _loosen, _quote, _unmark, _dash, _swap, _lower)
