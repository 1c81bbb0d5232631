"""Conditional logit (McFadden 1974): which of several options is taken, each described by named features."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

Features = Sequence[str]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Bools = NDArray[np.bool_]
Loss = Callable[[Floats], tuple[float, Floats]]


@dataclass(frozen=True, slots=True)
class Choice:
    """The options, which of them are right, and how much the choice counts. An option without features is worth 0."""

    options: tuple[Features, ...]
    right: frozenset[int]
    weight: float = 1.0


def fit(
    choices: Sequence[Choice], penalty: float, least: int, prior: Mapping[str, float]
) -> dict[str, float]:
    """The weights under which the right options are likeliest, drawn to those held likely before by an L2 penalty.

    Args:
        choices: what was to be decided; where several options are right, their probabilities add up.
        penalty: of each squared distance from the prior weight, halved.
        least: features seen in fewer choices than that are left out, but for those of the prior.
        prior: weights held likely; 0 for a feature that it does not name.
    """
    counts = Counter(f for c in choices for f in {f for o in c.options for f in o})
    names = sorted({*prior, *(f for f, n in counts.items() if n >= least)})
    start = np.array([prior.get(name, 0.0) for name in names])
    loss = _loss(choices, names, start, penalty)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return {name: round(float(w), 3) for name, w in zip(names, found, strict=True) if abs(w) >= _LEAST_WEIGHT}


_LEAST_WEIGHT = 0.005  # weights nearer to 0 are not worth a line


def _loss(choices: Sequence[Choice], names: Sequence[str], start: Floats, penalty: float) -> Loss:
    """The penalised negative log-likelihood of weights, with its gradient."""
    table, first, right = _table(choices, names)
    weight = np.array([c.weight for c in choices])
    group = np.repeat(np.arange(len(choices)), [len(c.options) for c in choices])

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = table @ weights
        scores -= np.maximum.reduceat(scores, first)[group]
        raised = np.exp(scores)
        every, ours = np.add.reduceat(raised, first), np.add.reduceat(raised * right, first)
        away = weights - start
        toward = weight[group] * (raised / every[group] - raised * right / ours[group])
        likelihood = (weight * np.log(every / ours)).sum()
        return float(likelihood + penalty * away @ away / 2), table.T @ toward + penalty * away

    return loss


def _table(choices: Sequence[Choice], names: Sequence[str]) -> tuple[csr_matrix, Integers, Bools]:
    """All options as rows over the features, the first row of each choice, and which rows are right."""
    index = {name: i for i, name in enumerate(names)}
    rows, columns, starts, right = list[int](), list[int](), list[int](), list[bool]()
    for choice in choices:
        starts.append(len(right))
        for at, option in enumerate(choice.options):
            known = [index[f] for f in option if f in index]
            columns += known
            rows += [len(right)] * len(known)
            right.append(at in choice.right)
    table = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(right), len(names)))
    return table, np.array(starts), np.array(right)


def share_right(choices: Sequence[Choice], weights: Mapping[str, float]) -> float:
    """Of the choices, the share that the weights decide rightly."""
    best = [
        max(range(len(c.options)), key=lambda i: sum(weights.get(f, 0.0) for f in c.options[i]))
        for c in choices
    ]
    return sum(b in c.right for b, c in zip(best, choices, strict=True)) / len(choices)
