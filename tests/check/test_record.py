"""A record judges its incidents as each is judged for itself, and soon enough for a large book."""

from __future__ import annotations

import time

import numpy as np
from benchmarks.checking import World

from incidentbook.check.fit import Fit, fits, scope_of
from incidentbook.check.record import Record
from incidentbook.check.tallies import check_tally


def test_those_that_share_what_they_are_judged_by_are_judged_as_each_for_itself() -> None:
    world = World(np.random.default_rng(3))
    record = Record([world.entry(n) for n in range(1500)], world.published)
    for tally in map(world.tally, range(60)):
        scope = scope_of(tally)
        each = [(e, *fits(scope, e)) for e in record.entries]
        found = record.judged(scope)
        assert [e.id for e in found.sure] == [e.id for e, fit, _ in each if fit is Fit.YES]
        may = {e.id: set(why) for e, fit, why in each if fit is Fit.MAY}
        assert {e.id: set(why) for e, why in found.open} == may


def test_many_counts_are_soon_held_against_many_incidents() -> None:
    world = World(np.random.default_rng(4))
    record = Record([world.entry(n) for n in range(10_000)], world.published)
    asked = [world.tally(n) for n in range(300)]
    start = time.process_time()
    assert len([check_tally(t, record) for t in asked]) == 300
    assert time.process_time() - start < 6
