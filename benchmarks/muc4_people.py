"""Whom an attack hit, as MUC-4 asks: each person and group once, with name, description, sort, number and effect."""

from __future__ import annotations

import re

from benchmarks.muc4_words import CUT, LEADING, Row, clean, is_person, kind_of, number, table
from incidentbook.model import Count, Report, Span, Target, Victims

Filler = str | Row
_NAME = re.compile(r"(?:[A-Z][\w'.-]+)(?: (?:(?:de|del|la|y|los|las|da|von) )*[A-Z][\w'.-]+)*$")
Person = tuple[str | None, str | None, str | None, Count | None]
"""Name, description, effect, number."""


def people_of_report(report: Report, text: str) -> list[Person]:
    """Those whom the victims and targets of a report name, each once."""
    rows: list[Person] = []
    places = {clean(s.span.of(text)) for s in report.statements if s.property == "place"}
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
            elif name or kind_of("human_target_type", description or ""):
                rows.append((name, description, _effect(report), value.number))
            last = said.span if name else None
    return _once(rows)


def _no_victim(phrase: str, places: set[str]) -> bool:
    """Whether a phrase names a thing, a place, or people of a group in arms, who are no victims (guidelines 1.0, 1)."""
    words = clean(phrase)
    head = re.split(r" (?:OF|IN|AT|FROM|NEAR) ", words)[0].split()
    armed = bool(head) and head[-1] in table()["outlaws"]
    thing = kind_of("phys_target_type", words) is not None and not is_person(words)
    somewhere = words in places or (bool(head) and head[-1] in table()["no_people"])
    return armed or thing or somewhere or not words


def _human_target(target: Target) -> bool:
    if target.kind in ("person", "group"):
        return True
    return target.kind is None and is_person(clean(target.name))


def _effect(report: Report) -> str | None:
    values = report.values
    if values.attack_type in ("kidnapping", "hijacking"):
        return None
    if values.killed and values.killed.low:
        return "DEATH"
    return "INJURY" if values.injured and values.injured.low else None


def _named(phrase: str) -> tuple[str | None, str | None]:
    """(name, description) of "mayor Pedro Perez": the capitals at its end are a name, what stands before says who."""
    phrase = CUT.split(" ".join(phrase.split()))[0]
    bare = LEADING.sub("", phrase).strip()
    match = _NAME.search(bare)
    name = match.group().split() if match else []
    while len(name) > 1 and name[0].lower() in table()["titles"]:
        name = name[1:]
    said = bare[: len(bare) - len(" ".join(name))].strip().upper() or None
    if said and re.search(r" (?:OF|THE|TO|FOR|IN)$", said):
        return None, bare.upper()  # "driver of Jose Perez" is another
    if match is None or (said is None and len(name) == 1) or name[-1].lower() in table()["bodies"]:
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


def human_slots(people: list[Person]) -> Row:
    """The slots of human targets."""
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
        slots["human_target_number"].append({"value": "1" if name else number(count, of), "of": of})
        if effect:
            slots["human_target_effect"].append({"value": effect, "of": of})
    return dict(slots)


def _rank(description: str) -> str:
    """What sort of person a description tells; those who have left an army or an office are of their own sort."""
    kind = kind_of("human_target_type", description) or "CIVILIAN"
    left = re.search(r"\b(?:FORMER|RETIRED|EX)\b", description) is not None
    return f"FORMER {kind}" if left and kind in ("ACTIVE MILITARY", "GOVERNMENT OFFICIAL") else kind
