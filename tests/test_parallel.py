"""Work in a process apart: what it makes comes back, what takes too long is ended, and the next one is done."""

from __future__ import annotations

import os
import threading
import time

import pytest

from incidentbook.parallel import Apart


def _process(item: int) -> tuple[int, int]:
    return os.getpid(), item * 2


def _sleep(seconds: float) -> None:
    time.sleep(seconds)


def _die(code: int) -> None:
    os._exit(code)


def test_a_process_apart_is_used_again() -> None:
    apart = Apart(20)
    first, second = apart.do(_process, 1), apart.do(_process, 2)
    assert (first[1], second[1]) == (2, 4)
    assert first[0] == second[0] != os.getpid()
    apart.end()
    apart.end()


def test_what_takes_too_long_is_ended_and_the_next_is_done() -> None:
    apart = Apart(8)
    apart.do(_process, 1)
    apart._seconds = 0.3
    with pytest.raises(TimeoutError):
        apart.do(_sleep, 30.0)
    apart._seconds = 8
    assert apart.do(_process, 3)[1] == 6
    with pytest.raises(ChildProcessError):
        apart.do(_die, 3)
    assert apart.do(_process, 4)[1] == 8
    apart.end()


def test_what_is_shut_gives_up_what_it_does_and_begins_nothing_more() -> None:
    apart = Apart(60)
    apart.do(_process, 1)
    timer = threading.Timer(0.5, apart.shut)
    timer.start()
    begun = time.monotonic()
    for _ in range(2):
        with pytest.raises(ChildProcessError):
            apart.do(_sleep, 50.0)
    assert time.monotonic() - begun < 20
    assert apart.is_shut
    apart.shut()
    apart.end()
