"""Two reports, value by value: what differs, what is only more exact."""

from __future__ import annotations

from incidentbook.book.policy import agree
from incidentbook.export import words
from incidentbook.model import Values


def compared(first: Values, second: Values) -> list[tuple[str, str, str, str]]:
    """(property, mark, value of the first, value of the second): `≠` where both cannot be true, `=` where they are equal,
    nothing where one says nothing, `~` where one is only more exact.
    """
    one, other = dict(first.items()), dict(second.items())
    found = []
    for name in [n for n in Values.__dataclass_fields__ if n in one or n in other]:
        left, right = one.get(name), other.get(name)
        found.append((name, _mark(name, left, right), _cell(left), _cell(right)))
    return found


def _cell(value: object) -> str:
    return "" if value is None else words.in_short(value)


def _mark(name: str, left: object, right: object) -> str:
    if left is None or right is None:
        return ""
    return "=" if left == right else "~" if agree(name, left, right) or isinstance(left, tuple) else "≠"
