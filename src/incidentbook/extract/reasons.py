"""Why words were held back, for people: what the rules of `reality`, `triggers` and `merge` look for, and where that stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from incidentbook.extract.reality import Unreal
from incidentbook.extract.triggers import Refusal


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that holds words back: its name, what it says, and the table to mend, where there is one."""

    code: str
    why: str
    mend: str | None = None


def _unreal(code: Unreal, why: str, mend: str) -> Reason:
    return Reason(code, why, mend)


UNREAL: Mapping[str, Reason] = {
    r.code: r
    for r in (
        _unreal("threat", "told as a threat or a warning", "frames.yaml: unreal_heads: threat"),
        _unreal("plan", "told as a plan or an intent", "frames.yaml: implicative"),
        _unreal("hypothetical", "told as possible, feared, denied or prevented", "grammar.yaml: modal"),
        _unreal("exercise", "told of a drill", "frames.yaml: unreal_heads: exercise"),
        _unreal("accident", "told of an accident", "frames.yaml: unreal_heads: accident"),
        _unreal("habit", "told as a habit, or of many attacks at once", "frames.yaml: habit, light"),
        _unreal("tally", "a count of attacks, no single one", "grammar.yaml: ordinal"),
        _unreal(
            "response", "done to attackers: who stops an attack commits none", "roles.yaml: perpetrators"
        ),
    )
}

_IMPACT = "needs a weapon or an attacker that does it, or something armed that does it to a place, a thing or people"
_WEAPON = "weapons.yaml"

REFUSED: Mapping[Refusal, Reason] = {
    "attack": Reason("attack", "needs somebody who does or suffers it"),
    "impact": Reason("impact", _IMPACT, "weapons.yaml; frames.yaml: attackers; roles.yaml: aims, sites"),
    "launch": Reason("launch", "needs a weapon that is sent", _WEAPON),
    "burst": Reason(
        "burst",
        "needs something that explodes, or somebody armed who wrecks a site",
        "grammar.yaml: explosive",
    ),
    "down": Reason("down", "needs a weapon that is stopped", _WEAPON),
    "harm": Reason("harm", "needs somebody hurt"),
    "noun": Reason("noun", "a noun here: people, no event"),
    "skip": Reason("skip", "its entry says `skip`", "frames.yaml: nouns"),
    "modified": Reason(
        "modified",
        "a word before it makes it something else, or it describes another noun",
        "frames.yaml: modifiers: no_attack",
    ),
    "name": Reason("name", "part of a name"),
    "weapon": Reason("weapon", "needs a weapon beside it", _WEAPON),
}

TOO_WEAK = Reason("too_weak", "taken for no attack", "assembly.yaml")
WEAK_WORD = Reason("weak_word", f"{TOO_WEAK.why}, and its word is weak", "frames.yaml: weak")
SILENT = Reason(
    "silent",
    "an attack of which the text tells neither where, when, by whom, of whom nor how many: it makes no report",
)
