"""From a dated document to its reports, tallies and remarks: the order of the readers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from incidentbook.extract.casing import restored
from incidentbook.extract.choose import choose, day_of
from incidentbook.extract.clues import Clues, TimeClue, gather
from incidentbook.extract.confidence import Source, calibrated
from incidentbook.extract.drafts import Draft, Told, values_of
from incidentbook.extract.focus_day import with_focus_day
from incidentbook.extract.gate import headline_words, may_tell
from incidentbook.extract.harm import find_harm
from incidentbook.extract.home import with_home
from incidentbook.extract.kinds import suicide_statements, with_likely_kinds
from incidentbook.extract.lexicon import voices
from incidentbook.extract.localities import with_localities
from incidentbook.extract.mentions import Mention, find_mentions, is_name
from incidentbook.extract.merge import Passed, gathered, merge
from incidentbook.extract.munitions import failed_statements
from incidentbook.extract.namesakes import settled
from incidentbook.extract.origins import origin_statements
from incidentbook.extract.parse import parse, without_title_case
from incidentbook.extract.placing import Story, placed
from incidentbook.extract.reader.agreement import agreed_draft, agreed_told
from incidentbook.extract.reader.roles import with_read
from incidentbook.extract.reader.speaking import read_voice
from incidentbook.extract.remarks import find_remarks, wanted
from incidentbook.extract.roles import damage_statements, harm_statements, statements
from incidentbook.extract.scene import Scene
from incidentbook.extract.sentences import MOST, Sentence, sentences
from incidentbook.extract.tallies import find_tallies, is_cue
from incidentbook.extract.teller import Teller
from incidentbook.extract.timing import Calendar, dated
from incidentbook.extract.unlisted import with_unlisted
from incidentbook.extract.voices import voice, voice_statements
from incidentbook.model import (
    READ_LANGUAGES,
    Actor,
    Document,
    Extraction,
    Interval,
    Place,
    Report,
    Span,
    Statement,
)
from incidentbook.normalise.actor import ActorMention
from incidentbook.normalise.place import PlaceMention
from incidentbook.normalise.time import resolve
from incidentbook.normalise.weapon import WeaponMention
from incidentbook.text.wrapped import unwrapped

if TYPE_CHECKING:
    from incidentbook.extract.reader.model import Reader
    from incidentbook.extract.reader.reading import Reading


@dataclass(frozen=True, slots=True)
class Trace:
    """How a document was read: all its sentences, those that were parsed, what each of these tells (in the same order), the
    attacks gathered from that (in the order of the reports), and what came of it. `passed`: the mentions taken for no attack;
    `silent`: attacks of which too little is said for a report."""

    sentences: tuple[Sentence, ...]
    scenes: tuple[Scene, ...]
    told: tuple[Told, ...]
    drafts: tuple[Draft, ...]
    extraction: Extraction
    passed: tuple[Passed, ...] = ()
    silent: tuple[Draft, ...] = ()


def extract(document: Document) -> Extraction:
    """All that a document says of attacks.

    Args:
        document: an article, dated where its date is known. In other languages than English nothing is read.

    Returns:
        The document with its reports, the main ones first, its tallies and its remarks. The same document gives the same ids.
        The confidence of a statement is how likely it is to be right.
    """
    return _calibrated(traced(document).extraction, "rules")


def extract_with(document: Document, reader: Reader) -> Extraction:
    """As `extract`, with a trained reader beside the rules."""
    return _calibrated(traced(document, reader).extraction, "reader")


def _calibrated(read: Extraction, source: Source) -> Extraction:
    return replace(read, reports=tuple(calibrated(r, source) for r in read.reports))


def traced(document: Document, reader: Reader | None = None) -> Trace:
    """As `extract`, with the steps on the way; the confidence of a statement is still the mark that its reader gives."""
    if document.language not in READ_LANGUAGES:
        return Trace(sentences(document), (), (), (), Extraction(document, (), ()))
    text = as_read(document)
    read = read_sentences(text)
    reading = reader.read(document.text) if reader else None
    scenes = scenes_of(read, reading)
    tallies = find_tallies(text, scenes)
    counted = tuple(t.span for t in tallies if t.period and t.count in (t.killed, t.injured))
    told = [agreed_told(t, reading) for t in read_told(scenes, reference(document), counted)]
    found = gathered(told, reference(document))
    drafts = with_likely_kinds(with_read(found.drafts, scenes))
    ranked = [(_at_home(d, drafts, text, read) if main else d, main) for d, main in _ranked(drafts)]
    story = Story(tuple(scenes), tuple(d for d, _ in ranked))
    dead = any(_DEAD.search(s.lower) for s in scenes)
    calendar = Calendar(tuple(read), story.drafts, reference(text))
    full = [_full(d, main, story, calendar, text) for d, main in ranked]
    told_full = [replace(f, draft=agreed_draft(f.draft, reading)) for f in full]
    kept = [f for f in told_full if says_enough(f.draft, f.place)]
    reports = tuple(
        Report(f"{document.id}-{i}", f.main, choose(f.draft, f.place, f.days, dead), f.draft.statements)
        for i, f in enumerate(kept, 1)
    )
    remarks = find_remarks(
        text, scenes, _reported([f.draft for f in kept], reports), _for_figures(read, scenes)
    )
    extraction = Extraction(document, reports, tallies, remarks=remarks)
    silent = tuple(f.draft for f in told_full if not says_enough(f.draft, f.place))
    kept_drafts = tuple(f.draft for f in kept)
    return Trace(sentences(text), tuple(scenes), tuple(told), kept_drafts, extraction, found.passed, silent)


def _reported(drafts: Sequence[Draft], reports: Sequence[Report]) -> dict[tuple[int, int], str]:
    """Which report each trigger tells of, by its sentence and its token."""
    return {
        (m.scene.sentence.index, trigger.token): report.id
        for draft, report in zip(drafts, reports, strict=True)
        for m in draft.mentions
        for trigger in m.triggers
    }


def _for_figures(read: Sequence[tuple[Sentence, Clues]], scenes: Sequence[Scene]) -> list[Scene]:
    """Sentences that tell of no attack and may hold a standing figure, parsed for that alone."""
    taken = {s.sentence.index for s in scenes}
    chosen = [(s, c) for s, c in read if s.index not in taken and s.region == "body" and wanted(s.text)]
    docs = parse(_texts(chosen, [])) if chosen else []
    return [Scene(s, doc, c) for (s, c), doc in zip(chosen, docs, strict=True)]


@dataclass(frozen=True, slots=True)
class _Full:
    """An attack with its place and days, and whether the article is about it."""

    draft: Draft
    main: bool
    place: Place | None
    days: Interval | None


def _full(draft: Draft, main: bool, story: Story, calendar: Calendar, text: Document) -> _Full:
    at_place, place = _homed(draft, main, story, text)
    on_day, days = dated(at_place, calendar)
    return _Full(on_day, main, place, days)


def _homed(draft: Draft, main: bool, story: Story, text: Document) -> tuple[Draft, Place | None]:
    """Where an attack was; a small namesake far away gives way to the town of the story in the main ones."""
    full, place = placed(draft, story)
    return settled(full, place, text) if main else (full, place)


_ENOUGH = frozenset({"date", "killed", "injured", "munitions", "perpetrator", "claimed_by", "target"})


def says_enough(draft: Draft, place: Place | None) -> bool:
    """Whether a report would say where, when, by whom, of whom or how many: one that says none tells nobody anything."""
    return place is not None or any(s.property in _ENOUGH and s.value is not None for s in draft.statements)


def as_read(document: Document) -> Document:
    """The document as the readers take it: lines joined, a text in capitals with its names restored. Offsets hold."""
    return replace(document, text=restored(unwrapped(document.text)))


def _at_home(
    draft: Draft, drafts: Sequence[Draft], text: Document, read: Sequence[tuple[Sentence, Clues]]
) -> Draft:
    """A main attack with the story's own town and day, where its sentences tell none."""
    return with_focus_day(with_home(draft, text), drafts, read, reference(text))


