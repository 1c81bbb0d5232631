"""Figures that a noun announces: "the death toll rose from 12 to 40", "put the number of wounded at six"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from incidentbook.extract.harm.groups import Group
from incidentbook.extract.harm.said import EFFECTS, Effect
from incidentbook.extract.harm.words import pattern, words
from incidentbook.extract.scene import Scene
from incidentbook.model import Span

_REACH = 26
_STOPS = frozenset({";", "when", "after", "while", "but", "since", "because"})


def find_tolls(scene: Scene, groups: list[Group]) -> Iterator[tuple[Effect, Token, Group]]:
    """The figures announced, each with its effect and the noun that announces it."""
    for effect in EFFECTS:
        for match in pattern("toll", effect).finditer(scene.lower):
            tokens = scene.tokens(Span(*match.span()).shifted(scene.sentence.span.start))
            if tokens and (group := _figure(scene, tokens[-1], groups)) is not None:
                yield effect, tokens[-1], group


def _figure(scene: Scene, noun: Token, groups: list[Group]) -> Group | None:
    """The figure that the noun leads up to: that behind "to" where there are two."""
    led = [(g, lead) for g in _ahead(scene, noun, groups) if (lead := _lead(scene, g)) is not None]
    if noun.lower_ == "are" and led and not led[0][0].bare:
        return None  # "the dead are four women and two men": a list, no figure
    return next((g for g, lead in led if lead == "to"), led[0][0] if led else None)


def _ahead(scene: Scene, noun: Token, groups: list[Group]) -> list[Group]:
    end = next((t.i for t in scene.doc[noun.i + 1 :] if t.lower_ in _STOPS), len(scene.doc))
    end = min(end, noun.i + _REACH)
    return [g for g in groups if noun.i < g.first < end and g.figure and not g.part and not g.fellows]


def _lead(scene: Scene, group: Group) -> str | None:
    """The word that leads up to a figure."""
    own = scene.doc[group.first]
    if own.pos_ == "VERB" and own.lower_ in words("toll", "lead"):
        return own.lower_  # "the toll passes 65"
    at = group.first - 1
    while (
        at > 0
        and scene.doc[at].lower_ not in words("toll", "lead")
        and (scene.doc[at].tag_ in ("RB", "RBS", "DT") or scene.doc[at].lower_ in ("least", "about"))
    ):
        at -= 1
    word = scene.doc[at].lower_
    adjacent = scene.doc[group.first - 1].lower_ in ("number", "wounded", "injured", "are") and group.bare
    return word if word in words("toll", "lead") else "at" if adjacent else None
