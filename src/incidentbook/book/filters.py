"""Which incidents are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from incidentbook.model import Actor, AttackType, Incident, Interval, Values


@dataclass(frozen=True, slots=True)
class IncidentFilter:
    """Every condition that is not None must hold; an incident that lacks the property does not meet it.

    Args:
        country: ISO 3166-1 alpha-2 code of the place.
        since, until: days, both included; the incident's interval must meet them.
        kind: the kind of attack.
        actor: part of the name, or the id, of the perpetrator, of one who claimed it, or of one it is
        attributed to. text: words that must all be in the incident's names and descriptions.
    """

    country: str | None = None
    since: date | None = None
    until: date | None = None
    kind: AttackType | None = None
    actor: str | None = None
    text: str | None = None

    def admits(self, incident: Incident) -> bool:
        """Whether the incident meets every condition."""
        values = incident.values
        return (
            (self.country is None or _country(values) == self.country.upper())
            and self._in_time(values.date)
            and (self.kind is None or values.attack_type == self.kind)
            and (self.actor is None or any(_is_named(a, self.actor) for a in blamed(values)))
            and (self.text is None or _holds(values, self.text))
        )

    def _in_time(self, when: Interval | None) -> bool:
        if self.since is None and self.until is None:
            return True
        return when is not None and when.meets(Interval(self.since, self.until))


def blamed(values: Values) -> list[Actor]:
    """Who did it, says it did, or is said to have done it."""
    named = [values.perpetrator, values.claimed_by, *(a.to for a in values.attributed_to or ())]
    return [actor for actor in named if actor is not None]


def _country(values: Values) -> str | None:
    return values.place.country if values.place else None


def _is_named(actor: Actor, part: str) -> bool:
    sought = part.casefold()
    return sought in actor.name.casefold() or sought in (actor.id or "").casefold()


def _holds(values: Values, text: str) -> bool:
    named = [values.place and values.place.name, values.weapon, values.impact]
    named += [t.name for t in values.target or ()] + [v.group for v in values.victims or ()]
    named += [actor.name for actor in blamed(values)] + [values.attack_type, values.site]
    words = " ".join(part for part in named if part).casefold()
    return all(word in words for word in text.casefold().split())
