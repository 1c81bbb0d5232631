"""What a model is asked: the instructions, the sentences with their numbers, and the JSON Schema of the answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, get_args

import yaml

from incidentbook.errors import ResourceError
from incidentbook.extract.chat.answer import Incident
from incidentbook.extract.chat.endpoint import Message
from incidentbook.extract.sentences import Sentence
from incidentbook.model import Stance

MOST_CHARACTERS = 12_000
"""Of the article in one question: some 3,000 tokens, so that the answer too has room in a context of 8,000."""

_SHOWN = 5  # quotes of an earlier incident, by which it is known again


@cache
def _texts() -> Mapping[str, Any]:
    """The words of `chat.yaml`, read once."""
    raw = yaml.safe_load(files("incidentbook.resources").joinpath("chat.yaml").read_text(encoding="utf-8"))
    if not isinstance(raw, dict) or not {"instructions", "earlier", "again", "form", "properties"} <= set(
        raw
    ):
        raise ResourceError("resources/chat.yaml lacks a part; mend the file")
    return raw


def properties() -> tuple[str, ...]:
    """The properties that a model is asked for."""
    return tuple(_texts()["properties"])


def pieces(sentences: Sequence[Sentence], most: int = MOST_CHARACTERS) -> list[list[Sentence]]:
    """The sentences in stretches of at most so many characters; one longer than that stands alone."""
    cut: list[list[Sentence]] = []
    room = 0
    for sentence in sentences:
        need = len(_numbered(sentence)) + 1
        if not cut or need > room:
            cut.append([])
            room = most
        cut[-1].append(sentence)
        room -= need
    return cut


def question(sentences: Sequence[Sentence], earlier: Sequence[Incident], *, with_form: bool) -> list[Message]:
    """The messages of one question.

    Args:
        sentences: those to read.
        earlier: the incidents found in the sentences before.
        with_form: the schema stands in the question, since the endpoint takes it in no other way.
    """
    texts = _texts()
    listed = "\n".join(f'"{name}": {what}' for name, what in texts["properties"].items())
    told = f"{texts['instructions']}\nProperties, and what the quote of each holds:\n{listed}"
    if with_form:
        told += f"\n\n{texts['form']}\n{json.dumps(schema())}"
    known = [_known(i) for i in earlier]
    before = "\n".join([texts["earlier"], *known, ""]) if known else ""
    numbered = "\n".join(map(_numbered, sentences))
    return [
        {"role": "system", "content": told},
        {"role": "user", "content": f"{before}{numbered}"},
    ]


def again(messages: Sequence[Message], answer: str) -> list[Message]:
    """The same question once more, after an answer that was no JSON."""
    return [
        *messages,
        {"role": "assistant", "content": answer},
        {"role": "user", "content": str(_texts()["again"])},
    ]


def _numbered(sentence: Sentence) -> str:
    kind = "" if sentence.region == "body" else f"({sentence.region}) "
    return f"[{sentence.index + 1}] {kind}{sentence.text}"


def _known(incident: Incident) -> str:
    quotes = list(dict.fromkeys(s.quote for s in incident.statements))
    return f"incident {incident.number}: {'; '.join(quotes[:_SHOWN])}"


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema of an answer, in the part of the language that strict structured output takes."""
    statement = _object(
        property={"type": "string", "enum": list(properties())},
        sentence={"type": "integer"},
        quote={"type": "string"},
        group={"type": ["string", "null"], "description": "killed and injured: the words for who they are"},
        stance={"type": "string", "enum": list(get_args(Stance))},
        speaker={"type": ["string", "null"]},
    )
    incident = _object(incident={"type": "integer"}, main={"type": "boolean"}, statements=_list(statement))
    tally = _object(
        sentence={"type": "integer"},
        count={"type": "string", "description": "the number with what is counted: 43 attacks"},
        period={"type": ["string", "null"], "description": "the words of time: since January"},
        place={"type": ["string", "null"]},
        speaker={"type": ["string", "null"]},
    )
    return _object(incidents=_list(incident), tallies=_list(tally))


def _object(**fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}
