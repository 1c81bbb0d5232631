"""Reports as templates of MUC-4: which reports that task wants, and each slot from the values, spans and words."""

from __future__ import annotations

import re
from datetime import date, timedelta

from benchmarks.muc4_doers import actors, doers
from benchmarks.muc4_people import human_slots, people_of_report
from benchmarks.muc4_words import Row, clean, is_person, kind_of, number, table, unique
from incidentbook.model import Count, Extraction, Interval, Report, Target

_OLD = timedelta(days=62)  # the guidelines: attacks of more than two months ago are left out
_ARMY = "ACTIVE MILITARY"
_TELLING = frozenset(
    {"BOMBING", "KIDNAPPING", "ARSON"}
)  # kinds that tell the nature of an attack by themselves
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def templates(extraction: Extraction, country: str | None) -> list[Row]:
    """The templates of a text.

    Args:
        extraction: what the product says of it.
        country: where the text comes from, for reports that name no country.
    """
    wanted = [r for r in extraction.reports if _wanted(r, extraction, country)]
    return [t for r in wanted if _tells(t := _template(r, extraction, country))]


# ------------------------------------------------------------------ which reports


def _wanted(report: Report, extraction: Extraction, country: str | None) -> bool:
    """Whether a report plays in one of the countries and not long ago."""
    if _country(report, country) not in table()["countries"]:
        return False
    published, when = _day(extraction), report.values.date
    return not (published and when and when.latest and published - when.latest > _OLD)


def _tells(template: Row) -> bool:
    """Whether it is more than what armies and guerrillas do to each other, and tells what was hit or how (1.0: 1, 3 and 7)."""
    people = {row["value"] for row in template["human_target_type"]}
    if not people and not template["phys_target"]:
        return template["incident_type"] in _TELLING
    return bool(people - {_ARMY}) or not all(map(_military, template["phys_target"]))


def _military(thing: str) -> bool:
    """Whether a thing is the property of an army or of a police."""
    words = re.split(r"\W+", thing.lower())
    if kind_of("phys_target_type", thing) == "CIVILIAN RESIDENCE":
        return False
    return bool(set(words) & set(table()["military"])) or any(
        w in thing.lower() for w in ("national guard", "air force")
    )


def _country(report: Report, fallback: str | None) -> str | None:
    """Where it plays: its place if that lies in a country that is wanted, else where the text comes from."""
    place = report.values.place
    known = place.country if place else None
    return known if known in table()["countries"] else fallback or known


def _day(extraction: Extraction) -> date | None:
    published = extraction.document.published
    return published.interval.earliest if published else None


# ------------------------------------------------------------------ slots


def _template(report: Report, extraction: Extraction, country: str | None) -> Row:
    text = extraction.document.text
    people = people_of_report(report, text)
    organizations, individuals = doers(report, text)
    instruments = unique(clean(s.span.of(text)) for s in report.statements if s.property == "weapon")
    instruments = _finest([w for w in instruments if kind_of("instrument_type", w)])
    things = _things(report, text)
    return {
        "date": _date(report.values.date, _day(extraction)),
        "location": _location(report, country),
        "incident_type": _incident_type(report),
        "stage": {"attempted": "ATTEMPTED", "foiled": "ATTEMPTED", "threatened": "THREATENED"}.get(
            report.values.stage or "", "ACCOMPLISHED"
        ),
        "instrument_id": instruments,
        "instrument_type": [{"value": kind_of("instrument_type", w), "of": w} for w in instruments],
        "perp_category": _category(report),
        "perp_individual": individuals,
        "perp_organization": list(organizations),
        "perp_confidence": [{"value": how, "of": name} for name, how in organizations.items()],
        "phys_target": list(things),
        "phys_target_type": [{"value": _sort(t), "of": t} for t in things],
        "phys_target_number": [{"value": number(c, t), "of": t} for t, c in things.items()],
        "phys_target_effect": _damage(report, things),
        **human_slots(people),
    }


