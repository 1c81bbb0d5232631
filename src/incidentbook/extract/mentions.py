"""Event mentions: the triggers of a sentence that speak of one attack, with the clues that belong to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from incidentbook.extract.clues import TimeClue
from incidentbook.extract.lexicon import frames, grammar, roles, voices
from incidentbook.extract.parse import head_of, path_to_root
from incidentbook.extract.places import site_of_words
from incidentbook.extract.reality import Unreal, unreal
from incidentbook.extract.scene import Scene, agents, distance, governing, is_passive, objects, prepositional
from incidentbook.extract.triggers import Trigger, find_triggers
from incidentbook.model import AttackType, Statement
from incidentbook.normalise.place import PlaceKind, PlaceMention, distance_km

_SAME_PLACE_KM = 5.0


@dataclass(frozen=True, slots=True)
class Mention:
    """Some triggers of one sentence that speak of one attack (or of one part of it), with what belongs to them.

    `other`: its words set it apart from the event at hand; `same`: they point back to it; `earlier`: told as before it.
    `rivals` are the triggers of the sentence that speak of other attacks.
    """

    scene: Scene
    triggers: tuple[Trigger, ...]
    times: tuple[TimeClue, ...]
    places: tuple[PlaceMention, ...]
    other: bool
    same: bool
    earlier: bool
    rivals: frozenset[int] = frozenset()
    statements: tuple[Statement, ...] = ()

    @property
    def kinds(self) -> tuple[AttackType, ...]:
        """The kinds that its triggers tell, the surest first."""
        return tuple(t.kind for t in sorted(self.triggers, key=lambda t: t.weak) if t.kind)

    @property
    def tokens(self) -> frozenset[int]:
        """The positions of its triggers in the sentence."""
        return frozenset(t.token for t in self.triggers)

    def owns(self, token: Token) -> bool:
        """Whether a token of the sentence belongs to this mention and to none of its rivals."""
        return governing(token, self.tokens | self.rivals) in self.tokens

    @property
    def weak(self) -> bool:
        """Whether no trigger founds an attack by itself."""
        return all(t.weak for t in self.triggers)


@dataclass(frozen=True, slots=True)
class Held:
    """A trigger that was held back, and why."""

    scene: Scene
    trigger: Trigger
    reason: Unreal


def find_mentions(scene: Scene) -> tuple[list[Mention], list[Held]]:
    """The event mentions of a sentence, and the triggers held back."""
    real: list[Trigger] = []
    held: list[Held] = []
    for trigger in sorted(find_triggers(scene), key=lambda t: t.cls == "harm"):
        reason = unreal(scene, trigger) or _of_held(scene, trigger, held)
        if reason:
            held.append(Held(scene, trigger, reason))
        else:
            real.append(trigger)
    groups = _groups(scene, real)
    return [m for group in groups for m in _mentions(scene, group, groups)], held


def _of_held(scene: Scene, trigger: Trigger, held: Sequence[Held]) -> Unreal | None:
    """ "The attacks have killed three": what is said of many attacks is no single one's."""
    if trigger.cls != "harm":
        return None
    doers = {t.i for t in agents(scene.doc[trigger.token])}
    return next((h.reason for h in held if h.trigger.token in doers), None)


def _groups(scene: Scene, triggers: Sequence[Trigger]) -> list[list[Trigger]]:
    groups: list[list[Trigger]] = []
    for trigger in sorted(triggers, key=lambda t: len(path_to_root(scene.doc[t.token]))):
        homes = [g for g in groups if not any(_apart(scene, trigger, other) for other in g)]
        if homes:
            min(homes, key=lambda g: _steps(scene, trigger, g)).append(trigger)
        else:
            groups.append([trigger])
    return groups


def _steps(scene: Scene, trigger: Trigger, group: Sequence[Trigger]) -> int:
    return min(distance(scene.doc[trigger.token], scene.doc[t.token]) for t in group)


