"""An incident in plain words: what is known, by whose word, and no more."""

from __future__ import annotations

from collections.abc import Iterable

from incidentbook.export.countries import country_name
from incidentbook.export.incident_table import range_of, victims_in_words
from incidentbook.model import (
    Actor,
    Attribution,
    Count,
    Damage,
    Incident,
    Interval,
    Place,
    Target,
    Value,
    Values,
    Victims,
)

_KINDS = {
    "airstrike": "airstrike", "ambush": "ambush", "armed_assault": "armed assault", "arson": "arson attack",
    "bombing": "bombing", "hijacking": "hijacking", "ied": "IED attack", "kidnapping": "kidnapping",
    "sabotage": "act of sabotage", "shooting": "shooting", "stabbing": "stabbing", "storming": "storming",
    "suicide_bomb": "suicide bombing", "vehicle_bomb": "vehicle bombing", "vehicle_ramming": "vehicle ramming",
}  # fmt: skip
_STAGES = {"attempted": "attempted ", "foiled": "foiled ", "threatened": "threatened "}
_COUNTS = {
    "munitions": "munitions",
    "intercepted": "intercepted",
    "failed": "failed",
    "killed": "killed",
    "injured": "injured",
}


def title(incident: Incident) -> str:
    """The incident in a few words: `rocket attack, Ain al-Asad Airbase, IQ, 2021-07-05`."""
    values = incident.values
    place = values.place and ", ".join(part for part in (values.place.name, values.place.country) if part)
    return ", ".join(part for part in (_kind(values), place, days(values.date)) if part)


def sentences(incident: Incident) -> str:
    """What is known of the incident, in neutral sentences; what is not known is not spoken of."""
    values = incident.values
    parts = (_what(values), _figures(values), *_who(values), _sources(incident))
    return " ".join(part for part in parts if part)


def days(interval: Interval | None) -> str:
    """`2021-07-05`, `between 2021-07-04 and 2021-07-05`, `after 2021-07-04` with that day; empty for unknown days."""
    if interval is None or (interval.earliest is None and interval.latest is None):
        return ""
    if interval.earliest is None:
        return f"{interval.latest} or earlier"
    if interval.latest is None:
        return f"{interval.earliest} or later"
    return str(interval.earliest) if interval.known_day else f"{interval.earliest} to {interval.latest}"


def place_in_words(place: Place | None) -> str:
    """`Ain al-Asad Airbase, Anbar, Iraq`."""
    if place is None:
        return ""
    parts = (place.name, place.admin1, country_name(place.country, {}))
    return ", ".join(dict.fromkeys(part for part in parts if part))


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


def _kind(values: Values) -> str:
    known = values.attack_type if values.attack_type not in (None, "other") else None
    named = _KINDS.get(known, f"{known} attack") if known else "attack"
    return f"{_STAGES.get(values.stage or '', '')}{named}"


def _what(values: Values) -> str:
    where = place_in_words(values.place)
    told = ", ".join(part for part in (where, days(values.date), values.time_of_day) if part)
    kind = _kind(values)
    return f"{kind[0].upper()}{kind[1:]}{': ' + told if told else ''}."


def _figures(values: Values) -> str:
    known = [(word, getattr(values, name)) for name, word in _COUNTS.items()]
    told = "; ".join(f"{word}: {_figure(count)}" for word, count in known if count is not None)
    return f"{told[0].upper()}{told[1:]}." if told else ""


def _figure(count: Count) -> str:
    if count.best is None or count.low == count.high:
        return range_of(count)
    return f"{count.best} ({range_of(count)})"


def _who(values: Values) -> Iterable[str]:
    said = (
        ("By", values.perpetrator),
        ("Claimed by", values.claimed_by),
        ("Denied by", values.denied_by),
        ("Not confirmed by", values.not_confirmed_by),
    )
    yield from (_sentence(words, actor) for words, actor in said if actor is not None)
    for blame in values.attributed_to or ():
        yield (
            f"Attributed to {blame.to.name} by {blame.by.name}."
            if blame.by
            else f"Attributed to {blame.to.name}."
        )


def _sentence(words: str, actor: Actor) -> str:
    return f"{words} {actor.name}."


def _sources(incident: Incident) -> str:
    documents, independent = incident.sources.documents, incident.sources.independent
    told = f"Told by {documents} document{'' if documents == 1 else 's'}, {independent} independent."
    if not incident.conflicts:
        return told
    return (
        f"{told} Reports disagree on {', '.join(c.property.replace('_', ' ') for c in incident.conflicts)}."
    )
