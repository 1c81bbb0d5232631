"""`incidentbook decide`, `decisions` and `diff` on a book of real articles."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Here

Ask = Callable[..., list[dict[str, Any]]]
TAJI = "IB-MMSXYW"
"""The attack on Camp Taji of 11 March 2020, which three of the articles tell of: 3 killed, 12 injured."""


@pytest.fixture
def book(example_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the book of examples, which the commands take by default."""
    target = tmp_path / "copy.db"
    shutil.copyfile(example_book, target)
    monkeypatch.setenv("INCIDENTBOOK_URL", str(target))
    return target


@pytest.fixture
def run(here: Here, book: Path, monkeypatch: pytest.MonkeyPatch) -> Here:
    """Runs a command on the copy."""
    monkeypatch.setenv("INCIDENTBOOK_URL", str(book))
    monkeypatch.setenv("LOGNAME", "ann")
    return here


@pytest.fixture
def ask(run: Here) -> Ask:
    """The incidents that `export` writes, or the lines of another command."""

    def lines(*command: str) -> list[dict[str, Any]]:
        done = run(*(command or ("export",)))
        assert done.code == 0, done.err
        return [json.loads(line) for line in done.out.splitlines()]

    return lines


def entry(incidents: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(i for i in incidents if i["id"] == name)


def reports(incident: dict[str, Any]) -> list[str]:
    return [r["report"] for r in incident["reports"]]


def decided(done: Any) -> str:
    """The id of the decision that a command made."""
    assert done.code == 0, done.err
    found = re.match(r"(D-\w+): ", done.out)
    assert found, done.out
    return found[1]


def test_two_reports_are_split_and_brought_together_again(run: Here, ask: Ask) -> None:
    before = ask()
    taji = entry(before, TAJI)
    first, last = reports(taji)[0], reports(taji)[-1]
    apart = decided(run("decide", "different", first, last, "--why", "another base"))
    for name in (TAJI,):
        assert {first, last} - set(reports(entry(ask(), name)))
    decided(run("decide", "undo", apart))
    assert ask() == before


def test_incidents_are_merged_and_part_again_as_they_were(run: Here, ask: Ask) -> None:
    before = ask()
    one, other = before[0]["id"], before[-1]["id"]
    merge = decided(run("decide", "merge", one, other, "--why", "one attack", "--by", "ben"))
    merged = ask()
    left = {one, other} & {i["id"] for i in merged}
    assert len(left) == 1
    assert set(reports(entry(merged, *left))) == {r for n in (one, other) for r in reports(entry(before, n))}
    gone = ({one, other} - left).pop()
    shown = run("show", gone)
    assert shown.out.startswith(left.pop())
    assert f"{merge}  made of several incidents — ben" in shown.out
    decided(run("decide", "undo", merge))
    assert ask() == before


def test_reports_are_taken_out_and_the_id_stays(run: Here, ask: Ask) -> None:
    out = reports(entry(ask(), TAJI))[-1]
    decided(run("decide", "split", TAJI, out, "--why", "the second attack"))
    assert out not in reports(entry(ask(), TAJI))
    assert any(reports(i) == [out] for i in ask())


def test_a_correction_is_shown_with_what_the_reports_say(run: Here, ask: Ask) -> None:
    name = decided(run("decide", "correct", TAJI, "killed", "4", "--source", "the list of names"))
    taji = entry(ask(), TAJI)
    assert taji["values"]["killed"] == {"low": 4, "best": 4, "high": 4}
    assert taji["status"] == "reviewed"
    (ruling,) = taji["review"]
    assert (ruling["decision"], ruling["kind"], ruling["by"], ruling["property"]) == (
        name,
        "correct",
        "ann",
        "killed",
    )
    assert (ruling["source"], ruling["was"]["low"]) == ("the list of names", 3)
    shown = run("show", TAJI).out
    assert re.search(
        rf"{name} +killed corrected, by the reports: 3.* — ann, .*: source: the list of names", shown
    )
    assert "reviewed" in shown.splitlines()[1]


def test_what_is_rejected_is_left_out_of_the_list_alone(run: Here, ask: Ask) -> None:
    count = len(ask())
    decided(run("decide", "reject", TAJI, "--why", "an exercise"))
    assert entry(ask(), TAJI)["status"] == "rejected"
    assert len(ask()) == count
    done = run("list", "--json")
    assert TAJI not in done.out
    assert done.err == "1 incident that reviewers rejected left out; --rejected shows them\n"
    assert TAJI in run("list", "--json", "--rejected").out
    decided(run("decide", "confirm", TAJI))
    assert entry(ask(), TAJI)["status"] == "reviewed"


def test_a_rejected_report_has_no_say(run: Here, ask: Ask) -> None:
    taji = entry(ask(), TAJI)
    for name in reports(taji)[1:]:
        decided(run("decide", "reject", name, "--why", "of another attack"))
    left = entry(ask(), TAJI)
    assert reports(left) == reports(taji)
    assert left["sources"] == {"documents": 1, "independent": 1}
    assert left["status"] == "machine"
    decided(run("decide", "reject", reports(taji)[0], "--why", "so"))
    assert entry(ask(), TAJI)["status"] == "rejected"


def test_a_report_is_named_by_its_file_and_number(run: Here, ask: Ask) -> None:
    line = run("decide", "unsure", "d05.txt-1", "d26.txt-1").out
    assert re.search(r"whether \w{16}-1 and \w{16}-1 are one attack cannot be told", line)
    for wrong, says in (("d99.txt-1", "has no report d99.txt-1"), ("d05.txt", "has no report d05.txt")):
        done = run("decide", "same", wrong, "d05.txt-1")
        assert (done.code, done.out) == (2, "")
        assert says in done.err
        assert "incidentbook show" in done.err


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("correct", TAJI, "killed", "4"), "--why, or by which source with --source"),
        (("correct", TAJI, "dead", "4", "--why", "x"), "there is no property dead; give one of"),
        (("correct", TAJI, "killed", "some", "--why", "x"), "write 3, 3-5, 3"),
        (("reject", TAJI), "--why, or by which source"),
        (("merge", TAJI, TAJI), "these are one already"),
        (("merge", TAJI, "IB-NONE"), "IB-NONE"),
        (("same", "d05.txt-1", "d05.txt-1"), "two different reports"),
        (("split", TAJI, "d26.txt-1"), "has no report"),
        (("undo", "D-QQQQ"), "see `incidentbook decisions list`"),
        (("confirm", TAJI, "--by", " "), "give --by NAME"),
    ],
)
def test_what_cannot_be_decided_is_told_in_a_line(run: Here, command: tuple[str, ...], says: str) -> None:
    done = run("decide", *command)
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert done.err.count("\n") == 1


