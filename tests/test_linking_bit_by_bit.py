"""A book that changes bit by bit is the same as one that is built at once: incidents, stories, and what is decided."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.link.test_cluster import items_of_some_documents

from incidentbook.book import Anchor, Decision, Store, linkage, queries, tellings
from incidentbook.book.decisions import made
from incidentbook.link import Bonds, LinkItem
from incidentbook.linking import link
from incidentbook.model import (
    Document,
    Extraction,
    Interval,
    Published,
    Region,
    Report,
    ReportRef,
    Span,
    Statement,
    Values,
)

_WORDS = [
    "base",
    "road",
    "dawn",
    "fire",
    "smoke",
    "wall",
    "guard",
    "night",
    "street",
    "market",
    "gate",
    "tower",
]
_START = datetime(2021, 7, 6, tzinfo=UTC)
Found = tuple[set[frozenset[ReportRef]], list[list[str]]]


def body(number: int) -> str:
    """One of some stories; two of them are told in a third."""
    if number == 2:
        return f"{body(0)} {body(1)}"
    chance = random.Random(number)
    return " ".join(chance.choices([f"{a}{b}" for a in _WORDS for b in _WORDS], k=70))


def extraction(name: str, items: Sequence[LinkItem], published: Interval | None, shut: bool) -> Extraction:
    """A document with these reports; of one that is shut the text is furniture."""
    text = f"{body(int(name[1:]) % 4)} {'Told by ' + name if int(name[1:]) > 3 else ''}"
    region = Region("boilerplate" if shut else "body", Span(0, len(text)))
    when = Published(published, "metadata", ()) if published else None
    reports = tuple(
        replace(i.report, statements=_said(i, 3 * int(i.report.id[1:]))) for i in items if i.document == name
    )
    document = Document(name, f"{name}.txt", None, None, None, "en", None, when, text, (region,))
    return Extraction(document, reports, ())


def _said(item: LinkItem, at: int) -> tuple[Statement, ...]:
    kind = item.report.values.attack_type
    return (Statement("attack_type", kind, "stated", None, None, Span(at, at + 2), 0.9),)


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty book, copied for each example."""
    path = tmp_path_factory.mktemp("blank") / "blank.db"
    Store.open(path, create=True).close()
    return path


@contextmanager
def copy_of(blank: Path, name: str) -> Iterator[Store]:
    target = blank.with_name(f"{name}.db")
    for left in blank.parent.glob(f"{name}.db*"):
        left.unlink()
    shutil.copyfile(blank, target)
    with Store.open(target, create=False) as store:
        yield store


def found(store: Store) -> Found:
    by_incident: dict[str, set[ReportRef]] = {}
    for ref, name in store.memberships().items():
        by_incident.setdefault(name, set()).add(ref)
    return {frozenset(group) for group in by_incident.values()}, store.stories(store.document_ids())


def at_once(blank: Path, now: dict[str, Extraction], decisions: Sequence[Decision]) -> Found:
    with copy_of(blank, "whole") as store:
        for one in now.values():
            store.add(one)
        store.ledger.add(decisions)
        link(store)
        return found(store)


def decision(now: dict[str, Extraction], before: Sequence[Decision], rng: random.Random) -> Decision | None:
    """Of two reports that they are one, or two; or that an earlier decision is undone."""
    at = _START + timedelta(minutes=len(before))
    if before and rng.random() < 0.3:
        return made("undo", "ann", at=at, undoes=rng.choice(before).id)
    every = [Anchor.of(name, report) for name, one in now.items() for report in one.reports]
    if len(every) < 2:
        return None
    a, b = rng.sample(every, 2)
    return made(rng.choice(["same", "different"]), "ann", at=at, subjects=((a,), (b,)))  # type: ignore[arg-type]


def change(now: dict[str, Extraction], items: Sequence[LinkItem], rng: random.Random) -> Extraction:
    """A document that comes, is read anew, or of which nothing is left."""
    name = f"d{rng.randint(0, 7)}"
    whole = [item for item in items if item.document == name and rng.random() < 0.8]
    gone = name in now and rng.random() < 0.2
    published = whole[0].published if whole else None
    return extraction(name, [] if gone else whole, published, rng.random() < 0.2)


@pytest.mark.parametrize("mostly", [0.5, 99.0], ids=["all where most changed", "never all"])
@settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(first=items_of_some_documents, second=items_of_some_documents, rng=st.randoms(use_true_random=False))
def test_bit_by_bit_as_at_once(
    blank: Path,
    monkeypatch: pytest.MonkeyPatch,
    mostly: float,
    first: list[LinkItem],
    second: list[LinkItem],
    rng: random.Random,
) -> None:
    for module in (linkage, tellings):
        monkeypatch.setattr(module, "_MOSTLY", mostly)
    now, decisions = dict[str, Extraction](), list[Decision]()
    with copy_of(blank, "grown") as store:
        for _ in range(10):
            for _ in range(rng.randint(1, 2)):
                one = change(now, rng.choice([first, second]), rng)
                store.add(one)
                now[one.document.id] = one
            if rng.random() < 0.4 and (made_now := decision(now, decisions, rng)) is not None:
                store.ledger.add([made_now])
                decisions.append(made_now)
            link(store)
            assert not store.stale
        grown = found(store)
    assert grown == at_once(blank, now, decisions)


@pytest.mark.parametrize("seed", range(12))
def test_ids_are_those_that_all_would_be_given(blank: Path, seed: int) -> None:
    """Writing some incidents gives them the ids, and the redirects, that writing all of them gives."""
    rng, names = random.Random(seed), [f"d{n}" for n in range(8)]
    groups = [[ReportRef(name, "r1")] for name in names]
    with copy_of(blank, "some") as some, copy_of(blank, "all") as whole:
        for store in (some, whole):
            for number, name in enumerate(names):
                store.add(extraction(name, [bare(name)], Interval.day(date(2021, 7, 1 + number % 3)), False))
            store.set_clusters(groups)
        for turn in range(8):
            again = rng.choice(names)
            for store in (some, whole):
                store.add(extraction(again, [bare(again)], None, turn % 2 == 0))
            groups, touched = regrouped(groups, again, rng)
            some.linkage.set_groups(touched, some.linkage.changes(), Bonds())
            whole.set_clusters(groups)
            assert identities(some) == identities(whole)


def identities(store: Store) -> tuple[object, ...]:
    with store._reading() as connection:
        told = (queries.memberships, queries.foundings, queries.redirects)
        return tuple(ask(connection) for ask in told)


def bare(name: str) -> LinkItem:
    return LinkItem(name, Report("r1", True, Values(), ()), None)


def regrouped(
    groups: list[list[ReportRef]], again: str, rng: random.Random
) -> tuple[list[list[ReportRef]], list[list[ReportRef]]]:
    """Groups of which two were joined and parted anew; those that changed, with that of a document that was read anew."""
    rng.shuffle(groups)
    taken = [ref for group in groups[:2] for ref in group]
    rng.shuffle(taken)
    cut = rng.randint(0, len(taken))
    new, rest = [part for part in (taken[:cut], taken[cut:]) if part], groups[2:]
    touched = [group for group in rest if any(ref.document == again for ref in group)]
    return [*new, *rest], [*new, *touched]
