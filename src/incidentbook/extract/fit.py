"""How a mention stands to an attack told before it: do their days, places, kinds, doers and figures agree?

Each comparison gives a word for its outcome; `merge.py` weighs them with the weights of `resources/assembly.yaml`.
"""

from __future__ import annotations

from collections.abc import Sequence

from incidentbook.extract.clues import TimeClue
from incidentbook.extract.drafts import Draft, values_of
from incidentbook.extract.kinds import kinds as kind_table
from incidentbook.extract.lexicon import grammar
from incidentbook.extract.mentions import Mention
from incidentbook.extract.speakers import one_side
from incidentbook.model import Actor, AttackType, Count, Interval, Place, Statement, Target, Victims
from incidentbook.normalise.actor import actor
from incidentbook.normalise.place import distance_km

_HERE_KM = 5.0
_NEAR_KM = 30.0
_WEEK = 7
_HOUR = 60
_SITES = frozenset({"base", "air_base", "airport", "embassy", "facility", "zone"})


def presence(mine: object, theirs: object) -> str:
    """Which side says anything: `mine`, `theirs` or `neither`; both is for the caller to compare."""
    return "mine" if mine else ("theirs" if theirs else "neither")


# ------------------------------------------------------------------ days


def days(mention: Mention, draft: Draft) -> str:
    """How the days agree: same, meet, conflict, words_same, words_conflict, mine, theirs, neither."""
    mine = _intervals(mention)
    theirs = [i for m in draft.mentions for i in _intervals(m)]
    if mine and theirs:
        if not any(a.meets(b) for a in mine for b in theirs) or _other_days_named(mention, draft):
            return "conflict"
        return "same" if any(a == b for a in mine for b in theirs) else "meet"
    words, before = unresolved(mention), {w for m in draft.mentions for w in unresolved(m)}
    if words and before:
        return "words_same" if words & before else "words_conflict"
    return presence(mine or words, theirs or before)


def _intervals(mention: Mention) -> list[Interval]:
    return values_of(mention.statements, "date")


def _other_days_named(mention: Mention, draft: Draft) -> bool:
    """In a text dated only to a span, "Monday" and "Friday" may come to the same days and still are two."""
    mine = {w for c in mention.times for w in _day_words(c) if _vague(c)}
    theirs = {w for m in draft.mentions for c in m.times for w in _day_words(c) if _vague(c)}
    return bool(mine and theirs) and not mine & theirs


def _vague(clue: TimeClue) -> bool:
    interval = clue.value.interval
    return interval is None or interval.days is None or interval.days > _WEEK


def unresolved(mention: Mention) -> set[str]:
    """The names of days and months of a mention's times that could not be put on the calendar."""
    return {w for c in mention.times if c.value.interval is None for w in _day_words(c)}


def _day_words(clue: TimeClue) -> set[str]:
    words = clue.expression.text.lower()
    return {d for d in grammar("day_or_month") if d in words}


# ------------------------------------------------------------------ places


def places(mention: Mention, draft: Draft) -> str:
    """How the places agree: same, near, nearby, within, unknown, other_name, far, country, other_site,
    mine, theirs, neither.

    Of those far apart it tells what both are: `far site site` for two bases or airports.
    """
    mine: list[Place] = values_of(mention.statements, "place")
    theirs: list[Place] = [s.value for s in draft.said("place") if isinstance(s.value, Place)]
    if not mine or not theirs:
        return presence(mine, theirs)
    found = _place_fit(mine, theirs)
    if found != "far":
        return found
    return f"far {_what_is(mine, [mention])} {_what_is(theirs, draft.mentions)}"


def finest_kind(mention: Mention) -> str:
    """What the finest place of a mention is: site, town, name (known by its name alone), coarse, none."""
    said: list[Place] = values_of(mention.statements, "place")
    if not said:
        return "none"
    finest = min(said, key=fineness)
    if fineness(finest) > 3:
        return "coarse"
    return "name" if finest.gazetteer is None else _what_is(said, [mention])


def _what_is(said: Sequence[Place], mentions: Sequence[Mention]) -> str:
    """Whether the finest of the places is a site or a town."""
    finest = min(said, key=fineness)
    kinds = {p.kind for m in mentions for p in m.places if p.place == finest}
    return "site" if kinds & _SITES else "town"


def _place_fit(mine: list[Place], theirs: list[Place]) -> str:
    a, b = min(mine, key=fineness), min(theirs, key=fineness)
    if _other_site(a, b):
        return "other_site"
    if any(_same(x, y) for x in mine for y in theirs if fineness(x) <= 3):
        return "same"
    if fineness(a) <= 3 and fineness(b) <= 3:
        return _by_distance(a, b)
    if a.country and b.country and a.country != b.country and "border" not in (a.name + b.name).lower():
        return "country"
    return "within"


def _by_distance(a: Place, b: Place) -> str:
    """Two towns or sites: apart by kilometres, or, where one has no point, by their names."""
    km = distance_km(a, b)
    if km is None:
        return "unknown" if _name_words(a) & _name_words(b) else "other_name"
    return "near" if km <= _HERE_KM else ("nearby" if km <= _NEAR_KM else "far")


def _name_words(place: Place) -> set[str]:
    return {w for w in place.name.lower().replace(",", " ").split() if len(w) > 3}


