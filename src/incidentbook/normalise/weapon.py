"""Weapons in news English: where they are named, and what an attack with one is called, here and elsewhere.

The table is `resources/weapons.yaml`. Its codes follow the ACLED Codebook (2023, sub-event types), the GTD
Codebook (2021, weapon types and sub-types) and the PLOVER and POLECAT codebooks (modes of ASSAULT).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from incidentbook.errors import ResourceError
from incidentbook.model import AttackType, Span
from incidentbook.normalise.wordtrie import GAP, fold, pattern

_NEAR = 60  # characters on either side in which a guarded word looks for its company
_CALIBRE = (
    r"(?:\d{2,3}(?:\.\d+)?(?:[ -]?mm\b|-?millimet(?:er|re)\b)(?:[ -]cal(?:ib(?:re|er))?)?"
    rf"|\.\d\d-calib(?:re|er)|[579](?:\.\d+)?[ -]?mm\b)(?:{GAP}|-)"
)


@dataclass(frozen=True, slots=True)
class Weapon:
    """A weapon. `name` is singular and as said ("107mm rocket"), `key` is its row in the table.

    `attack_type` is what an attack with it is by itself, None where the weapon does not settle that (a
    truck, a launcher). `munition`: launched, planted, dropped or thrown, so that a number of it counts
    munitions.
    """

    name: str
    key: str
    attack_type: AttackType | None
    munition: bool
    acled_sub_event: str | None
    gtd_weapon_type: str | None
    plover_mode: str | None
    gtd_weapon_subtype: str | None = None


@dataclass(frozen=True, slots=True)
class WeaponMention:
    """A weapon named in a text.

    `compound`: the noun describes another, as in "rocket attack"; it names no single weapon then.
    """

    span: Span
    text: str
    weapon: Weapon
    plural: bool
    compound: bool = False


@dataclass(frozen=True, slots=True)
class _Table:
    weapons: dict[str, Weapon]
    keys: dict[str, str]  # every spelling, singular and plural -> key
    singulars: dict[str, str]  # plural -> singular
    families: dict[str, str]
    guarded_families: frozenset[str]
    laden: dict[str, str]
    laden_default: str
    guards: dict[str, re.Pattern[str]]
    main: re.Pattern[str]
    compound: re.Pattern[str]


def keys() -> frozenset[str]:
    """Every key of the table."""
    return frozenset(_table().weapons)


@cache
def _table() -> _Table:
    raw: dict[str, Any] = yaml.safe_load(
        (files("incidentbook.resources") / "weapons.yaml").read_text("utf-8")
    )
    singulars = _plurals(raw)
    spellings = _spellings(raw, singulars)
    families = {fold(name): key for key, names in raw["families"].items() for name in names}
    return _Table(
        weapons={key: _weapon(key, row, raw["codes"]) for key, row in raw["weapons"].items()},
        keys=spellings,
        singulars=singulars,
        families=families,
        guarded_families=frozenset(raw["families_guarded"]),
        laden={head: raw["laden_key"].get(head, raw["laden_default"]) for head in raw["laden_heads"]},
        laden_default=raw["laden_default"],
        guards=_guards(raw["guarded"]),
        main=re.compile(_main(raw, spellings, families)),
        compound=re.compile(rf"(?:{GAP}|-)(?:and{GAP}\w+{GAP})?{pattern(raw['compound_heads'])}\b"),
    )


def _guards(rows: dict[str, list[str]]) -> dict[str, re.Pattern[str]]:
    """Common word -> the company in which it is a weapon."""
    near = {words: re.compile(rf"\b{pattern(company)}") for words, company in rows.items()}
    return {word: company for words, company in near.items() for word in words.split(", ")}


def _weapon(key: str, row: dict[str, Any], codes: dict[str, Any]) -> Weapon:
    try:
        code = codes[row["codes"]]
        return Weapon(
            name=row["names"][0],
            key=key,
            attack_type=row["attack"],
            munition=row["munition"],
            acled_sub_event=code["acled"],
            gtd_weapon_type=code["gtd"],
            plover_mode=code["plover"],
            gtd_weapon_subtype=code["gtd_sub"],
        )
    except KeyError as missing:
        raise ResourceError(
            f"weapons.yaml: the row {key!r} lacks {missing}; see the comment at its head"
        ) from missing


def _plurals(raw: dict[str, Any]) -> dict[str, str]:
    """Plural spelling -> singular."""
    irregular: dict[str, str | None] = raw["plurals"]
    names = [name for row in raw["weapons"].values() for name in row["names"]]
    heads = [*raw["laden_heads"], *raw["family_heads"]]
    made = {irregular.get(name, _plural(name)): name for name in (*names, *heads)}
    more: dict[str, str] = raw["more_plurals"]
    return {fold(plural): name for plural, name in made.items() if plural} | more


def _plural(name: str) -> str:
    head, last = name[:-1], name[-1]
    if name.endswith(("ife",)):
        return name[:-2] + "ves"
    if name.endswith(("s", "x", "ch", "sh")):
        return name + "es"
    return head + "ies" if last == "y" and name[-2] not in "aeiou" else name + "s"


def _spellings(raw: dict[str, Any], singulars: dict[str, str]) -> dict[str, str]:
    """Singular and plural spelling -> key of the weapon."""
    single = {fold(name): key for key, row in raw["weapons"].items() for name in row["names"]}
    return single | {plural: single[fold(name)] for plural, name in singulars.items() if fold(name) in single}


def _main(raw: dict[str, Any], spellings: dict[str, str], families: dict[str, str]) -> str:
    heads = [*raw["family_heads"], *(_plural(head) for head in raw["family_heads"])]
    laden = [*raw["laden_heads"], *(_plural(head) for head in raw["laden_heads"])]
    before = rf"(?:{_CALIBRE}|{pattern(raw['modifiers'])}(?:{GAP}|[-,]{GAP}?))*"
    end = r"(?![\w])(?!-\w)"
    return (
        rf"(?P<skip>\b{pattern(raw['not_weapons'])}\b)"
        rf"|(?<![\w-])(?P<before>{before})(?:"
        rf"(?P<laden>{pattern(laden)}){GAP}{pattern(raw['laden'])}\b"
        rf"|(?P<family>{pattern(families)})(?P<number>[- ]?\d+[a-z]{{0,2}}(?:/\d+)?|s)?"
        rf"(?:(?:{GAP}|-){pattern(['type', 'style'])})?(?:{GAP}(?P<head>{pattern(heads)}))?{end}"
        rf"|(?P<name>{pattern(spellings)})(?P<abbreviation>{GAP}\({pattern(raw['abbreviations'])}\))?(?:(?!\w)(?!-\w)|(?=-(?:{pattern(raw['compound_heads'])})\b)))"
    )


def find(text: str) -> list[WeaponMention]:
    """Every weapon that the text names, longest reading first, in order, none overlapping another."""
    low, table = fold(text), _table()
    return [mention for match in table.main.finditer(low) if (mention := _mention(text, low, match, table))]


def weapon(text: str) -> Weapon | None:
    """The weapon of a noun phrase: the last one named, as English puts the head last. None where none is."""
    found = find(text)
    return found[-1].weapon if found else None


def _mention(text: str, low: str, match: re.Match[str], table: _Table) -> WeaponMention | None:
    if match["skip"] is not None:
        return None
    key = _key(low, match, table)
    if key is None:
        return None
    span = Span(match.start(), match.end())
    name, plural = _singular(text[match.start() : _name_end(match)], match, table)
    compound = match["name"] is not None and not plural and bool(table.compound.match(low, match.end()))
    return WeaponMention(span, span.of(text), replace(table.weapons[key], name=name), plural, compound)


def _name_end(match: re.Match[str]) -> int:
    return match.start("abbreviation") if match["abbreviation"] else match.end()


def _key(low: str, match: re.Match[str], table: _Table) -> str | None:
    if head := match["laden"]:
        word = " ".join(head.split())
        return table.laden.get(table.singulars.get(word, word), table.laden_default)
    if match["family"] is not None:
        return _family(match, table)
    word = " ".join(match["name"].split())
    if not match["before"] and (guard := table.guards.get(word)):
        around = (
            low[max(0, match.start() - _NEAR) : match.start()] + " " + low[match.end() : match.end() + _NEAR]
        )
        if not guard.search(around):
            return None
    return _finer(match, table.keys[word], table)


def _finer(match: re.Match[str], key: str, table: _Table) -> str:
    """The key that modifiers and name make together: "suicide" before "drone" is an attack drone."""
    if not match["before"]:
        return key
    words = re.split(r"\s+", match[0][: _name_end(match) - match.start()])
    return next((table.keys[n] for at in range(len(words)) if (n := " ".join(words[at:])) in table.keys), key)


def _family(match: re.Match[str], table: _Table) -> str | None:
    family, head = " ".join(match["family"].split()), match["head"]
    number = match["number"]
    if family in table.guarded_families and not head and not (number and number != "s"):
        return None
    return table.families[family]


def _singular(words: str, match: re.Match[str], table: _Table) -> tuple[str, bool]:
    """The name as said, in the singular, and whether it was plural."""
    said = " ".join(words.split())
    last = match["laden"] or match["head"] or match["name"]
    if last is None:
        bare = said[:-1] if match["number"] == "s" else said
        return bare, bare != said
    last = " ".join(last.split())
    single = table.singulars.get(last)
    if single is None or last == single:
        return said, False
    at = fold(said).rfind(last)
    return said[:at] + _cased(said[at : at + len(last)], single) + said[at + len(last) :], True


def _cased(plural: str, single: str) -> str:
    """The singular in the letters of the plural as written, capitals kept."""
    kept = len(
        next((plural[:n] for n in range(len(plural), 0, -1) if fold(single).startswith(fold(plural[:n]))), "")
    )
    return plural[:kept] + single[kept:]
