"""How like two groupings of the same things are: B-cubed, MUC, CEAF-e, their mean (CoNLL), and pairs.

Bagga and Baldwin 1998; Vilain et al. 1995; Luo 2005; Pradhan et al. 2012.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

Labels = Mapping[Any, Hashable]


class Prf(NamedTuple):
    """Precision and recall."""

    p: float
    r: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.p + self.r
        return 2 * self.p * self.r / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """How like two groupings are; `ceafe` and `conll` are 0 where they were not asked for."""

    b3: Prf
    muc: Prf
    pairs: Prf
    ceafe: Prf

    @property
    def conll(self) -> float:
        """The mean of three F1."""
        return (self.b3.f1 + self.muc.f1 + self.ceafe.f1) / 3


def figures(gold: Labels, found: Labels, ceaf: bool = True) -> Figures:
    """All measures.

    Args:
        gold, found: the group of each thing, the same things in both.
        ceaf: whether to match the groups one to one too, which takes the cube of their number.
    """
    return Figures(
        b3=Prf(_b3(found, gold), _b3(gold, found)),
        muc=Prf(_muc(found, gold), _muc(gold, found)),
        pairs=_pairs(gold, found),
        ceafe=_ceaf(gold, found) if ceaf else Prf(0.0, 0.0),
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _b3(one: Labels, other: Labels) -> float:
    sizes = Counter(one.values())
    both = Counter((group, other[thing]) for thing, group in one.items())
    return _share(sum(n * n / sizes[group] for (group, _), n in both.items()), len(one))


def _muc(one: Labels, other: Labels) -> float:
    parts: dict[Hashable, set[Hashable]] = defaultdict(set)
    for thing, group in one.items():
        parts[group].add(other[thing])
    links = len(one) - len(parts)
    return _share(len(one) - sum(map(len, parts.values())), links)


def _pairs(gold: Labels, found: Labels) -> Prf:
    both = _paired(Counter((group, found[thing]) for thing, group in gold.items()))
    mine, theirs = _paired(Counter(found.values())), _paired(Counter(gold.values()))
    return Prf(_share(both, mine), _share(both, theirs))


def _paired(sizes: Counter[Hashable]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes.values())


def _ceaf(gold: Labels, found: Labels) -> Prf:
    ours, theirs = ({g: n for n, g in enumerate(dict.fromkeys(labels.values()))} for labels in (found, gold))
    sizes, wanted = Counter(found.values()), Counter(gold.values())
    table = np.zeros((len(theirs), len(ours)))
    for (g, f), n in Counter((group, found[thing]) for thing, group in gold.items()).items():
        table[theirs[g], ours[f]] = 2 * n / (wanted[g] + sizes[f])
    rows, columns = linear_sum_assignment(-table)
    best = float(table[rows, columns].sum())
    return Prf(_share(best, len(ours)), _share(best, len(theirs)))
