"""Texts with marked mentions, for tests: ``{drug:fin}`` is a mention of type drug."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.records import Mention

MARK = re.compile(r"\{(\w+):([^}]*)\}")
END = re.compile(r"(?<=[.!?])\s+|\n+")


def marked(written: str) -> tuple[str, list[tuple[int, int]], tuple[Mention, ...]]:
    """Text, sentence spans and mentions of a marked text."""
    text, mentions, place = "", [], 0
    for match in MARK.finditer(written):
        text += written[place : match.start()]
        mentions.append(Mention(start=len(text), end=len(text) + len(match[2]), text=match[2], type=match[1]))
        text += match[2]
        place = match.end()
    text += written[place:]
    edges = [0, *(match.end() for match in END.finditer(text)), len(text)]
    return text, list(pairwise(edges)), tuple(mentions)
