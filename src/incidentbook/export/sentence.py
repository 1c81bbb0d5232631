"""An incident in plain words: what is known, by whose word, and no more.

What only one side says is told as what it says: who did it is always somebody's word, and so are the killed and injured.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from incidentbook.book.policy import agree
from incidentbook.book.voices import source_of
from incidentbook.check.phrases import listed
from incidentbook.export import phrases
from incidentbook.export.incident_table import range_of, victims_in_words
from incidentbook.export.phrases import place_in_words
from incidentbook.export.resources import load
from incidentbook.export.source import Told
from incidentbook.model import (
    Actor,
    Attribution,
    Count,
    Damage,
    Incident,
    Interval,
    Place,
    Statement,
    Target,
    Value,
    Values,
    Victims,
)

__all__ = ["days", "headline", "place_in_words", "sentence", "sentences", "value_in_words"]
_DETERMINERS = ("a ", "an ", "the ", "his ", "her ", "their ")
_STRUCK = ("some", "heavy", "destroyed")
_LONGEST_NAME = 60


def headline(incident: Incident) -> str:
    """The incident in a line without a full stop: `3 rockets hit Ain al-Asad Airbase, Anbar, Iraq, 5 July 2021, 14:45`."""
    values = incident.values
    parts = (_happened(values), phrases.days(values.date), values.time_of_day)
    return _capital(", ".join(part for part in parts if part))


def sentence(incident: Incident, told: Told = ()) -> str:
    """What happened, then what is said of the killed and injured, then of who did it, each a sentence.

    Args:
        told: the incident's reports with their documents; with them it can be told that nobody claimed it, and that one
            side alone gives a figure.
    """
    values = incident.values
    every = (
        f"{_capital(_when_too(values))}.",
        *_stopped(values),
        *_people(incident, told),
        *_blame(incident, told),
    )
    return " ".join(every)


def sentences(incident: Incident) -> str:
    """The same, with how many documents tell of it and what they disagree on."""
    return f"{sentence(incident)} {_sources(incident)}"


def days(interval: Interval | None) -> str:
    """`2021-07-05`, `2021-07-04 to 2021-07-05`, `2021-07-04 or later`; empty for unknown days."""
    if interval is None or (interval.earliest is None and interval.latest is None):
        return ""
    if interval.earliest is None:
        return f"{interval.latest} or earlier"
    if interval.latest is None:
        return f"{interval.earliest} or later"
    return str(interval.earliest) if interval.known_day else f"{interval.earliest} to {interval.latest}"


def value_in_words(value: Value | None) -> str:
    """The value of a statement in a few words; `none` for what is said to be nobody or nothing."""
    match value:
        case None:
            return "none"
        case Interval():
            return days(value)
        case Count():
            return _figure(value)
        case Place():
            return place_in_words(value)
        case Actor() | Target():
            return value.name
        case Victims():
            return victims_in_words(value)
        case Damage():
            return value.text
        case Attribution():
            return f"{value.to.name} by {value.by.name}" if value.by else value.to.name
        case _:
            return value.replace("_", " ")


def _figure(count: Count) -> str:
    if count.best is None or count.low == count.high:
        return range_of(count)
    return f"{count.best} ({range_of(count)})"


# ------------------------------------------------------------ what happened, and where


@dataclass(frozen=True, slots=True)
class _Where:
    """`struck`: what was hit or aimed at, with its place; None where that is an area. `within`: the place after a preposition.

    `moving` is what was struck where that moves, and so is no place that something happens at: a convoy; `around` is where it
    was, after a preposition.
    """

    struck: str | None
    within: str
    moving: str | None = None
    around: str = ""


def _happened(values: Values) -> str:
    where = _where(values)
    if values.stage in ("attempted", "foiled", "threatened"):
        return _averted(values, where)
    things, blasts = _table("things"), _table("blasts")
    if values.attack_type in things:
        return _sent(values, where, things[values.attack_type])
    if values.attack_type in blasts:
        return _went_off(values, where, blasts[values.attack_type])
    return _took_place(values, where)


def _took_place(values: Values, where: _Where) -> str:
    event = phrases.with_article(_event(values))
    if where.moving is None:
        return f"{event} took place {where.within}"
    word = _table("aimed_at_moving").get(values.attack_type) or _aimed(values)
    return f"{event} {word} {where.moving} took place {where.around}"


def _aimed(values: Values) -> str:
    return str(_table("aimed").get(values.attack_type, "on"))


def _sent(values: Values, where: _Where, thing: Mapping[str, Any]) -> str:
    counted = _counted(values, thing)
    if counted is None:
        if where.struck and _has_struck(values):
            return f"{phrases.with_article(_event(values))} hit {where.struck}"
        return _took_place(values, where)
    number, is_one = counted
    if where.struck and _has_struck(values):
        return f"{number} hit {where.struck}"
    aim = f"at {where.struck}" if where.struck else where.within
    return f"{number} {_were(is_one)} {thing['sent']} {aim}"


def _went_off(values: Values, where: _Where, thing: Mapping[str, Any]) -> str:
    number, _ = _counted(values, thing) or (phrases.with_article(_noun(values, thing)), True)
    return f"{number} went off {where.within}"


def _averted(values: Values, where: _Where) -> str:
    event = _event(values)
    aim = f"{_aimed(values)} {where.struck}" if where.struck else where.within
    thing = {**_table("things"), **_table("blasts")}.get(values.attack_type)
    counted = _counted(values, thing) if thing else None
    arms = f" with {counted[0]}" if counted else ""
    if values.stage == "attempted":
        return f"an attempted {event} {_with_comma(aim, arms)} failed"
    return f"{phrases.with_article(event)} {_with_comma(aim, arms)} was {values.stage}"


def _with_comma(aim: str, arms: str) -> str:
    """What it was aimed at and with what; a comma ends a place of several parts inside a sentence."""
    return f"{aim}{arms}," if "," in aim else f"{aim}{arms}"


def _counted(values: Values, thing: Mapping[str, Any]) -> tuple[str, bool] | None:
    noun = _noun(values, thing)
    return phrases.number_of(values.munitions, noun, phrases.plural(noun))


def _noun(values: Values, thing: Mapping[str, Any]) -> str:
    """The weapon where it is such a thing, else what such things are called."""
    said = " ".join((values.weapon or "").split())
    known: Sequence[str] = thing["words"]
    for word in known:
        if said.casefold() == word.casefold():
            return word
        if said.casefold().endswith(f" {word.casefold()}") and len(said) <= _LONGEST_NAME:
            return said
    return known[0]


def _event(values: Values) -> str:
    return str(_table("events").get(values.attack_type, "attack"))


def _has_struck(values: Values) -> bool:
    """Whether something says that it reached what it was aimed at; that all was shot down says that it did not."""
    if values.munitions and values.munitions == values.intercepted:
        return False
    harm = any(count and count.low > 0 for count in (values.killed, values.injured))
    broken = values.damage is not None and values.damage.extent in _STRUCK
    return values.stage == "accomplished" or harm or broken or values.impact is not None


def _where(values: Values) -> _Where:
    place = values.place
    target = _target(values)
    if place is None:
        struck = target or _table("sites").get(values.site)
        unknown = "at an unknown place"
        return _Where(
            struck and f"{struck} {unknown}",
            f"{_at(values)} {struck or 'an unknown place'}",
            _moving(values, struck),
            unknown,
        )
    named = phrases.place_in_a_sentence(place)
    if phrases.is_facility(place):
        return _Where(named, f"at {named}")
    struck = _table("sites").get(values.site) or (target if phrases.is_area(place) else None)
    if struck:
        at = f"{_at(values)} {struck} in {named}"
        return _Where(f"{struck} in {named}", at, _moving(values, struck), f"in {named}")
    return _Where(None if phrases.is_area(place) else named, f"in {named}")


def _at(values: Values) -> str:
    return "on" if values.site in _table("happens_on") else "at"


def _moving(values: Values, struck: str | None) -> str | None:
    return struck if values.site in _table("moving") else None


def _target(values: Values) -> str | None:
    """The first thing that was aimed at and can stand in a sentence as it was said."""
    for target in values.target or ():
        name = " ".join(target.name.split())
        if target.kind in ("facility", "vehicle") and name.lower().startswith(_DETERMINERS):
            return (name[0].lower() + name[1:])[:_LONGEST_NAME]
    return None


def _when_too(values: Values) -> str:
    """What happened with date and time, which a comma sets off behind a place of several parts."""
    happened, time = _happened(values), phrases.time_of_day(values.time_of_day)
    named = phrases.place_in_a_sentence(values.place) if values.place else ""
    comma = "," if "," in named and happened.endswith(named) else ""
    return " ".join(part for part in (f"{happened}{comma}", phrases.when(values.date), time) if part)


def _stopped(values: Values) -> Iterable[str]:
    """What became of what did not arrive."""
    is_one = values.munitions is not None and values.munitions.high == 1
    one, several = _of_them(values)
    told = [
        f"{'it was' if is_one else f'{number[0]} {_were(number[1])}'} {done}"
        for count, done in (
            (values.intercepted, "reported shot down"),
            (values.failed, "reported to have failed"),
        )
        if (number := phrases.number_of(count, one, several))
    ]
    if told:
        yield f"{_capital(' and '.join(told))}."


def _of_them(values: Values) -> tuple[str, str]:
    """What those are called that did not arrive, one and several: by name where nothing before told of them."""
    thing = {**_table("things"), **_table("blasts")}.get(values.attack_type)
    if thing is not None and _counted(values, thing):
        return "of them", "of them"
    noun = _noun(values, thing) if thing else "munition"
    return noun, phrases.plural(noun)


def _were(is_one: bool) -> str:
    return "was" if is_one else "were"


# ------------------------------------------------------------ what is said of people and of who did it


def _people(incident: Incident, told: Told) -> Iterable[str]:
    values = incident.values
    by: dict[str, list[str]] = {}
    for name, count in (("killed", values.killed), ("injured", values.injured)):
        if harm := _hurt(count, name):
            by.setdefault(_by_whom(incident, told, name), []).append(harm)
    for who, harms in by.items():
        both = harms == ["no one was killed", "no one was injured"]
        yield f"{who} that {'no one was killed or injured' if both else ' and '.join(harms)}."
    if not by:
        yield "How many were killed or injured is unknown."


def _by_whom(incident: Incident, told: Told, name: str) -> str:
    """`Reports say`, or the one who alone says it: `The Iraqi army said`, `The Houthis claimed`."""
    if _is_corrected(incident, name):
        return "A reviewer found"
    shown = getattr(incident.values, name)
    said = [s for _, report in told for s in report.statements if s.property == name and _backs(s, shown)]
    speakers = {s.speaker for s in said}
    (only,) = speakers if len(speakers) == 1 else (None,)
    if only is not None and source_of(only) is not None:
        verb = "claimed" if all(s.stance == "claimed" for s in said) else "said"
        return f"{_capital(_name(only))} {verb}"
    return "The only source says" if incident.sources.independent == 1 else "Reports say"


def _backs(statement: Statement, shown: Count) -> bool:
    is_said = statement.value is not None and statement.stance not in ("denied", "unconfirmed")
    return is_said and agree(statement.property, statement.value, shown)


def _hurt(count: Count | None, how: str) -> str | None:
    if count is None:
        return None
    if count.high == 0:
        return f"no one was {how}"
    number = phrases.number_of(count, "person", "people")
    return number and f"{number[0]} {_were(number[1])} {how}"


def _blame(incident: Incident, told: Told) -> Iterable[str]:
    values = incident.values
    if values.claimed_by:
        yield f"It was claimed by {_name(values.claimed_by)}."
    yield from _blamed(values.attributed_to or ())
    if values.perpetrator and values.perpetrator != values.claimed_by:
        yield f"{_who_names(incident)} {_name(values.perpetrator)} as the attacker."
    if values.denied_by:
        yield f"{_capital(_name(values.denied_by))} denied it."
    if not values.claimed_by and _is_unclaimed(told):
        yield "No group has claimed it, as far as was known when the reports were written."
    elif not (values.claimed_by or values.attributed_to or values.perpetrator):
        yield "Who did it is unknown."


def _who_names(incident: Incident) -> str:
    if _is_corrected(incident, "perpetrator"):
        return "A reviewer names"
    return "The only source names" if incident.sources.independent == 1 else "Reports name"


def _is_corrected(incident: Incident, name: str) -> bool:
    return any(ruling.property == name for ruling in incident.review)


def _blamed(accused: Iterable[Attribution]) -> Iterable[str]:
    by: dict[str, list[str]] = {}
    for one in accused:
        by.setdefault(_name(one.to), []).extend([_name(one.by)] if one.by else [])
    for whom, accusers in by.items():
        yield f"It was blamed on {whom} by {listed(accusers)}." if accusers else f"It was blamed on {whom}."


def _is_unclaimed(told: Told) -> bool:
    said = [s for _, report in told for s in report.statements if s.property == "claimed_by"]
    return any(s.value is None and s.stance in ("stated", "reported") for s in said)


def _name(actor: Actor) -> str:
    return phrases.actor_in_a_sentence(actor) or "somebody who is not named"


def _sources(incident: Incident) -> str:
    documents, independent = incident.sources.documents, incident.sources.independent
    told = f"Told by {documents} document{'' if documents == 1 else 's'}, {independent} independent."
    if not incident.conflicts:
        return told
    return f"{told} Reports disagree on {listed([c.property.replace('_', ' ') for c in incident.conflicts])}."


def _table(name: str) -> Mapping[str | None, Any]:
    found: Mapping[str | None, Any] = load("sentence.yaml")[name]
    return found


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
