"""When an attack was: which of the days of its document, told by how each is named around it.

Every day that the document names is weighed, with the learned weights of `resources/timing.yaml`: those of sentences on the
attack, those of the sentences around these, and how each stands to the words for attacking, for saying and for what comes after.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from incidentbook.extract.choose import day_of
from incidentbook.extract.clues import Clues, TimeClue
from incidentbook.extract.drafts import Draft, values_of
from incidentbook.extract.focus_day import on_deed, pattern, saying
from incidentbook.extract.mentions import of_saying
from incidentbook.extract.sentences import Sentence
from incidentbook.extract.weights import flags, score, step
from incidentbook.model import Interval, Statement

Read = tuple[Sentence, Clues]
CONFIDENCE = (
    0.5  # of a day that no sentence on the attack names: below every one that is said of the attack itself
)
_LIKELY = 0.5  # log-odds against none from which days are taken that no sentence on the attack gives
_CLEARLY = 1.0  # and by which they must be likelier than those that it gives
_LEAD = 2  # sentences
_APART = (0, 1, 2, 5)  # sentences
_FIRST = (0, 1, 2, 4, 8)
_COUNTS = (1, 2, 4)
_AGES = (-1, 0, 1, 2, 4, 7, 14, 60, 400)  # days
_WIDTHS = (1, 2, 4, 9, 31, 366)
_REACH = (12, 30, 60, 120)  # characters
_CLAUSE = re.compile(r"[,;:—–]|\b(?:and|but|when|who|which|after|before|while|where)\b")


@dataclass(frozen=True, slots=True)
class Told:
    """A day as a sentence names it."""

    sentence: Sentence
    clue: TimeClue


@dataclass(frozen=True)
class Calendar:
    """What is asked of a whole document: its sentences, the attacks that it tells of, and every day that it names."""

    read: tuple[Read, ...]
    drafts: tuple[Draft, ...]
    published: Interval | None

    @cached_property
    def named(self) -> Mapping[Interval, tuple[Told, ...]]:
        """The days of the document with all that names them, in the order of the text."""
        found: dict[Interval, list[Told]] = defaultdict(list)
        for sentence, clues in self.read:
            for clue in clues.times:
                days = clue.value.interval
                if days is not None and days.days is not None and clue.expression.bound is None:
                    found[days].append(Told(sentence, clue))
        return {days: tuple(names) for days, names in found.items()}

    @cached_property
    def kind(self) -> str:
        """Whether the first sentences tell of what came after an attack: of arrests, charges, a trial."""
        lead = [s.text.lower() for s, _ in self.read if s.region in ("title", "body")][:_LEAD]
        return "late story" if any(pattern("court").search(words) for words in lead) else "fresh story"

    @cached_property
    def most_named(self) -> Interval | None:
        """The day that is named most often."""
        single = {d: len(names) for d, names in self.named.items() if d.days is not None and d.days <= 2}
        return max(single, key=lambda d: single[d], default=None)


def dated(draft: Draft, calendar: Calendar) -> tuple[Draft, Interval | None]:
    """The likeliest days of an attack, and the draft with a statement that says them; None where none are likelier than none.

    Days that no words of the text stand for by themselves, such as those counted from another attack, stay as they are said.
    """
    chosen = day_of(draft)
    if chosen is not None and chosen not in calendar.named:
        return draft, chosen
    scores = {
        d: score("date", speaking_for(d, draft, chosen, calendar))
        for d, names in calendar.named.items()
        if d == chosen or not all(_of_afterwards(t, draft) for t in names)
    }
    days = _likeliest(scores, chosen)
    if days is None:
        return draft, None
    if days in values_of(draft.statements, "date"):
        return draft, days
    said = min(calendar.named[days], key=lambda t: _gap(t, draft)).clue
    told = Statement("date", days, "stated", None, None, said.span, CONFIDENCE)
    return replace(draft, more=(*draft.more, told)), days


def _of_afterwards(told: Told, draft: Draft) -> bool:
    """Whether a time is of what came after the attack, or of the telling: "a vigil was held on Monday", "named on Monday"."""
    own = [m.scene for m in draft.mentions if m.scene.sentence.index == told.sentence.index]
    if own:
        return of_saying(own[0], told.clue)
    words, start = told.sentence.text.lower(), told.clue.span.start - told.sentence.span.start
    return bool(pattern("aftermath").search(words)) and not on_deed(words[:start])


def _likeliest(scores: Mapping[Interval, float], chosen: Interval | None) -> Interval | None:
    """The days with the most behind them, the first of equals; what is said of the attack gives way only to much more."""
    best = max(scores, key=lambda d: scores[d], default=None)
    if best is None:
        return None
    if chosen is not None and scores[best] - scores[chosen] < _CLEARLY:
        best = chosen
    return best if scores[best] > (0.0 if best == chosen else _LIKELY) else None


def speaking_for(days: Interval, draft: Draft, chosen: Interval | None, calendar: Calendar) -> list[str]:
    """What speaks for and against an attack having been on some days: names of features, as in `timing.yaml`."""
    names = calendar.named[days]
    near = min(names, key=lambda t: _gap(t, draft))
    here = [t for t in names if _steps(t, draft) == 0]
    rank = "lead" if calendar.drafts and draft is calendar.drafts[0] else "later"
    gap, age = f"gap {_signed(near, draft)}", f"age {_age(days, calendar.published)}"
    width = f"width {step(days.days or 1, _WIDTHS)}"
    stance = _stance(days, chosen)
    return [
        *("date", stance, f"{rank} & {stance}", gap, f"{rank} & {gap}", f"{stance} & {gap}"),
        *(age, f"{rank} & {age}", f"{stance} & {age}", width, f"{stance} & {width}"),
        f"named {step(len(names), _COUNTS)}",
        f"first {step(names[0].sentence.index, _FIRST)}",
        f"region {near.sentence.region}",
        *_manner(names, here or [near], stance),
        *_others(days, draft, stance, calendar),
        *_whose(near, draft, stance, calendar),
        *(f"{calendar.kind} & {f}" for f in (age, stance, *sorted({f"form {_form(t.clue)}" for t in names}))),
    ]


def _stance(days: Interval, chosen: Interval | None) -> str:
    """How some days stand to those that the sentences on the attack give."""
    if chosen is None:
        return "none said"
    if days == chosen:
        return "said"
    return "meets said" if days.meets(chosen) else "unsaid"


def _manner(names: Sequence[Told], near: Sequence[Told], stance: str) -> list[str]:
    """How days are named: with which words before them, with an hour, as a weekday."""
    clocks = any((t.clue.value.time_of_day or "")[:1].isdigit() for t in names)
    words = sorted({w for t in near for w in (*_before(t), *_behind(t))})
    return [
        *words,
        *(f"{stance} & {w}" for w in words),
        *sorted({f"form {_form(t.clue)}" for t in near}),
        *flags(clock=clocks, part_of_day=any(t.clue.value.time_of_day for t in names)),
        *sorted({f"sentence {w}" for t in near for w in _kinds(t.sentence.text.lower())}),
    ]


_KINDS = ("deed", "saying", "aftermath", "telling")


def _kinds(words: str) -> list[str]:
    return [k for k in _KINDS if pattern(k).search(words)]


def _before(told: Told) -> list[str]:
    """The words before a time: the kind of the last that tells a deed, a saying or an aftermath, and how far back it is."""
    start = told.clue.span.start - told.sentence.span.start
    before = told.sentence.text[:start].lower()
    ends = [(m.end(), kind) for kind in _KINDS for m in pattern(kind).finditer(before)]
    if not ends:
        return ["behind nothing", f"opens {_opens(before)}"]
    end = max(e for e, _ in ends)
    broken = "broken " if _CLAUSE.search(before[end:]) else ""
    return [
        f"behind {broken}{'+'.join(sorted({k for e, k in ends if e == end}))}",
        f"behind {broken}{step(len(before) - end, _REACH)}",
    ]


def _behind(told: Told) -> list[str]:
    """Whether a time hangs right on a word of saying or of what comes after an attack, and which words follow it."""
    start = told.clue.span.start - told.sentence.span.start
    words, end = told.sentence.text.lower(), told.clue.span.end - told.sentence.span.start
    firsts = [(m.start(), kind) for kind in _KINDS if (m := pattern(kind).search(words, end))]
    nearest = min((at for at, _ in firsts), default=None)
    follows = "+".join(sorted(kind for at, kind in firsts if at == nearest)) or "nothing"
    return [f"before {follows}", *flags(on_saying=bool(saying().search(words[:start])))]


def _opens(before: str) -> str:
    return "sentence" if not before.strip(" \"“'(") else "later"


_FORMS = {
    "today": re.compile(r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b"),
    "yesterday": re.compile(r"\b(?:yesterday|last night|overnight)\b"),
    "month and day": re.compile(
        r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d|\d/\d"
    ),
    "weekday": re.compile(r"\b(?:sun|mon|tues|wednes|thurs|fri|satur)day"),
    "weekend": re.compile(r"\bweekend\b"),
    "last": re.compile(r"\b(?:last|past|earlier|ago|previous)\b"),
}


def _form(clue: TimeClue) -> str:
    words = clue.expression.text.lower()
    return next((name for name, form in _FORMS.items() if form.search(words)), "other")


def _whose(told: Told, draft: Draft, stance: str, calendar: Calendar) -> list[str]:
    """Of which attacks the sentence tells that names the days."""
    tellers = [
        d for d in calendar.drafts if any(m.scene.sentence.index == told.sentence.index for m in d.mentions)
    ]
    whose = "nobody" if not tellers else "own" if draft in tellers else "other"
    shared = " shared" if whose == "own" and len(tellers) > 1 else ""
    return [f"sentence of {whose}{shared}", f"{stance} & sentence of {whose}{shared}"]


def _others(days: Interval, draft: Draft, stance: str, calendar: Calendar) -> list[str]:
    """How days stand to the others of the document and to the other attacks."""
    mine = values_of(draft.statements, "date")
    tellers = [d for d in calendar.drafts if d is not draft and days in values_of(d.statements, "date")]
    of_others = bool(tellers) and days not in mine
    where = "elsewhere" if all(_elsewhere(draft, d) for d in tellers) else "here"
    told = [f"of others {where}", f"{stance} & of others {where}"]
    return told * of_others + flags(
        alone=len(calendar.named) == 1,
        most_named=days == calendar.most_named,
        said_too=days in mine,
        of_others=bool(tellers),
        finer_named=any(_inside(d, days) for d in calendar.named),
        finer_said=any(_inside(d, days) for d in mine),
        inside_said=any(_inside(days, d) for d in mine),
        after_earliest=any(_latest(d) < _latest(days) for d in calendar.named if _single(d)),
    )


def _elsewhere(draft: Draft, other: Draft) -> bool:
    """Whether two attacks are told of different places."""
    mine, theirs = (set(values_of(d.statements, "place")) for d in (draft, other))
    return bool(mine) and bool(theirs) and not mine & theirs


def _single(days: Interval) -> bool:
    return days.days is not None and days.days <= 2


def _latest(days: Interval) -> date:
    return days.latest or date.max


def _inside(fine: Interval, wide: Interval) -> bool:
    return fine != wide and fine.intersection(wide) == fine


def _steps(told: Told, draft: Draft) -> int:
    return min((told.sentence.index - m.scene.sentence.index for m in draft.mentions), key=abs)


def _gap(told: Told, draft: Draft) -> tuple[int, int]:
    return abs(_steps(told, draft)), told.clue.span.start


def _signed(told: Told, draft: Draft) -> str:
    steps = _steps(told, draft)
    return ("-" if steps < 0 else "") + step(abs(steps), _APART)


def _age(days: Interval, published: Interval | None) -> str:
    last = published.latest if published is not None else None
    return (
        step((last - days.latest).days, _AGES) if last is not None and days.latest is not None else "unknown"
    )
