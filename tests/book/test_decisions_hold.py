"""Whatever is decided and however texts are read again: every decision holds or is told to be an orphan.

Each text has three attacks; a reading finds some of them, in any order and from more or fewer words, so that the numbers of
reports shift. What a decision must come to is told from the attacks themselves.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.book.reading import SLOTS, anchor, read, slot_of

from incidentbook.book import Decision, Store
from incidentbook.book.decisions import made, undone
from incidentbook.link import cluster
from incidentbook.model import Count, Extraction, Incident, ReportRef

DOCUMENTS = ("da", "db", "dc")
Attack = tuple[str, int]
Groups = tuple[tuple[Attack, ...], ...]
ON_PAIRS = ("same", "different")
WHOLE = ("correct", "confirm", "reject")
START = datetime(2021, 7, 6, tzinfo=UTC)

attacks = st.tuples(st.sampled_from(DOCUMENTS), st.integers(0, SLOTS - 1))
readings = st.tuples(
    st.sampled_from(DOCUMENTS),
    st.lists(st.integers(0, SLOTS - 1), unique=True, max_size=SLOTS),
    st.integers(2, 4),
)
steps = st.one_of(
    st.tuples(st.just("read"), readings),
    st.tuples(st.sampled_from(["same", "different", "merge"]), st.tuples(attacks, attacks)),
    st.tuples(st.sampled_from(["correct", "confirm", "reject", "split"]), attacks),
    st.tuples(st.just("undo"), st.integers(0, 30)),
)


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty book, copied for each example."""
    path = tmp_path_factory.mktemp("blank") / "blank.db"
    Store.open(path, create=True).close()
    return path


@contextmanager
def copy_of(blank: Path) -> Iterator[Store]:
    target = blank.with_name("example.db")
    for left in blank.parent.glob("example.db*"):
        left.unlink()
    shutil.copyfile(blank, target)
    with Store.open(target, create=False) as store:
        yield store


def link(store: Store) -> None:
    items = store.link_items()
    store.set_clusters([[items[n].ref for n in group] for group in cluster(items, store.ledger.bonds())])


