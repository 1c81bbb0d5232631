"""Logistic regression drawn to weights held likely before, whose signs it keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit

Row = Sequence[tuple[str, float]]
BIAS = "bias"


def fit(
    rows: Sequence[Row],
    right: Sequence[bool],
    counts: Sequence[float],
    prior: Mapping[str, float],
    penalty: float,
) -> dict[str, float]:
    """The weights under which the rows are likeliest what they are: log-odds that add up, with `BIAS`, that of none.

    Args:
        rows: names, and how much of each; those that the prior does not name are left out.
        right: whether each row is a case.
        counts: how much each row counts.
        prior: weights held likely. A weight above 0 does not come below, nor one below 0 above.
        penalty: of each squared distance from the prior weight, halved; the bias has none.
    """
    names = sorted(prior)
    table = _table(rows, names)
    start = np.array([prior[name] for name in names] + [-3.0])
    pull = np.array([penalty] * len(names) + [0.0])
    signs = np.where(np.array(right), 1.0, -1.0)
    weight = np.array(counts, dtype=float)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        margin = signs * (table @ w)
        away = w - start
        slope = -weight * signs * expit(-margin)
        value = (weight * np.logaddexp(0.0, -margin)).sum() + (pull * away * away).sum() / 2
        return float(value), table.T @ slope + pull * away

    bounds = [_bounds(prior[name]) for name in names] + [(None, None)]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 2000}).x
    return {name: round(float(w), 2) for name, w in zip([*names, BIAS], found, strict=True)}


def _bounds(prior: float) -> tuple[float | None, float | None]:
    return (0.0, None) if prior > 0 else (None, 0.0) if prior < 0 else (None, None)


def _table(rows: Sequence[Row], names: Sequence[str]) -> csr_matrix:
    """The rows as a sparse matrix, with a last column of ones for the bias."""
    index = {name: n for n, name in enumerate(names)}
    at, columns, values = list[int](), list[int](), list[float]()
    for number, row in enumerate(rows):
        known = [(index[name], amount) for name, amount in row if name in index]
        at += [number] * (len(known) + 1)
        columns += [n for n, _ in known] + [len(names)]
        values += [amount for _, amount in known] + [1.0]
    return csr_matrix((values, (at, columns)), shape=(len(rows), len(names) + 1))
