"""Who says what of an incident."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tests.export.made import GROUP, INCIDENT, IRAQ, TEXT, US, said

from incidentbook.export.who_says import Row, WhoSays, who_says_what
from incidentbook.model import Actor, Conflict, Count, Document, Report, Ruling, Statement, Values

TWO, FOUR = Count.exactly(2), Count.exactly(4)
WITNESS = Actor("a witness", None, "civilian", None)


def article(name: str, publisher: str | None, agency: str | None = None) -> Document:
    return Document(name, f"{name}.txt", f"Title {name}", publisher, None, "en", agency, None, TEXT, ())


def told(*entries: tuple[Document, tuple[Statement, ...]]) -> Any:
    return [(d, Report(f"{d.id}-1", True, Values(), statements)) for d, statements in entries]


def killed(count: Count, **more: Any) -> tuple[Statement, ...]:
    return (said("killed", count, "killing a soldier", **more),)


def row(table: WhoSays, name: str) -> Row:
    return next(r for r in table.rows if r.property == name)


def test_what_an_agency_says_in_two_papers_stands_in_one_column() -> None:
    table = who_says_what(
        INCIDENT,
        told(
            (article("a", "Daily", "AFP"), killed(TWO)),
            (article("b", "Post", "AFP"), killed(FOUR)),
            (article("c", "Sun"), ()),
        ),
    )
    assert [(c.name, c.detail) for c in table.columns] == [("AFP", "2 papers")]
    (cell,) = row(table, "killed").cells
    assert [(s.value, len(s.quotes)) for s in cell] == [("2", 1), ("4", 1)]


def test_texts_of_one_story_are_one_column_without_an_agency() -> None:
    entries = told((article("a", "Daily"), killed(TWO)), (article("b", "Post"), killed(TWO)))
    assert len(who_says_what(INCIDENT, entries).columns) == 2
    (column,) = who_says_what(INCIDENT, entries, {"b": "a"}).columns
    assert (column.name, column.detail) == ("Daily", "2 papers")


def test_a_named_speaker_has_a_column_whoever_quotes_them_and_a_witness_has_none() -> None:
    quoted = {"stance": "reported", "speaker": IRAQ}
    table = who_says_what(
        INCIDENT,
        told(
            (article("a", "Daily"), killed(TWO, **quoted)),
            (article("b", "Post"), killed(TWO, **quoted) + killed(FOUR, stance="reported", speaker=WITNESS)),
        ),
    )
    assert [(c.name, c.detail) for c in table.columns] == [
        ("Post", ""),
        ("Iraqi military", "quoted in 2 papers"),
    ]


def test_what_cannot_be_true_beside_the_value_shown_is_marked() -> None:
    contested = replace(INCIDENT, conflicts=(Conflict("killed", ()),))
    entries = told(
        (article("a", "Daily"), killed(Count.exactly(1))), (article("b", "Post"), killed(Count.exactly(3)))
    )
    found = row(who_says_what(contested, entries), "killed")
    assert found.in_conflict
    assert [[s.differs for s in cell] for cell in found.cells] == [[False], [True]]
    agreed = replace(INCIDENT, conflicts=())
    ruling = Ruling("D-1", "correct", "ann", datetime(2026, 11, 29, tzinfo=UTC), "the list", None, "killed")
    corrected = row(who_says_what(replace(agreed, review=(ruling,)), entries), "killed")
    assert corrected.corrected
    assert [[s.differs for s in cell] for cell in corrected.cells] == [[False], [True]]
    assert not any(s.differs for cell in row(who_says_what(agreed, entries), "killed").cells for s in cell)


def test_a_denial_is_no_other_value_and_nobody_is_said_to_be_nobody() -> None:
    silent = replace(INCIDENT, values=Values())
    denial = said("perpetrator", GROUP, "rockets", stance="denied", speaker=US)
    nobody = said("claimed_by", None, "Nobody has claimed the attack")
    table = who_says_what(silent, told((article("a", "Daily"), (denial, nobody))))
    assert [[s.note for s in c] for c in row(table, "perpetrator").cells] == [[], ["denied"]]
    assert row(table, "claimed_by").shown == "no one"
    assert row(table, "perpetrator").shown == ""


def test_a_quote_is_the_sentence_with_the_words_marked() -> None:
    (cell,) = row(who_says_what(INCIDENT, told((article("a", "Daily"), killed(TWO)))), "killed").cells
    quote = cell[0].quotes[0]
    assert [words for words, is_marked in quote.pieces if is_marked] == ["killing a soldier"]
    start, end = map(int, quote.at.split("-"))
    assert TEXT[start:end] == "killing a soldier"


def test_columns_that_have_no_room_are_counted() -> None:
    table = who_says_what(
        INCIDENT, told(*((article(f"d{n}", f"Paper{n}"), killed(TWO)) for n in range(6))), most=4
    )
    assert (len(table.columns), table.left_out) == (4, 2)