def _apart(scene: Scene, one: Trigger, two: Trigger) -> bool:
    """Whether two triggers of a sentence speak of different attacks."""
    a, b = scene.doc[one.token], scene.doc[two.token]
    return _between(a, b) or _own_dates_differ(scene, a, b) or _own_places_differ(scene, a, b)


def _between(a: Token, b: Token) -> bool:
    """A word on the way from the one to the other that sets them apart in time ("comes a week after the strikes")."""
    up_a, up_b = path_to_root(a), path_to_root(b)
    shared = {t.i for t in up_a} & {t.i for t in up_b}
    way = [t for t in [*up_a, *up_b] if t.i not in shared]
    for token in way:
        marks = {
            c.lower_ for c in token.children if c.dep_ in ("mark", "prep", "advmod") and c.i < token.i
        } | {token.lower_}
        if token.i in (a.i, b.i) and token.pos_ not in ("VERB", "AUX"):
            marks = {token.lower_}
        own_clause = token.i in (a.i, b.i) or token.head.i in (a.i, b.i)
        if (marks & grammar("apart") and not (own_clause and _harm(a, b))) or (
            token.lower_ in grammar("answer")
        ):
            return True
    return any(t.lower_ in grammar("answer") for t in [*a.lefts, *b.lefts]) or any(map(_then, way))


def _then(token: Token) -> bool:
    """ "Went on to assassinate", "later bombed": a further act."""
    further = token.lemma_ == "go" and any(c.lower_ == "on" for c in token.children)
    further |= token.dep_ == "advcl" and token.lemma_ in ("lead", "prompt", "trigger", "provoke")
    return further or (
        token.pos_ == "VERB"
        and any(c.lower_ in ("then", "later", "subsequently") and c.dep_ == "advmod" for c in token.children)
    )


def _harm(a: Token, b: Token) -> bool:
    """ "Killed after a bomb went off" is one attack; "killed the general after mobs stormed the embassy" is two."""
    harm = {k for k, v in frames().verbs.items() if v.cls == "harm"}
    return any(t.lemma_.lower() in harm and (is_passive(t) or not objects(t)) for t in (a, b))


def _own_dates_differ(scene: Scene, a: Token, b: Token) -> bool:
    both = frozenset({a.i, b.i})
    own: dict[int, list[TimeClue]] = {a.i: [], b.i: []}
    for clue in scene.clues.times:
        head = scene.head(clue.span)
        owner = governing(head, both) if head is not None else None
        if owner is not None and clue.value.interval is not None:
            own[owner].append(clue)
    pairs = [(x, y) for x in own[a.i] for y in own[b.i]]
    return bool(pairs) and all(
        not x.value.interval.meets(y.value.interval)
        for x, y in pairs
        if x.value.interval and y.value.interval
    )


def _own_places_differ(scene: Scene, a: Token, b: Token) -> bool:
    both = frozenset({a.i, b.i})
    own: dict[int, list[PlaceMention]] = {a.i: [], b.i: []}
    for mention in _precise(scene.clues.places):
        head = scene.head(mention.span)
        owner = governing(head, both) if head is not None else None
        if owner is not None:
            own[owner].append(mention)
    pairs = [(x, y) for x in own[a.i] for y in own[b.i]]
    return bool(pairs) and all(_far(x, y) for x, y in pairs)


def _precise(places: Sequence[PlaceMention]) -> list[PlaceMention]:
    return [
        p
        for p in places
        if not p.demonym and p.place and p.place.lat is not None and (p.place.precision or 9) <= 3
    ]


def _far(a: PlaceMention, b: PlaceMention) -> bool:
    if a.place is None or b.place is None:
        return False
    km = distance_km(a.place, b.place)
    return km is not None and km > 30


