"""Sentences that say something: the same, and as soon found, however much stands behind them."""

from __future__ import annotations

import time
from dataclasses import replace

from tests.api.conftest import extraction

from incidentbook.export.passages import passages
from incidentbook.model import Region, Span


def test_what_stands_behind_the_last_word_costs_nothing() -> None:
    told = extraction("a")
    (report,) = told.reports
    expected = passages(told.document, report.statements)
    text = told.document.text + "\n\n" + "Words of no attack. " * 600_000
    long = replace(told.document, text=text, regions=(Region("body", Span(0, len(text))),))
    begun = time.monotonic()
    assert passages(long, report.statements) == expected
    assert time.monotonic() - begun < 1
    assert [said.of(text) for said, _ in expected] == [
        "Rockets struck near Erbil on Sunday.", "One guard was killed, café windows broke."
    ]  # fmt: skip
    assert passages(long, ()) == []
