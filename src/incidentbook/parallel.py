"""Work on many items in several processes, in order, with a bounded number of them on their way."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain, islice
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_PARALLEL_FROM = 24  # fewer items are worked on sooner by one process than a second one starts
_CHUNK = 8


def in_order(
    items: Iterator[Item], work: Callable[[Item], Result], workers: int | None = None
) -> Iterator[Result]:
    """What `work` makes of each item, in the order of the items.

    Args:
        items: any number of them; they are taken as they are needed.
        work: a function that a process of its own can be given: one of a module.
        workers: the number of processes; by default one for each core where there is enough to do.
    """
    first = list(islice(items, _PARALLEL_FROM))
    count = workers or (os.cpu_count() or 1)
    if count == 1 or len(first) < _PARALLEL_FROM:
        yield from map(work, chain(first, items))
    else:
        yield from _shared(chain(first, items), work, count)


def _shared(items: Iterator[Item], work: Callable[[Item], Result], workers: int) -> Iterator[Result]:
    """Memory stays flat however many items there are."""
    chunks = iter(lambda: list(islice(items, _CHUNK)), [])
    with ProcessPoolExecutor(workers, initializer=_watch_parent, initargs=(os.getpid(),)) as pool:
        try:
            waiting = [pool.submit(_each, work, c) for c in islice(chunks, workers * 2)]
            for chunk in chunks:
                yield from waiting.pop(0).result()
                waiting.append(pool.submit(_each, work, chunk))
            for future in waiting:
                yield from future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _each(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    return [work(item) for item in items]


def _watch_parent(parent: int) -> None:
    """In a worker: ends it when the program that started it is gone, killed for instance, so that none is left waiting."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