_DEAD = re.compile(
    r"\b(?:died|dies|dead|deadly|fatal\w*|killed|killing|slain|succumbed|deceased|lost (?:his|her|their) li)"
)


def reference(document: Document) -> Interval | None:
    """The days that "on Monday" counts from: those of publication, where they are known to a year."""
    return document.reference


def read_scenes(document: Document, reading: Reading | None = None) -> list[Scene]:
    """The sentences that can matter, parsed, with their clues, and with what the trained reader makes of the document."""
    return scenes_of(read_sentences(document), reading)


def read_sentences(document: Document) -> list[tuple[Sentence, Clues]]:
    """All sentences of the story with their clues."""
    cut = sentences(document)[:MOST]
    return list(zip(cut, gather(document.text, cut, reference(document)), strict=True))


def scenes_of(read: Sequence[tuple[Sentence, Clues]], reading: Reading | None) -> list[Scene]:
    chosen = [(s, c) for s, c in read if may_tell(s.text) or is_cue(s.text) or _names_a_site(c)]
    texts = _texts(chosen, [s for s, _ in read])
    plain = [Scene(s, doc, c, reading=reading) for (s, c), doc in zip(chosen, parse(texts), strict=True)]
    return _with_speakers(with_unlisted(with_localities(plain)))


_SITES = frozenset({"base", "air_base", "embassy", "facility", "zone"})