def _other_site(a: Place, b: Place) -> bool:
    """Two sites of one kind with other names, both known by name alone: "Manor Street" and "Flax Street"."""
    if a.gazetteer is not None or b.gazetteer is not None:
        return False
    first, second = (p.name.split(",")[0].lower().split() for p in (a, b))
    return bool(first and second) and first[-1] == second[-1] and not set(first[:-1]) & set(second[:-1])


def fineness(place: Place) -> int:
    """UCDP `where_prec`; 3 for a village known by its name alone, 9 where nothing is known."""
    return place.precision or (3 if place.gazetteer is None else 9)


def _same(a: Place, b: Place) -> bool:
    return (a.gazetteer is not None and a.gazetteer == b.gazetteer) or a.name == b.name


# ------------------------------------------------------------------ kinds, doers, figures, clocks


def may_be_one_kind(a: AttackType, b: AttackType) -> bool:
    """Whether two kinds of attack may be two tellings of one attack."""
    pair = {a, b}
    return (
        a == b
        or "other" in pair
        or any(pair <= set(f) for f in kind_table()["families"])
        or any(pair == set(m) for m in kind_table()["mixed"])
    )


def kinds(mention: Mention, draft: Draft) -> str:
    """How the kinds of attack agree: same, family, conflict, mine, theirs, neither."""
    mine: list[AttackType] = values_of(mention.statements, "attack_type")
    theirs: list[AttackType] = values_of(draft.statements, "attack_type")
    if not mine or not theirs:
        return presence(mine, theirs)
    if set(mine) & set(theirs):
        return "same"
    return "family" if any(may_be_one_kind(a, b) for a in mine for b in theirs) else "conflict"


def doers(mention: Mention, draft: Draft) -> str:
    """How those who did it agree: same, conflict (both known by id), differ, own_side, mine, theirs, neither."""
    mine: list[Actor] = values_of(mention.statements, "perpetrator")
    theirs: list[Actor] = [a for p in ("perpetrator", "claimed_by") for a in values_of(draft.statements, p)]
    theirs += [a.to for a in values_of(draft.statements, "attributed_to")]
    if not mine or not theirs:
        return "own_side" if _own_side(mine, draft) else presence(mine, theirs)
    if any(one_side(a, b) for a in mine for b in theirs):
        return "same"
    return "conflict" if all(a.id and b.id for a in mine for b in theirs) else "differ"


def _own_side(doers: Sequence[Actor], draft: Draft) -> bool:
    """Whether a state would have attacked its own people: "… killed a U.S. contractor; the U.S. struck …" is two attacks."""
    states = {a.country for a in doers if a.kind in ("state", "military") and a.country}
    hurt = {actor(v.group).country for v in values_of(draft.statements, "victims")}
    return bool(states & hurt)


def figures(statements: Sequence[Statement], draft: Draft, prop: str) -> str:
    """How the figures of one kind agree.

    Returns:
        same, more (a later toll may have grown), less; "nobody" on one side or both; mine, theirs, neither.
    """
    mine, theirs = _lows(statements, prop), _lows(draft.statements, prop)
    if not mine or not theirs:
        return presence(mine, theirs)
    if mine & theirs:
        return "same" if max(mine & theirs) else "nobody both"
    if not max(mine) or not max(theirs):
        return "nobody after some" if max(theirs) else "some after nobody"
    return "more" if max(mine) > max(theirs) else "less"


def _lows(statements: Sequence[Statement], prop: str) -> set[int]:
    return {s.value.low for s in statements if s.property == prop and isinstance(s.value, Count)}


def clocks_apart(mention: Mention, draft: Draft) -> bool:
    """Whether clock times more than an hour apart speak for two attacks of one day."""
    mine = [m for t in values_of(mention.statements, "time_of_day") if (m := _minutes(t)) is not None]
    theirs = [m for t in values_of(draft.statements, "time_of_day") if (m := _minutes(t)) is not None]
    return bool(mine and theirs) and all(abs(a - b) > _HOUR for a in mine for b in theirs)


def _minutes(clock: str) -> int | None:
    return int(clock[:2]) * 60 + int(clock[3:5]) if clock[:1].isdigit() else None


# ------------------------------------------------------------------ words


def shared_words(mention: Mention, draft: Draft) -> str:
    """Whether those hit and hurt are told in the same words: same, other, mine, theirs, neither."""
    mine, theirs = _things(mention.statements), _things(draft.statements)
    if not mine or not theirs:
        return presence(mine, theirs)
    return "same" if mine & theirs else "other"


def _things(statements: Sequence[Statement]) -> set[str]:
    names = [s.value.name for s in statements if isinstance(s.value, Target)]
    names += [s.value.group for s in statements if isinstance(s.value, Victims)]
    return {w.removesuffix("s") for n in names for w in n.lower().split() if len(w) > 3}


def shares_trigger(mention: Mention, draft: Draft) -> bool:
    """Whether the draft was told with one of the mention's words."""
    return bool(lemmas(mention) & {w for m in draft.mentions for w in lemmas(m)})


def lemmas(mention: Mention) -> set[str]:
    """The triggers of a mention, as lemmas in lower case."""
    return {mention.scene.doc[t.token].lemma_.lower() for t in mention.triggers}
