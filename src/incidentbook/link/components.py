"""Connected parts of a graph: what has nothing to do with each other can be looked at one by one."""

from __future__ import annotations

from collections.abc import Iterable


def components(nodes: Iterable[int], edges: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The connected parts, each in order, by their smallest node. Union-find with path halving (Tarjan 1975).

    Args:
        nodes: numbers.
        edges: pairs of them.
    """
    above = {n: n for n in nodes}
    for a, b in edges:
        one, other = _top(above, a), _top(above, b)
        above[max(one, other)] = min(one, other)
    parts: dict[int, list[int]] = {}
    for node in sorted(above):
        parts.setdefault(_top(above, node), []).append(node)
    return list(parts.values())


def _top(above: dict[int, int], node: int) -> int:
    while above[node] != node:
        above[node] = above[above[node]]
        node = above[node]
    return node
