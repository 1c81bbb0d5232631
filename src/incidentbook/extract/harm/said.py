"""What a sentence says of some victims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from incidentbook.model import Count, Span

Effect = Literal["killed", "injured"]
EFFECTS: tuple[Effect, ...] = ("killed", "injured")


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the victims by themselves: "five policemen" of "five policemen and a civilian"."""

    group: str
    count: Count
    span: Span


@dataclass(frozen=True, slots=True)
class Harm:
    """Some victims of one effect: how many, who, and the words; `token` is the word of harm in the sentence.

    `exact` is whether a figure says how many, and not an article or a vague word; `named` whether the victim is named;
    `perhaps` whether the word leaves open that they died ("three people were shot"). `parts` are those who are told one by
    one, where there are several.
    """

    effect: Effect
    count: Count
    group: str | None
    span: Span
    token: int
    exact: bool
    named: bool
    perhaps: bool = False
    parts: tuple[Part, ...] = ()
