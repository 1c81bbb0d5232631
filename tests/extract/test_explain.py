"""Explanations: every sentence has its place in them, and the reason for what was held back is the one that held it back."""

from __future__ import annotations

import json
from datetime import date

import pytest

from incidentbook.exchange import to_plain
from incidentbook.extract import extractor
from incidentbook.extract.explain import Explanation, Finding, Passage, explain, only
from incidentbook.extract.extractor import extract, traced
from incidentbook.extract.lexicon import frames
from incidentbook.extract.sentences import MOST, sentences
from incidentbook.model import Document, Interval
from incidentbook.pipeline import dated, explain_page
from incidentbook.sources import Meta, Page

STORY = """Bomb kills four at market in Kano

KANO, Nigeria — A bomb went off at a crowded market in Kano on Tuesday, killing four traders, police said.
Stallholders were sweeping up by nightfall.
A militia vowed to attack other towns.
The price of rice hit a record in May.
Militants have frequently bombed buses in the north.
Last week gunmen shot dead a teacher in Zaria.
"""


def document(text: str) -> Document:
    return dated(Page("a.txt", "text/plain", text, Meta(published=Interval.day(date(2022, 3, 9)))))[0]


@pytest.fixture(scope="module")
def story() -> Explanation:
    return explain(traced(document(STORY)))


def sentence(story: Explanation, words: str) -> Passage:
    return next(p for p in story.passages if words in p.text and p.number)


def finding(story: Explanation, words: str) -> Finding:
    return next(f for p in story.passages for f in p.findings if f.words == words)


def test_every_sentence_and_every_stretch_left_out_is_there_once(story: Explanation) -> None:
    cut = sentences(story.document)
    assert [p.number for p in story.passages if p.number] == [s.index + 1 for s in cut]
    assert [p.region for p in story.passages if p.number is None] == ["dateline"]
    assert [p.span for p in story.passages] == sorted(p.span for p in story.passages)


def test_a_trigger_is_told_with_its_entry_and_its_report(story: Explanation) -> None:
    found = finding(story, "went")
    assert (found.table, found.entry, found.cls) == ("frames.yaml", "verbs: go off", "burst")
    assert (found.outcome, found.report) == ("report", story.reports[0].id)
    assert finding(story, "shot").report == story.reports[1].id


def test_entries_are_keys_of_the_yaml(story: Explanation) -> None:
    tables = {"verbs": frames().verbs, "nouns": frames().nouns}
    for found in (f for p in story.passages for f in p.findings):
        kind, _, key = found.entry.partition(": ")
        assert key in tables[kind]


@pytest.mark.parametrize(
    ("words", "outcome", "reason", "mend"),
    [
        ("attack", "held", "threat", "frames.yaml: unreal_heads: threat"),
        ("hit", "no_attack", "impact", "weapons.yaml; frames.yaml: attackers; roles.yaml: aims, sites"),
        ("bombed", "held", "habit", "frames.yaml: habit, light"),
    ],
)
def test_what_was_held_back_says_why_and_where_the_rule_stands(
    story: Explanation, words: str, outcome: str, reason: str, mend: str
) -> None:
    found = finding(story, words)
    assert (found.outcome, found.reason, found.mend, found.report) == (outcome, reason, mend, None)


def test_the_word_that_makes_it_a_threat_is_named(story: Explanation) -> None:
    assert "“vowed”" in (finding(story, "attack").why or "")


def test_a_sentence_that_the_gate_passed_over_was_not_read(story: Explanation) -> None:
    passed = sentence(story, "sweeping up")
    assert (passed.status, passed.cue, passed.findings, passed.words) == ("passed_over", None, (), ())
    assert sentence(story, "went off").cue == "bomb"


def test_statements_are_those_of_the_reports_each_once(story: Explanation) -> None:
    told = sorted((s.report, s.statement.span, s.statement.property) for p in story.passages for s in p.said)
    held = sorted((r.id, s.span, s.property) for r in story.reports for s in r.statements)
    assert [t for t in told if t[0]] == held


def test_the_value_that_the_report_has_is_marked(story: Explanation) -> None:
    killed = [s for p in story.passages for s in p.said if s.statement.property == "killed"]
    assert any(s.chosen and s.table == "harm.yaml" for s in killed)


def test_known_words_name_their_entry(story: Explanation) -> None:
    known = {w.words: w.table for p in story.passages for w in p.words}
    assert known["Kano"].startswith("gazetteer: geonames:")
    assert known["Tuesday"] == "time.yaml"


def test_too_weak_says_what_it_has() -> None:
    found = finding(
        explain(traced(document("Police spoke of an incident.\nA raid was mentioned.\n"))), "raid"
    )
    assert found.outcome == "too_weak"
    assert "it has nothing" in (found.why or "")


def test_too_weak_says_how_near_it_came_and_what_weighs_against_it() -> None:
    found = finding(
        explain(traced(document("Police spoke of an incident.\nA raid was mentioned.\n"))), "raid"
    )
    assert found.score is not None
    assert found.score <= 0
    assert 0 < len(found.against) <= 3
    assert [w.weight for w in found.against] == sorted(w.weight for w in found.against)
    assert all(w.weight < 0 and w.words in (found.why or "") for w in found.against)
    assert f"{found.score:+.2f}".replace("-", "−") in (found.why or "")


def test_an_attack_that_makes_no_report_says_too_little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extractor, "_ENOUGH", frozenset())
    monkeypatch.setattr(extractor, "placed", lambda draft, story: (draft, None))
    monkeypatch.setattr(extractor, "settled", lambda draft, place, text: (draft, None))
    told = explain(traced(document(STORY)))
    assert not told.reports
    found = finding(told, "went")
    assert (found.outcome, found.reason, found.score) == ("silent", "silent", None)
    assert "makes no report" in (found.why or "")


def test_what_is_said_of_no_attack_is_kept_apart() -> None:
    told = explain(traced(document("The governor said that there was no damage to the bridge.\n")))
    assert [s.report for p in told.passages for s in p.said if s.statement.property == "damage"] == [None]
    assert told.passages[0].missed


def test_the_trace_is_the_extraction(story: Explanation) -> None:
    read, trace = extract(story.document), traced(story.document).extraction
    assert [r.values for r in read.reports] == [r.values for r in trace.reports]
    assert [[s.span for s in r.statements] for r in read.reports] == [
        [s.span for s in r.statements] for r in trace.reports
    ]


def test_only_some_sentences(story: Explanation) -> None:
    assert [p.number for p in only(story, [2, 4]).passages] == [2, 4]
    kept = only(story, missed=True).passages
    assert [p.text for p in kept if "sweeping" in p.text or "went off" in p.text] == []
    assert all(p.missed for p in kept)


def test_sentences_behind_the_last_one_read_are_told() -> None:
    told = explain(traced(document("Rain fell again.\n" * (MOST + 2))))
    assert [p.status for p in told.passages[-2:]] == ["beyond", "beyond"]


def test_an_article_turned_away_says_why() -> None:
    (told,) = explain_page(
        Page("b.txt", "text/plain", "The orchestra gave a concert in the old town hall.\n")
    )
    assert isinstance(told, Explanation)
    assert "gate.yaml" in (told.turned_away or "")
    assert {p.status for p in told.passages} == {"turned_away"}


def test_it_is_written_as_json_without_the_text(story: Explanation) -> None:
    plain = json.loads(json.dumps(to_plain(story.plain())))
    assert list(plain) == ["document", "turned_away", "reports", "tallies", "remarks", "passages"]
    assert "text" not in plain["document"]
    assert plain["passages"][0]["number"] == 1