def _mentions(scene: Scene, group: list[Trigger], groups: list[list[Trigger]]) -> list[Mention]:
    every = frozenset(t.token for g in groups for t in g)
    mine = frozenset(t.token for t in group)
    times = tuple(
        c
        for c in scene.clues.times
        if _heads_line(scene, c)
        or (_owned(scene, scene.head(c.span), every, mine) and not of_saying(scene, c))
    )
    places = tuple(
        p
        for p in scene.clues.places
        if is_location(scene, p) and _owned(scene, scene.head(p.span), every, mine)
    )
    if not _precise(places):
        places = (*_meant(scene, every, mine), *places)
    places = _without_anchors(scene, places)
    base = Mention(scene, tuple(group), times, places, *_pointing(scene, group), rivals=every - mine)
    return _by_place(base) if len(groups) == 1 else [base]


_BEFORE = frozenset("•-–—*·▪ \t")


def _heads_line(scene: Scene, clue: TimeClue) -> bool:
    """ "• February 15: a base came under fire": the day of an entry in a list."""
    start = scene.sentence.span.start
    before, after = (
        scene.sentence.text[: clue.span.start - start],
        scene.sentence.text[clue.span.end - start :],
    )
    return set(before) <= _BEFORE and after[:1] in (":", "–", "—")


def is_name(scene: Scene, mention: PlaceMention) -> bool:
    """Whether the parser too takes the words for a name: "One", "First", "Kill" at the head of a sentence are towns somewhere."""
    tokens = scene.tokens(mention.span)
    return mention.kind in _MADE_OF_WORDS or any(t.pos_ == "PROPN" or t.lower_ == "capital" for t in tokens)


_MADE_OF_WORDS = frozenset(
    {"base", "air_base", "airport", "embassy", "zone", "facility", "border", "region", "relative"}
)


def _where_the_speaker_is(head: Token) -> bool:
    """ "A police spokesman in Dublin said": the place of the one who speaks."""
    if head.dep_ != "pobj" or head.head.dep_ != "prep":
        return False
    noun = head.head.head
    return noun.dep_ == "nsubj" and noun.head.lemma_.lower() in voices()["say"]


def _describes(head: Token) -> bool:
    """ "A Pentagon press release", "Kabul officials": whose, not where; "the Kabul bombing", "a Gaza school" do say where."""
    above = head.head
    if head.dep_ not in ("compound", "nmod") or above.pos_ != "NOUN":
        return False
    word = above.lemma_.lower()
    where = (
        word in frames().nouns or above.lower_ in grammar("place_nouns") or site_of_words([word]) is not None
    )
    return not where


def _names_a_body(scene: Scene, head: Token, mention: PlaceMention) -> bool:
    """ "Al-Ain News", "Boston Globe": a place as part of the name of something that is no place."""
    if head.dep_ not in ("compound", "nmod") or head.head.i <= head.i or head.head.pos_ != "PROPN":
        return False
    known = any(head.head in scene.tokens(p.span) for p in scene.clues.places)
    return (
        not known
        and head.head.lower_ not in grammar("place_nouns")
        and site_of_words([head.head.lower_]) is None
    )


def is_location(scene: Scene, mention: PlaceMention) -> bool:
    """Whether a place name says where: a country or capital that acts ("the US struck") and an adjective do not."""
    if mention.demonym:
        return False
    head = scene.head(mention.span)
    if not is_name(scene, mention):
        return False
    if head is None or (head.dep_ == "nsubj" and head.head.lemma_.lower() in voices()["say"]):
        return False
    if _names_a_body(scene, head, mention) or _describes(head) or _where_the_speaker_is(head):
        return False
    if mention.kind not in ("country", "admin1") and not _metonym(scene, mention):
        return True
    return _said_as_location(head, mention.kind)


def _strikes(verb: Token) -> bool:
    frame = frames().verbs.get(verb.lemma_.lower())
    return frame is not None and frame.cls in ("attack", "impact")


def _metonym(scene: Scene, mention: PlaceMention) -> bool:
    """Whether the name may stand for a government ("for Washington the attack is …")."""
    return any(a.metonym and a.span.overlaps(mention.span) for a in scene.clues.actors)


