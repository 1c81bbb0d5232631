"""Incidents as FollowTheMoney entities, one JSON object a line, as Aleph and OpenSanctions' tools read them.

Schemata and properties are those of https://followthemoney.tech: an `Event` an incident, an `Address` a place, an
`Article` a document, a `PublicBody`, `Organization` or `LegalEntity` an actor, an `UnknownLink` for what is said of an
actor's part, a `Note` for every other statement. What is said has the document as its `proof` and the document's
address as `sourceUrl`. The full texts are left out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from incidentbook.export.incident_table import point
from incidentbook.export.origins import file_name, is_web
from incidentbook.export.sentence import headline, place_in_words, sentences, value_in_words
from incidentbook.export.source import Told
from incidentbook.model import Actor, Attribution, Document, Incident, Interval, Place, Statement

Entity = dict[str, Any]

_SCHEMATA = {
    "state": "PublicBody",
    "military": "PublicBody",
    "police": "PublicBody",
    "armed_group": "Organization",
    "international": "Organization",
    "media": "Organization",
}
_ROLES = {
    "perpetrator": "did it",
    "claimed_by": "claims it",
    "denied_by": "denies it",
    "not_confirmed_by": "cannot confirm it",
}
_DOUBTING = ("denied_by", "not_confirmed_by")
_LANGUAGES = {"en": "eng"}


def write(entries: Iterable[tuple[Incident, Told]], handle: TextIO) -> int:
    """Writes the entities, each once; returns how many incidents there were.

    Args:
        handle: a text stream that is open for writing in UTF-8.
    """
    known: set[str] = set()
    count = 0
    for count, (incident, told) in enumerate(entries, 1):  # noqa: B007
        for entity in entities(incident, told):
            if entity["id"] not in known:
                known.add(entity["id"])
                handle.write(json.dumps(entity, ensure_ascii=False) + "\n")
    return count


def entities(incident: Incident, told: Told) -> Iterator[Entity]:
    """The entities of one incident: the event, its place, its documents, and what they say."""
    yield from _event(incident, told)
    for document, report in told:
        yield _article(document)
        for number, statement in enumerate(report.statements):
            key = f"{document.id}/{report.id}/{number}"
            yield from _said(incident, document, statement, key)


def _event(incident: Incident, told: Told) -> Iterator[Entity]:
    values = incident.values
    actors = [actor for actor in (values.perpetrator, values.claimed_by) if actor is not None]
    place = values.place
    documents = list(dict.fromkeys(document.id for document, _ in told))
    if place is not None:
        yield _address(place, point(incident))
    yield from map(_actor, actors)
    yield _entity(
        incident.id,
        "Event",
        name=headline(incident),
        summary=sentences(incident),
        date=shared_date(values.date),
        country=_country(place.country if place else None),
        location=place and place_in_words(place),
        addressEntity=place and _place_id(place),
        involved=list(dict.fromkeys(map(_actor_id, actors))),
        proof=[_article_id(document) for document in documents],
        sourceUrl=_addresses(document for document, _ in told),
        recordId=incident.id,
    )


def _article(document: Document) -> Entity:
    return _entity(
        _article_id(document.id),
        "Article",
        fileName=file_name(document.source) or document.id,
        title=document.title,
        author=document.author,
        publisher=document.publisher,
        publishedAt=shared_date(document.published.interval if document.published else None),
        language=_LANGUAGES.get(document.language or ""),
        sourceUrl=_addresses([document]),
    )


def _said(incident: Incident, document: Document, statement: Statement, key: str) -> Iterator[Entity]:
    """The link or note of one statement, and the actors in it."""
    subject, role = _part(statement)
    proof = {"proof": _article_id(document.id), "sourceUrl": _addresses([document])}
    words = _in_words(document, statement)
    if subject is None:
        entity = {"entity": incident.id, "description": words}
        yield _entity(_hashed("note", key), "Note", **entity, **proof)
        return
    yield _actor(subject)
    link = {"subject": _actor_id(subject), "object": incident.id, "role": role, "summary": words}
    yield _entity(_hashed("link", key), "UnknownLink", **link, **proof)


def _part(statement: Statement) -> tuple[Actor | None, str]:
    """Whose part in the incident a statement tells, and which part."""
    value = statement.value
    if isinstance(value, Attribution):
        subject, role = value.to, f"blamed by {value.by.name}" if value.by else "blamed"
    elif isinstance(value, Actor):
        subject, role = value, _ROLES[statement.property]
    else:
        return None, ""
    doubted = statement.stance in ("denied", "unconfirmed") and statement.property not in _DOUBTING
    return subject, f"{role} ({statement.stance})" if doubted else role


def _in_words(document: Document, statement: Statement) -> str:
    speaker = f" by {statement.speaker.name}" if statement.speaker else ""
    quoted = " ".join(statement.span.of(document.text).split())
    told = value_in_words(statement.value)
    return f"{statement.property}: {told} — {statement.stance}{speaker}: “{quoted}”"


def _actor(actor: Actor) -> Entity:
    return _entity(
        _actor_id(actor),
        _SCHEMATA.get(actor.kind, "LegalEntity"),
        name=actor.name,
        country=_country(actor.country),
    )


def _address(place: Place, at: tuple[float, float] | None) -> Entity:
    return _entity(
        _place_id(place),
        "Address",
        full=place_in_words(place),
        state=place.admin1,
        country=_country(place.country),
        longitude=at and repr(at[0]),
        latitude=at and repr(at[1]),
        remarks=place.precision and f"place_precision {place.precision} (UCDP where_prec)",
    )


def _entity(key: str, schema: str, /, **properties: Any) -> Entity:
    """An entity without its empty properties; every value is a text of one line, as the model wants it."""
    listed = {name: value if isinstance(value, list) else [value] for name, value in properties.items()}
    lines = {name: [" ".join(value.split()) for value in values if value] for name, values in listed.items()}
    told = {name: known for name, values in lines.items() if (known := [v for v in values if v])}
    return {"id": key, "schema": schema, "properties": told, "datasets": ["incidentbook"]}


def shared_date(interval: Interval | None) -> str | None:
    """The day, or the month or year that both ends share: the model's dates may end early, and have no ranges."""
    if interval is None or interval.earliest is None or interval.latest is None:
        return None
    one, other = interval.earliest.isoformat(), interval.latest.isoformat()
    return next((one[:length] for length in (10, 7, 4) if one[:length] == other[:length]), None)


def _addresses(documents: Iterable[Document]) -> list[str]:
    return list(dict.fromkeys(d.url for d in documents if d.url is not None and is_web(d.url)))


def _country(code: str | None) -> str | None:
    return code.lower() if code else None


def _article_id(document: str) -> str:
    return _hashed("article", document)


def _actor_id(actor: Actor) -> str:
    return _hashed("actor", actor.id or f"{actor.name}\n{actor.kind}\n{actor.country}")


def _place_id(place: Place) -> str:
    return _hashed("place", repr(place))


def _hashed(kind: str, key: str) -> str:
    return f"ib-{kind}-{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:20]}"