def test_an_undo_twice_names_the_way_back(run: Here) -> None:
    name = decided(run("decide", "confirm", TAJI))
    undo = decided(run("decide", "undo", name[:6]))
    done = run("decide", "undo", name)
    assert done.code == 2
    assert f"`incidentbook decide undo {undo}` brings it back" in done.err


def test_the_last_decision_is_that_of_the_same_reviewer(run: Here, ask: Ask) -> None:
    mine = decided(run("decide", "confirm", TAJI))
    decided(run("decide", "unsure", "d05.txt-1", "d26.txt-1", "--by", "ben"))
    assert f"{mine} is undone" in run("decide", "undo", "last").out
    done = run("decide", "undo", "last")
    assert (done.code, "ann has decided nothing that is not undone" in done.err) == (2, True)


def test_decisions_are_listed_with_how_they_stand(run: Here, ask: Ask) -> None:
    assert "Nothing was decided yet" in run("decisions", "list").err
    first = decided(run("decide", "correct", TAJI, "killed", "4", "--why", "a"))
    told = run("decide", "correct", TAJI, "killed", "5", "--why", "b", "--by", "ben")
    assert f"It overrules {first} of ann: killed of {TAJI} is 4" in told.err
    rows = ask("decisions", "list", "--json")
    assert [(r["by"], r["state"]) for r in rows] == [("ann", "overruled"), ("ben", "in force")]
    assert re.search(
        rf"{first} .* ann +killed of {TAJI} is 4 +a +overruled by D-", run("decisions", "list").out
    )


def test_ledgers_are_merged_and_clashes_are_told_by_name(
    run: Here, ask: Ask, book: Path, tmp_path: Path, example_book: Path
) -> None:
    same = decided(run("decide", "same", "d25.txt-1", "d26.txt-1", "--why", "x", "--by", "ann"))
    decided(run("decide", "correct", TAJI, "killed", "4", "--why", "x", "--by", "ann"))
    assert run("decisions", "export", "--out", "ann.jsonl").code == 0
    other = tmp_path / "other.db"
    shutil.copyfile(example_book, other)
    at = ("--book", str(other))
    different = decided(run("decide", "different", "d26.txt-1", "d25.txt-1", "--by", "ben", *at))
    decided(run("decide", "correct", TAJI, "killed", "5", "--why", "y", "--by", "ben", *at))
    done = run("decisions", "import", "ann.jsonl", *at)
    assert done.code == 1
    assert done.out == "2 decisions new, 0 known; 0 orphans; 2 clashes\n"
    assert re.search(
        rf"clash: ann says that .* \({same}\), ben that .* \({different}\), which holds; undo one", done.err
    )
    assert f"killed of {TAJI} is 4" in done.err
    again = run("decisions", "import", "ann.jsonl", *at)
    assert (again.code, again.out) == (1, "0 decisions new, 2 known; 0 orphans; 2 clashes\n")
    assert len(ask("decisions", "list", "--json", *at)) == 4
    run("decide", "undo", different, *at)
    assert "1 clash\n" in run("decisions", "import", "ann.jsonl", *at).out
    both = run("decisions", "export", *at).out
    Path("both.jsonl").write_text(both, encoding="utf-8")
    assert "3 decisions new, 2 known" in run("decisions", "import", "both.jsonl").out
    assert run("decisions", "export").out == both


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'{"id": "D-1"}\n', "wrong.jsonl: line 1: this is no line of `decisions export`"),
        (b"no json\n", "wrong.jsonl: line 1: this is no line of `decisions export`"),
        (b"\xff\xfe", "is no text in UTF-8"),
    ],
)
def test_a_file_that_is_no_ledger_is_told(run: Here, content: bytes, says: str) -> None:
    Path("wrong.jsonl").write_bytes(content)
    done = run("decisions", "import", "wrong.jsonl")
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert run("decisions", "export").out == ""


