"""Ways between two concepts over at most three relations, searched from both ends (meet in the middle)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

LONGEST = 3
Way = tuple[float, tuple[int, ...]]


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


def network(relations: pa.Table) -> Network:
    """The relations of a graph as arrays.

    Args:
        relations: table with ``source``, ``target`` and ``weight``.
    """
    import numpy as np

    ends = [relations[name].to_pylist() for name in ("source", "target")]
    names = sorted({*ends[0], *ends[1]})
    numbers = {name: number for number, name in enumerate(names)}
    one, other = (np.array([numbers[name] for name in some], dtype=np.int64) for some in ends)
    weights = np.tile(relations["weight"].to_numpy(zero_copy_only=False).astype(float), 2)
    left, right = np.concatenate([one, other]), np.concatenate([other, one])
    rows = np.tile(np.arange(len(one)), 2)
    order = np.lexsort((rows, -weights, right, left))
    left, right, weights, rows = left[order], right[order], weights[order], rows[order]
    first = np.ones(len(left), dtype=bool)
    first[1:] = (left[1:] != left[:-1]) | (right[1:] != right[:-1])
    first &= left != right
    left, right, weights, rows = left[first], right[first], weights[first], rows[first]
    bounds = np.searchsorted(left, np.arange(len(names) + 1))
    return Network(numbers, names, bounds, right, weights, rows)


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
