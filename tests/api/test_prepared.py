"""What takes long is made once, by a thread of its own."""

from __future__ import annotations

import threading
import time

import pytest

from incidentbook.api.prepared import Prepared


class Slow:
    """Makes numbers when it is let; `fails` with the error given."""

    def __init__(self) -> None:
        self.let = threading.Semaphore(0)
        self.made = 0
        self.fails: Exception | None = None

    def __call__(self) -> int:
        assert self.let.acquire(timeout=5)
        self.made += 1
        if self.fails is not None:
            raise self.fails
        return self.made


def test_nobody_waits_longer_than_they_want_to() -> None:
    slow = Slow()
    prepared = Prepared(slow)
    begun = time.perf_counter()
    assert prepared.at("1", 0.05) is None
    assert time.perf_counter() - begun < 2
    slow.let.release()
    found = prepared.at("1", 5)
    assert found is not None
    assert (found.state, found.value) == ("1", 1)
    assert prepared.at("1", 0) == found
    assert slow.made == 1


def test_until_it_is_made_anew_the_one_before_is_given() -> None:
    slow = Slow()
    prepared = Prepared(slow)
    slow.let.release()
    first = prepared.at("1", 5)
    assert prepared.at("2", 0.01) == first
    assert prepared.at("3", 0.01) == first
    assert prepared.at("4", 0.01) == first
    slow.let.release(2)  # one for the state that was begun, one for the last
    found = prepared.at("4", 5)
    assert found is not None
    assert (found.state, slow.made) == ("4", 3)


def test_many_ask_at_once_and_it_is_made_once() -> None:
    slow = Slow()
    prepared = Prepared(slow)
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(prepared.at("1", 5))) for _ in range(8)]
    for thread in threads:
        thread.start()
    slow.let.release()
    for thread in threads:
        thread.join()
    assert (len(found), slow.made) == (8, 1)
    assert None not in found


def test_a_failure_is_told_to_who_asked_and_tried_again() -> None:
    slow = Slow()
    slow.fails = ValueError("the disk is full")
    prepared = Prepared(slow)
    slow.let.release(2)
    with pytest.raises(ValueError, match="the disk is full"):
        prepared.at("1", 5)
    slow.fails = None
    found = prepared.at("1", 5)
    assert found is not None
    assert found.value == 2
