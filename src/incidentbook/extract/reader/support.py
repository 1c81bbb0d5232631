"""What the trained reader says for the choice of `merge.py`: whether a mention tells of an attack, and of which.

Its probabilities are added to the learned weights of the rules as a share of their log-odds, since both see the same words.
The shares are among {0.2, 0.3, 0.4, 0.6} and were chosen by hand, by the choices and the reports of the marked-up articles
which the reader was not taught. That two mentions are two attacks weighs least: the reader takes many a word that points back
for something new, and each such slip makes a report of nothing. Without a reader everything here is 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import TYPE_CHECKING

from incidentbook.model import Span

if TYPE_CHECKING:
    from incidentbook.extract.drafts import Draft
    from incidentbook.extract.mentions import Mention

_TOLD = 0.4  # share of the log-odds that the words stand for an attack
_ONE = 0.3  # share of the log-odds that two mentions are one attack: of the mean, and of the best pair
_TWO = 0.05  # the same where they speak for two attacks
_SURE = 0.99  # no probability counts as more than this, or as less than its opposite
MOST = 12  # triggers of an attack that a pair is scored with: the first ones
_OF_MENTION = 3


def of_founding(mention: Mention) -> float:
    """What speaks for a mention telling of any attack at all, in log-odds."""
    reading = mention.scene.reading
    if reading is None:
        return 0.0
    return _TOLD * _log_odds(max((reading.chance(s, "trigger") for s in triggers_of(mention)), default=0.0))


def of_joining(mention: Mention, draft: Draft) -> float:
    """What speaks for a mention and an attack told before being one, in log-odds."""
    reading, mine = mention.scene.reading, triggers_of(mention)[:_OF_MENTION]
    theirs = triggers_of(*draft.mentions)[:MOST]
    if reading is None or not mine or not theirs:
        return 0.0
    scores = [c for s in mine for c in reading.together(s, "trigger", theirs)]
    mean = sum(scores) / len(scores)
    odds = _log_odds(mean) + _log_odds(max(scores))
    return of_founding(mention) + (_ONE if odds > 0 else _TWO) * odds


def of_it(words: Span, label: str, draft: Draft) -> float:
    """How likely words of a label belong to an attack (0 to 1): the mean of its three likeliest triggers."""
    reading = draft.mentions[0].scene.reading
    scores = reading.together(words, label, triggers_of(*draft.mentions)[:MOST]) if reading else []
    best = sorted(scores, reverse=True)[:3]
    return sum(best) / len(best) if best else 0.0


def triggers_of(*mentions: Mention) -> Sequence[Span]:
    """Where the triggers of mentions stand in the document."""
    return [m.scene.span([m.scene.doc[t.token]]) for m in mentions for t in m.triggers]


def _log_odds(chance: float) -> float:
    sure = min(max(chance, 1 - _SURE), _SURE)
    return log(sure / (1 - sure))
