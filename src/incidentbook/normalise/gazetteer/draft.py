"""A place name found in a text, before and while it is resolved."""

from __future__ import annotations

from dataclasses import dataclass, field

from incidentbook.model import Span
from incidentbook.normalise.gazetteer.store import Entry, Option


@dataclass(slots=True)
class Draft:
    """`key`: the folded name without feature words; `feature`: the class that such a word told.

    `container`: the index of the draft named as what holds it ("Balad, Iraq"); `belief`: the weight of each option, summing to 1.
    """

    span: Span
    text: str
    key: str
    feature: str | None = None
    options: tuple[Option, ...] = ()
    container: int | None = None
    demonym: bool = False
    belief: list[float] = field(default_factory=list)
    chosen: Entry | None = None
    ranked: tuple[Entry, ...] = ()