_ANY_WEAPON = frozenset(
    {"BOMB", "BOMBS", "DEVICE", "DEVICES", "EXPLOSIVE", "EXPLOSIVES", "WEAPONS", "CHARGE", "CHARGES"}
)


def _finest(instruments: list[str]) -> list[str]:
    """Without what others name more exactly: "bomb" beside "car bomb" or "dynamite"."""
    exact = [w for w in instruments if w not in _ANY_WEAPON]
    return [w for w in exact or instruments if not any(set(w.split()) < set(o.split()) for o in instruments)]


def _date(when: Interval | None, published: date | None) -> str | None:
    """The day, from the first to the last, or by when; of two days the first: the keys count from the day of the dateline."""
    first, last = (when.earliest, when.latest) if when else (None, None)
    if first and last:
        if (last - first).days == 1:
            return _written(first)
        return _written(first) if first == last else f"{_written(first)} - {_written(last)}"
    end = last or published
    return f"- {_written(end)}" if end else None


def _written(day: date) -> str:
    return f"{day.day:02d} {_MONTHS[day.month - 1]} {day.year % 100:02d}"


def _location(report: Report, fallback: str | None) -> str:
    place = report.values.place
    land = table()["countries"][_country(report, fallback)]
    abroad = place is None or table()["countries"].get(place.country) != land
    if place is None or abroad or (place.precision or 9) > 4 or place.name.upper() == land:
        return str(land)
    if place.precision == 4:
        return f"{land}: {place.name.upper()} (DEPARTMENT)"
    name = re.sub(
        r"^(?:near|\w*(?:north|south|east|west)\w*(?: of)?|central) ", "", place.name, flags=re.IGNORECASE
    )
    return f"{land}: {_plain(name)} (CITY)"


def _plain(name: str) -> str:
    accents = str.maketrans("áéíóúñüÁÉÍÓÚÑÜ", "aeiounuAEIOUNU")
    return name.split(",")[0].translate(accents).upper()


def _incident_type(report: Report) -> str:
    kind = report.values.attack_type
    return next((name for name, kinds in table()["incident_type"].items() if kind in kinds), "ATTACK")


def _category(report: Report) -> str:
    who = [a for a, _ in actors(report)]
    state = any(a.kind in ("military", "police", "state") for a in who)
    return (
        "STATE-SPONSORED VIOLENCE"
        if state and not any(a.kind == "armed_group" for a in who)
        else "TERRORIST ACT"
    )


# ------------------------------------------------------------------ what it hit


def _things(report: Report, text: str) -> dict[str, Count | None]:
    found: dict[str, Count | None] = {}
    for said in report.statements:
        if isinstance(said.value, Target) and said.value.kind != "person":
            words = clean(said.span.of(text))
            if kind_of("phys_target_type", words) and not is_person(words):
                found.setdefault(words, said.value.number)
    return {t: n for t, n in found.items() if not any(set(t.split()) < set(o.split()) for o in found)}


def _sort(thing: str) -> str:
    """What sort of thing was hit; houses and offices are of the sort of those whose they are."""
    sort = kind_of("phys_target_type", thing) or "OTHER"
    if sort not in ("CIVILIAN RESIDENCE", "ORGANIZATION OFFICE"):
        return sort
    words = set(thing.lower().split())
    return next((name for name, owners in table()["owners"].items() if words & set(owners)), sort)


def _damage(report: Report, things: dict[str, Count | None]) -> list[Row]:
    damage = report.values.damage
    known = {"destroyed": "DESTROYED", "some": "SOME DAMAGE", "heavy": "SOME DAMAGE", "none": "NO DAMAGE"}
    effect = known.get(damage.extent) if damage else None
    if effect is None and _incident_type(report) in ("BOMBING", "ARSON"):
        effect = "SOME DAMAGE"
    return [{"value": effect, "of": t} for t in things] if effect else []