def test_a_line_that_was_changed_takes_nothing_in(run: Here) -> None:
    decided(run("decide", "confirm", TAJI))
    changed = run("decisions", "export").out.replace('"by": "ann"', '"by": "ben"')
    Path("wrong.jsonl").write_text(changed, encoding="utf-8")
    done = run("decisions", "import", "wrong.jsonl")
    assert done.code == 2
    assert "was changed after it was made" in done.err


def test_a_decision_of_an_article_that_is_not_there_is_an_orphan_until_it_is(
    run: Here, ask: Ask, articles: Path
) -> None:
    decided(run("decide", "same", "d05.txt-1", "d26.txt-1"))
    Path("one.jsonl").write_text(run("decisions", "export").out, encoding="utf-8")
    small = ("--book", "small.db")
    assert run("add", articles / "d05.txt", "--workers", "1", *small).code == 0
    assert "1 decision new, 0 known; 1 orphan" in run("decisions", "import", "one.jsonl", *small).out
    done = run("decisions", "list", *small)
    assert re.search(r"orphan: document \w+ is not in this book", done.out)
    assert "1 decision is an orphan" in done.err
    told = run("add", articles / "d06.txt", "--workers", "1", *small).out
    assert "1 decision of a reviewer is an orphan: kept, but on no report of today" in told
    assert "orphan" not in run("add", articles / "d26.txt", "--workers", "1", *small).out
    (row,) = ask("decisions", "list", "--json", *small)
    assert row["state"] == "in force"
    sizes = [len(i["reports"]) for i in ask("export", *small)]
    assert max(sizes) >= 2


def test_diff_tells_what_changed(run: Here, book: Path, example_book: Path) -> None:
    assert run("export", "--out", "before.jsonl").code == 0
    assert run("diff", "before.jsonl", book).err == f"before.jsonl and {book} do not differ\n"
    decided(run("decide", "correct", TAJI, "killed", "4", "--why", "x"))
    decided(run("decide", "merge", "IB-1NXJAD", "IB-QQ8ZGE", "--why", "x"))
    lines = run("diff", example_book, book).out.splitlines()
    assert f"value  {TAJI}  killed: 3 → 4" in lines
    assert f"status {TAJI}  machine → reviewed" in lines
    assert any(re.fullmatch(r"merged IB-\w+  into IB-\w+", line) for line in lines)
    kinds = {
        json.loads(line)["kind"] for line in run("diff", "before.jsonl", book, "--json").out.splitlines()
    }
    assert {"merged", "value", "status"} <= kinds
    assert run("diff", "nowhere.db", book).code == 3
    Path("no.jsonl").write_text("{}\n")
    wrong = run("diff", "no.jsonl", book)
    assert (wrong.code, "give what `incidentbook export` wrote" in wrong.err) == (4, True)


def test_the_book_is_shown_as_it_was_known(run: Here, ask: Ask) -> None:
    now = {i["id"] for i in ask()}
    then = ask("export", "--as-of", "2020-12-31")
    assert TAJI in {i["id"] for i in then}
    assert {i["id"] for i in then} < now
    for incident in then:
        when = incident["values"]["date"]
        assert when is None or when["earliest"] is None or when["earliest"] <= "2020-12-31"
    decided(run("decide", "correct", TAJI, "killed", "4", "--why", "x"))
    assert entry(ask(), TAJI)["values"]["killed"]["best"] == 4
    assert entry(ask("list", "--json", "--as-of", "2020-12-31"), TAJI)["values"]["killed"]["best"] == 3
    assert ask("export", "--as-of", "2015-01-01") == []
    done = run("show", TAJI, "--as-of", "2015-01-01")
    assert (done.code, "was not known on 2015-01-01" in done.err) == (2, True)
    assert re.search(r"killed +3", run("show", TAJI, "--as-of", "2020-12-31").out)
    new = [
        line for line in run("diff", "2020-12-31", "2021-07-31").out.splitlines() if line.startswith("new")
    ]
    assert any("2021-07-05 · Ain al-Asad Airbase, IQ" in line for line in new)


def test_policies_change_values_and_no_range(run: Here, ask: Ask) -> None:
    usual, highest = (ask("export", *option) for option in ((), ("--policy", "highest")))
    changed = 0
    for before, after in zip(usual, highest, strict=True):
        for name in ("killed", "injured", "munitions"):
            one, other = before["values"][name], after["values"][name]
            if one is not None:
                assert (one["low"], one["high"]) == (other["low"], other["high"])
                assert (other["best"] or 0) >= (one["best"] or 0)
                changed += one != other
    assert changed
    assert "most-independent" in run("list", "--policy", "loudest").err