def _said_as_location(head: Token, kind: PlaceKind) -> bool:
    """Whether a country or capital stands where a location does: "in Iraq", "west of Iraq", "Taji, Iraq"; not "the US firm"."""
    while head.dep_ in ("conj", "appos", "nmod", "compound", "poss") and head.head.i != head.i:
        above = head.head
        if (
            head.dep_ in ("compound", "nmod")
            and above.pos_ == "NOUN"
            and above.lower_ not in grammar("place_nouns")
        ):
            return False
        head = above
    if head.dep_ == "dobj":
        return _strikes(head.head)  # "explosions shook Kampala"
    if head.dep_ != "pobj":
        return head.dep_ in ("appos", "ROOT", "dep") or any(t.lower_ in grammar("sides") for t in head.lefts)
    if kind != "country":
        return head.head.lower_ in grammar("locative") and head.head.dep_ != "agent"
    if head.head.lower_ == "of":
        return head.head.head.lower_ in grammar("place_nouns") | grammar("sides")
    return head.head.lower_ in grammar("country_locative") and head.head.dep_ != "agent"


def _without_anchors(scene: Scene, places: tuple[PlaceMention, ...]) -> tuple[PlaceMention, ...]:
    """Without what only says where another place is: "Balad airbase, north of Baghdad", "the base near Baghdad Airport"."""
    relative = [p for p in scene.clues.places if p.kind == "relative"]
    anchors = {
        p.place for p in scene.clues.places for r in relative if p is not r and r.span.contains(p.span)
    }
    named = tuple(p for p in places if p.kind != "relative" and p.place not in anchors)
    if _precise(named):
        return named
    computed = tuple(r for r in relative if r in places or any(r.span.contains(p.span) for p in places))
    return (*named, *computed)


def _meant(scene: Scene, every: frozenset[int], mine: frozenset[int]) -> list[PlaceMention]:
    """The place that "the base" or "the city" of a mention means: the last one of that kind named before."""
    for token in scene.doc:
        kinds = roles()["definite"].get(token.lemma_.lower())
        if kinds and _only_the(token) and _owned(scene, token, every, mine):
            found = next((p for p in scene.named if p.kind in kinds), None)
            if found is not None:
                return [replace(found, span=scene.span([*token.lefts, token]))]
        if token.lower_ == "there" and token.dep_ == "advmod" and _owned(scene, token, every, mine):
            found = next((p for p in scene.named if p.kind not in ("country", "admin1", "water")), None)
            if found is not None:
                return [replace(found, span=scene.span([token]))]
    return []


def _only_the(noun: Token) -> bool:
    own = [t for t in noun.children if t.dep_ in ("det", "amod", "compound", "nmod", "poss", "nummod")]
    return any(t.lower_ in ("the", "that", "this") for t in own) and not any(
        t.pos_ in ("PROPN", "NUM") for t in own
    )


def of_saying(scene: Scene, clue: TimeClue) -> bool:
    """Whether a time hangs on the saying or on what came after: "officials said on Sunday", "was named on Monday"."""
    head = scene.head(clue.span)
    while head is not None and head.pos_ not in ("VERB", "AUX") and head.head.i != head.i:
        head = head.head
    return head is not None and head.lemma_.lower() in (*voices()["say"], *grammar("afterwards"))


def _owned(scene: Scene, head: Token | None, every: frozenset[int], mine: frozenset[int]) -> bool:
    return head is not None and governing(head, every) in mine


def _by_place(mention: Mention) -> list[Mention]:
    """One mention for each place where places apart are joined: "rockets were fired at the airport and at the embassy"."""
    joined = _joined_places(mention)
    if len(joined) < 2:
        return [mention]
    coarse = tuple(p for p in mention.places if p not in joined)
    return [
        Mention(
            mention.scene,
            mention.triggers,
            mention.times,
            (p, *coarse),
            mention.other,
            mention.same,
            mention.earlier,
        )
        for p in joined
    ]


