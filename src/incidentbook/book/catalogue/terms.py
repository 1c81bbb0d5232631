"""What incidents are found by besides their columns: words, actors, sources, places, documents. A term is its kind's
letter, a colon, and the word or, of what has several parts, JSON.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable

from incidentbook.book.filters import blamed
from incidentbook.book.surveying import Described
from incidentbook.errors import QueryError
from incidentbook.model import Incident, Place

WORD, ACTOR, SOURCE, PLACE, DOCUMENT = "w:", "a:", "s:", "p:", "d:"
_WORD = re.compile(r"[^\W_]+")
_ASKED = re.compile(r"([^\W_]+)(\*?)")
_LONGEST = 40
_MOST_WORDS = 20


def folded(text: str) -> str:
    """Text without case and without marks on letters, as names and words are compared."""
    taken_apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in taken_apart if not unicodedata.combining(c))


def words_of(texts: Iterable[str]) -> set[str]:
    """The words of texts, folded."""
    return {word[:_LONGEST] for text in texts for word in _WORD.findall(folded(text))}


def asked_words(text: str) -> list[tuple[str, bool]]:
    """The words that are asked for, each with whether it is only the beginning of one.

    Raises:
        QueryError: there is no word in it, or too many.
    """
    found = [(word[:_LONGEST], star == "*") for word, star in _ASKED.findall(folded(text))]
    if not found or len(found) > _MOST_WORDS:
        raise QueryError("q", f"give one to {_MOST_WORDS} words, as `rocket erbil` or `bomb*`")
    return list(dict.fromkeys(found))


def terms_of(one: Described) -> list[str]:
    """All that an incident is found by."""
    values, incident = one.incident.values, one.incident
    words = words_of([*one.titles, *one.quotes, *_names(incident)])
    actors = {_json(a.name, a.id, a.kind, a.country) for a in blamed(values)}
    found = {WORD + word for word in words} | {ACTOR + actor for actor in actors}
    found |= {SOURCE + name for name in one.sources} | {DOCUMENT + ref.document for ref in incident.reports}
    if values.place is not None:
        found.add(place_term(values.place))
    return sorted(found)


def place_term(p: Place) -> str:
    """What the incidents at a place are found by."""
    return PLACE + _json(p.name, p.country, p.admin1, p.lat, p.lon, p.gazetteer)


def _names(incident: Incident) -> list[str]:
    values = incident.values
    named = [values.weapon, values.impact, values.attack_type, values.site, incident.id]
    named += [values.place.name, values.place.admin1] if values.place else []
    named += [t.name for t in values.target or ()] + [v.group for v in values.victims or ()]
    named += [actor.name for actor in blamed(values)]
    return [name.replace("_", " ") for name in named if name]


def _json(*parts: object) -> str:
    return json.dumps(parts, ensure_ascii=False)
