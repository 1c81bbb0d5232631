"""Remarks as people read them: one line each."""

from __future__ import annotations

from incidentbook.export import words
from incidentbook.model import ContextEvent, Distance, Figure, Order, Remark, Trend


def remark_in_words(remark: Remark, text: str) -> str:
    """A remark in one line, as `explain` shows it; `text` is that of its document."""
    match remark:
        case Trend():
            return _trend(remark)
        case Order():
            return _order(remark, text)
        case Distance():
            return _distance(remark)
        case Figure():
            return _figure(remark)
        case ContextEvent():
            return _event(remark)


def _joined(kind: str, *parts: str) -> str:
    return f"{kind}: {' · '.join(part for part in parts if part)}"


def _trend(trend: Trend) -> str:
    whose = trend.perpetrator.name if trend.perpetrator else ""
    where = f"on {trend.target}" if trend.target else words.place(trend.place)
    return _joined("trend", f"{trend.what} {trend.kind}", words.days(trend.period), where, whose)


def _order(order: Order, text: str) -> str:
    first, second = (" ".join(r.span.of(text).split()) for r in (order.what, order.than))
    gap = f"{words.count(order.gap)} days" if order.gap else ""
    return _joined("order", f"{first} {order.kind} {second}", gap, "as a rule" if order.habitual else "")


def _distance(distance: Distance) -> str:
    far = f"{words.count_with_best(distance.km)} km" if distance.km and distance.km.best is not None else ""
    far = far or (f"{words.count(distance.km)} km" if distance.km else "")
    way = distance.direction or ""
    how = f"in the {way} of" if distance.inside else f"{way} of" if way else "from"
    return _joined(
        "distance", " ".join(p for p in (distance.place.name, far, how, distance.anchor.name) if p)
    )


def _figure(figure: Figure) -> str:
    whole = f"of {words.count(figure.whole)}" if figure.whole else ""
    counted = " ".join(p for p in (words.count(figure.count), whole, figure.what) if p)
    whose = figure.actor.name if figure.actor else ""
    return _joined("figure", counted, words.place(figure.place), whose, words.days(figure.date))


def _event(event: ContextEvent) -> str:
    who = ", ".join(a.name for a in event.actors)
    return _joined(event.kind, event.what, words.days(event.date), who, words.place(event.place))
