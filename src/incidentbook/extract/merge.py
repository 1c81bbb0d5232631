"""Gathers the event mentions of a document into attacks: one draft for each, however many sentences tell of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import yaml

from incidentbook.extract.clues import TimeClue
from incidentbook.extract.lexicon import grammar
from incidentbook.extract.mentions import Held, Mention
from incidentbook.model import Actor, AttackType, Count, Interval, Place, Property, Statement
from incidentbook.normalise.actor import actor, state_of
from incidentbook.normalise.place import distance_km

_NEAR_KM = 30.0
_JOIN = 0.0
_FOUND = 1.0


@dataclass(frozen=True)
class Draft:
    """One attack of the document, as far as read: its mentions in order, and statements of sentences without a trigger."""

    mentions: tuple[Mention, ...]
    more: tuple[Statement, ...] = field(default=())

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """All that is said of it, in the order of the text."""
        every = [s for m in self.mentions for s in m.statements] + list(self.more)
        return tuple(sorted(every, key=lambda s: s.span))

    def said(self, prop: Property) -> list[Statement]:
        """The statements of one property with a value, the surest first, then the earliest."""
        found = [s for s in self.statements if s.property == prop and s.value is not None]
        return sorted(found, key=lambda s: (-s.confidence, s.span))


@cache
def _kinds() -> dict[str, Any]:
    raw: dict[str, Any] = yaml.safe_load(
        files("incidentbook.resources").joinpath("kinds.yaml").read_text(encoding="utf-8")
    )
    return raw


def may_be_one_kind(a: AttackType, b: AttackType) -> bool:
    """Whether two kinds of attack may be two tellings of one attack."""
    pair = {a, b}
    return (
        a == b
        or "other" in pair
        or any(pair <= set(f) for f in _kinds()["families"])
        or any(pair == set(m) for m in _kinds()["mixed"])
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What one sentence tells: its event mentions, what it says of the attack at hand without naming it, what was held back."""

    mentions: tuple[Mention, ...]
    aside: tuple[Statement, ...]
    held: tuple[Held, ...] = ()


def merge(sentences: Sequence[Told]) -> list[Draft]:
    """The attacks of a document, in the order in which they are first told."""
    drafts: list[Draft] = []
    focus = 0
    for told in sentences:
        for mention in told.mentions:
            focus = _take_in(drafts, mention, focus)
        if told.aside and drafts:
            drafts[focus] = replace(drafts[focus], more=(*drafts[focus].more, *told.aside))
    return drafts


def _take_in(drafts: list[Draft], mention: Mention, focus: int) -> int:
    """Puts a mention into the draft that it fits, or founds one; gives the draft that is now at hand."""
    scores = [_score(mention, d, i == focus) for i, d in enumerate(drafts)]
    fitting = [(s, -i) for i, s in enumerate(scores) if s is not None]
    best, at = max(fitting, default=(-99.0, 0))
    if best >= _JOIN:
        drafts[-at] = replace(drafts[-at], mentions=(*drafts[-at].mentions, mention))
        return -at
    if founds(mention, first=not drafts):
        drafts.append(Draft((mention,)))
        return len(drafts) - 1
    return focus


def _whole_country(statement: Statement) -> bool:
    return isinstance(statement.value, Place) and (statement.value.precision or 9) >= 6


def _lead_of(mention: Mention, draft: Draft) -> bool:
    """The first sentence after a headline tells of the headline's attack, unless its days or its places forbid it."""
    titles = all(m.scene.sentence.region == "title" for m in draft.mentions)
    if (
        not titles
        or mention.scene.sentence.region != "body"
        or mention.scene.sentence.index > draft.mentions[0].scene.sentence.index + 3
    ):
        return False
    return _dates(mention, draft) is not None and _places(mention, draft) is not None


