"""Gathers the event mentions of a document into attacks: one draft for each, however many sentences tell of it.

Mention by mention, in the order of the text, the likeliest is taken: it tells again of one of the attacks so far, it tells of a
new one, or of none. A mention-ranking model, as for coreference (Denis and Baldridge 2008).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from incidentbook.extract import fit
from incidentbook.extract.assembly import Situation, beginning, founding, joining
from incidentbook.extract.drafts import Draft, Told
from incidentbook.extract.mentions import Mention
from incidentbook.extract.reader import support
from incidentbook.extract.weights import score
from incidentbook.model import Interval


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that a mention may tell: the attack `at` again (`join`), or a new one (`found`), with the names of what speaks
    for and against it, and their sum in log-odds; it needs more than 0."""

    part: Literal["join", "found"]
    at: int
    features: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Passed:
    """A mention that was taken for none, with all that it might have told, the likeliest first."""

    mention: Mention
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The attacks of a document, in the order in which they are first told, and the mentions taken for none."""

    drafts: tuple[Draft, ...]
    passed: tuple[Passed, ...]


def merge(sentences: Sequence[Told], published: Interval | None = None) -> list[Draft]:
    """The attacks of a document, in the order in which they are first told; `published` is when it was."""
    return list(gathered(sentences, published).drafts)


def gathered(sentences: Sequence[Told], published: Interval | None = None) -> Gathered:
    """As `merge`, with the mentions that were taken for none and why."""
    now = beginning(sentences, published)
    passed: list[Passed] = []
    for told in sentences:
        for mention in told.mentions:
            choices = weighed(now, mention)
            if choices[0].score > 0:
                now = put(now, mention, choices[0].at)
            else:
                passed.append(Passed(mention, choices))
        now = beside(now, told)
    return Gathered(now.drafts or _likeliest(sentences, published), tuple(passed))


_LEAST = (
    -1.0
)  # log-odds: an article whose words speak of one attack alone tells of it, if that is not too unlikely


def _likeliest(sentences: Sequence[Told], published: Interval | None) -> tuple[Draft, ...]:
    """Of a document that seems to tell of none, the likeliest attack with a place, a party or people hurt; none below a bound."""
    now = beginning(sentences, published)
    every = [m for told in sentences for m in told.mentions if _NEEDED & {s.property for s in m.statements}]
    scores = [score("found", founding(m, now)) + support.of_founding(m) for m in every]
    best = max(scores, default=_LEAST)
    return (Draft((every[scores.index(best)],)),) if best > _LEAST else ()


_NEEDED = frozenset({"place", "killed", "injured", "target", "perpetrator"})


def weighed(now: Situation, mention: Mention) -> tuple[Choice, ...]:
    """All that a mention may tell, the likeliest first; of two that are equally likely the attack told earlier."""
    joins = [
        _choice("join", at, joining(mention, at, now), support.of_joining(mention, now.drafts[at]))
        for at in open_drafts(now, mention)
    ]
    every = [*joins, _choice("found", len(now.drafts), founding(mention, now), support.of_founding(mention))]
    return tuple(sorted(every, key=lambda c: (-c.score, c.at)))


def _choice(part: Literal["join", "found"], at: int, features: Sequence[str], read: float) -> Choice:
    return Choice(part, at, tuple(features), score(part, features) + read)


def open_drafts(now: Situation, mention: Mention) -> list[int]:
    """The drafts that a mention may tell of again.

    One verb with two places tells of two attacks, and so do two bases far from each other, unless the words point back.
    """
    return [
        i
        for i, draft in enumerate(now.drafts)
        if not any(m.scene is mention.scene and m.triggers == mention.triggers for m in draft.mentions)
        and (mention.same or fit.places(mention, draft) not in _NEVER)
    ]


_NEVER = frozenset({"far site site", "other_site"})


def put(now: Situation, mention: Mention, at: int) -> Situation:
    """The situation with a mention in the draft `at`; the number after the last one founds a new draft."""
    if at == len(now.drafts):
        return replace(now, drafts=(*now.drafts, Draft((mention,))), focus=at)
    grown = replace(now.drafts[at], mentions=(*now.drafts[at].mentions, mention))
    return replace(now, drafts=(*now.drafts[:at], grown, *now.drafts[at + 1 :]), focus=at)


def beside(now: Situation, told: Told) -> Situation:
    """The situation with what a sentence says of the attack at hand without naming it."""
    if not (told.aside and now.drafts):
        return now
    at = _meant(now, told)
    grown = replace(now.drafts[at], more=(*now.drafts[at].more, *told.aside))
    return replace(now, drafts=(*now.drafts[:at], grown, *now.drafts[at + 1 :]))


_STILL_AT_HAND = 3  # sentences after which "the attack" is again the one that the article is about


def _meant(now: Situation, told: Told) -> int:
    """The attack that a sentence speaks of without naming it: the last one told, or after a while the first."""
    last = max(m.scene.sentence.index for m in now.drafts[now.focus].mentions)
    if told.index - last < _STILL_AT_HAND:
        return now.focus
    plain = [i for i, d in enumerate(now.drafts) if not (d.mentions[0].other or d.mentions[0].earlier)]
    return plain[0] if plain else 0