def _names_a_site(clues: Clues) -> bool:
    """ "The post, Tower 22, is by the border": where the attack was, though nothing in the sentence tells of it."""
    return any(p.kind in _SITES and p.place is not None for p in clues.places)


def _a_name(mention: ActorMention) -> bool:
    """Whether a group is named, not only described ("Iran-backed militias")."""
    words = {w.removesuffix("s") for w in mention.text.lower().split()}
    return not mention.described and not words & {*voices()["group_words"], "militia"}


def _texts(chosen: Sequence[tuple[Sentence, Clues]], every: Sequence[Sentence]) -> list[str]:
    """What the parser reads: the sentences, headlines in the case of the story."""
    body = (
        frozenset(w for s in every if s.region == "body" for w in s.text.split() if w.islower())
        | headline_words()
    )
    plain = [without_title_case(s.text, body) if s.region == "title" else s.text for s, _ in chosen]
    return [_without_homographs(text, s, c) for text, (s, c) in zip(plain, chosen, strict=True)]


def _without_homographs(text: str, sentence: Sentence, clues: Clues) -> str:
    """ "IS" as the name of a group is no verb: the parser reads another name of the same length in its place."""
    for mention in clues.actors:
        at = mention.span.shifted(-sentence.span.start)
        if text[at.start : at.end] == "IS":
            text = f"{text[: at.start]}{_STAND_IN}{text[at.end :]}"
    return text


_STAND_IN = "EU"


def _with_speakers(scenes: Sequence[Scene]) -> list[Scene]:
    """Each sentence with who spoke, and what flew, last before it."""
    out: list[Scene] = []
    last: Actor | None = None
    group: Actor | None = None
    named: list[PlaceMention] = []
    flew: WeaponMention | None = None
    age = 0
    for scene in scenes:
        out.append(replace(scene, speaker=last, munition=flew, group=group, named=tuple(named)))
        named = [
            p for p in reversed(scene.clues.places) if p.place and not p.demonym and is_name(scene, p)
        ] + named
        out[-1] = replace(out[-1], said=read_voice(out[-1]))
        last = voice(out[-1]).speaker or last
        groups = [
            a.actor for a in scene.clues.actors if a.actor.id and a.actor.kind == "armed_group" and _a_name(a)
        ]
        group = groups[-1] if groups else group
        here = [w for w in scene.clues.weapons if w.weapon.munition]
        age = 0 if here else age + 1
        flew = here[-1] if here else (flew if age < _REMEMBERED else None)
    return out


