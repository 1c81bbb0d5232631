"""Orders that the press tells, "a week after the strikes": whether the days that the book has for both agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from incidentbook.check.phrases import days, figure
from incidentbook.model import Count, Interval, Order

OrderVerdict = Literal["book agrees", "book disagrees", "cannot say"]


@dataclass(frozen=True, slots=True)
class OrderCheck:
    """An order that a text tells, against the days that are known of both.

    Attributes:
        gap: how many days lie between the two by the book; negative low where the order is the other way round.
        reason: the verdict in a sentence.
    """

    document: str | None
    order: Order
    gap: tuple[int, int] | None
    verdict: OrderVerdict
    reason: str


def check_order(
    order: Order, text: str, when: Mapping[str, Interval], document: str | None = None
) -> OrderCheck:
    """Holds an order against days.

    Args:
        text: the text that tells it.
        when: the days of reports and remarks, by id.
    """
    ends = [when.get(r.report or r.remark or "") for r in (order.what, order.than)]
    first, last = ends
    if order.habitual or first is None or last is None or first.days is None or last.days is None:
        why = (
            "What comes again and again is for `sequence`."
            if order.habitual
            else "Of one of the two the day is not known."
        )
        return OrderCheck(document, order, None, "cannot say", why)
    gap = _gap(first, last)
    verdict = _verdict(order, gap)
    reason = (
        f"The text puts “{order.what.span.of(text)}” {_SAID[order.kind]} “{order.than.span.of(text)}”{_said(order.gap)}; "
        f"the book has the one {days(first)} and the other {days(last)}."
    )
    return OrderCheck(document, order, gap, verdict, reason)


def _gap(what: Interval, than: Interval) -> tuple[int, int]:
    """The days from `than` to `what`, least and most."""
    if what.earliest is None or what.latest is None or than.earliest is None or than.latest is None:
        raise ValueError("an open interval has no distance")
    return (what.earliest - than.latest).days, (what.latest - than.earliest).days


_SAID = {"after": "after", "before": "before", "with": "together with"}


def _said(gap: Count | None) -> str:
    if gap is None:
        return ""
    return f" by {figure(gap)} {'day' if gap.low == gap.high == 1 else 'days'}"


def _verdict(order: Order, gap: tuple[int, int]) -> OrderVerdict:
    low, high = gap if order.kind != "before" else (-gap[1], -gap[0])
    if order.kind == "with":
        least, most = -_TOGETHER, _TOGETHER
    elif order.gap is None:
        least, most = 0, _EVER
    else:
        least, most = order.gap.low, order.gap.high if order.gap.high is not None else _EVER
    if high < least or low > most:
        return "book disagrees"
    return "book agrees" if low >= least and high <= most else "cannot say"


_TOGETHER = 7  # days
_EVER = 36525