def _joined_places(mention: Mention) -> list[PlaceMention]:
    found: list[PlaceMention] = []
    for place in _precise(mention.places):
        if (
            place.kind == "relative"
            or any(place.span.overlaps(f.span) for f in found)
            or _beside(mention, place)
        ):
            continue
        if not found or all(_conjoined(mention.scene, f, place) and _some_km(f, place) for f in found):
            found.append(place)
    return found


def _beside(mention: Mention, place: PlaceMention) -> bool:
    """ "Victory base near Baghdad Airport": the second only says where the first is."""
    head = mention.scene.head(place.span)
    if head is None or head.dep_ != "pobj" or head.head.lower_ in ("and", "at"):
        return False
    above = head.head.head
    return any(above in mention.scene.tokens(p.span) for p in mention.scene.clues.places if p is not place)


def _some_km(a: PlaceMention, b: PlaceMention) -> bool:
    km = distance_km(a.place, b.place) if a.place and b.place else None
    return km is not None and km > _SAME_PLACE_KM


def _conjoined(scene: Scene, first: PlaceMention, second: PlaceMention) -> bool:
    one, two = head_of(scene.tokens(first.span)), head_of(scene.tokens(second.span))
    if two in one.conjuncts:
        return True
    path = path_to_root(two)
    beside = {one.head} if one.dep_ == "pobj" else set()  # "at the airport and at the embassy"
    return any(
        t.dep_ == "conj" and (t.head in one.subtree or t.head in beside) and t.pos_ not in ("VERB", "AUX")
        for t in path
    )


def _pointing(scene: Scene, group: list[Trigger]) -> tuple[bool, bool, bool]:
    tokens = [scene.doc[t.token] for t in group]
    near = {
        c.lower_ for t in tokens for c in t.children if c.dep_ in ("det", "amod", "poss", "advmod", "prep")
    }
    near |= {
        c.lower_
        for t in tokens
        if t.dep_ in ("pobj", "dobj")
        for c in t.head.children
        if c.dep_ in ("amod", "det")
    }
    other = (
        any(_then(t) or (t.dep_ == "xcomp" and _then(t.head)) for t in tokens)
        or bool(near & frames().other_event)
        or any(t.lower_ in grammar("answer") for t in tokens)
        or any(up.lemma_.lower() in grammar("answering") for t in tokens for up in path_to_root(t)[:3])
        or any(_another_aim(t) for t in tokens)
        or _counted_back(scene, tokens)
    )
    same = not other and bool(near & frames().same_event)
    earlier = any(_past_perfect(t) for t in tokens)
    return other, same, earlier


def _another_aim(trigger: Token) -> bool:
    """ "Rockets were fired at another base": a further attack."""
    aims = (
        [*objects(trigger), *prepositional(trigger, "at", "on", "against")] if trigger.pos_ == "VERB" else []
    )
    return any(c.lower_ == "another" and c.dep_ == "det" for aim in aims for c in aim.children)


def _counted_back(scene: Scene, tokens: list[Token]) -> bool:
    """Whether the attack is what another one is dated by: "that came two days after … was attacked", "since … was killed"."""
    for token in tokens:
        for node in path_to_root(token):
            marks = [
                c
                for c in node.children
                if c.dep_ in ("mark", "prep") and c.i < node.i and c.lower_ in ("after", "before", "since")
            ]
            marks += (
                [node.head]
                if node.dep_ in ("pobj", "pcomp") and node.head.lower_ in ("after", "since", "following")
                else []
            )
            if any(m.lower_ == "since" or _timed(scene, m) for m in marks):
                return True
    return False


def _timed(scene: Scene, mark: Token) -> bool:
    at = scene.sentence.span.start + mark.idx
    return any(c.span.start < at <= c.span.end + 1 for c in scene.clues.times)


def _past_perfect(token: Token) -> bool:
    return token.pos_ == "VERB" and any(
        c.dep_ in ("aux", "auxpass") and c.lower_ == "had" for c in token.children
    )