_REMEMBERED = 3  # sentences over which "another" still means the rockets told of


def read_drafts(
    scenes: Sequence[Scene], published: Interval | None = None, counted: Sequence[Span] = ()
) -> list[Draft]:
    """The attacks that the sentences tell of.

    Args:
        scenes: the parsed sentences.
        published: what "on Monday" counts from.
        counted: where the dead and injured of a period are told, which are those of no single attack.
    """
    return merge(read_told(scenes, published, counted), published)


def read_told(
    scenes: Sequence[Scene], published: Interval | None, counted: Sequence[Span] = ()
) -> list[Told]:
    """What each sentence tells, by itself."""
    out: list[Told] = []
    last: Interval | None = None
    for scene in scenes:
        told = _without(_told(scene, last, published), counted)
        out.append(told)
        days = [d for m in told.mentions for d in values_of(m.statements, "date")]
        last = days[0] if days else last
    return out


def _without(told: Told, counted: Sequence[Span]) -> Told:
    """What a sentence tells, the dead of a whole period left out."""
    if not counted:
        return told

    def kept(said: Sequence[Statement]) -> tuple[Statement, ...]:
        return tuple(
            s for s in said if s.property not in _OF_PEOPLE or not any(map(s.span.overlaps, counted))
        )

    mentions = tuple(replace(m, statements=kept(m.statements)) for m in told.mentions)
    return replace(told, mentions=mentions, aside=kept(told.aside))


_OF_PEOPLE = frozenset({"killed", "injured", "victims"})


def _told(scene: Scene, last: Interval | None, published: Interval | None) -> Told:
    """A sentence's mentions with their statements, and what it says aside; "two days later" counts from the attack told last."""
    mentions, back = find_mentions(scene)
    dated = [replace(m, times=tuple(_counted_from(c, last, published) for c in m.times)) for m in mentions]
    full = tuple(replace(m, statements=statements(m, alone=len(dated) == 1)) for m in dated)
    aside = voice_statements(scene) + ([] if mentions else _side_statements(scene))
    return Told(full, tuple(aside), scene.sentence.index, tuple(back))


_POINTING = frozenset({"that", "this", "it", "then"})


def _counted_from(clue: TimeClue, last: Interval | None, published: Interval | None) -> TimeClue:
    words = (clue.value.anchor or "that").lower()
    if (
        last is None
        or clue.value.interval is not None
        or not clue.expression.relative_to_event
        or words not in _POINTING
    ):
        return clue
    return replace(clue, value=resolve(clue.expression, published, "past", last))


def _side_statements(scene: Scene) -> list[Statement]:
    """Of a sentence without an attack of its own: that nobody was hurt, and the damage."""
    teller = Teller(Mention(scene, (), (), (), False, False, False), voice(scene))
    harm = [s for h in find_harm(scene) if h.count.low == 0 for s in harm_statements(h, teller)]
    return [
        *harm,
        *damage_statements(teller),
        *failed_statements(teller),
        *origin_statements(teller),
        *suicide_statements(teller),
    ]


def _ranked(drafts: Sequence[Draft]) -> list[tuple[Draft, bool]]:
    """The drafts with whether each is what the article is about, main ones first."""
    marked = [(d, _is_main(d, drafts)) for d in drafts]
    return sorted(marked, key=lambda p: not p[1])


def _is_main(draft: Draft, drafts: Sequence[Draft]) -> bool:
    lead = next((d for d in drafts if not (d.mentions[0].other or d.mentions[0].earlier)), drafts[0])
    if draft is lead:
        return True
    first = draft.mentions[0]
    near = first.scene.sentence.index - lead.mentions[0].scene.sentence.index <= 3
    day = day_of(draft)
    same_day = day is not None and day == day_of(lead)
    return near and same_day and not first.other and not first.earlier


__all__ = ["Clues", "Trace", "extract", "read_drafts", "read_scenes", "read_told", "traced"]