def founds(mention: Mention, first: bool) -> bool:
    """Whether a mention says enough to be an attack of its own: when, where, by whom or how many hurt."""
    have = {s.property for s in mention.statements if s.value is not None and not _whole_country(s)}
    if _unresolved(mention):
        have.add("date")
    anchors = have & {
        "date",
        "place",
        "perpetrator",
        "killed",
        "injured",
        "munitions",
        "target",
        "launched_from",
    }
    if first:
        return bool(anchors)
    if mention.weak:
        return ("place" in have and bool(have & {"date", "killed", "injured", "munitions"})) or {
            "date",
            "killed",
        } <= have
    harm_alone = all(t.cls == "harm" for t in mention.triggers)
    return bool(have & {"date", "place"}) or (
        len(anchors) >= 2 and not (harm_alone and anchors <= {"killed", "injured"})
    )


def _score(mention: Mention, draft: Draft, at_focus: bool) -> float | None:
    """How well a mention fits a draft; None where it cannot."""
    if any(m.scene is mention.scene and m.triggers == mention.triggers for m in draft.mentions):
        return None  # one verb, two places: two attacks
    if _lead_of(mention, draft):
        return 1.0
    parts = [
        _dates(mention, draft), _places_or_said_again(mention, draft, at_focus), _kind(mention, draft), _doers(mention, draft),
        _counts(mention, draft), _clocks(mention, draft),
    ]  # fmt: skip
    if any(p is None for p in parts):
        return None
    score = sum(p for p in parts if p is not None)
    score += 0.6 if at_focus else 0.0
    score += 0.8 if mention.same else 0.0
    score -= 3.0 if mention.other else 0.0
    score -= 1.2 if mention.earlier and not any(m.earlier for m in draft.mentions) else 0.0
    return score


def values_of(statements: Sequence[Statement], prop: Property) -> list[Any]:
    """The values of one property."""
    return [s.value for s in statements if s.property == prop and s.value is not None]


def _dates(mention: Mention, draft: Draft) -> float | None:
    mine = _intervals(mention)
    theirs = [i for m in draft.mentions for i in _intervals(m)]
    if mine and theirs:
        if not any(a.meets(b) for a in mine for b in theirs) or _other_days_named(mention, draft):
            return None
        return 2.0 if any(a == b for a in mine for b in theirs) else 1.0
    return _words_of_time(mention, draft)


def _intervals(mention: Mention) -> list[Interval]:
    return values_of(mention.statements, "date")


def _words_of_time(mention: Mention, draft: Draft) -> float | None:
    """Undated texts: other weekdays are other days; "last December" is not "on Monday"."""
    mine = _unresolved(mention)
    theirs = {w for m in draft.mentions for w in _unresolved(m)}
    if not mine or not theirs:
        return -1.0 if _intervals(mention) and not _just_begun(mention, draft) else 0.0
    return 2.0 if mine & theirs else None


_WEEK = 7


def _other_days_named(mention: Mention, draft: Draft) -> bool:
    """In a text dated only to a span, "Monday" and "Friday" may come to the same days and still are two."""
    mine = {w for c in mention.times for w in _day_words(c) if _vague(c)}
    theirs = {w for m in draft.mentions for c in m.times for w in _day_words(c) if _vague(c)}
    return bool(mine and theirs) and not mine & theirs


def _vague(clue: TimeClue) -> bool:
    interval = clue.value.interval
    return interval is None or interval.days is None or interval.days > _WEEK


def _just_begun(mention: Mention, draft: Draft) -> bool:
    """A headline and the first sentence tell of one attack, though only the one is dated."""
    first = draft.mentions[0].scene.sentence.index
    return mention.same or (len(draft.mentions) <= 2 and mention.scene.sentence.index - first <= 3)


def _unresolved(mention: Mention) -> set[str]:
    return {w for c in mention.times if c.value.interval is None for w in _day_words(c)}


def _day_words(clue: TimeClue) -> set[str]:
    words = clue.expression.text.lower()
    return {d for d in grammar("day_or_month") if d in words}


def _places_or_said_again(mention: Mention, draft: Draft, at_focus: bool) -> float | None:
    """ "The strike" just told of, now with another place: the article contradicts itself, and tells of no second strike."""
    fit = _places(mention, draft)
    return -0.7 if fit is None and at_focus and mention.same and not _intervals(mention) else fit


def _places(mention: Mention, draft: Draft) -> float | None:
    mine: list[Place] = values_of(mention.statements, "place")
    theirs: list[Place] = [s.value for s in draft.said("place") if isinstance(s.value, Place)]
    if not mine or not theirs:
        return 0.0
    return best_place_fit(mine, theirs)


