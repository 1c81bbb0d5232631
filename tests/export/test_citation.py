"""Citations in the forms that other programs read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from tests.export.made import INCIDENT

from incidentbook.export.citation import FORMS, Citation, citation, written

CITED = citation(
    INCIDENT, book="iraq", revision="62", url="http://book.example/incidents/IB-000001", as_of=date(2026, 11, 29),
    changed=date(2026, 11, 20), accessed=date(2026, 12, 1),
)  # fmt: skip
EVIL = replace(CITED, title='}\nER  - {\\input{x}} $1 & "50%" <b> #_~^')


def test_as_text() -> None:
    assert written(CITED, "txt") == (
        "“2 rockets hit Harir Air Base, Erbil, Iraq, 5 July 2021.” Incident IB-000001. iraq (incident book), revision 62, as of "
        "29 November 2026. http://book.example/incidents/IB-000001 (accessed 1 December 2026).\n"
    )


def test_as_csl() -> None:
    (item,) = json.loads(written(CITED, "json"))
    assert item["type"] == "entry"
    assert item["accessed"] == {"date-parts": [[2026, 12, 1]]}
    assert item["version"] == "revision 62"
    assert item["note"] == "as of 2026-11-29"


@pytest.mark.parametrize("cited", [CITED, EVIL])
def test_as_bibtex(cited: Citation) -> None:
    told = written(cited, "bib")
    bare = told.replace("\\{", "").replace("\\}", "")
    assert bare.count("{") == bare.count("}")
    assert "\\input" not in told
    assert "urldate = {2026-12-01}" in told
    assert len(told.splitlines()) == 9


@pytest.mark.parametrize("cited", [CITED, EVIL])
def test_as_ris(cited: Citation) -> None:
    lines = written(cited, "ris").split("\r\n")
    assert lines[0] == "TY  - ELEC"
    assert [n for n, line in enumerate(lines) if line.startswith("ER")] == [len(lines) - 2]
    assert "Y2  - 2026/12/01" in lines


def test_every_form_can_be_written() -> None:
    assert all(written(EVIL, form) for form in FORMS)
