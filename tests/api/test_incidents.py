"""Incidents over HTTP: conditions, pages, forms, and what is told to caches."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient
from tests.api.conftest import far

from incidentbook.exchange import dump_incident
from incidentbook.pipeline import Book

KINDS = {"rocket", "bombing", "shooting", "arson"}
ATOM = "{http://www.w3.org/2005/Atom}"


def kinds(client: TestClient, **asked: Any) -> set[str]:
    answer = client.get("/api/incidents", params=asked)
    assert answer.status_code == 200, answer.text
    return {incident["values"]["attack_type"] for incident in answer.json()["incidents"]}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, KINDS),
        ({"country": "iq"}, {"rocket"}),
        ({"country": ["FJ", "WS"]}, {"bombing", "shooting"}),
        ({"bbox": "40,30,50,40"}, {"rocket"}),
        ({"bbox": "170,-30,-170,0"}, {"bombing", "shooting"}),
        ({"bbox": "-170,-30,170,0"}, set()),
        ({"from": "2021-09-01", "to": "2021-09-30"}, {"rocket", "shooting"}),
        ({"from": "2021-09-01", "to": "2021-09-30", "when": "certain"}, {"rocket"}),
        ({"from": "2021-09-06"}, {"shooting"}),
        ({"to": "2020-02-03"}, {"bombing"}),
        ({"kind": ["arson", "bombing"]}, {"arson", "bombing"}),
        ({"actor": "hezbollah"}, {"rocket", "shooting"}),
        ({"actor": "kataib-hez"}, {"rocket", "shooting"}),
        ({"actor": "armed_group"}, set()),
        ({"source": "reuters"}, {"rocket"}),
        ({"source": "fiji"}, {"bombing"}),
        ({"status": "rejected"}, set()),
        ({"grade": "fair"}, {"rocket"}),
        ({"document": "suva"}, {"bombing"}),
        ({"q": "suva BOMB"}, {"bombing"}),
        ({"q": "cafe"}, KINDS),
        ({"q": "guard killed"}, KINDS),
        ({"q": "shot*"}, {"shooting"}),
        ({"q": "shot"}, set()),
        ({"q": "rockets", "country": "FJ"}, {"bombing"}),
    ],
)
def test_conditions(client: TestClient, asked: dict[str, Any], found: set[str]) -> None:
    assert kinds(client, **asked) == found


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"bbox": "1,2,3"}, "bbox"),
        ({"bbox": "1,5,3,2"}, "bbox"),
        ({"bbox": "999,0,0,0"}, "bbox"),
        ({"from": "yesterday"}, "from"),
        ({"from": "2021-02-01", "to": "2021-01-01"}, "to"),
        ({"kind": "party"}, "kind.0"),
        ({"limit": "0"}, "limit"),
        ({"limit": "1" * 400}, "limit"),
        ({"q": "?!"}, "q"),
        ({"q": "a" * 501}, "q"),
        ({"cursor": "zzz"}, "cursor"),
        ({"cursor": "WyJkYXRlIiwxLDIsM10"}, "cursor"),
        ({"form": "csv"}, "form"),
        ({"as_of": "2021-13-01"}, "as_of"),
        ({"policy": "loudest"}, "policy"),
    ],
)
def test_a_condition_that_is_none_is_named_with_the_way_out(
    client: TestClient, asked: dict[str, str], field: str
) -> None:
    answer = client.get("/api/incidents", params=asked)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["field"] == field
    assert answer.json()["way_out"]


def test_incidents_are_as_export_writes_them(client: TestClient, book: Book) -> None:
    answer = client.get("/api/incidents")
    assert answer.text.startswith('{"incidents":[' + ",".join(map(dump_incident, book.incidents())))
    first = book.incidents()[0]
    assert client.get(f"/api/incidents/{first.id}").text == dump_incident(first)
    assert client.get(f"/api/incidents/{first.id[:5].lower()}").status_code in (200, 404)


def test_policies_and_days_are_those_of_the_book(client: TestClient, book: Book) -> None:
    highest = client.get("/api/incidents", params={"policy": "highest", "country": "IQ"}).json()["incidents"]
    assert highest[0]["values"]["killed"]["best"] == 2
    assert kinds(client, as_of="2021-09-05") == set()
    assert kinds(client, as_of="2021-09-06") == KINDS


@pytest.mark.parametrize("sort", ["date", "-date", "-updated"])
def test_pages_under_insertion_give_each_incident_once(client: TestClient, book: Book, sort: str) -> None:
    book.add_extractions(far(n) for n in range(1, 8))
    before = {i.id for i in book.incidents()}
    seen: list[str] = []
    cursor, added = None, 8
    while True:
        asked = {"sort": sort, "limit": 2} | ({"cursor": cursor} if cursor else {})
        page = client.get("/api/incidents", params=asked).json()
        seen += [i["id"] for i in page["incidents"]]
        book.add_extractions([far(added), far(-added)])
        added += 1
        cursor = page["next"]
        if cursor is None or added > 60:
            break
    assert len(seen) == len(set(seen))
    assert before <= set(seen)


def test_the_next_page_is_linked(client: TestClient) -> None:
    answer = client.get("/api/incidents", params={"limit": 1, "kind": ["rocket", "arson"]})
    link = answer.links["next"]["url"]
    assert client.get(link).json()["incidents"][0]["values"]["attack_type"] == "arson"
    assert client.get(link).json()["next"] is None


def test_orders_are_each_others_reverse(client: TestClient) -> None:
    forth, back = (
        client.get("/api/incidents", params={"sort": sort}).json()["incidents"] for sort in ("date", "-date")
    )
    dated = [i["id"] for i in forth if i["values"].get("date")]
    undated = [i["id"] for i in forth if not i["values"].get("date")]
    assert undated
    assert [i["id"] for i in forth] == dated + undated
    assert [i["id"] for i in back] == dated[::-1] + undated[::-1]


def test_pages_of_the_latest_first_go_on_over_the_undated(client: TestClient) -> None:
    whole = [i["id"] for i in client.get("/api/incidents?sort=-date").json()["incidents"]]
    seen, cursor = [], None
    while len(seen) < len(whole):
        asked = {"sort": "-date", "limit": 1} | ({"cursor": cursor} if cursor else {})
        page = client.get("/api/incidents", params=asked).json()
        seen += [i["id"] for i in page["incidents"]]
        cursor = page["next"]
    assert (seen, cursor) == (whole, None)


def test_points_are_the_incidents_of_the_list(client: TestClient) -> None:
    whole = client.get("/api/incidents?sort=date").json()["incidents"]
    points = client.get("/api/points").json()
    assert points["ids"] == [i["id"] for i in whole]
    assert points["total"] == len(whole)
    assert points["lat"] == [i["values"]["place"]["lat"] if i["values"].get("place") else None for i in whole]
    kinds = [points["values"]["kind"][code] for code in points["codes"]["kind"]]
    assert kinds == [i["values"].get("attack_type") for i in whole]
    days = [i["values"]["date"]["earliest"] if i["values"].get("date") else None for i in whole]
    assert [d and str(date(1970, 1, 1) + timedelta(days=d)) for d in points["earliest"]] == days


def test_of_more_points_than_asked_for_the_latest_come_and_the_undated_last(client: TestClient) -> None:
    whole = client.get("/api/points").json()
    dated = [i for i, day in zip(whole["ids"], whole["earliest"], strict=True) if day is not None]
    assert 1 < len(dated) < len(whole["ids"])
    for limit in range(1, len(whole["ids"]) + 1):
        few = client.get("/api/points", params={"limit": limit}).json()
        undated = whole["ids"][len(dated) :][: max(limit - len(dated), 0)]
        assert few["ids"] == [*dated[-limit:], *undated]
        assert few["total"] == whole["total"]


def test_forms_by_header_and_by_parameter(client: TestClient) -> None:
    by_header = client.get("/api/incidents", headers={"Accept": "text/csv;q=0.9, application/json;q=0.1"})
    assert by_header.headers["content-type"].startswith("text/csv")
    assert by_header.text == client.get("/api/incidents?format=csv").text
    geo = client.get("/api/incidents", headers={"Accept": "application/geo+json"})
    points = {f["properties"]["attack_type"]: f["geometry"] for f in geo.json()["features"]}
    assert points["bombing"] == {"type": "Point", "coordinates": [178.44, -18.14]}
    assert points["arson"] is None
    refused = client.get("/api/incidents", headers={"Accept": "image/png"})
    assert (refused.status_code, refused.json()["field"]) == (406, "Accept")


def test_formulas_and_scripts_come_back_as_text(client: TestClient) -> None:
    table = client.get("/api/incidents", params={"format": "csv", "kind": "arson"})
    (row,) = csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff")))
    assert row["place"].startswith("'=HYPERLINK")
    assert row["impact"].startswith("'=HYPERLINK")
    found = client.get("/api/incidents", params={"kind": "arson"})
    assert found.headers["content-type"] == "application/json"
    assert found.headers["x-content-type-options"] == "nosniff"
    assert "<script>" in found.json()["incidents"][0]["values"]["impact"]


def test_the_feed_tells_what_changed_last_first(signed: TestClient) -> None:
    first = signed.get("/api/incidents").json()["incidents"][-1]["id"]
    signed.post("/api/decisions", json={"kind": "confirm", "incident": first})
    feed = ElementTree.fromstring(signed.get("/api/incidents.atom").text)
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 4
    assert entries[0].findtext(f"{ATOM}id") == f"urn:incidentbook:{first}"
    assert entries[0].findtext(f"{ATOM}updated") == feed.findtext(f"{ATOM}updated")
    assert "<script>" in (entries[0].findtext(f"{ATOM}title") or "")


def test_what_a_client_has_is_not_sent_again(signed: TestClient) -> None:
    answer = signed.get("/api/incidents")
    mark = answer.headers["etag"]
    again = signed.get("/api/incidents", headers={"If-None-Match": f'"x", W/{mark}'})
    assert (again.status_code, again.content) == (304, b"")
    assert signed.get("/api/incidents?format=csv", headers={"If-None-Match": mark}).status_code == 200
    name = answer.json()["incidents"][0]["id"]
    signed.post("/api/decisions", json={"kind": "confirm", "incident": name})
    assert signed.get("/api/incidents", headers={"If-None-Match": mark}).status_code == 200


def test_a_merged_id_leads_to_what_it_is_now(signed: TestClient) -> None:
    names = [i["id"] for i in signed.get("/api/incidents").json()["incidents"]]
    made = signed.post("/api/decisions", json={"kind": "merge", "incidents": names[:2], "why": "one night"})
    assert made.status_code == 201
    led = {signed.get(f"/api/incidents/{name}").headers["content-location"] for name in names[:2]}
    assert len(led) == 1
    assert signed.get("/api/incidents").json()["total"] == len(names) - 1
