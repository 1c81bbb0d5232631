"""What the trained reader makes of a text: for any words how likely they bear a label, and whether they tell of an attack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from incidentbook.extract.reader.encoding import Encoded
from incidentbook.extract.reader.schema import KINDS, LABELS
from incidentbook.model import AttackType, Span

_BEGINS, _INSIDE = 1, 2
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Found:
    """Words that the reader gives a label: where they stand in the text, and how likely they bear it (0 to 1)."""

    span: Span
    label: str
    chance: float


@dataclass(frozen=True, eq=False)
class Reading:
    """A text as read: for each piece the chances of each label (outside, begins, inside), log-odds of kinds, and a vector.

    `scorer`: the weights of the scores of pairs.
    """

    encoded: Encoded
    labels: Floats  # pieces x labels x 3
    kinds: Floats  # pieces x (kinds + 1), the last one is `main`
    vectors: Floats  # pieces x width
    scorer: PairScorer

    def chance(self, span: Span, label: str) -> float:
        """How likely words bear a label: the mean over their pieces; 0 where no piece was read."""
        pieces = self._pieces(span)
        if not pieces:
            return 0.0
        return float(1 - self.labels[pieces.start : pieces.stop, LABELS.index(label), 0].mean())

    def kind_chances(self, spans: Sequence[Span]) -> dict[AttackType, float]:
        """How likely the triggers on some words tell each kind of attack; they add up to one. Empty without a piece."""
        rows = [self.kinds[p.start : p.stop, : len(KINDS)].mean(0) for s in spans if (p := self._pieces(s))]
        if not rows:
            return {}
        odds = np.exp(np.mean(rows, 0) - np.max(np.mean(rows, 0)))
        return {kind: float(c) for kind, c in zip(KINDS, odds / odds.sum(), strict=True)}

    def main_chance(self, spans: Sequence[Span]) -> float:
        """How likely the article is about the attack that the triggers on some words tell of (0 to 1); 0 without a piece."""
        odds = [
            float(self.kinds[p.start : p.stop, len(KINDS)].mean()) for s in spans if (p := self._pieces(s))
        ]
        return float(1 / (1 + np.exp(-np.mean(odds)))) if odds else 0.0

    def together(self, span: Span, label: str, triggers: Sequence[Span]) -> list[float]:
        """How likely words, taken for that label, speak of the attack of each trigger (0 to 1)."""
        mine, theirs = self._pieces(span), [self._pieces(t) for t in triggers]
        known = [p for p in theirs if p and mine]
        scores = iter(self._scored(mine, LABELS.index(label), known))
        return [next(scores) if p and mine else 0.0 for p in theirs]

    def _scored(self, mine: range, label: int, triggers: Sequence[range]) -> list[float]:
        if not triggers:
            return []
        spans = np.repeat(self._pooled(mine)[None], len(triggers), 0)
        distance = np.array([mine.start - t.start for t in triggers])
        others = np.stack([self._pooled(t) for t in triggers])
        return [float(x) for x in self.scorer(spans, others, label, distance)]

    def found(self, label: str, least: float = 0.5) -> list[Found]:
        """All stretches of words that bear a label, each piece with that chance at least, in the order of the text."""
        known = self._known
        if (label, least) not in known:
            known[label, least] = list(self._stretches(label, least))
        return known[label, least]

    @cached_property
    def _known(self) -> dict[tuple[str, float], list[Found]]:
        return {}

    def _stretches(self, label: str, least: float) -> Iterator[Found]:
        chances = self.labels[:, LABELS.index(label)]
        start: int | None = None
        before = -1
        for i in (int(x) for x in np.flatnonzero(1 - chances[:, 0] >= least)):
            begins = chances[i, _BEGINS] > chances[i, _INSIDE] and not self._continues_word(i)
            if start is not None and (i != before + 1 or begins or self._is_break(i)):
                yield self._stretch(start, before + 1, label)
                start = None
            if start is None and not self._is_break(i):
                start = i
            before = i
        if start is not None:
            yield self._stretch(start, before + 1, label)

    def _is_break(self, at: int) -> bool:
        return self.encoded.pieces[at].start == self.encoded.pieces[at].end

    def _continues_word(self, at: int) -> bool:
        return at > 0 and self.encoded.pieces[at].start == self.encoded.pieces[at - 1].end

    def _stretch(self, start: int, end: int, label: str) -> Found:
        span = Span(self.encoded.pieces[start].start, self.encoded.pieces[end - 1].end)
        return Found(span, label, float(1 - self.labels[start:end, LABELS.index(label), 0].mean()))

    def _pieces(self, span: Span) -> range:
        """The pieces that a span touches."""
        first = int(np.searchsorted(self._ends, span.start, side="right"))
        last = int(np.searchsorted(self._starts, span.end, side="left"))
        return range(first, last)

    def _pooled(self, pieces: range) -> Floats:
        mean: Floats = self.vectors[pieces.start : pieces.stop].mean(0)
        return mean

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        return np.array([p.start for p in self.encoded.pieces], dtype=np.int64)

    @cached_property
    def _ends(self) -> NDArray[np.int64]:
        return np.array([p.end for p in self.encoded.pieces], dtype=np.int64)


class Session(Protocol):
    """A network that runs: named arrays in, arrays out."""

    def run(self, outputs: Sequence[str] | None, given: Mapping[str, Any]) -> list[Any]:
        """The outputs of these names, or all of them."""
        ...


class PairScorer:
    """Scores whether spans and triggers speak of one attack."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __call__(self, spans: Floats, triggers: Floats, label: int, distance: NDArray[np.int64]) -> Floats:
        """How likely each span and the trigger beside it belong together (0 to 1)."""
        given = {
            "span": spans.astype(np.float32),
            "trigger": triggers.astype(np.float32),
            "label": np.full(len(spans), label, dtype=np.int64),
            "distance": distance.astype(np.int64),
        }
        (logits,) = self._session.run(["same"], given)
        chances: Floats = 1 / (1 + np.exp(-logits))
        return chances