def best_place_fit(mine: list[Place], theirs: list[Place]) -> float | None:
    """2 the same precise place, 0.5 compatible, None where the finest places lie apart."""
    a, b = min(mine, key=_fineness), min(theirs, key=_fineness)
    fine_a, fine_b = (a.precision or 9) <= 3, (b.precision or 9) <= 3
    if _other_site(a, b):
        return None
    if any(_same(x, y) for x in mine for y in theirs if (x.precision or 9) <= 3):
        return 2.0
    if fine_a and fine_b:
        km = distance_km(a, b)
        return None if km is not None and km > _NEAR_KM else (1.0 if km is not None else 0.0)
    if a.country and b.country and a.country != b.country and "border" not in (a.name + b.name).lower():
        return None
    return 0.4


def _other_site(a: Place, b: Place) -> bool:
    """Two sites of one kind with other names, both known by name alone: "Manor Street" and "Flax Street"."""
    if a.gazetteer is not None or b.gazetteer is not None:
        return False
    first, second = (p.name.split(",")[0].lower().split() for p in (a, b))
    return bool(first and second) and first[-1] == second[-1] and not set(first[:-1]) & set(second[:-1])


def _fineness(place: Place) -> int:
    return place.precision or 9


def _same(a: Place, b: Place) -> bool:
    return (a.gazetteer is not None and a.gazetteer == b.gazetteer) or a.name == b.name


def _kind(mention: Mention, draft: Draft) -> float | None:
    mine: list[AttackType] = values_of(mention.statements, "attack_type")
    theirs: list[AttackType] = values_of(draft.statements, "attack_type")
    if not mine or not theirs:
        return 0.0
    if not any(may_be_one_kind(a, b) for a in mine for b in theirs):
        return None
    return 0.8 if set(mine) & set(theirs) else 0.3


def _doers(mention: Mention, draft: Draft) -> float | None:
    mine: list[Actor] = values_of(mention.statements, "perpetrator")
    theirs: list[Actor] = [a for p in ("perpetrator", "claimed_by") for a in values_of(draft.statements, p)]
    theirs += [a.to for a in values_of(draft.statements, "attributed_to")]
    if not mine or not theirs:
        return -1.5 if _own_side(mine, draft) else 0.0
    if any(_one_side(a, b) for a in mine for b in theirs):
        return 0.7
    return None if all(a.id and b.id for a in mine for b in theirs) else -0.5


def _own_side(doers: Sequence[Actor], draft: Draft) -> bool:
    """Whether a state would have attacked its own people: "… killed a U.S. contractor; the U.S. struck …" is two attacks."""
    states = {a.country for a in doers if a.kind in ("state", "military") and a.country}
    hurt = {actor(v.group).country for v in values_of(draft.statements, "victims")}
    return bool(states & hurt)


def _one_side(a: Actor, b: Actor) -> bool:
    state_a, state_b = state_of(a), state_of(b)
    return a.name == b.name or (state_a is not None and state_a == state_b)


def _counts(mention: Mention, draft: Draft) -> float:
    """Other tolls speak against, equal ones for."""
    total = 0.0
    for prop in ("munitions", "killed", "injured"):
        mine: list[Count] = [c for c in values_of(mention.statements, prop) if c.low > 0]
        theirs: list[Count] = [c for c in values_of(draft.statements, prop) if c.low > 0]
        if mine and theirs:
            total += 0.6 if any(a.low == b.low for a in mine for b in theirs) else -0.4
    return total


_HOUR = 60


def _clocks(mention: Mention, draft: Draft) -> float:
    """Clock times more than an hour apart speak for two attacks of one day."""
    mine = [m for t in values_of(mention.statements, "time_of_day") if (m := _minutes(t)) is not None]
    theirs = [m for t in values_of(draft.statements, "time_of_day") if (m := _minutes(t)) is not None]
    apart = mine and theirs and all(abs(a - b) > _HOUR for a in mine for b in theirs)
    return -2.0 if apart else 0.0


def _minutes(clock: str) -> int | None:
    return int(clock[:2]) * 60 + int(clock[3:5]) if clock[:1].isdigit() else None
