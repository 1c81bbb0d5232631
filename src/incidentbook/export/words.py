"""Values as people read them: pure functions from the types of `model.py` to short text; unknown is empty."""

from __future__ import annotations

from typing import Any

from incidentbook.model import (
    Actor,
    Attribution,
    Count,
    Damage,
    Document,
    Interval,
    Place,
    Statement,
    Target,
    Values,
    Victims,
)

_PRECISION = {
    1: "exact",
    2: "near",
    3: "district",
    4: "province",
    5: "line or area",
    6: "country",
    7: "open water or air",
}
"""UCDP GED codebook, `where_prec`, in a word each."""


def days(interval: Interval | None) -> str:
    """`2021-07-05`, `2021-06-11 – 2021-06-24`, `from 2021-06-11`, `until 2021-06-24`."""
    if interval is None or (interval.earliest is None and interval.latest is None):
        return ""
    if interval.earliest is None:
        return f"until {interval.latest}"
    if interval.latest is None:
        return f"from {interval.earliest}"
    return str(interval.earliest) if interval.known_day else f"{interval.earliest} – {interval.latest}"


def count(figure: Count | None) -> str:
    """`3`, `2–14`, `3+` for "at least 3"."""
    if figure is None:
        return ""
    if figure.high is None:
        return f"{figure.low}+"
    return str(figure.low) if figure.low == figure.high else f"{figure.low}–{figure.high}"


def count_with_best(figure: Count) -> str:
    """As `count`, with the single figure where there is one inside a range: `12 (3–14)`."""
    if figure.best is None or figure.low == figure.high:
        return count(figure)
    return f"{figure.best} ({count(figure)})"


def place(where: Place | None) -> str:
    """Its name with its country: `Camp Taji, IQ`."""
    if where is None:
        return ""
    return f"{where.name}, {where.country}" if where.country else where.name


def place_in_full(where: Place) -> str:
    """Name, province, country, how exact, where on the map, and the gazetteer's entry."""
    named = ", ".join(part for part in (where.name, where.admin1, where.country) if part)
    exact = _PRECISION.get(where.precision or 0)
    point = f"{where.lat:.4f} {where.lon:.4f}" if where.lat is not None and where.lon is not None else None
    return " · ".join(part for part in (named, exact, point, where.gazetteer) if part)


def kind(values: Values) -> str:
    """The kind of attack, with its stage where it was not accomplished: `rocket (foiled)`."""
    named = (values.attack_type or "").replace("_", " ")
    if values.stage in (None, "accomplished"):
        return named
    return f"{named} ({values.stage})".strip()


def blame(values: Values) -> str:
    """Who did it, who says they did, on whom it is blamed."""
    parts = [values.perpetrator.name] if values.perpetrator else []
    parts += [f"claimed: {values.claimed_by.name}"] if values.claimed_by else []
    blamed = list(dict.fromkeys(a.to.name for a in values.attributed_to or ()))
    parts += [f"blamed: {', '.join(blamed)}"] if blamed else []
    return "; ".join(parts)


def value(known: Any) -> str:
    """Any value of a property in one line; `none` for what is said to be nobody or nothing."""
    match known:
        case None:
            return "none"
        case Interval():
            return days(known)
        case Count():
            return count_with_best(known)
        case Place():
            return place_in_full(known)
        case Actor():
            return known.name
        case Target():
            return _target(known)
        case Victims():
            return _victims(known)
        case Damage():
            return f"{known.extent.replace('_', ' ')} ({known.text})"
        case Attribution():
            return f"{known.to.name} (by {known.by.name})" if known.by else known.to.name
        case tuple():
            return "; ".join(value(item) for item in known)
        case _:
            return str(known).replace("_", " ")


def in_short(known: Any) -> str:
    """As `value`, a place by its name and country alone."""
    return place(known) if isinstance(known, Place) else value(known)


def said(statement: Statement) -> str:
    """The value of a statement, in short; a day that is said without its year has none."""
    if statement.property == "date" and statement.value is None:
        return "not on the calendar"
    return in_short(statement.value)


def published(document: Document) -> str:
    """The days of publication, as far as they are known."""
    known = days(document.published.interval) if document.published else ""
    if document.reference:
        return known
    return f"{known} (year not known)" if known else "year not known"


def _target(target: Target) -> str:
    number = f"{count(target.number)} × " if target.number else ""
    effect = f" ({target.effect})" if target.effect and target.effect != "unknown" else ""
    return f"{number}{target.name}{effect}"


def _victims(victims: Victims) -> str:
    harm = [
        f"{count(c)} {verb}"
        for c, verb in ((victims.killed, "killed"), (victims.injured, "injured"))
        if c is not None
    ]
    return f"{victims.group}: {', '.join(harm)}" if harm else victims.group
