"""The written form of the types of `model.py`: JSON that is read back equal, and the JSON Schema of it.

One object a line, UTF-8. A key that has no value is `null`, never missing; an unknown key is an error. Two keys, `read_by` and
`found_by`, are left out where they would say what is usual.
The form is that of `docs/format.md`; the schema is drawn from the types, so the two cannot drift apart.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, cast, get_args, get_origin, get_type_hints

from incidentbook.errors import SourceError
from incidentbook.model import (
    Conflict,
    Extraction,
    Incident,
    Interval,
    ReadBy,
    Report,
    Ruling,
    Statement,
    Values,
)

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError

SchemaKind = Literal["extraction", "incident", "meta"]

_ADDED = ("read_by", "remarks")
"""Keys of a line of `extract` that older lines lack."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True)
class MetaLine:
    """A line of `meta.jsonl`: what is known of a document from elsewhere. `file` or `id` is needed."""

    file: str | None = None
    id: str | None = None
    published: date | Interval | None = None
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    author: str | None = None
    language: str | None = None


def dump_extraction(extraction: Extraction) -> str:
    """What `extract` writes of one document: a JSON object on one line, without the line's end.

    `read_by` is there where another extractor than the built-in one read the document, `found_by` at each statement that is
    not by the rules alone.
    """
    return _dump(Extraction, extraction, {0: _left_out(extraction)})


def dump_whole(extraction: Extraction) -> str:
    """The same with every key there, those too that say what is usual."""
    return _dump(Extraction, extraction)


def _left_out(extraction: Extraction) -> dict[str, Any]:
    """The keys of a line that say what is usual."""
    reports = {n: {"statements": usual} for n, r in enumerate(extraction.reports) if (usual := _usual(r))}
    read_by = {"read_by": True} if extraction.read_by == ReadBy() else {}
    return {"reports": reports} | read_by | ({} if extraction.remarks else {"remarks": True})


def _usual(report: Report) -> dict[int, set[str]]:
    return {n: {"found_by"} for n, s in enumerate(report.statements) if s.found_by == "rules"}


def load_extraction(line: str | bytes) -> Extraction:
    """The extraction that `dump_extraction` wrote.

    Raises:
        SourceError: the line is no JSON, has an unknown key, lacks one, or holds a value of another type.
    """
    extraction: Extraction = _load(Extraction, line)
    for number, report in enumerate(extraction.reports):
        for statement in report.statements:
            _check_statement(statement, f"reports.{number}")
    return extraction


def dump_incident(incident: Incident) -> str:
    """What `export --format jsonl` writes of one incident: a JSON object on one line, without its end."""
    return _dump(Incident, incident)


def load_incident(line: str | bytes) -> Incident:
    """The incident that `dump_incident` wrote.

    Raises:
        SourceError: the line is no JSON, has an unknown key, lacks one, or holds a value of another type.
    """
    incident: Incident = _load(Incident, line)
    conflicts = tuple(_typed_conflict(c) for c in incident.conflicts)
    return replace(incident, conflicts=conflicts, review=tuple(_typed_ruling(r) for r in incident.review))


def to_plain(value: Any) -> Any:
    """A value of `model.py` as JSON-able Python: lists, dictionaries, strings, numbers, None."""
    from pydantic_core import to_jsonable_python

    return to_jsonable_python(value)


def from_plain(kind: Any, raw: Any, where: str = "value") -> Any:
    """The value of type `kind` that `to_plain` made `raw` of.

    Raises:
        SourceError: `raw` is no written form of `kind`; `where` names it in the message.
    """
    from pydantic import ValidationError

    try:
        return _adapter(kind).validate_python([raw])[0]
    except ValidationError as error:
        raise SourceError(f"{where}: {_first_fault(error)}") from error


def item_value(name: str, raw: Any) -> Any:
    """The value of one statement on property `name`, from its plain form; None stays None.

    Raises:
        SourceError: the plain form does not fit the property.
    """
    return None if raw is None else from_plain(item_types()[name], raw, name)


@functools.cache
def field_types() -> Mapping[str, Any]:
    """The type of each property in `Values`, None included."""
    return get_type_hints(Values)


@functools.cache
def item_types() -> Mapping[str, Any]:
    """The type of one value of each property: of the item where the property is a list."""
    return {name: _item(hint) for name, hint in field_types().items()}


