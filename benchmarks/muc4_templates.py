"""Reports as templates of MUC-4: which reports that task wants, and each slot from the values, spans and words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from incidentbook.model import (
    Actor,
    Attribution,
    Count,
    Extraction,
    Interval,
    Report,
    Span,
    Statement,
    Target,
    Victims,
)

Row = dict[str, Any]
Filler = str | Row
_OLD = timedelta(days=62)  # the guidelines: attacks of more than two months ago are left out
_FORCES = frozenset({"ACTIVE MILITARY", "LAW ENFORCEMENT"})
_LEADING = re.compile(
    r"^(?:(?:the|an?|his|her|its|their|our|this|that|these|those|some|several|many|all|about|at least|more than|"
    r"over|nearly|almost|another|other|both|of|more|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d[\d,]*) )+",
    re.IGNORECASE,
)
_CUT = re.compile(r"(?:,| who | which | that | where | when | while | -- | \[| \()", re.IGNORECASE)
_NAME = re.compile(r"(?:[A-Z][\w'.-]+)(?: (?:(?:de|del|la|y|los|las|da|von) )*[A-Z][\w'.-]+)*$")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def templates(extraction: Extraction, country: str | None) -> list[Row]:
    """The templates of a text.

    Args:
        extraction: what the product says of it.
        country: where the text comes from, for reports that name no country.
    """
    wanted = [r for r in extraction.reports if _wanted(r, extraction, country)]
    return [t for r in wanted if _tells(t := _template(r, extraction, country))]


@cache
def _table() -> Row:
    table: Row = yaml.safe_load(Path(__file__).with_suffix("").with_name("muc4.yaml").read_text("utf-8"))
    return table


# ------------------------------------------------------------------ which reports


def _wanted(report: Report, extraction: Extraction, country: str | None) -> bool:
    """Whether a report plays in one of the countries and not long ago."""
    if _country(report, country) not in _table()["countries"]:
        return False
    published, when = _day(extraction), report.values.date
    return not (published and when and when.latest and published - when.latest > _OLD)


def _tells(template: Row) -> bool:
    """Whether somebody or something was hit that is neither a force in arms nor its property (guidelines 1.0, 1 and 7)."""
    people = {row["value"] for row in template["human_target_type"]}
    things = {t for t in template["phys_target"] if not _military(t)}
    return bool(things or people - _FORCES)


def _military(thing: str) -> bool:
    """Whether a thing is the property of an army or of a police."""
    words = re.split(r"\W+", thing.lower())
    if _type("phys_target_type", thing) == "CIVILIAN RESIDENCE":
        return False
    return bool(set(words) & set(_table()["military"])) or any(w in thing.lower() for w in ("national guard", "air force"))


def _country(report: Report, fallback: str | None) -> str | None:
    """Where it plays: its place if that lies in a country that is wanted, else where the text comes from."""
    place = report.values.place
    known = place.country if place else None
    return known if known in _table()["countries"] else fallback or known


def _day(extraction: Extraction) -> date | None:
    published = extraction.document.published
    return published.interval.earliest if published else None


# ------------------------------------------------------------------ slots


def _template(report: Report, extraction: Extraction, country: str | None) -> Row:
    text = extraction.document.text
    people = _people(report, text)
    organizations, individuals = _doers(report, text)
    instruments = _unique(_clean(s.span.of(text)) for s in report.statements if s.property == "weapon")
    instruments = _finest([w for w in instruments if _type("instrument_type", w)])
    things = _things(report, text)
    return {
        "date": _date(report.values.date, _day(extraction)),
        "location": _location(report, country),
        "incident_type": _incident_type(report),
        "stage": {"attempted": "ATTEMPTED", "foiled": "ATTEMPTED", "threatened": "THREATENED"}.get(
            report.values.stage or "", "ACCOMPLISHED"
        ),
        "instrument_id": instruments,
        "instrument_type": [{"value": _type("instrument_type", w), "of": w} for w in instruments],
        "perp_category": _category(report),
        "perp_individual": individuals,
        "perp_organization": list(organizations),
        "perp_confidence": [{"value": how, "of": name} for name, how in organizations.items()],
        "phys_target": list(things),
        "phys_target_type": [{"value": _type("phys_target_type", t) or "OTHER", "of": t} for t in things],
        "phys_target_number": [{"value": _number(c, t), "of": t} for t, c in things.items()],
        "phys_target_effect": _damage(report, things),
        **_human(people),
    }


_ANY_WEAPON = frozenset({"BOMB", "BOMBS", "DEVICE", "DEVICES", "EXPLOSIVE", "EXPLOSIVES", "WEAPONS", "CHARGE", "CHARGES"})


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
    land = _table()["countries"][_country(report, fallback)]
    abroad = place is None or _table()["countries"].get(place.country) != land
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
    return next((name for name, kinds in _table()["incident_type"].items() if kind in kinds), "ATTACK")


def _category(report: Report) -> str:
    actors = [a for a, _ in _actors(report)]
    state = any(a.kind in ("military", "police", "state") for a in actors)
    return (
        "STATE-SPONSORED VIOLENCE"
        if state and not any(a.kind == "armed_group" for a in actors)
        else "TERRORIST ACT"
    )


# ------------------------------------------------------------------ who did it


def _actors(report: Report) -> Iterator[tuple[Actor, Statement]]:
    for said in report.statements:
        if said.property in ("perpetrator", "claimed_by") and isinstance(said.value, Actor):
            yield said.value, said
        elif said.property == "attributed_to" and isinstance(said.value, Attribution):
            yield said.value.to, said


def _doers(report: Report, text: str) -> tuple[dict[str, str], list[str]]:
    """Organisations with how sure it is, and individuals as the text calls them."""
    organizations: dict[str, str] = {}
    bodies: dict[str, tuple[str, str]] = {}
    individuals: list[str] = []
    for actor, said in _actors(report):
        words = _clean(said.span.of(text))
        if actor.kind in ("military", "police", "state"):
            if _names_force(actor.name.upper()) or len(actor.id or "") == 2:
                bodies.setdefault(actor.id or actor.name, (_body(actor, words), _confidence(said)))
            else:
                continue  # one who answers for it did not do it with his hands
        elif actor.id and actor.kind != "civilian":
            organizations.setdefault(actor.name.upper(), _confidence(said))
        elif said.property != "perpetrator":
            individuals.append(_clean(actor.name))
        if said.property == "perpetrator" and len(words.split()) < 8 and not _is_body(words, actor):
            individuals.append(words)
        individuals += _people_of(text, said)
    return organizations | dict(bodies.values()), _unique(individuals) or _unique(_around(report, text))


def _body(actor: Actor, words: str) -> str:
    """How the text names a force of a state, where its words are no more than that."""
    short = len(words.split()) < 5 and " THE " not in words
    return words if short and _names_force(words) else actor.name.upper()


def _names_force(words: str) -> bool:
    return bool(set(words.split()) & set(_table()["forces"]))


def _people_of(text: str, said: Statement) -> Iterator[str]:
    """ "Terrorists of the FMLN", "FMLN guerrillas": the people of a body that a statement names."""
    before = " ".join(text[max(0, said.span.start - 60) : said.span.start].split())
    behind = " ".join(text[said.span.end : said.span.end + 30].split())
    if match := re.search(rf"((?:[A-Z]+ )?{_one_of('armed')}) (?:OF|FROM|BELONGING TO)(?: THE)?$", before):
        yield _clean(match[1])
    if match := re.match(rf"{_one_of('armed')}\b", behind):
        yield _clean(f"{said.span.of(text)} {match[0]}")


def _around(report: Report, text: str) -> Iterator[str]:
    """Those whom the first sentence that names some says to have done it: people in arms, or men "by" whom it was done."""
    sentences = _unique(_sentence(said.span, text) for said in report.statements if said.property in _TOLD)
    for sentence in sentences:
        found = [_clean(m["who"]) for m in _doing().finditer(sentence)]
        if found:
            yield from found
            return


_TOLD = ("attack_type", "killed", "target", "injured", "weapon", "victims", "date")


def _sentence(span: Span, text: str) -> str:
    start = max(text.rfind(". ", 0, span.start), text.rfind(".\n", 0, span.start), text.rfind("\n\n", 0, span.start)) + 1
    end = text.find(".", span.end)
    return " ".join(text[start : end if end > 0 else len(text)].split())


@cache
def _doing() -> re.Pattern[str]:
    """ "Armed guerrillas"; "by two unidentified men"; "three men fired": the doers that stand in `who`."""
    marked = rf"(?:{_one_of('marks')} )*{_one_of('attackers')}\b"
    people = rf"(?:GROUPS? OF )?(?:{_one_of('number_words')} )?(?:{_one_of('marks')} )*{_one_of('people')}\b"
    acting = rf"(?=(?: [A-Z]+ING [A-Z ]{{2,40}}?| WHO [A-Z ]{{2,40}}?)? {_one_of('acts')}\b)"
    return re.compile(rf"(?P<who>{marked}|(?<=\bBY ){people}|(?<=\bBY A ){people}|\b{people}{acting})")


def _is_body(words: str, actor: Actor) -> bool:
    """Whether the words name the body itself and no people of it."""
    initials = words.isupper() and len(words.split()) == 1 and actor.id and not words.endswith("S")
    return bool(initials) or words == actor.name.upper() or actor.kind in ("state",)


def _confidence(said: Statement) -> str:
    if said.property == "claimed_by":
        return "CLAIMED OR ADMITTED"
    if said.property == "attributed_to" and isinstance(said.value, Attribution):
        by = said.value.by
        official = by is not None and by.kind in ("police", "military", "state")
        return "SUSPECTED OR ACCUSED BY AUTHORITIES" if official else "SUSPECTED OR ACCUSED"
    return "REPORTED AS FACT"


def _one_of(name: str) -> str:
    return f"(?:{'|'.join(_table()[name])})"


# ------------------------------------------------------------------ what and whom it hit


def _things(report: Report, text: str) -> dict[str, Count | None]:
    found: dict[str, Count | None] = {}
    for said in report.statements:
        if isinstance(said.value, Target) and said.value.kind != "person":
            words = _clean(said.span.of(text))
            if _type("phys_target_type", words) and not _is_person(words):
                found.setdefault(words, said.value.number)
    return {t: n for t, n in found.items() if not any(set(t.split()) < set(o.split()) for o in found)}


def _damage(report: Report, things: dict[str, Count | None]) -> list[Row]:
    damage = report.values.damage
    known = {"destroyed": "DESTROYED", "some": "SOME DAMAGE", "heavy": "SOME DAMAGE", "none": "NO DAMAGE"}
    effect = known.get(damage.extent) if damage else None
    if effect is None and _incident_type(report) in ("BOMBING", "ARSON"):
        effect = "SOME DAMAGE"
    return [{"value": effect, "of": t} for t in things] if effect else []


Person = tuple[str | None, str | None, str | None, Count | None]
"""Name, description, effect, number."""


def _people(report: Report, text: str) -> list[Person]:
    rows: list[Person] = []
    places = {_clean(s.span.of(text)) for s in report.statements if s.property == "place"}
    last: Span | None = None  # of the words of the person told last
    for said in report.statements:
        value = said.value
        if isinstance(value, Victims):
            count = value.killed or value.injured
            if not (count and count.high == 0) and not _no_victim(value.group, places):
                rows.append((*_named(value.group), "DEATH" if value.killed else "INJURY", count))
        elif isinstance(value, Target) and _human_target(value) and not _no_victim(value.name, places):
            name, description = _named(value.name)
            if rows and last and name is None and text[last.end : said.span.start].strip(" \n") == ",":
                rows[-1] = (rows[-1][0], rows[-1][1] or description, *rows[-1][2:])
            elif name or _type("human_target_type", description or ""):
                rows.append((name, description, _effect(report), value.number))
            last = said.span if name else None
    return _once(rows)


def _no_victim(phrase: str, places: set[str]) -> bool:
    """Whether a phrase names a thing, a place, or people of a group in arms, who are no victims (guidelines 1.0, 1)."""
    words = _clean(phrase)
    head = re.split(r" (?:OF|IN|AT|FROM|NEAR) ", words)[0].split()
    armed = bool(head) and head[-1] in _table()["outlaws"]
    thing = _type("phys_target_type", words) is not None and not _is_person(words)
    somewhere = words in places or (bool(head) and head[-1] in _table()["no_people"])
    return armed or thing or somewhere or not words


def _human_target(target: Target) -> bool:
    if target.kind in ("person", "group"):
        return True
    return target.kind is None and _is_person(_clean(target.name))


def _effect(report: Report) -> str | None:
    values = report.values
    if values.attack_type in ("kidnapping", "hijacking"):
        return None
    if values.killed and values.killed.low:
        return "DEATH"
    return "INJURY" if values.injured and values.injured.low else None


def _named(phrase: str) -> tuple[str | None, str | None]:
    """(name, description) of "mayor Pedro Perez": the capitals at its end are a name, what stands before says who."""
    phrase = _CUT.split(" ".join(phrase.split()))[0]
    bare = _LEADING.sub("", phrase).strip()
    match = _NAME.search(bare)
    name = match.group().split() if match else []
    while len(name) > 1 and name[0].lower() in _table()["titles"]:
        name = name[1:]
    said = bare[: len(bare) - len(" ".join(name))].strip().upper() or None
    if said and re.search(r" (?:OF|THE|TO|FOR|IN)$", said):
        return None, bare.upper()  # "driver of Jose Perez" is another
    if match is None or (said is None and len(name) == 1) or name[-1].lower() in _table()["bodies"]:
        return None, bare.upper() or None
    return " ".join(name).upper(), said


def _once(rows: list[Person]) -> list[Person]:
    """Each person and group once, with the gravest effect: "Luis Galan", "Galan" and "the senator" are one."""
    kept: list[Person] = []
    for row in sorted(rows, key=lambda r: (r[0] is None, -len(_words(r)))):
        at = next((i for i, k in enumerate(kept) if _same_person(row, k)), None)
        if at is None:
            kept.append(row)
            continue
        name, description, effect, count = kept[at]
        grave = "DEATH" if "DEATH" in (effect, row[2]) else effect or row[2]
        kept[at] = (name, description or (row[1] if name else None), grave, count or row[3])
    return [k for k in kept if k[0] or k[1]]


def _words(row: Person) -> set[str]:
    return set(f"{row[0] or ''} {row[1] or ''}".split())


def _same_person(one: Person, two: Person) -> bool:
    """Whether all words of one stand in the other; a plural is no one of a name."""
    if one[0] and two[0]:
        return set(one[0].split()) <= set(two[0].split())
    return _words(one) <= _words(two)


def _human(people: list[Person]) -> Row:
    slots: dict[str, list[Filler]] = {
        f"human_target_{n}": [] for n in ("name", "description", "type", "number", "effect")
    }
    for name, description, effect, count in people:
        of = name or description or ""
        if name:
            slots["human_target_name"].append(name)
        if description:
            slots["human_target_description"].append(
                {"value": description, "of": name} if name else description
            )
        kind = _rank(description or "")
        slots["human_target_type"].append({"value": kind, "of": of})
        slots["human_target_number"].append({"value": "1" if name else _number(count, of), "of": of})
        if effect:
            slots["human_target_effect"].append({"value": effect, "of": of})
    return dict(slots)


def _rank(description: str) -> str:
    """What sort of person a description tells; those who have left an army or an office are of their own sort."""
    kind = _type("human_target_type", description) or "CIVILIAN"
    left = re.search(r"\b(?:FORMER|RETIRED|EX)\b", description) is not None
    return f"FORMER {kind}" if left and kind in ("ACTIVE MILITARY", "GOVERNMENT OFFICIAL") else kind


def _number(count: Count | None, words: str) -> str:
    if count is None:
        return "PLURAL" if words.endswith("S") and not words.endswith("SS") else "1"
    if count.best is not None and count.low == count.high:
        return str(count.best)
    return "PLURAL" if count.low < 4 and count.high is None else f"{count.low}-"


# ------------------------------------------------------------------ words


def _clean(words: str) -> str:
    """A phrase in capitals without article, number, clause and quotation marks."""
    flat = _CUT.split(" ".join(words.replace('"', "").split()))[0]
    return _LEADING.sub("", flat).strip(" .,;:'[").upper()


def _type(slot: str, words: str) -> str | None:
    """The entry of a list whose word stands last in the phrase, its "of …" left aside."""
    head = re.split(r" (?:of|in|at|from|near|on|for|belonging) ", words.lower())[0]
    found = [
        (m.end(), len(w), name)
        for name, known in _table()[slot].items()
        for w in known
        for m in _find(w, head)
    ]
    return str(max(found)[2]) if found else None


def _find(word: str, phrase: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"(?<![\w-]){re.escape(word)}(?:s|es)?(?!\w)", phrase)


def _is_person(words: str) -> bool:
    return _type("human_target_type", words) is not None and _last(words, "human_target_type") >= _last(
        words, "phys_target_type"
    )


def _last(words: str, slot: str) -> int:
    head = re.split(r" (?:of|in|at|from|near|on|for|belonging) ", words.lower())[0]
    return max(
        (m.end() for known in _table()[slot].values() for w in known for m in _find(w, head)), default=-1
    )


def _unique(words: Any) -> list[str]:
    return [w for w in dict.fromkeys(words) if w]
