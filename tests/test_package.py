"""The names that users import, as they stay after first use."""

from __future__ import annotations

import incidentbook


def test_extract_can_be_called_again() -> None:
    first = incidentbook.extract("Two rockets hit Baghdad on Monday.", published="2021-07-05")
    again = incidentbook.extract("Two rockets hit Baghdad on Monday.", published="2021-07-05")
    assert first == again
    assert incidentbook.Book is incidentbook.Book
