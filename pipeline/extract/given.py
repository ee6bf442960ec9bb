"""Mentions that come with the input, instead of being detected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from pipeline.errors import ParseError
from pipeline.records import Mention


def given_mentions(row: Mapping[str, Any]) -> tuple[Mention, ...] | None:
    """The mentions of an input line, in text order; None where it has none and they are to be detected.

    Args:
        row: ``{"text": …, "mentions": [{"start", "end", "type"}, …]}``; other fields of a mention are kept.

    Raises:
        ParseError: a mention lacks a field, has a wrong one, or lies outside the text.

    Example:
        >>> row = {"text": "took zinc", "mentions": [{"start": 5, "end": 9, "type": "drug"}]}
        >>> [mention.text for mention in given_mentions(row)]
        ['zinc']
    """
    if row.get("mentions") is None:
        return None
    mentions = [given_mention(row["text"], fields) for fields in row["mentions"]]
    return tuple(sorted(mentions, key=lambda mention: (mention.start, -mention.end)))


def given_mention(text: str, fields: Mapping[str, Any]) -> Mention:
    """One mention; its text is that of the post at its offsets."""
    start, end = fields["start"], fields["end"]
    if not 0 <= start < end <= len(text):
        raise ParseError(f"mention {start}–{end} lies outside the text of {len(text)} characters")
    try:
        return Mention.model_validate({**fields, "text": text[start:end]})
    except ValidationError as error:
        wrong = error.errors()[0]
        raise ParseError(f"mention {start}–{end}: {wrong['loc'][0]}: {wrong['msg']}") from error