@dataclass
class World:
    """A book, and what is true of it."""

    store: Store
    now: dict[str, Extraction] = field(default_factory=dict)
    about: dict[str, Groups] = field(default_factory=dict)
    made: list[Decision] = field(default_factory=list)

    def read(self, extraction: Extraction) -> None:
        self.store.add(extraction)
        self.now[extraction.document.id] = extraction
        link(self.store)

    def ref(self, attack: Attack) -> ReportRef | None:
        found = self.now.get(attack[0])
        names = [r.id for r in found.reports if slot_of(r) == attack[1]] if found else []
        return ReportRef(attack[0], names[0]) if names else None

    def decide(self, kind: str, *about: Attack) -> None:
        """As a reviewer would: of what is there."""
        if any(self.ref(attack) is None for attack in about) or (len(about) == 2 and about[0] == about[1]):
            return
        groups = self.groups(kind, about)
        if groups is None:
            return
        anchors = tuple(tuple(anchor(self.now[document], slot) for document, slot in g) for g in groups)
        rest: dict[str, object] = {"subjects": anchors}
        if kind not in ON_PAIRS:
            rest |= {"incidents": ("IB-X",), "why": "seen"}
        if kind == "correct":
            rest |= {"property": "injured", "value": Count.exactly(len(self.made))}
        self.write(made(kind, "ann", at=self.time(), **rest), groups)  # type: ignore[arg-type]

    def groups(self, kind: str, about: Sequence[Attack]) -> Groups | None:
        """The attacks that a decision is about; None where it cannot be made."""
        if kind in (*ON_PAIRS, *WHOLE):
            return tuple((attack,) for attack in about)
        if kind == "merge":
            first, second = (self.members(attack) for attack in about)
            return None if set(first) & set(second) else (first, second)
        rest = tuple(attack for attack in self.members(about[0]) if attack != about[0])
        return ((about[0],), rest) if rest else None

    def members(self, attack: Attack) -> tuple[Attack, ...]:
        """The attacks in the incident of one."""
        of = {(d, slot): self.ref((d, slot)) for d in DOCUMENTS for slot in range(SLOTS)}
        (incident,) = (i for i in self.store.incidents() if of[attack] in i.reports)
        return tuple(a for a, ref in of.items() if ref in incident.reports)

    def undo(self, number: int) -> None:
        if not self.made:
            return
        target = self.made[number % len(self.made)]
        if target.id not in undone(self.made):
            self.write(made("undo", "ann", at=self.time(), undoes=target.id), ())

    def write(self, decision: Decision, about: Groups) -> None:
        self.store.ledger.add([decision])
        self.made.append(decision)
        self.about[decision.id] = about
        link(self.store)

    def time(self) -> datetime:
        return START + timedelta(minutes=len(self.made))

    def do(self, step: tuple[str, object]) -> None:
        match step:
            case ("read", (document, slots, words)):
                self.read(read(document, slots, words=words))
            case ("undo", int(number)):
                self.undo(number)
            case (kind, (first, second)) if kind in (*ON_PAIRS, "merge"):
                self.decide(kind, first, second)
            case (kind, attack):
                self.decide(kind, attack)

    def check(self) -> None:
        standings = self.store.ledger.replay().standings
        assert [s.decision for s in standings] == self.made
        gone = undone(self.made)
        held = {ref: i for i in self.store.incidents() for ref in i.reports}
        for standing in standings:
            decision = standing.decision
            where = [[ref for a in g if (ref := self.ref(a))] for g in self.about[decision.id]]
            if decision.id in gone:
                assert standing.state == "undone"
            elif decision.kind != "undo" and not self.is_there(decision, where):
                assert standing.state == "orphan"
                assert standing.lost
            else:
                assert standing.state in ("in force", "overruled")
                assert (standing.state == "in force") or standing.by
                if standing.state == "in force" and not standing.by:
                    self.holds(decision, [[held[ref] for ref in g] for g in where])

    @staticmethod
    def is_there(decision: Decision, where: Sequence[Sequence[ReportRef]]) -> bool:
        return sum(bool(group) for group in where) >= (1 if decision.kind in WHOLE else 2)

    def holds(self, decision: Decision, where: Sequence[Sequence[Incident]]) -> None:
        names = [{incident.id for incident in group} for group in where]
        match decision.kind:
            case "same" | "merge":
                assert len({name for group in names for name in group}) == 1
            case "different" | "split":
                assert not names[0] & names[1]
            case "correct":
                assert where[0][0].values.injured == decision.corrected
                assert where[0][0].status in ("reviewed", "rejected")
            case "confirm":
                assert where[0][0].status == "reviewed"
            case "reject":
                assert where[0][0].status == "rejected"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, min_size=4, max_size=16))
def test_every_decision_holds_or_is_told_to_be_an_orphan(blank: Path, told: list[tuple[str, object]]) -> None:
    with copy_of(blank) as store:
        world = World(store)
        for document in DOCUMENTS:
            world.read(read(document, range(SLOTS)))
        for step in told:
            world.do(step)
            world.check()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(steps, max_size=6),
    st.sampled_from([*ON_PAIRS, *WHOLE, "merge", "split"]),
    attacks,
    attacks,
)
def test_an_undo_restores_the_book_exactly(
    blank: Path, told: list[tuple[str, object]], kind: str, first: Attack, second: Attack
) -> None:
    with copy_of(blank) as store:
        world = World(store)
        for document in DOCUMENTS:
            world.read(read(document, range(SLOTS)))
        for step in told:
            world.do(step)
        before, count = store.incidents(), len(world.made)
        world.decide(kind, *((first, second) if kind in (*ON_PAIRS, "merge") else (first,)))
        after = store.incidents()
        if len(world.made) == count:
            return
        world.undo(count)
        assert store.incidents() == before
        world.undo(count + 1)
        assert store.incidents() == after


@settings(max_examples=30, deadline=None)
@given(st.lists(steps, max_size=12), st.permutations(DOCUMENTS))
def test_the_order_in_which_documents_come_in_says_nothing(
    blank: Path, told: list[tuple[str, object]], order: list[str]
) -> None:
    with copy_of(blank) as store:
        world = World(store)
        for document in DOCUMENTS:
            world.read(read(document, range(SLOTS)))
        for step in told:
            world.do(step)
        standings = store.ledger.replay().standings
        found = {frozenset(i.reports): (i.values, i.status) for i in store.incidents()}
    with copy_of(blank) as store:
        store.ledger.add(reversed(world.made))
        for document in order:
            store.add(world.now[document])
            link(store)
        assert store.ledger.replay().standings == standings
        assert {frozenset(i.reports): (i.values, i.status) for i in store.incidents()} == found
