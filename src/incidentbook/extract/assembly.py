"""What speaks for a mention telling again of an attack told before, and for its telling of a new one.

Each is a list of names of features; `resources/assembly.yaml` has a learned weight for each name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from incidentbook.extract import fit
from incidentbook.extract.drafts import Draft, Told, values_of
from incidentbook.extract.lexicon import frames, grammar
from incidentbook.extract.mentions import Mention
from incidentbook.extract.weights import flags, step
from incidentbook.model import ActorKind, Interval, Statement

_LONG_AGO = (2, 14, 60, 400)  # days between an attack and the report of it
_WIDE = (1, 7, 31, 366)
_APART = (0, 1, 2, 4, 8)  # sentences
_PLACED = (0, 1, 3, 8, 20)  # sentences from the beginning
_TOLD = (1, 2, 4, 8)  # mentions that have told of an attack so far


@dataclass(frozen=True, slots=True)
class Situation:
    """How far the reading of a document has come: the attacks so far, the one at hand, and the days of publication.

    `story`: names of features of the whole document, the same for all its mentions.
    """

    drafts: tuple[Draft, ...]
    focus: int
    published: Interval | None
    story: tuple[str, ...] = ()


_BEGINNING = 3  # sentences that tell what a story is about
_ARMED: frozenset[ActorKind] = frozenset({"military", "armed_group"})


def beginning(sentences: Sequence[Told], published: Interval | None) -> Situation:
    """The situation before the first sentence, with what the whole document speaks of."""
    scenes = [m.scene for t in sentences for m in t.mentions[:1]]
    first = {t.lower_ for s in scenes[:_BEGINNING] for t in s.doc}
    story = flags(
        story_of_mishap=bool(first & grammar("mishap")),
        story_of_weapons=any(s.clues.weapons for s in scenes),
        story_of_armed=any(a.actor.kind in _ARMED for s in scenes for a in s.clues.actors),
        story_of_attackers=any(t.lemma_.lower() in frames().attackers for s in scenes for t in s.doc),
        story_of_blame=any(
            s.property in ("claimed_by", "attributed_to") for t in sentences for s in _said(t)
        ),
    )
    return Situation((), 0, published, (*story, f"stories {step(len(scenes), (1, 3, 8))}"))


def _said(told: Told) -> list[Statement]:
    return [*(s for m in told.mentions for s in m.statements), *told.aside]


def joining(mention: Mention, at: int, now: Situation) -> list[str]:
    """What speaks for and against a mention telling again of the draft `at`: names of features, as in `assembly.yaml`."""
    draft = now.drafts[at]
    day, place, kind = fit.days(mention, draft), fit.places(mention, draft), fit.kinds(mention, draft)
    where = "focus" if at == now.focus else "away"
    found = ["join", f"days {day}", f"places {place}", f"kinds {kind}", f"doers {fit.doers(mention, draft)}"]
    found += [f"{p} {fit.figures(mention.statements, draft, p)}" for p in ("killed", "injured", "munitions")]
    found += [
        f"words {fit.shared_words(mention, draft)}",
        f"gap {_gap(mention, draft)}",
        f"told {_times_told(draft)}",
    ]
    found += _standing(mention, at, now)
    found += [f"{where} & {p}" for p in [*_pointers(mention), *_said_words(mention, "discourse")]]
    if place.startswith(("far", "country", "other", "nearby")):
        found += [f"apart & {p}" for p in (_times_told(draft), *_pointers(mention))]
    found += [f"days {day} & places {place}", f"days {day} & kinds {kind}", f"places {place} & kinds {kind}"]
    return found


def _standing(mention: Mention, at: int, now: Situation) -> list[str]:
    """How the draft `at` stands in the story, and whether its clock or its words are the mention's."""
    draft = now.drafts[at]
    return flags(
        focus=at == now.focus,
        lead=at == 0,
        only=len(now.drafts) == 1,
        clocks_apart=fit.clocks_apart(mention, draft),
        same_trigger=fit.shares_trigger(mention, draft),
        titles_only=_titles_only(draft),
        own_sentence=any(m.scene is mention.scene for m in draft.mentions),
        draft_earlier=any(m.earlier or m.other for m in draft.mentions),
    )


