"""One attack of a document as far as it is read: the event mentions that tell of it, and what is said of it besides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from incidentbook.extract.mentions import Held, Mention
from incidentbook.model import Property, Statement


@dataclass(frozen=True)
class Draft:
    """One attack of the document, as far as read: its mentions in order, and statements of sentences without a trigger."""

    mentions: tuple[Mention, ...]
    more: tuple[Statement, ...] = field(default=())

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """All that is said of it, in the order of the text."""
        every = [s for m in self.mentions for s in m.statements] + list(self.more)
        return tuple(sorted(every, key=lambda s: s.span))

    def said(self, prop: Property) -> list[Statement]:
        """The statements of one property with a value, the surest first, then the earliest."""
        found = [s for s in self.statements if s.property == prop and s.value is not None]
        return sorted(found, key=lambda s: (-s.confidence, s.span))


@dataclass(frozen=True, slots=True)
class Told:
    """What one sentence tells: its event mentions, and what it says of the attack at hand without naming it.

    `index`: the place of the sentence in the story; `held`: what was held back.
    """

    mentions: tuple[Mention, ...]
    aside: tuple[Statement, ...]
    index: int = 0
    held: tuple[Held, ...] = ()


def values_of(statements: Sequence[Statement], prop: Property) -> list[Any]:
    """The values of one property."""
    return [s.value for s in statements if s.property == prop and s.value is not None]