def schema(kind: SchemaKind) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one line.

    `extraction` and `incident`: every key is required but `read_by`, `remarks` and `found_by`, and no other allowed; the
    value of a statement or a conflict is tied to its property. `meta`: further keys are allowed: a reader names them in a
    warning.
    """
    if kind == "meta":
        return _meta_schema()
    made = _adapter(Extraction if kind == "extraction" else Incident).json_schema(mode="serialization")
    definitions = made["$defs"] | _value_definitions()
    root = definitions.pop(made["items"]["$ref"].rpartition("/")[2])
    for definition in (root, *definitions.values()):
        _close(definition)
    if kind == "extraction":
        root["required"] = [key for key in root["required"] if key not in _ADDED]
        definitions["Statement"]["required"].remove("found_by")
        definitions["Statement"]["allOf"] = _tie(item_types(), "value")
    else:
        definitions["Conflict"]["allOf"] = _tie(field_types(), "values")
    return {"$schema": _DIALECT, **root, "$defs": dict(sorted(definitions.items()))}


def _item(hint: Any) -> Any:
    kind = next(arg for arg in get_args(hint) if arg is not type(None))
    return get_args(kind)[0] if get_origin(kind) is tuple else kind


@functools.cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    # A list of it, because pydantic takes settings for a plain dataclass from what holds it alone.
    from pydantic import ConfigDict, TypeAdapter

    return TypeAdapter(list[kind], config=ConfigDict(extra="forbid"))


def _dump(kind: Any, value: Any, left_out: Any = None) -> str:
    return _adapter(kind).dump_json([value], exclude=left_out).decode()[1:-1]


def _load(kind: Any, line: str | bytes) -> Any:
    from pydantic import ValidationError

    wrapped = b"[" + (line.encode("utf-8", "replace") if isinstance(line, str) else line) + b"]"
    try:
        found = _adapter(kind).validate_json(wrapped)
    except ValidationError as error:
        raise SourceError(f"the line is no {kind.__name__.lower()}: {_first_fault(error)}") from error
    if len(found) != 1:
        raise SourceError(f"the line holds {len(found)} objects: one is expected")
    return found[0]


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False)[0]
    path = ".".join(str(part) for part in fault["loc"][1:])
    return f"{path}: {fault['msg']}" if path else str(fault["msg"])


def _check_statement(statement: Statement, where: str) -> None:
    if statement.value is not None:
        wanted = item_types()[statement.property]
        allowed = get_args(wanted) or None
        fits = statement.value in allowed if allowed else isinstance(statement.value, wanted)
        if not fits:
            raise SourceError(f"{where}: '{statement.property}' cannot have the value {statement.value!r}")


def _typed_conflict(conflict: Conflict) -> Conflict:
    kind = field_types()[conflict.property]
    where = f"conflicts.{conflict.property}"
    return replace(
        conflict, values=tuple(replace(v, value=from_plain(kind, v.value, where)) for v in conflict.values)
    )


def _typed_ruling(ruling: Ruling) -> Ruling:
    if ruling.property is None:
        return ruling
    kind = field_types()[ruling.property]
    return replace(ruling, was=from_plain(kind, ruling.was, f"review.{ruling.property}"))


def _close(definition: dict[str, Any]) -> None:
    """Every key is required and no other is allowed; titles made of the names say nothing."""
    definition.pop("title", None)
    definition["description"] = definition.get("description", "").replace("None", "null")
    for item in definition.get("properties", {}).values():
        item.pop("title", None)
        item.pop("default", None)
    if "properties" in definition:
        definition |= {"required": list(definition["properties"]), "additionalProperties": False}


def _value_definitions() -> dict[str, Any]:
    return cast(dict[str, Any], _adapter(Values).json_schema(mode="serialization")["$defs"])


def _property_schemas(types: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    made = {name: _adapter(kind).json_schema(mode="serialization")["items"] for name, kind in types.items()}
    return {name: {k: v for k, v in item.items() if k != "title"} for name, item in made.items()}


def _tie(types: Mapping[str, Any], key: Literal["value", "values"]) -> list[dict[str, Any]]:
    """`if property is X then its value is an X`, for each property."""
    rules = []
    for name, item in _property_schemas(types).items():
        nullable = {"anyOf": [item, {"type": "null"}]}
        then = nullable if key == "value" else {"items": {"properties": {"value": item}}}
        rules.append(
            {"if": {"properties": {"property": {"const": name}}}, "then": {"properties": {key: then}}}
        )
    return rules


def _meta_schema() -> dict[str, Any]:
    made = _adapter(MetaLine).json_schema(mode="serialization")
    definitions = made["$defs"]
    for definition in definitions.values():
        _close(definition)
    line = definitions.pop("MetaLine")
    line |= {"required": [], "additionalProperties": True}
    needed = [
        {"required": [key], "properties": {key: {"type": "string", "minLength": 1}}} for key in ("file", "id")
    ]
    return {"$schema": _DIALECT, **line, "anyOf": needed, "$defs": definitions}
