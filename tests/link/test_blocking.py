"""Keys are packed as they come, and what they bring together is the same however much is looked at at once."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from benchmarks.made_reports import reports

from incidentbook.link import blocking
from incidentbook.link.blocking import Index, Keys, candidates, keys
from incidentbook.link.cluster import gathered
from incidentbook.link.evidence import Profile, profile
from incidentbook.link.screen import ROW, rows

_REPORTS, _KEYS = 2_000, 20


@pytest.fixture(scope="module")
def profiles() -> list[Profile]:
    return [profile(made.item) for made in reports(400)]


def _made_up() -> Iterator[Keys]:
    for report in range(_REPORTS):
        numbers = frozenset((1 << 60) + report * _KEYS + n for n in range(_KEYS))
        yield Keys(numbers, numbers)


def _peak_of(work: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_an_index_takes_less_than_the_sets_that_it_is_made_of() -> None:
    table = np.zeros(_REPORTS, ROW)
    packed = _peak_of(lambda: Index.of(table, _made_up()))
    assert packed < _peak_of(lambda: list(_made_up())) / 2
    assert packed < 80 * _REPORTS * _KEYS  # bytes, both ways and the room to sort them


def test_rows_and_keys_make_the_index_of_each_report(profiles: list[Profile]) -> None:
    index, known = Index.of(rows(profiles), map(keys, profiles)), [keys(one) for one in profiles]
    for (numbers, owners), sets in (
        (index.offers, [k.offers for k in known]),
        (index.seeks, [k.seeks for k in known]),
    ):
        assert sorted(zip(owners.tolist(), numbers.tolist(), strict=True)) == sorted(
            (owner, number) for owner, found in enumerate(sets) for number in found
        )
        assert (np.diff(numbers) >= 0).all()


def test_how_many_pairs_are_looked_at_at_once_says_nothing(
    profiles: list[Profile], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = candidates(profiles)
    monkeypatch.setattr(blocking, "_AT_ONCE", 7)
    assert candidates(profiles) == before


def test_linking_holds_less_of_a_report_than_its_keys_would_take(
    profiles: list[Profile], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocking, "_AT_ONCE", 1 << 12)  # what is the same at every size would hide the rest
    gathered(profiles)  # words that were seen are kept, up to a bound
    assert _peak_of(lambda: gathered(profiles)) < 0.8 * _peak_of(lambda: [keys(one) for one in profiles])
