"""What came after what, against the days of both."""

from __future__ import annotations

import pytest
from tests.check.small_books import day, span

from incidentbook.check.orders import check_order
from incidentbook.model import Count, Interval, Order, Referent, Span

TEXT = "the raid came a week after the strikes"


def order(kind: str = "after", gap: Count | None = None, habitual: bool = False) -> Order:
    what, than = Referent(Span(4, 8), "r1", None), Referent(Span(31, 38), None, "x1")
    return Order("o1", kind, what, than, gap, habitual, None, Span(0, 38))  # type: ignore[arg-type]


WEEK = Count(6, 7, 8)


@pytest.mark.parametrize(
    ("what", "than", "told", "verdict"),
    [
        (day("2021-07-05"), day("2021-06-28"), order("after", WEEK), "book agrees"),
        (day("2021-07-05"), day("2021-05-28"), order("after", WEEK), "book disagrees"),
        (day("2021-06-20"), day("2021-06-28"), order("after"), "book disagrees"),
        (day("2021-06-20"), day("2021-06-28"), order("before"), "book agrees"),
        (day("2021-07-05"), span("2021-06-20", "2021-06-30"), order("after", WEEK), "cannot say"),
        (day("2021-07-05"), span(None, "2021-06-30"), order("after", WEEK), "cannot say"),
        (day("2021-07-05"), day("2021-06-28"), order("after", WEEK, habitual=True), "cannot say"),
    ],
)
def test_an_order_is_held_against_the_days_of_both(
    what: Interval, than: Interval, told: Order, verdict: str
) -> None:
    assert check_order(told, TEXT, {"r1": what, "x1": than}).verdict == verdict


def test_the_words_of_both_are_named() -> None:
    found = check_order(order("after", WEEK), TEXT, {"r1": day("2021-07-05"), "x1": day("2021-05-28")})
    assert found.reason.startswith("The text puts “raid” after “strikes” by 6 to 8 days")
    assert found.gap == (38, 38)
