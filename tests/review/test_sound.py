"""Values that reviewers give: what every form of the book can hold, and what none can."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.api.conftest import ERBIL, MILITIA

from incidentbook.errors import DecisionError
from incidentbook.model import Count, Target
from incidentbook.review import sound


@pytest.mark.parametrize(
    "value",
    [
        None, "rocket", Count(0, None, None), Count.exactly(10**10), ERBIL, MILITIA, (MILITIA,), ("a café",),
        replace(ERBIL, lat=-90.0, lon=180.0, precision=7), replace(ERBIL, lat=None, lon=None, precision=None),
    ],
)  # fmt: skip
def test_what_can_be_held(value: Any) -> None:
    sound.check("value", value)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Count.exactly(10**10 + 1), "beyond 10,000,000,000"), (Count(1, None, 10**400), "beyond"),
        ((Target("camp", None, Count.exactly(10**30), None),), "beyond"),
        (replace(ERBIL, lat=91.0), "lat must lie between -90 and 90"), (replace(ERBIL, lon=-181.0), "lon"),
        (replace(ERBIL, lat=float("inf")), "lat"), (replace(ERBIL, lon=float("nan")), "lon"),
        (replace(ERBIL, precision=8), "precision must lie between 1 and 7"),
        ("\ud800", "half of a letter"), ("a\0b", "zero byte"), (replace(ERBIL, name="\udfff"), "half of a letter"),
    ],
)  # fmt: skip
def test_what_cannot_be_held(value: Any, said: str) -> None:
    with pytest.raises(DecisionError, match=said):
        sound.check("value", value)
