"""Ways between two concepts over at most three relations, searched from both ends (meet in the middle)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pipeline.query_records import Path, Relation

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

LONGEST = 3
Way = tuple[float, tuple[int, ...]]


@dataclass(frozen=True)
class Ends:
    """The concepts at the ends of relations, by number; ``names`` are their nodes."""

    names: list[str]
    sources: np.ndarray[Any, Any]
    targets: np.ndarray[Any, Any]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Number of each concept."""
        return {name: number for number, name in enumerate(self.names)}

    @cached_property
    def _by_concept(self) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        """Rows in the order of their concepts, and where the rows of each concept begin."""
        import numpy as np

        concepts = np.concatenate([self.sources, self.targets])
        order = np.argsort(concepts, kind="stable")
        return order % len(self.sources), np.searchsorted(concepts[order], np.arange(len(self.names) + 1))

    def rows(self, concepts: Iterable[str]) -> np.ndarray[Any, Any]:
        """Numbers of the relations that have one of the concepts at either end, each once, in order."""
        import numpy as np

        known = [self.numbers[concept] for concept in concepts if concept in self.numbers]
        if not known:
            return np.empty(0, np.int64)
        rows, bounds = self._by_concept
        some = [rows[bounds[number] : bounds[number + 1]] for number in known]
        found: np.ndarray[Any, Any] = np.unique(np.concatenate(some))
        return found


def ends(relations: pa.Table) -> Ends:
    """Number the concepts at the ends of relations.

    Args:
        relations: table with ``source`` and ``target``.
    """
    import numpy as np
    import pyarrow as pa

    both = pa.chunked_array([*relations["source"].chunks, *relations["target"].chunks], pa.string())
    coded = both.combine_chunks().dictionary_encode()
    numbers = coded.indices.to_numpy().astype(np.int64)
    half = relations.num_rows
    return Ends(coded.dictionary.to_pylist(), numbers[:half], numbers[half:])


@dataclass(frozen=True, slots=True)
class Network:
    """Concepts and relations as arrays: row by row, as in a compressed sparse row matrix.

    The neighbours of concept ``i`` are ``neighbours[bounds[i]:bounds[i + 1]]``, in rising order, each once;
    ``weights`` and ``rows`` hold the weight and the number of the strongest relation between the two.
    """

    numbers: dict[str, int]
    names: list[str]
    bounds: np.ndarray[Any, Any]
    neighbours: np.ndarray[Any, Any]
    weights: np.ndarray[Any, Any]
    rows: np.ndarray[Any, Any]

    def at(self, node: int) -> slice:
        """Where the neighbours of a concept stand."""
        return slice(int(self.bounds[node]), int(self.bounds[node + 1]))

    def relation(self, one: int, other: int) -> int:
        """Number of the strongest relation between two neighbours."""
        import numpy as np

        place = self.at(one)
        return int(self.rows[place.start + np.searchsorted(self.neighbours[place], other)])


def network(at: Ends, weights: np.ndarray[Any, Any]) -> Network:
    """Relations as arrays.

    Args:
        at: their ends.
        weights: their weights.
    """
    import numpy as np

    left, right = np.concatenate([at.sources, at.targets]), np.concatenate([at.targets, at.sources])
    weights = np.tile(weights.astype(float), 2)
    rows = np.tile(np.arange(len(at.sources)), 2)
    order = np.lexsort((rows, -weights, right, left))
    left, right, weights, rows = left[order], right[order], weights[order], rows[order]
    first = np.ones(len(left), dtype=bool)
    first[1:] = (left[1:] != left[:-1]) | (right[1:] != right[:-1])
    first &= left != right
    left, right, weights, rows = left[first], right[first], weights[first], rows[first]
    bounds = np.searchsorted(left, np.arange(len(at.names) + 1))
    return Network(at.numbers, at.names, bounds, right, weights, rows)


def ways(net: Network, start: int, end: int, longest: int, limit: int) -> list[tuple[int, ...]]:
    """Ways from one concept to another without a concept twice: shorter ones first, then the stronger.

    Args:
        net: the network.
        start: number of the concept to start from.
        end: number of the concept to reach.
        longest: most relations on a way, 1 to 3.
        limit: most ways to return.

    Returns:
        Numbers of the concepts on each way. A way is as strong as its weakest relation.
    """
    import numpy as np

    near = np.zeros(len(net.names))
    near[net.neighbours[net.at(end)]] = net.weights[net.at(end)]
    near[[start, end]] = 0.0
    first, reach = net.neighbours[net.at(start)], net.weights[net.at(start)]
    found: list[tuple[int, ...]] = []
    if (first == end).any():
        found.append((start, end))
    if longest >= 2:
        strength = np.minimum(reach, near[first])
        found += [(start, int(node), end) for node in first[_best(strength, limit)]]
    if longest >= 3 and len(found) < limit:
        found += _three(net, start, end, near, limit)
    return found[:limit]


def _three(
    net: Network, start: int, end: int, near: np.ndarray[Any, Any], limit: int
) -> list[tuple[int, ...]]:
    import numpy as np

    first, reach = net.neighbours[net.at(start)], net.weights[net.at(start)]
    first, reach = first[first != end], reach[first != end]
    if not len(first):
        return []
    sizes = net.bounds[first + 1] - net.bounds[first]
    begins = np.repeat(net.bounds[first] - np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes)
    places = np.arange(int(sizes.sum())) + begins
    second = net.neighbours[places]
    strength = np.minimum(np.minimum(np.repeat(reach, sizes), net.weights[places]), near[second])
    best = _best(strength, limit)
    through = np.repeat(first, sizes)[best]
    return [(start, int(a), int(b), end) for a, b in zip(through, second[best], strict=True)]


def _best(strength: np.ndarray[Any, Any], limit: int) -> np.ndarray[Any, Any]:
    """Places of the greatest positive values, the greatest first."""
    import numpy as np

    places = np.flatnonzero(strength > 0.0)
    if len(places) > limit:
        places = places[np.argpartition(-strength[places], limit - 1)[:limit]]
    return places[np.argsort(-strength[places], kind="stable")]


def path(net: Network, way: Sequence[int], relations: Sequence[Relation]) -> Path:
    """A way with its relations; it is as strong as its weakest relation."""
    strength = min(max(r.anecdotal_belief, r.literature_belief) for r in relations)
    names = {r.subject: r.subject_name for r in relations} | {r.object: r.object_name for r in relations}
    nodes = tuple(net.names[node] for node in way)
    return Path(nodes, tuple(names[node] for node in nodes), tuple(relations), strength)
