"""From a dated document to its reports and tallies: the order of the readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from incidentbook.extract.choose import choose
from incidentbook.extract.clues import Clues, TimeClue, gather
from incidentbook.extract.focus import with_focus_place
from incidentbook.extract.gate import headline_words, may_tell
from incidentbook.extract.harm import find_harm
from incidentbook.extract.lexicon import voices
from incidentbook.extract.localities import with_localities
from incidentbook.extract.mentions import Mention, find_mentions, is_name
from incidentbook.extract.merge import Draft, Told, merge, values_of
from incidentbook.extract.parse import parse, without_title_case
from incidentbook.extract.roles import (
    Teller,
    damage_statements,
    failed_statements,
    harm_statements,
    statements,
)
from incidentbook.extract.scene import Scene
from incidentbook.extract.sentences import MOST, Sentence, sentences
from incidentbook.extract.tallies import find_tallies
from incidentbook.extract.voices import voice, voice_statements
from incidentbook.model import READ_LANGUAGES, Actor, Document, Extraction, Interval, Report, Statement
from incidentbook.normalise.actor import ActorMention
from incidentbook.normalise.place import PlaceMention
from incidentbook.normalise.time import resolve
from incidentbook.normalise.weapon import WeaponMention


@dataclass(frozen=True, slots=True)
class Trace:
    """How a document was read: all its sentences, those that were parsed, what each of these tells (in the same order), the
    attacks gathered from that (in the order of the reports), and what came of it."""

    sentences: tuple[Sentence, ...]
    scenes: tuple[Scene, ...]
    told: tuple[Told, ...]
    drafts: tuple[Draft, ...]
    extraction: Extraction


def extract(document: Document) -> Extraction:
    """All that a document says of attacks.

    Args:
        document: an article, dated where its date is known. In other languages than English nothing is read.

    Returns:
        The document with its reports, the main ones first, and its tallies. The same document gives the same ids.
    """
    return traced(document).extraction


def traced(document: Document) -> Trace:
    """As `extract`, with the steps on the way."""
    if document.language not in READ_LANGUAGES:
        return Trace(sentences(document), (), (), (), Extraction(document, (), ()))
    scenes = read_scenes(document)
    told = read_told(scenes, reference(document))
    drafts = merge(told)
    ranked = [(with_focus_place(d, drafts, scenes) if main else d, main) for d, main in _ranked(drafts)]
    reports = tuple(_report(document, d, i, main) for i, (d, main) in enumerate(ranked, 1))
    extraction = Extraction(document, reports, find_tallies(document, scenes))
    full = tuple(d for d, _ in ranked)
    return Trace(sentences(document), tuple(scenes), tuple(told), full, extraction)


_LONGEST_REFERENCE = 366  # days


def reference(document: Document) -> Interval | None:
    """The days that "on Monday" counts from: those of publication, where they are known to a year."""
    interval = document.published.interval if document.published else None
    return (
        interval
        if interval is not None and interval.days is not None and interval.days <= _LONGEST_REFERENCE
        else None
    )


def read_scenes(document: Document) -> list[Scene]:
    """The sentences that can matter, parsed, with their clues."""
    cut = sentences(document)[:MOST]
    published = reference(document)
    clues = gather(document.text, cut, published)
    chosen = [(s, c) for s, c in zip(cut, clues, strict=True) if may_tell(s.text)]
    plain = [Scene(s, doc, c) for (s, c), doc in zip(chosen, parse(_texts(chosen, cut)), strict=True)]
    return _with_speakers(with_localities(plain))


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
    return [without_title_case(s.text, body) if s.region == "title" else s.text for s, _ in chosen]


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
        out[-1] = replace(out[-1], said=voice(out[-1]))
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


def read_drafts(scenes: Sequence[Scene], published: Interval | None = None) -> list[Draft]:
    """The attacks that the sentences tell of; `published` is what "on Monday" counts from."""
    return merge(read_told(scenes, published))


def read_told(scenes: Sequence[Scene], published: Interval | None = None) -> list[Told]:
    """What each sentence tells."""
    out: list[Told] = []
    last: Interval | None = None
    for scene in scenes:
        told = _told(scene, last, published)
        out.append(told)
        days = [d for m in told.mentions for d in values_of(m.statements, "date")]
        last = days[0] if days else last
    return out


def _told(scene: Scene, last: Interval | None, published: Interval | None) -> Told:
    """A sentence's mentions with their statements, and what it says aside; "two days later" counts from the attack told last."""
    mentions, back = find_mentions(scene)
    dated = [replace(m, times=tuple(_counted_from(c, last, published) for c in m.times)) for m in mentions]
    full = tuple(replace(m, statements=statements(m, alone=len(dated) == 1)) for m in dated)
    aside = voice_statements(scene) + ([] if mentions else _side_statements(scene))
    return Told(full, tuple(aside), held=tuple(back))


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
    return [*harm, *damage_statements(teller), *failed_statements(teller)]


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
    mine, theirs = choose(draft), choose(lead)
    same_day = mine.date is not None and mine.date == theirs.date
    return near and same_day and not first.other and not first.earlier


def _report(document: Document, draft: Draft, number: int, main: bool) -> Report:
    return Report(f"{document.id}-{number}", main, choose(draft), draft.statements)


__all__ = ["Clues", "Trace", "extract", "read_drafts", "read_scenes", "read_told", "traced"]
