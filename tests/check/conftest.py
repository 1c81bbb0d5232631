"""What the tests of the checks share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest


@pytest.fixture
def daily() -> Callable[[str, str, int], Sequence[date]]:
    """A day of publication for every so many days between two days."""

    def made(first: str, last: str, step: int) -> list[date]:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
        return [start + timedelta(days=n) for n in range(0, (end - start).days + 1, step)]

    return made
