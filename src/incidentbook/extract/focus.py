"""Where the article's own attack was, when no sentence about the attack says it exactly: the place that the story turns on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from incidentbook.extract.mentions import is_location
from incidentbook.extract.merge import Draft
from incidentbook.extract.scene import Scene
from incidentbook.model import Place, Statement
from incidentbook.normalise.place import PlaceMention

_PRECISE = 3
_CONFIDENCE = 0.59  # above a province, below every place that is said of the attack itself, and below a sea


def with_focus_place(draft: Draft, drafts: Sequence[Draft], scenes: Sequence[Scene]) -> Draft:
    """The draft with a place from the story around it ("The post, Tower 22, is by the border"), where it has no precise one.

    Taken is the exact place named most often that no other attack has, inside the coarse place that the draft has, if any.
    """
    mine = [s.value for s in draft.said("place") if isinstance(s.value, Place)]
    if any((p.precision or 9) <= _PRECISE and p.gazetteer for p in mine):
        return draft
    others = {
        p.name for d in drafts if d is not draft for s in d.said("place") if isinstance(p := s.value, Place)
    }
    fitting = [(s, m) for s in scenes for m in s.clues.places if m.place and _eligible(s, m, mine)]
    free = [(s, m) for s, m in fitting if m.place and m.place.name not in others]
    found = free or (
        fitting if len({m.place for _, m in fitting}) == 1 else []
    )  # two attacks in the story's one town
    if not found:
        return draft
    names = Counter(m.place.name for _, m in found if m.place)
    best = max(
        found, key=lambda f: (_exact(f[1]), names[f[1].place.name if f[1].place else ""], -f[1].span.start)
    )[1]
    statement = Statement("place", best.place, "stated", None, None, best.span, _CONFIDENCE)
    return replace(draft, more=(*draft.more, statement))


def _exact(mention: PlaceMention) -> bool:
    return mention.place is not None and mention.place.precision == 1


def _eligible(scene: Scene, mention: PlaceMention, coarse: Sequence[Place]) -> bool:
    place = mention.place
    if (
        place is None
        or place.gazetteer is None
        or (place.precision or 9) > _PRECISE
        or not is_location(scene, mention)
    ):
        return False
    return not _source_or_beside(scene, mention) and all(c.country in (None, place.country) for c in coarse)


def _source_or_beside(scene: Scene, mention: PlaceMention) -> bool:
    """ "Near Tanf", "north of Baghdad", "fired from al-Baghdadi": not the place itself."""
    head = scene.head(mention.span)
    if head is None or head.dep_ != "pobj":
        return False
    return head.head.lower_ in ("near", "from", "of", "to", "off", "outside", "between", "towards")