def founding(mention: Mention, now: Situation) -> list[str]:
    """What speaks for and against a mention telling of an attack of its own: names of features, as in `assembly.yaml`."""
    have, age = _anchors(mention), _age(mention, now)
    drafts = min(len(now.drafts), 3)
    place, order = mention.scene.sentence, "further" if drafts else "first"
    found = ["found", f"drafts {drafts}", f"at {step(place.index, _PLACED)}", place.region]
    found += [f"has {h}" for h in have]
    found += [f"lacks {h}" for h in ("day", "place", "harm") if h not in have]
    found += [f"{order} & {p}" for p in [*_pointers(mention), *_said_words(mention, "discourse")]]
    found += [*_said_words(mention, "mishap"), *now.story, *(f"{order} & {f}" for f in now.story)]
    found += [f"trigger {t}" for t in _triggers(mention)]
    finest = fit.finest_kind(mention)
    found += [f"age {age}", f"width {_width(mention)}", f"age {age} & drafts {drafts}"]
    found += [f"finest {finest}", f"finest {finest} & {'kind' if mention.kinds else 'no kind'}"]
    found += flags(
        day_and_place={"day", "place"} <= set(have),
        harm_only=all(t.cls == "harm" for t in mention.triggers),
        bare=not have,
        rivals=bool(mention.rivals),
        kinded=bool(mention.kinds),
    )
    return found


def _times_told(draft: Draft) -> str:
    return step(len(draft.mentions), _TOLD)


def _gap(mention: Mention, draft: Draft) -> str:
    return step(mention.scene.sentence.index - draft.mentions[-1].scene.sentence.index, _APART)


def _titles_only(draft: Draft) -> bool:
    return all(m.scene.sentence.region == "title" for m in draft.mentions)


def _pointers(mention: Mention) -> list[str]:
    """How the words point: back to an attack told, to another, to none."""
    found = flags(other=mention.other, same=mention.same, earlier=mention.earlier)
    return [*(found or ["no pointer"]), *sorted({f"form {_form(t)}" for t in _tokens(mention)})]


def _said_words(mention: Mention, kind: str) -> list[str]:
    """The words of a list of `grammar.yaml` that the sentence holds, and the one that it opens with."""
    words = [t.lower_ for t in mention.scene.doc]
    opening = f"opens {words[0]}" if words and words[0] in grammar(kind) else ""
    return sorted({f"says {w}" for w in words if w in grammar(kind)} | ({opening} if opening else set()))


def _tokens(mention: Mention) -> list[Token]:
    return [mention.scene.doc[t.token] for t in mention.triggers]


def _form(token: Token) -> str:
    """A verb by its tense and voice, a noun by its article."""
    if token.pos_ == "VERB" or token.tag_.startswith("VB"):
        auxiliaries = {c.lower_ for c in token.children if c.dep_ in ("aux", "auxpass")}
        perfect = "perfect " if auxiliaries & {"has", "have", "had", "'ve"} else ""
        return f"{perfect}{token.tag_}"
    determiners = [c.lower_ for c in token.children if c.dep_ in ("det", "poss", "nummod")]
    plural = " plural" if token.tag_ in ("NNS", "NNPS") else ""
    if not determiners:
        return f"bare noun{plural}"
    first = determiners[0]
    return f"{first if first in ('a', 'an', 'the', 'this', 'that', 'another', 'no') else 'some'} noun{plural}"


def _anchors(mention: Mention) -> list[str]:
    """What a mention says that sets an attack apart."""
    places = [fit.fineness(p) for p in values_of(mention.statements, "place")]
    said = {s.property for s in mention.statements if s.value is not None}
    found = flags(
        day="date" in said or bool(fit.unresolved(mention)),
        place=any(p <= 5 or p == 7 for p in places),
        country=any(p == 6 for p in places),
        killed="killed" in said,
        injured="injured" in said,
        munitions="munitions" in said,
        target="target" in said,
        perpetrator="perpetrator" in said,
        launched_from="launched_from" in said,
        time_of_day="time_of_day" in said,
        intercepted="intercepted" in said,
    )
    return [*found, *(["harm"] if {"killed", "injured"} & said else [])]


def _triggers(mention: Mention) -> Iterator[str]:
    nouns = frames().nouns
    for trigger, token in zip(mention.triggers, _tokens(mention), strict=True):
        yield f"{trigger.cls or 'noun'}{' weak' if trigger.weak else ''}"
        yield f"dep {token.dep_}"
        lemma = token.lemma_.lower()
        yield f"word {lemma}" if lemma in nouns or trigger.cls else "word other"


def _age(mention: Mention, now: Situation) -> str:
    found: list[Interval] = values_of(mention.statements, "date")
    if not found or now.published is None or now.published.latest is None:
        return "unknown"
    ends = [d for i in found if (d := i.latest or i.earliest)]
    return step((now.published.latest - max(ends)).days, _LONG_AGO) if ends else "unknown"


def _width(mention: Mention) -> str:
    widths = [i.days for i in values_of(mention.statements, "date") if i.days is not None]
    return step(min(widths), _WIDE) if widths else "unknown"
