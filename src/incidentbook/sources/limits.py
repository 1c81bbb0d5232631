"""How much an archive may unpack to: a few kilobytes can hold gigabytes made to fill a disk."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from incidentbook.errors import SourceError

SIZE_LIMIT = 20_000_000
"""Bytes that one article may have."""

RATIO = 200
FREE = 64_000_000
TOTAL = 200_000_000_000
_AT_ONCE = 1 << 20


class BombError(SourceError):
    """An archive that unpacks to far more than it is."""


@dataclass(slots=True)
class Allowance:
    """What one archive may still unpack: `RATIO` times its own size (text seldom shrinks to a twentieth),
    the first `FREE` bytes in any case, and never more than `TOTAL`.

    `packed` is the size of the archive in bytes, None where it is not known.
    """

    packed: int | None
    spent: int = 0

    @property
    def most(self) -> int:
        """Bytes that the archive may unpack to."""
        return TOTAL if self.packed is None else min(TOTAL, max(FREE, self.packed * RATIO))

    @property
    def is_spent(self) -> bool:
        """Whether it has unpacked to more."""
        return self.spent > self.most

    def spend(self, count: int) -> None:
        """Counts bytes as unpacked.

        Raises:
            BombError: it is more than the archive may unpack to.
        """
        self.spent += count
        if self.is_spent:
            said = f"unpacks to more than {self.most / 1e6:.0f} MB"
            raise BombError(f"{said}, as a decompression bomb does; unpack it yourself if you trust it")


class Guarded(io.RawIOBase):
    """A stream of unpacked bytes that spends its archive's allowance as it is read; it goes forward only."""

    def __init__(self, stream: io.BufferedIOBase, allowance: Allowance) -> None:
        super().__init__()
        self._stream = stream
        self._allowance = allowance

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object) -> int:
        """Reads what can be had at once, so that what comes before damage is not lost with it.

        Raises:
            BombError: the allowance is spent.
        """
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        data = self._stream.read1(min(len(view), _AT_ONCE))
        self._allowance.spend(len(data))
        view[: len(data)] = data
        return len(data)


def guarded(stream: io.BufferedIOBase, allowance: Allowance) -> io.BufferedReader[Any]:
    """The stream, buffered, with its allowance spent as it is read."""
    return io.BufferedReader(Guarded(stream, allowance), 1 << 16)
