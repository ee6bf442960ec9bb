"""Sentence boundaries for forum text: a line never shares a sentence with the next one."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token

ENDS = frozenset(".!?…")
CLOSERS = frozenset("\"'”’)]»")
CONTINUERS = frozenset(",;:)]")
ABBREVIATION = re.compile(
    r"(?:al|approx|ca|cf|dept|dr|eds?|e\.g|i\.e|inc|jr|mrs?|ms|pp|prof|ref|resp|st|vol|vs"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"(?:nos?|fig|p)\.?", re.IGNORECASE)
INITIAL = re.compile(r"[A-HJ-Z]\.?")


@Language.factory("threadgraph_sentences")
def make_sentences(nlp: Language, name: str) -> SentenceSplitter:
    """Component that sets ``token.is_sent_start`` by punctuation and line breaks."""
    return SentenceSplitter()


class SentenceSplitter:
    """Thin component around `starts_sentence`.

    Example:
        >>> import spacy
        >>> nlp = spacy.blank("en")
        >>> _ = nlp.add_pipe("threadgraph_sentences")
        >>> [s.text for s in nlp("It helped. Then Smith et al. said no").sents]
        ['It helped.', 'Then Smith et al. said no']
    """

    def __call__(self, doc: Doc) -> Doc:
        """Set the boundaries of one Doc."""
        starts = [t.i == 0 or starts_sentence(doc[t.i - 1], t) for t in doc]
        # all at once: spaCy looks at the whole Doc each time that one token is set
        marks: Any = np.where(np.array(starts, dtype=bool), 1, -1).astype(np.int64).view(np.uint64)
        return doc.from_array(["SENT_START"], marks) if starts else doc


def starts_sentence(before: Token, token: Token) -> bool:
    """Whether ``token`` begins a sentence: after a line break, or an end mark that is no abbreviation."""
    if token.is_space or token.text[0] in ENDS or token.text in CLOSERS:
        return False
    if "\n" in before.text:
        return True
    while before.i and (before.is_space or before.text in CLOSERS):
        before = before.nbor(-1)
        if "\n" in before.text:
            return True
    goes_on = token.text[0].islower() or token.text in CONTINUERS
    return before.text[-1] in ENDS and not goes_on and not is_abbreviation(before, token)


def is_abbreviation(mark: Token, following: Token) -> bool:
    """Whether the end mark belongs to an abbreviation, an initial or a "no. 3", not to a sentence."""
    glued = len(mark) == 1 and mark.i and not mark.nbor(-1).whitespace_
    word = mark.nbor(-1).text if glued else mark.text
    numbered = following.text[0].isdigit() and NUMBERED.fullmatch(word)
    return bool(numbered or ABBREVIATION.fullmatch(word) or INITIAL.fullmatch(word))
