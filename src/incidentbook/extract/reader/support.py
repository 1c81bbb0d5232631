"""What the trained reader says for the decisions of the rules: names of features, as in `assembly.yaml`; none without a reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from incidentbook.model import Span

if TYPE_CHECKING:
    from incidentbook.extract.drafts import Draft
    from incidentbook.extract.mentions import Mention
    from incidentbook.extract.placing import Named

_STEPS = (0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98)
MOST = 12  # triggers of an attack that a pair is scored with: the first ones
_ASIDES = (
    "threat",
    "plan",
    "hypothetical",
    "habit",
    "war",
    "exercise",
    "accident",
    "past_reference",
    "context",
)


def level(chance: float) -> str:
    """A probability in steps, as the name of a feature."""
    return next((f"≤{s}" for s in _STEPS if chance <= s), f">{_STEPS[-1]}")


def triggers_of(mention: Mention) -> list[Span]:
    """Where the triggers of a mention stand in the document."""
    return [mention.scene.span([mention.scene.doc[t.token]]) for t in mention.triggers]


def of_mention(mention: Mention) -> list[str]:
    """How likely the words of a mention stand for an attack, or for something that is none."""
    reading, spans = mention.scene.reading, triggers_of(mention)
    if reading is None:
        return []
    best = max((reading.chance(s, "trigger") for s in spans), default=0.0)
    beside = max((reading.chance(s, f"aside_{a}") for s in spans for a in _ASIDES), default=0.0)
    main = reading.main_chance(spans)
    return [f"read {level(best)}", f"read aside {level(beside)}", f"read main {level(main)}"]


def of_joining(mention: Mention, draft: Draft) -> list[str]:
    """How likely a mention and an attack told before are one."""
    reading, mine = mention.scene.reading, triggers_of(mention)
    theirs = [s for m in draft.mentions for s in triggers_of(m)][:MOST]
    if reading is None or not mine or not theirs:
        return []
    scores = [c for s in mine[:3] for c in reading.together(s, "trigger", theirs)]
    mean = sum(scores) / len(scores)
    return [f"read one {level(mean)}", f"read one at best {level(max(scores))}"]


def of_place(names: Sequence[Named], draft: Draft, others: Sequence[Draft]) -> list[str]:
    """How likely the names of a place say where an attack was, and how that compares with the other attacks."""
    reading = names[0].scene.reading
    if reading is None:
        return []
    spans = [n.mention.span for n in names]
    marked = max(reading.chance(s, "place") for s in spans)
    from_here = max(reading.chance(s, "launched_from") for s in spans)
    mine = _attached(spans, draft)
    rest = max((_attached(spans, d) for d in others), default=0.0)
    both = max(min(reading.chance(s, "place"), _attached([s], draft)) for s in spans)
    return [
        *(f"read place {level(marked)}", f"read of it {level(mine)}", f"read both {level(both)}"),
        *(f"read from {level(from_here)}", "read of it most" if mine >= rest else "read of others"),
    ]


def _attached(spans: Sequence[Span], draft: Draft) -> float:
    """The best score of one of the spans, each taken with all the triggers of an attack together."""
    reading = draft.mentions[0].scene.reading
    triggers = [s for m in draft.mentions for s in triggers_of(m)][:MOST]
    if reading is None or not triggers:
        return 0.0
    return max((_mean_of_best(reading.together(s, "place", triggers)) for s in spans), default=0.0)


def _mean_of_best(scores: Sequence[float]) -> float:
    best = sorted(scores, reverse=True)[:3]
    return sum(best) / len(best)
