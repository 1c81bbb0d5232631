"""The functions that are called alone, as the package's own examples show them."""

from __future__ import annotations

import doctest

from incidentbook import normalise


def test_the_examples_of_the_package_are_true() -> None:
    assert doctest.testmod(normalise).failed == 0
