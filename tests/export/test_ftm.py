"""FollowTheMoney entities: valid by the model's own package where that is installed, tied together in any case."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from tests.export.made import BOTH, FEW, INCIDENT, TOLD, entries

from incidentbook.export import ftm
from incidentbook.export.source import Told
from incidentbook.model import Incident, Interval

Entities = dict[str, dict[str, Any]]
REFERENCES = ("proof", "involved", "addressEntity", "subject", "object", "entity")
URL = ["https://example.org/one?a=b"]


def written(found: Any) -> Entities:
    handle = io.StringIO()
    ftm.write(found, handle)
    lines = [json.loads(line) for line in handle.getvalue().split("\n")[:-1]]
    made = {line["id"]: line for line in lines}
    assert len(made) == len(lines)
    return made


def of(schema: str, found: Entities) -> list[dict[str, Any]]:
    return [entity["properties"] for entity in found.values() if entity["schema"] == schema]


def test_an_incident_is_an_event_with_its_place_documents_and_actors() -> None:
    found = written([(INCIDENT, TOLD)])
    event = found["IB-000001"]["properties"]
    assert event["name"] == ["2 rockets hit Harir Air Base, Erbil, Iraq, 5 July 2021"]
    assert (event["date"], event["country"], event["sourceUrl"]) == (["2021-07-05"], ["iq"], URL)
    assert [found[name]["properties"]["name"] for name in event["involved"]] == [["Kataib Hezbollah"]]
    assert [found[name]["properties"]["fileName"] for name in event["proof"]] == [["one.txt"], ["two"]]
    place = found[event["addressEntity"][0]]["properties"]
    assert (place["full"], place["latitude"]) == (["Harir Air Base, Erbil, Iraq"], ["36.527"])
    assert "/home/someone" not in json.dumps(found)
    assert {entity["schema"] for entity in found.values()} == {
        "Event", "Address", "Article", "Organization", "UnknownLink", "Note",
    }  # fmt: skip


def test_blame_is_a_link_and_no_involvement() -> None:
    found = written([(INCIDENT, TOLD)])
    roles = {link["role"][0]: link["summary"][0] for link in of("UnknownLink", found)}
    assert roles == {
        "claims it": "claimed_by: Kataib Hezbollah — claimed by Kataib Hezbollah: “the attack”",
        "blamed by United States": "attributed_to: Kataib Hezbollah by United States — attributed by United States: “rockets”",
    }
    assert all(link["sourceUrl"] == URL and link["proof"] for link in of("UnknownLink", found))


def test_other_statements_are_notes_with_their_words() -> None:
    notes = [note["description"][0] for note in of("Note", written([(INCIDENT, TOLD)]))]
    assert "killed: 1 — reported by Iraqi military: “killing a soldier”" in notes
    assert "claimed_by: none — stated: “Nobody has claimed the attack”" in notes


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2021-07-05", "2021-07-05", "2021-07-05"),
        ("2021-07-01", "2021-07-31", "2021-07"),
        ("2021-06-30", "2021-07-01", "2021"),
        ("2020-12-31", "2021-01-01", None),
    ],
)
def test_a_date_is_what_both_ends_share(first: str, last: str, told: str | None) -> None:
    assert ftm.shared_date(Interval(date.fromisoformat(first), date.fromisoformat(last))) == told


@FEW
@given(entries())
def test_every_reference_leads_to_an_entity(found: list[tuple[Incident, Told]]) -> None:
    made = written(found)
    for entity in made.values():
        for name in REFERENCES:
            assert set(entity["properties"].get(name, ())) <= made.keys()


def test_the_model_finds_nothing_to_clean() -> None:
    _check(written(BOTH.entries()), every_value=True)


@FEW
@given(entries())
def test_the_model_takes_any_incident(found: list[tuple[Incident, Told]]) -> None:
    _check(written(found), every_value=False)


def _check(made: Entities, *, every_value: bool) -> None:
    model = pytest.importorskip("followthemoney", reason="needs ICU: pip install 'incidentbook[ftm]'").model
    for entity in made.values():
        schema = model.get(entity["schema"])
        assert entity["properties"].keys() <= schema.properties.keys()
        schema.validate(entity)
        if every_value:
            cleaned = model.get_proxy(entity, cleaned=False)
            for name, values in entity["properties"].items():
                assert sorted(cleaned.get(name)) == sorted(values), name
