"""What is said of attacks, and beside them, that can be held against a record; and sentences that say none of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from incidentbook import extract
from incidentbook.model import (
    ContextEvent,
    Count,
    Distance,
    Extraction,
    Figure,
    Interval,
    Order,
    Remark,
    Trend,
)

RAW: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "remarks.yaml").read_text(encoding="utf-8")
)
TYPES = {
    "trends": Trend,
    "orders": Order,
    "distances": Distance,
    "figures": Figure,
    "contexts": ContextEvent,
}
LEAD = "Two rockets hit an army post on Sunday.\n"
CASES = [(name, case) for name, cases in RAW.items() for case in cases]


def read(text: str) -> Extraction:
    return extract(text, published=date(2024, 5, 6))


def plain(count: Count | None) -> str | None:
    if count is None:
        return None
    return f"{count.low}..{'' if count.high is None else count.high}"


def told(remark: Remark) -> dict[str, Any]:
    """The parts of a remark that the cases may ask for, as they are written there."""
    parts: dict[str, Any] = {n: getattr(remark, n, None) for n in ("kind", "habitual", "direction", "inside")}
    days = getattr(remark, "period", None) or getattr(remark, "date", None)
    named = {n: getattr(remark, n, None) for n in ("place", "anchor", "actor")}
    parts |= {n: v.name if v is not None else None for n, v in named.items()}
    parts |= {n: plain(getattr(remark, n, None)) for n in ("gap", "km", "count")}
    return parts | {"from": days.earliest if isinstance(days, Interval) else None}


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{n}: {c['text'][:50]}" for n, c in CASES])
def test_the_remarks_are_those_of_the_sentence(name: str, case: dict[str, Any]) -> None:
    found = [told(r) for r in read(f"{LEAD}{case['text']}").remarks if isinstance(r, TYPES[name])]
    assert [{k: f[k] for k in want} for f, want in zip(found, case["want"], strict=False)] == case["want"]
    assert len(found) == len(case["want"])


def test_a_remark_stands_on_its_words_and_has_an_id_of_its_own() -> None:
    text = "Attacks on convoys have stopped since March. The base at Taji, 40 km south of Mosul, was shelled."
    found = read(text).remarks
    assert [r.span.of(text) for r in found if isinstance(r, Trend)] == ["Attacks on convoys have stopped"]
    assert len({r.id for r in found}) == len(found)


def test_an_order_names_the_reports_and_the_event_that_it_ties() -> None:
    text = (
        "Three rockets hit Erbil airport on Sunday. It came two days after gunmen killed five people "
        "in Mosul. The rocket attack was followed by talks between Iraq and Iran in Baghdad."
    )
    found = read(text)
    first, second = [r for r in found.remarks if isinstance(r, Order)]
    reports = {r.values.place.name: r.id for r in found.reports if r.values.place is not None}
    assert first.what.report == reports["Erbil International Airport"]
    assert first.than.report == reports["Mosul"]
    events = {r.id: r for r in found.remarks if isinstance(r, ContextEvent)}
    assert second.kind == "before"
    assert second.than.remark is not None
    assert [a.name for a in events[second.than.remark].actors] == ["Iraq", "Iran"]


def test_the_whole_that_a_figure_is_part_of() -> None:
    text = "The alliance, which keeps 800 soldiers in Mali out of 1,500 members of the mission, was attacked."
    (figure,) = [r for r in read(text).remarks if isinstance(r, Figure)]
    assert (figure.count, figure.whole) == (Count.exactly(800), Count.exactly(1500))


def test_figures_are_read_from_a_sentence_that_tells_of_no_attack() -> None:
    text = (
        "A base near Erbil was hit by rockets on Sunday. Some 3,000 British soldiers remain in the country."
    )
    assert [r.count.best for r in read(text).remarks if isinstance(r, Figure)] == [3000]


def test_nothing_is_read_in_other_languages() -> None:
    assert extract("Die Angriffe haben seit März aufgehört, sagte die Armee am Montag.").remarks == ()
