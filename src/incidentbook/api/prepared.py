"""What takes long to work out, made by a thread of its own, once for each state of the book that is asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Made(Generic[T]):
    """A result, and the state of the book that it is of."""

    state: str
    value: T


class Prepared(Generic[T]):
    """Nobody waits longer than they want to, and nothing is made twice at once.

    Args:
        make: works it out for the book as it is.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._changed = threading.Condition()
        self._last: Made[T] | None = None
        self._failed: dict[str, Exception] = {}
        self._wanted: str | None = None
        self._making: str | None = None
        self._is_running = False

    def at(self, state: str, wait: float) -> Made[T] | None:
        """What was made of a state; begins to make it where it is not there.

        Args:
            wait: seconds that it may take.

        Returns:
            It; where it does not come in time, what was made of an earlier state; None where there is no such thing.

        Raises:
            Exception: the making failed.
        """
        with self._changed:
            if not self._is_of(state):
                self._begin(state)
                self._changed.wait_for(lambda: self._is_of(state) or state in self._failed, wait)
            if state in self._failed:
                raise self._failed.pop(state)
            return self._last

    def _is_of(self, state: str) -> bool:
        return self._last is not None and self._last.state == state

    def _begin(self, state: str) -> None:
        if self._making == state:
            return
        self._wanted = state
        if not self._is_running:
            self._is_running = True
            threading.Thread(target=self._work, daemon=True, name="prepared").start()

    def _work(self) -> None:
        """Works until nobody waits for another state; those that came and went meanwhile are left out."""
        while (state := self._next()) is not None:
            try:
                value = self._make()
            except Exception as error:  # noqa: BLE001 -- told to whoever asked
                self._tell(None, {state: error})
            else:
                self._tell(Made(state, value), {})

    def _next(self) -> str | None:
        with self._changed:
            self._making, self._wanted = self._wanted, None
            self._is_running = self._making is not None
            return self._making

    def _tell(self, made: Made[T] | None, failed: dict[str, Exception]) -> None:
        with self._changed:
            self._last, self._failed = made or self._last, failed
            self._making = None
            self._changed.notify_all()
