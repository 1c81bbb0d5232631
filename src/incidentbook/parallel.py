"""Work in other processes: on many items in order, with a bounded number on their way; on one item, with a time limit."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
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


class Apart:
    """A process beside this one for work that may take too long or too much, on one item at a time.

    It starts with the first item and stays for the next; one that takes too long is ended. It holds up no other thread of
    this process. One thread at a time.
    """

    def __init__(self, seconds: float) -> None:
        """`seconds`: what each item may take."""
        self._seconds = seconds
        self._running: tuple[SpawnProcess, Connection] | None = None
        self._starting = threading.Lock()
        self._is_shut = False

    def do(self, work: Callable[[Item], Result], item: Item) -> Result:
        """What `work`, a function of a module that raises nothing, makes of an item.

        Raises:
            TimeoutError: it takes too long.
            ChildProcessError: its process was ended, as one is that takes all memory, or is to do nothing more.
        """
        pipe = (self._running or self._started())[1]
        try:
            pipe.send((work, item))
            if not pipe.poll(self._seconds):
                raise TimeoutError(f"longer than {self._seconds:g} seconds")
            found: Result = pipe.recv()
            return found
        except (EOFError, ConnectionError) as error:
            self.end()
            raise ChildProcessError("the process was ended") from error
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        """Ends the process."""
        if self._running is not None:
            process, pipe = self._running
            self._running = None
            process.kill()
            process.join()
            pipe.close()

    def shut(self) -> None:
        """Ends the process for good, from whatever thread: what is being done comes to nothing, and nothing more is done."""
        with self._starting:
            self._is_shut = True
            running = self._running
        if running is not None:
            running[0].kill()  # whoever waits for it sees its pipe end, and closes that

    @property
    def is_shut(self) -> bool:
        """Whether nothing more is done."""
        return self._is_shut

    def _started(self) -> tuple[SpawnProcess, Connection]:
        with self._starting:
            if self._is_shut:
                raise ChildProcessError("nothing more is done")
            spawning = multiprocessing.get_context("spawn")
            ours, theirs = spawning.Pipe()
            process = spawning.Process(target=_serve, args=(theirs, os.getpid()), daemon=True)
            process.start()
            theirs.close()
            self._running = process, ours
            return self._running


def _serve(pipe: Connection, parent: int) -> None:
    """In a process apart: does what comes until nothing can come any more. Ctrl-C is for the one that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _watch_parent(parent)
    while True:
        try:
            work, item = pipe.recv()
        except (EOFError, ConnectionError):
            return
        pipe.send(work(item))


def _watch_parent(parent: int) -> None:
    """In a worker: ends it when the program that started it is gone, killed for instance, so that none is left waiting."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
