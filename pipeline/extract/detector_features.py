"""What the detector looks at: tokens with the tags of the terminology, and groups of features of each."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple

from pipeline.records import Mention

TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
WINDOW = (-3, -2, -1, 1, 2, 3)
EDGE = "\x02"
LONGEST = 24
"""Characters of a token that features look at: a word without end costs no more than a long one."""


class Tokens(NamedTuple):
    """Tokens of one sentence: their offsets, the terminology's tag of each, and that of its long form."""

    spans: tuple[tuple[int, int], ...]
    words: tuple[str, ...]
    tags: tuple[str, ...]
    shorts: tuple[str, ...]


def tokens(
    text: str, start: int, end: int, marks: Mapping[int, str], shorts: Mapping[int, str] | None = None
) -> Tokens:
    """The tokens of a stretch of text.

    Args:
        text: any text.
        start: where the stretch begins.
        end: where it ends.
        marks: tags by character, as `lexicon_marks` gives them.
        shorts: tags of long forms by the characters of their short forms, as `short_marks` gives them.
    """
    spans = tuple((m.start(), m.end()) for m in TOKEN.finditer(text, start, end))
    words = tuple(text[a : min(b, a + LONGEST)] for a, b in spans)
    short = shorts or {}
    return Tokens(
        spans, words, tuple(marks.get(a, "O") for a, _ in spans), tuple(short.get(a, "") for a, _ in spans)
    )


def lexicon_marks(mentions: Iterable[Mention]) -> dict[int, str]:
    """Tags by character: "B-" and "I-" with the type of the name that stands there."""
    marks: dict[int, str] = {}
    for mention in mentions:
        marks.update((offset, f"I-{mention.type}") for offset in range(mention.start, mention.end))
        marks[mention.start] = f"B-{mention.type}"
    return marks


def short_marks(pairs: Iterable[tuple[range, range]], marks: Mapping[int, str]) -> dict[int, str]:
    """Tags by character of short forms: the type of what stands last in the long form, or "none".

    Args:
        pairs: the characters of each short form and of its long form.
        marks: tags by character, as `lexicon_marks` gives them.
    """
    found: dict[int, str] = {}
    for short, long in pairs:
        types = [marks[i][2:] for i in long if i in marks]
        found.update(dict.fromkeys(short, types[-1] if types else "none"))
    return found


def word_group(word: str, tag: str, short: str) -> Iterator[str]:
    """What a word is: itself, affixes, shape, four-grams, the terminology's tag and that of its long form."""
    low, form = word.lower(), shape(word)
    yield from (f"w={low}", f"s={form}", f"t={tag}|{low}", f"t={tag}|{form}")
    yield from (f"<={low[:n]}" for n in (2, 3, 4, 5) if len(low) > n)
    yield from (f">={low[-n:]}" for n in (2, 3, 4, 5) if len(low) > n)
    yield from sorted({f"g={low[i : i + 4]}" for i in range(len(low) - 3)})
    if short:
        yield from (f"long={short}", f"long={short}|{tag}")


def beside_group(offset: int, word: str) -> Iterator[str]:
    """What a word says of one so many tokens away."""
    low = word.lower()
    yield f"{offset}:w={low}"
    if abs(offset) == 1:
        yield from (f"{offset}:s={shape(word)}", f"{offset}:>={low[-3:]}")
        yield from (f"{offset}:>4={low[-4:]}", f"{offset}:<4={low[:4]}")


def pair_group(place: int, one: str, other: str) -> Iterator[str]:
    """Two neighbouring words, of which the second is so many tokens away."""
    yield f"{place}:{one}|{other}"


def tags_group(tags: tuple[str, ...]) -> Iterator[str]:
    """The terminology's tags of five tokens, of which the third is the token itself."""
    far, before, own, after, next_ = tags
    yield from (f"t={own}", f"-1:t={before}", f"1:t={after}", f"-2:t={far}", f"2:t={next_}")
    yield from (f"t={own}|{after}", f"t-={before}|{own}", f"t3={before}|{own}|{after}")


GROUPS = {"word": word_group, "beside": beside_group, "pair": pair_group, "tags": tags_group}


def shape(word: str) -> str:
    """Capitals, small letters and digits of a word, repetitions shortened.

    Example:
        >>> shape("Accutane"), shape("GnRH"), shape("B12")
        ('Aa', 'AaA', 'A0')
    """
    kinds = "".join("A" if c.isupper() else "a" if c.isalpha() else "0" if c.isdigit() else c for c in word)
    return re.sub(r"(.)\1+", r"\1", kinds)


def groups(sentence: Tokens) -> Iterator[list[tuple[Hashable, ...]]]:
    """For each token its groups of features: the name of each in `GROUPS` with its arguments."""
    edge = (EDGE,) * 3
    words = (*edge, *sentence.words, *edge)
    lows = [word.lower() for word in words]
    tags = (*edge, *sentence.tags, *edge)
    for i, (tag, short) in enumerate(zip(sentence.tags, sentence.shorts, strict=True), 3):
        row: list[tuple[Hashable, ...]] = [("word", words[i], tag, short), ("tags", tags[i - 2 : i + 3])]
        row += [("beside", k, words[i + k]) for k in WINDOW]
        row += [("pair", k, lows[i + k - 1], lows[i + k]) for k in (-1, 0, 1, 2)]
        yield row


def features(sentence: Tokens) -> list[list[str]]:
    """The features of each token, as they are trained on."""
    return [[f for name, *key in row for f in GROUPS[str(name)](*key)] for row in groups(sentence)]  # type: ignore[operator]
