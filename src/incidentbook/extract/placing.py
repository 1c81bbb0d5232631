"""Where an attack was: which of the places of its document, told by how each is named around it.

Every place that the document names is weighed, with the learned weights of `resources/assembly.yaml`: those that sentences on
the attack name, those of the lead, those of the headline, and how each stands to the others on the map.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from spacy.tokens import Token

from incidentbook.extract.drafts import Draft, values_of
from incidentbook.extract.fit import fineness
from incidentbook.extract.home import HOME
from incidentbook.extract.lexicon import grammar, voices
from incidentbook.extract.mentions import is_location
from incidentbook.extract.scene import Scene
from incidentbook.extract.weights import flags, score, step
from incidentbook.model import Place, Statement
from incidentbook.normalise.place import PlaceMention, distance_km

_CONFIDENCE = 0.59  # of a place that no sentence on the attack names: below every place that is said of the attack itself
_AROUND_KM = 40.0
_HERE_KM = 3.0
_APART = (0, 1, 2, 5)  # sentences
_COUNTS = (0, 1, 2, 4)
_FIRST = (0, 1, 3, 8)
_WORDS = (2, 4, 8, 16)


@dataclass(frozen=True, slots=True)
class Named:
    """A place as a sentence names it."""

    scene: Scene
    mention: PlaceMention


@dataclass(frozen=True)
class Story:
    """What is asked of a whole document: its sentences, the attacks that it tells of, and every place that it names."""

    scenes: tuple[Scene, ...]
    drafts: tuple[Draft, ...]

    @cached_property
    def named(self) -> Mapping[Place, tuple[Named, ...]]:
        """The places of the document with all that names them, in the order of the text."""
        found: dict[Place, list[Named]] = defaultdict(list)
        for scene in self.scenes:
            for mention in scene.clues.places:
                if mention.place is not None and not mention.demonym:
                    found[mention.place].append(Named(scene, mention))
        return {place: tuple(names) for place, names in found.items()}

    @cached_property
    def first_fine(self) -> Place | None:
        """The first town or site that is named as where something is."""
        return next((p for p, names in self.named.items() if _is_fine(p) and _locates(names)), None)

    @cached_property
    def most_named(self) -> Place | None:
        """The town or site that is named most often."""
        fine = {p: len(names) for p, names in self.named.items() if _is_fine(p) and _locates(names)}
        return max(fine, key=lambda p: fine[p], default=None)


def _is_fine(place: Place) -> bool:
    return fineness(place) <= 3


def _locates(names: Sequence[Named]) -> bool:
    return any(is_location(n.scene, n.mention) for n in names)


def placed(draft: Draft, story: Story) -> tuple[Draft, Place | None]:
    """The likeliest place of an attack, and the draft with a statement that says it.

    Where no town or site is likely it is the town of the story, if the draft was given that; None where nothing is likelier
    than none.
    """
    options = [(score("place", speaking_for(p, draft, story)), -i, p) for i, p in enumerate(story.named)]
    best, _, place = max(options, default=(0.0, 0, None))
    home = next((s.value for s in draft.said("place") if s.confidence == HOME), None)
    if isinstance(home, Place) and (best <= 0 or place is None or not _is_fine(place)):
        return draft, home
    if place is None or best <= 0:
        return draft, None
    if place in values_of(draft.statements, "place"):
        return draft, place
    first = _nearest(story.named[place], draft)
    said = Statement("place", place, "stated", None, None, first.mention.span, _CONFIDENCE)
    return replace(draft, more=(*draft.more, said)), place


def speaking_for(place: Place, draft: Draft, story: Story) -> list[str]:
    """What speaks for and against an attack having been at a place: names of features, as in `assembly.yaml`."""
    names = story.named[place]
    near = _nearest(names, draft)
    here = [n for n in names if _distance(n, draft)[0] == 0]
    said = [s for s in draft.statements if s.property == "place" and s.value == place]
    known, rank = "said" if said else "unsaid", _rank(draft, story)
    first, gap = f"first {step(names[0].scene.sentence.index, _FIRST)}", f"gap {_gap(near, draft)}"
    precision = f"precision {place.precision or 'none'}"
    return [
        *("place", f"kind {near.mention.kind}", precision, f"{precision} & {known}"),
        *(first, f"{rank} & {first}", gap, f"{rank} & {gap}"),
        *(f"said {step(len(said), _COUNTS)}", f"named {step(len(names), _COUNTS)}"),
        *(f"here {step(len(here), _COUNTS)}", f"around {step(_support(place, story), _COUNTS)}"),
        *sorted({f"at {_standing(n)}" for n in here or [near]}),
        f"words {_words_away(here, draft)}",
        *(f"{f} & {known}" for f in _neighbours(place, draft, story)),
        *_naming(names, here),
        *_telling(place, draft, story),
    ]


def _naming(names: Sequence[Named], here: Sequence[Named]) -> list[str]:
    """How a place is named: as where something is, in a headline; `here` are the names in sentences on the attack."""
    title = any(n.scene.sentence.region == "title" for n in names)
    return flags(
        location=_locates(names),
        location_here=_locates(here),
        in_title=title,
        title_of_it=title and any(n.scene.sentence.region == "title" for n in here),
    )


def _telling(place: Place, draft: Draft, story: Story) -> list[str]:
    """What the statements on the attack and on the others say of a place, and how it stands among those of the story."""
    said = next((s.value for s in draft.statements if s.property == "place"), None)
    others = any(place in values_of(d.statements, "place") for d in story.drafts if d is not draft)
    return flags(
        resolved=place.gazetteer is not None,
        said_first=said == place,
        launched_from=place in values_of(draft.statements, "launched_from"),
        of_others=others,
        only_of_others=others and place not in values_of(draft.statements, "place"),
        alone=len(story.named) == 1,
        first_fine=place == story.first_fine,
        named_last=place == _last_before(draft, story),
        most_named=place == story.most_named,
    )


def _last_before(draft: Draft, story: Story) -> Place | None:
    """The town or site named last before the first sentence on the attack."""
    start = min(m.scene.sentence.span.start for m in draft.mentions)
    fine = [(p, n.mention.span.start) for p, names in story.named.items() if _is_fine(p) for n in names]
    before = [(at, p) for p, at in fine if at < start]
    return max(before, key=lambda b: b[0], default=(0, None))[1]


def _words_away(here: Sequence[Named], draft: Draft) -> str:
    """How many words lie between a name and the nearest trigger of the attack in its sentence."""
    heads = [(n.scene, head.i) for n in here if (head := n.scene.head(n.mention.span)) is not None]
    steps = [
        abs(at - token)
        for m in draft.mentions
        for token in m.tokens
        for scene, at in heads
        if scene.sentence.index == m.scene.sentence.index
    ]
    return step(min(steps), _WORDS) if steps else "none"


def _rank(draft: Draft, story: Story) -> str:
    """Whether the attack is the first that the story tells."""
    return "lead" if story.drafts and draft is story.drafts[0] else "later"


def _support(place: Place, story: Story) -> int:
    """How often the document names the place or one near it, as fine or finer."""
    return sum(
        len(names)
        for other, names in story.named.items()
        if other == place or (fineness(other) <= max(3, fineness(place)) and _near(other, place))
    )


def _distance(name: Named, draft: Draft) -> tuple[int, int]:
    """Sentences to the nearest mention of the attack, then characters."""
    at = name.scene.sentence.index
    gap = min(abs(at - m.scene.sentence.index) for m in draft.mentions)
    return gap, name.mention.span.start


def _nearest(names: Sequence[Named], draft: Draft) -> Named:
    return min(names, key=lambda n: _distance(n, draft))


def _gap(name: Named, draft: Draft) -> str:
    """Sentences between a name and the attack; before or after it."""
    steps = min((name.scene.sentence.index - m.scene.sentence.index for m in draft.mentions), key=abs)
    return ("-" if steps < 0 else "") + step(abs(steps), _APART)


def _standing(name: Named) -> str:
    """How a name stands in its sentence: its relation, the word that it hangs on, and whether that says or names somebody."""
    head = name.scene.head(name.mention.span)
    if head is None:
        return "none"
    if head.dep_ == "pobj":
        above = head.head.head
        return f"{head.head.lower_ if head.head.lower_ in grammar('placing') else 'prep'} {_what(above)}"
    return f"{head.dep_} {_what(head.head)}" if head.dep_ in _RELATIONS else head.dep_


_RELATIONS = frozenset({"compound", "poss", "nsubj", "dobj", "nmod", "nsubjpass"})


def _what(token: Token) -> str:
    if token.lemma_.lower() in voices()["say"]:
        return "saying"
    if token.pos_ in ("VERB", "AUX"):
        return "verb"
    if token.lower_ in grammar("sides") or token.lower_ in grammar("distance_unit"):
        return "side"
    return "name" if token.pos_ == "PROPN" else "noun"


def _neighbours(place: Place, draft: Draft, story: Story) -> list[str]:
    """How a place lies to the others of the attack and the document: a finer one near it, a wider one around it, far ones."""
    said = [p for p in values_of(draft.statements, "place") if p != place]
    others = [p for p in story.named if p != place]
    return flags(
        finer_said_near=any(fineness(p) < fineness(place) and _near(p, place) for p in said),
        finer_named_near=any(fineness(p) < fineness(place) and _near(p, place) for p in others),
        wider_said_around=any(fineness(p) > fineness(place) and _within(place, p) for p in said),
        wider_named_around=any(fineness(p) > fineness(place) and _within(place, p) for p in others),
        beside_said=any(fineness(p) == fineness(place) and _near(p, place) for p in said),
        far_from_said=any(not _near(p, place) and fineness(p) <= 3 for p in said),
        other_country_said=any(p.country and place.country and p.country != place.country for p in said),
        only_said=not said,
    )


def _near(a: Place, b: Place) -> bool:
    km = distance_km(a, b)
    return km is not None and km <= _AROUND_KM


def _within(fine: Place, wide: Place) -> bool:
    same_country = fine.country is not None and fine.country == wide.country
    return same_country and (fineness(wide) >= 6 or fine.admin1 in (None, wide.admin1) or _near(fine, wide))
