"""Abstracts that a post quotes below a reference."""

from __future__ import annotations

import re

from pipeline.records import Span

GAP = re.compile(
    r"(?:[ \t.,;:)\]\"”]*(?:(?:https?://|doi:|PMID)[^\n]*)?\r?\n){1,4}"
    r"(?:[ \t]*abstract:?[ \t]*\r?\n+)?[ \t>]*",
    re.I,
)
PARAGRAPH = re.compile(r"[^\n]+(?:\n(?![ \t]*\n)[^\n]+)*")
SHORTEST = 40
READ = 3000
NEEDED = 2

MARKED = re.compile(
    r"^(?:[“\"„«>]|(?:abstract|summary|background|objectives?|aims?|purpose|introduction)\b\s?[:.-])", re.I
)
SCIENTIFIC = re.compile(
    r"\b(?:these|our|the present|this)\s(?:results|findings|data|study|studies|observations)\b"
    r"|\bin conclusion\b"
    r"|\bwe (?:found|showe?d?|report|conclude|investigated|examined|studied|demonstrate|observed|aimed)"
    r"|\bsuggest(?:s|ed|ing)?\s(?:that|a)\b|\bsignificant(?:ly)?\b|\bp\s?[<=>]\s?0?\.\d|\bn\s?=\s?\d"
    r"|\bconcentrations?\b|\bin (?:vitro|vivo)\b|\bcompared (?:with|to)\b|\bdose-dependent|\bcorrelat\w+"
    r"|\b(?:inhibit|induc|enhanc|exert|decreas|increas|stimulat|impair|mediat|express)\w{0,5}\b"
    r"|\b(?:background|methods?|results|conclusions?|objectives?)\s?:"
    r"|\b\d+\s?(?:mg/kg|mg/day|[µμ]M|nM|mM|ng/ml|%)"
    r"|\b(?:patients|rats|mice|subjects|cells|neurons) (?:were|with|treated)\b",
    re.I,
)
PERSONAL = re.compile(
    r"\b(?:I|I['’]\w+|me|my|myself|you|your|u|guys|lol|imo|imho|btw|yeah|yep|nope|anyone|thanks|note that)\b"
    r"|\b(?:it|that|there|what|here|who)['’]s\b|\b\w+n['’]t\b|[?!]|^\W*there (?:is|are|was|were)\b|@\w",
    re.I,
)


def quoted_below(text: str, end: int, limit: int | None = None) -> Span | None:
    r"""The abstract, or part of one, that stands as the paragraph below a reference.

    Args:
        text: the post.
        end: where the reference ends.
        limit: where the next reference begins, if there is one.

    Returns:
        Its place; None if the paragraph below is the post's own words, or another reference.

    Example:
        >>> post = "Liu Y. Neurons. 2008;1:2-3.\n\nThese results suggest that retinoids inhibit growth."
        >>> quoted_below(post, 27).text[:13]
        'These results'
    """
    gap = GAP.match(text, end)
    paragraph = PARAGRAPH.match(text, gap.end()) if gap else None
    if paragraph is None or len(paragraph[0]) < SHORTEST or (limit is not None and limit < paragraph.end()):
        return None
    words = paragraph[0].rstrip()
    cues = {cue[0].lower() for cue in SCIENTIFIC.finditer(words[:READ])}
    if len(cues) + NEEDED * bool(MARKED.match(words)) < NEEDED or PERSONAL.search(words[:READ]):
        return None
    return Span(start=paragraph.start(), end=paragraph.start() + len(words), text=words)
