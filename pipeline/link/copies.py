"""Posts and sentences that were copied: whoever pastes them is no second witness.

Near copies of whole posts are found by MinHash with locality-sensitive hashing (Broder 1997,
doi:10.1109/SEQUEN.1997.666900; the library datasketch); sentences that stand word for word in an earlier
post of somebody else by their words alone.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pipeline.records import Findings, Post

if TYPE_CHECKING:
    from datasketch import MinHash

ALIKE = 0.8
"""Share of common shingles from which on a post is a copy."""
SHINGLE = 4
"""Words of a shingle."""
LEAST_POST, LEAST_SENTENCE = 25, 12
"""Words below which two people may well say the same."""
PERMUTATIONS = 64
SCHEME: Literal["affine32"] = "affine32"
WORD = re.compile(r"\w+")


class Told(NamedTuple):
    """A post: when and by whom, its sketch if it is long, its claims with the words of long sentences."""

    date: str
    post: str
    author: str | None
    sketch: MinHash | None
    claims: tuple[tuple[str, str], ...]


class Copies:
    """Collects posts with claims, and tells which claims were copied, from the oldest post on.

    Example:
        >>> copies, words = Copies(), "finasteride took my libido " * 8
        >>> [copies.add(Post(id=id, author=id, text=words), Findings(id=id)) for id in "ab"]
        [None, None]
        >>> copies.posts()
        {'b': 'a'}
    """

    def __init__(self) -> None:
        self._told: list[Told] = []

    def add(self, post: Post, findings: Findings) -> None:
        """Take a post in."""
        words = WORD.findall(post.text.lower())
        claims = tuple((claim.id, sentence(claim.text)) for claim in findings.claims)
        drawn = sketch(words) if len(words) >= LEAST_POST else None
        self._told.append(Told(post.created_at or "~", post.id, post.author, drawn, claims))

    def posts(self) -> dict[str, str]:
        """Posts that are copies, each with the post that was first."""
        from datasketch import MinHashLSH

        found: dict[str, str] = {}
        index = MinHashLSH(threshold=ALIKE, num_perm=PERMUTATIONS)
        first: dict[str, Told] = {}
        for told in self._by_date():
            if told.sketch is None:
                continue
            near = sorted(id for id in index.query(told.sketch) if is_copy(told, first[id]))
            if near:
                found[told.post] = near[0]
            else:
                index.insert(told.post, told.sketch)
                first[told.post] = told
        return found

    def claims(self) -> dict[str, str]:
        """Claims that are copies, each with the post that was first."""
        copied = self.posts() if any(told.sketch for told in self._told) else {}
        first: dict[str, Told] = {}
        found: dict[str, str] = {}
        for told in self._by_date():
            for claim, said in told.claims:
                before = first.setdefault(said, told) if said else told
                if original := copied.get(told.post):
                    found[claim] = original
                elif before.post != told.post and is_other(told.author, before.author):
                    found[claim] = before.post
        return found

    def _by_date(self) -> list[Told]:
        return sorted(self._told, key=lambda told: (told.date, told.post))


def is_copy(told: Told, before: Told) -> bool:
    """Whether a post is a copy of an earlier one of somebody else."""
    assert told.sketch is not None
    assert before.sketch is not None
    return is_other(told.author, before.author) and told.sketch.jaccard(before.sketch) >= ALIKE


def is_other(author: str | None, other: str | None) -> bool:
    """Whether two posts are not by the same known author, who may say a thing twice."""
    return author is None or author != other


def sentence(text: str) -> str:
    """The words of a sentence that is long enough to be known by them; nothing of a short one."""
    words = WORD.findall(text.lower())
    return " ".join(words) if len(words) >= LEAST_SENTENCE else ""


def sketch(words: list[str]) -> MinHash:
    """The MinHash of runs of a few words."""
    from datasketch import MinHash

    runs = {" ".join(words[at : at + SHINGLE]).encode() for at in range(len(words) - SHINGLE + 1)}
    made = MinHash(num_perm=PERMUTATIONS, permutations=permutations(), scheme=SCHEME)
    made.update_batch(sorted(runs))
    return made


@cache
def permutations() -> Any:
    """The permutations of all sketches, drawn once."""
    from datasketch import MinHash

    return MinHash(num_perm=PERMUTATIONS, scheme=SCHEME).permutations
