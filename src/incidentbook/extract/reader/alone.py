"""The trained reader without the rules, to measure what it knows by itself: `--extractor reader-alone`.

Its triggers are gathered into attacks by its scores of pairs; its words go to the likeliest attack, its kinds are the likeliest.
Values are made of its words by the same tables as always; where it says nothing, nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from incidentbook.extract.choose import choose, day_of
from incidentbook.extract.drafts import Draft
from incidentbook.extract.extractor import as_read, read_scenes, says_enough
from incidentbook.extract.mentions import Mention
from incidentbook.extract.reader.model import Reader
from incidentbook.extract.reader.reading import Found, Reading
from incidentbook.extract.reader.roles import VALUES, actor_in, count_in, head_in
from incidentbook.extract.scene import Scene
from incidentbook.model import (
    READ_LANGUAGES,
    READER_ALONE,
    Attribution,
    Count,
    Document,
    Extraction,
    Place,
    Property,
    ReadBy,
    Report,
    Span,
    Statement,
    Value,
)

_ONE = 0.5  # mean chance of being one attack from which groups of triggers are joined
_OF_IT = 0.5  # chance of belonging to an attack from which words are given to it
_BEST = 3  # triggers of an attack that words are held against: the likeliest
_MAIN = 0.5


@dataclass(frozen=True, slots=True)
class _Attack:
    """The triggers of one attack, and the words that say something of it, each with the sentence that it stands in."""

    triggers: tuple[Span, ...]
    words: tuple[tuple[Scene, Found], ...]


def extract_alone(document: Document, reader: Reader) -> Extraction:
    """All that the trained reader makes of a document by itself; no tallies."""
    nothing = Extraction(document, (), (), ReadBy(READER_ALONE))
    if document.language not in READ_LANGUAGES:
        return nothing
    reading = reader.read(document.text)
    scenes = read_scenes(as_read(document), reading=reading)
    attacks = _with_words(groups(reading, [f.span for f in reading.found("trigger")]), scenes, reading)
    told = [t for a in attacks if (t := _told(a, scenes, reading)) is not None]
    ranked = sorted(told, key=lambda t: not t[2])
    reports = (
        Report(f"{document.id}-{n}", main, choose(draft, place, day_of(draft)), draft.statements)
        for n, (draft, place, main) in enumerate(ranked, 1)
    )
    return replace(nothing, reports=tuple(reports))


def groups(reading: Reading, triggers: Sequence[Span]) -> list[tuple[Span, ...]]:
    """Triggers that tell of one attack, by average-link clustering of the chances of pairs."""
    every = np.array([reading.together(t, "trigger", triggers) for t in triggers])
    found = [[i] for i in range(len(triggers))]
    chances = (every + every.T) / 2 if len(triggers) else every
    while len(found) > 1:
        scores = {
            (a, b): float(chances[np.ix_(found[a], found[b])].mean())
            for a in range(len(found))
            for b in range(a + 1, len(found))
        }
        (a, b), best = max(scores.items(), key=lambda item: item[1])
        if best < _ONE:
            break
        found[a] += found.pop(b)
    return [tuple(triggers[i] for i in sorted(group)) for group in sorted(found, key=min)]


def _with_words(
    attacks: Sequence[tuple[Span, ...]], scenes: Sequence[Scene], reading: Reading
) -> list[_Attack]:
    words: list[list[tuple[Scene, Found]]] = [[] for _ in attacks]
    for scene in scenes:
        for label in _ALL:
            for found in reading.found(label):
                if attacks and scene.sentence.span.contains(found.span):
                    chances = [_of_it(reading, found, group) for group in attacks]
                    if (best := max(chances)) > _OF_IT:
                        words[chances.index(best)].append((scene, found))
    return [_Attack(group, tuple(own)) for group, own in zip(attacks, words, strict=True)]


def _of_it(reading: Reading, found: Found, triggers: Sequence[Span]) -> float:
    best = sorted(reading.together(found.span, found.label, triggers), reverse=True)[:_BEST]
    return sum(best) / len(best)


def _told(
    attack: _Attack, scenes: Sequence[Scene], reading: Reading
) -> tuple[Draft, Place | None, bool] | None:
    """An attack with what is said of it, where it was, and whether the article is about it; None where too little is said."""
    said = [s for scene, found in attack.words if (s := _statement(scene, found)) is not None]
    kinds = reading.kind_chances(attack.triggers)
    kind = max(kinds, key=lambda k: kinds[k])
    said.append(_said("attack_type", kind, attack.triggers[0], kinds[kind]))
    own = [s for s in scenes if any(s.sentence.span.contains(t) for t in attack.triggers)]
    mentions = tuple(Mention(s, (), (), (), False, False, False) for s in own)
    draft = Draft(mentions, tuple(said))
    place = next((s.value for s in draft.said("place") if isinstance(s.value, Place)), None)
    enough = mentions and says_enough(draft, place)
    return (draft, place, reading.main_chance(attack.triggers) >= _MAIN) if enough else None


def _statement(scene: Scene, found: Found) -> Statement | None:
    prop, value_of = _ALL[found.label]
    value = value_of(scene, found.span)
    return None if value is None else _said(prop, value, found.span, found.chance)


def _said(prop: Property, value: Value, span: Span, chance: float) -> Statement:
    return Statement(prop, value, "stated", None, None, span, round(chance, 2), "reader")


# ------------------------------------------------------------------ values that the rules find better


def _place(scene: Scene, span: Span) -> Value | None:
    near = (p for p in scene.clues.places if p.span.overlaps(span) and not p.demonym)
    return next((p.place for p in near if p.place is not None), None)


def _people(scene: Scene, span: Span) -> Value | None:
    """The number in the words; one where they name or describe one person."""
    noun = head_in(scene, span)
    alone = noun is not None and noun.tag_ in ("NN", "NNP")
    return count_in(scene, span) or (Count.exactly(1) if alone else None)


def _blamed(scene: Scene, span: Span) -> Value | None:
    who = actor_in(scene, span)
    return Attribution(None, who) if who is not None else None


_ALL: Mapping[str, tuple[Property, Callable[[Scene, Span], Value | None]]] = {
    **VALUES,
    "place": ("place", _place),
    "killed": ("killed", _people),
    "injured": ("injured", _people),
    "failed": ("failed", count_in),
    "perpetrator": ("perpetrator", actor_in),
    "claimed_by": ("claimed_by", actor_in),
    "attributed_to": ("attributed_to", _blamed),
}
"""The labels that make statements: the property of each, and what finds the value in the words."""
