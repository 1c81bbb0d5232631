"""The OpenAPI document is true: made-up requests get what it describes, and never a fault of the program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.api.conftest import articles

from incidentbook.api.app import create_app, description
from incidentbook.api.reading import Room
from incidentbook.api.settings import Settings
from incidentbook.parallel import Apart
from incidentbook.pipeline import Book
from incidentbook.sources.fetch import Fetcher

load_all_checks()
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with Book.open(tmp_path_factory.mktemp("openapi") / "book.db") as book:
        book.add_extractions(articles())
        nowhere = Fetcher(resolve=lambda host, port: [])  # whatever address is made up, nothing is asked
        apart = Apart(60)
        app = create_app(book, Settings(names=("testserver",), user="ann"), Room(book, nowhere, apart))
        yield schemathesis.openapi.from_asgi("/api/openapi.json", app)
        apart.end()


@pytest.fixture(scope="module")
def token(schema: Any) -> str:
    client = TestClient(schema.app, base_url="http://localhost")
    return str(client.get("/api/session").json()["csrf"])


OPERATIONS = [
    (path, method, operation["operationId"])
    for path, methods in description()["paths"].items()
    for method, operation in methods.items()
]


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("path", "method"), [o[:2] for o in OPERATIONS], ids=[o[2] for o in OPERATIONS])
def test_made_up_requests(schema: Any, token: str, path: str, method: str, mode: GenerationMode) -> None:
    """Requests as the document describes them, and such that break it in one place."""

    @settings(
        max_examples=12,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=schema[path][method].as_strategy(generation_mode=mode))
    def check(case: Any) -> None:
        if method != "get":
            case.headers["X-CSRF-Token"] = token
        answer = case.call()
        assert answer.status_code < 500
        if answer.status_code >= 400:
            assert answer.headers["content-type"][0] == "application/problem+json"
            assert answer.json()["way_out"]
        case.validate_response(answer, checks=CHECKS)

    try:
        check()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE  # nothing of it can be broken


def test_every_operation_has_a_name_and_its_errors() -> None:
    told = description()
    assert told["openapi"].startswith("3.1")
    operations = [o for path in told["paths"].values() for o in path.values()]
    names = [o["operationId"] for o in operations]
    assert len(names) == len(set(names)) == len(operations)
    for operation in operations:
        assert operation["summary"]
        assert operation["description"]
        errors = {code: r for code, r in operation["responses"].items() if code >= "400"}
        assert {"421", "422"} <= errors.keys()
        assert all(list(r["content"]) == ["application/problem+json"] for r in errors.values())


def test_every_reference_leads_somewhere() -> None:
    told = description()
    schemas = told["components"]["schemas"]
    seen: list[str] = []

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            if isinstance(part.get("$ref"), str):
                seen.append(part["$ref"])
            for value in part.values():
                walk(value)
        elif isinstance(part, list):
            for value in part:
                walk(value)

    walk(told)
    assert seen
    assert {ref.rpartition("/")[2] for ref in seen} <= schemas.keys()


def test_the_document_is_the_one_that_is_served(tmp_path: Path) -> None:
    with Book.open(tmp_path / "b.db") as book:
        client = TestClient(create_app(book), base_url="http://localhost")
        assert client.get("/api/openapi.json").json() == description()
