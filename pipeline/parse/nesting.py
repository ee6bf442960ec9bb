"""Which post answers which, where a page shows it by nesting its elements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.parse.document import ancestors

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from pipeline.parse.model import Draft


def answered(nodes: Sequence[LexborNode], drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts with the post that each answers, where the page tells it by nesting alone.

    Args:
        nodes: the elements of the posts in page order.
        drafts: what was read of them.
    """
    if any(draft.reply_to for draft in drafts) or len(nodes) < 3:
        return list(drafts)
    above = parents(nodes)
    if len(set(above[1:])) == 1:  # all answer the opener, or none is nested
        return list(drafts)
    keys = [draft.key for draft in drafts]
    return [
        draft if parent is None else replace(draft, reply_to=keys[parent])
        for draft, parent in zip(drafts, above, strict=True)
    ]


def parents(nodes: Sequence[LexborNode]) -> list[int | None]:
    """For each post the one whose branch it stands in; None for those at the top.

    An element whose first post is another belongs to that one's branch, unless both lie in it side by side.

    Example:
        >>> from selectolax.lexbor import LexborHTMLParser
        >>> tree = LexborHTMLParser("<ul><li><p>a<ul><li><p>b<li><p>c</ul><li><p>d</ul>")
        >>> parents(tree.css("p"))
        [None, 0, 0, None]
    """
    chains = [[node, *ancestors(node)] for node in nodes]
    if len({len(chain) for chain in chains[1:]}) == 1:
        return [None] * len(nodes)
    first: dict[int, int] = {}
    for at, chain in enumerate(chains):
        for node in chain:
            first.setdefault(node.mem_id, at)
    out: list[int | None] = []
    for at, chain in enumerate(chains):
        out.append(_parent(at, chain, chains, first, out))
    return out


def _parent(
    at: int,
    chain: list[LexborNode],
    chains: list[list[LexborNode]],
    first: dict[int, int],
    known: list[int | None],
) -> int | None:
    level = next((index for index, node in enumerate(chain) if first[node.mem_id] != at), None)
    if not level:
        return None
    holder, branch = chain[level], chain[level - 1]
    other = first[holder.mem_id]
    beside = chains[other]
    place = next(index for index, node in enumerate(beside) if node.mem_id == holder.mem_id)
    if not place:  # the holder is the other post itself
        return other
    return known[other] if _alike(beside[place - 1], branch) else other


def _alike(one: LexborNode, other: LexborNode) -> bool:
    return one.tag == other.tag and _shape(one) == _shape(other)


def _shape(node: LexborNode) -> tuple[str, ...]:
    """What tells a post's element from a list of answers: its first class without figures."""
    tokens = (node.attributes.get("class") or "").split()
    return tuple(token for token in tokens[:1] if not any(letter.isdigit() for letter in token))
