"""Why a document was read as it was: sentence by sentence what was found, by which entry of which table, and what was held
back and why. Made of the trace of the extraction itself, so that it tells of nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from spacy.tokens import Token

from incidentbook.extract import gate
from incidentbook.extract.drafts import Told
from incidentbook.extract.extractor import Trace
from incidentbook.extract.lexicon import VerbClass, VerbFrame
from incidentbook.extract.mentions import Mention
from incidentbook.extract.merge import Passed
from incidentbook.extract.reality import unreal_head
from incidentbook.extract.reasons import REFUSED, SILENT, TOO_WEAK, UNREAL, WEAK_WORD, Reason
from incidentbook.extract.scene import Scene
from incidentbook.extract.sentences import MOST, STORY, Sentence, sentences
from incidentbook.extract.tables import Word, known_words, table_of
from incidentbook.extract.triggers import Trigger, frame_at, refusal
from incidentbook.extract.weighing import Weight, in_words, most_against
from incidentbook.model import AttackType, Document, RegionKind, Remark, Report, Span, Statement, Tally

Outcome = Literal["report", "held", "too_weak", "silent", "outdone", "no_attack"]
"""`report`: it went into one; `held`: it speaks of no attack that happened; `too_weak`: it fits no attack told before and
founds none; `silent`: too little is said of its attack for a report; `outdone`: a better word of the sentence stands for the
attack; `no_attack`: its frame wants what is not there."""

Status = Literal["read", "passed_over", "beyond", "left_out", "turned_away"]
"""`read`: parsed; `passed_over`: it holds no word that could matter; `beyond`: behind the last sentence that is read;
`left_out`: no part of the story; `turned_away`: the whole article was."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A word that has a frame, and what became of it.

    `table` and `entry` say where the frame stands; `cls` is None for nouns. `why` and `mend` (where the rule stands that held
    it back) are None where it went into a report. `score`: how near a mention that is too weak came to an attack, in log-odds;
    it needs more than 0; `against`: what weighs most against it.
    """

    words: str
    span: Span
    table: str
    entry: str
    cls: VerbClass | None
    kind: AttackType | None
    weak: bool
    outcome: Outcome
    report: str | None = None
    reason: str | None = None
    why: str | None = None
    mend: str | None = None
    score: float | None = None
    against: tuple[Weight, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with the report that has it (None: it was said of no attack), and the table that knows its words.

    `chosen`: the report's value is this one."""

    report: str | None
    chosen: bool
    statement: Statement
    table: str | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, or a stretch that is no part of the story: then `number` is None.

    `cue` is the word for which it was read; `words` are those that the tables know.
    """

    number: int | None
    region: RegionKind
    span: Span
    text: str
    status: Status
    cue: str | None = None
    findings: tuple[Finding, ...] = ()
    said: tuple[Said, ...] = ()
    tallies: tuple[Tally, ...] = ()
    words: tuple[Word, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def missed(self) -> bool:
        """Whether something in it was held back, or said of no attack."""
        return any(f.outcome != "report" for f in self.findings) or any(s.report is None for s in self.said)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A document, what was read from it, and how; `turned_away` says why nothing was, where the article as a whole was."""

    document: Document
    reports: tuple[Report, ...]
    tallies: tuple[Tally, ...]
    passages: tuple[Passage, ...]
    turned_away: str | None = None
    remarks: tuple[Remark, ...] = ()

    def plain(self) -> dict[str, Any]:
        """What is written as JSON: the document without its text, the reports without their statements."""
        document = self.document
        kept = {
            n: getattr(document, n) for n in ("id", "source", "title", "publisher", "language", "published")
        }
        reports = [{"id": r.id, "main": r.main, "values": r.values} for r in self.reports]
        return {
            "document": kept, "turned_away": self.turned_away, "reports": reports, "tallies": self.tallies,
            "remarks": self.remarks, "passages": self.passages,
        }  # fmt: skip


def explain(trace: Trace) -> Explanation:
    """The explanation of a reading."""
    found = trace.extraction
    homes = _Homes.of(trace)
    told = {s.sentence.index: (s, t) for s, t in zip(trace.scenes, trace.told, strict=True)}
    passages = [_passage(s, told.get(s.index), homes, trace) for s in trace.sentences]
    return Explanation(
        found.document,
        found.reports,
        found.tallies,
        _in_order([*passages, *_left_out(found.document)]),
        remarks=found.remarks,
    )


def unread(document: Document, why: str) -> Explanation:
    """The explanation of an article that was turned away as a whole."""
    passages = [_plain(s, "turned_away") for s in sentences(document)]
    return Explanation(document, (), (), _in_order([*passages, *_left_out(document)]), why)


def _in_order(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    return tuple(sorted(passages, key=lambda p: p.span))


def _plain(sentence: Sentence, status: Status) -> Passage:
    return Passage(sentence.index + 1, sentence.region, sentence.span, sentence.text, status)


def _left_out(document: Document) -> list[Passage]:
    return [
        Passage(None, r.kind, r.span, r.span.of(document.text), "left_out")
        for r in document.regions
        if r.kind not in STORY
    ]


# ------------------------------------------------------------------ which report a thing went to


@dataclass(frozen=True, slots=True)
class _Homes:
    """Which report has a mention or a statement, by identity: equal statements of two sentences are two.

    A mention is known by its sentence, its triggers and its places: a draft may hold it without some of its statements.
    """

    mentions: Mapping[tuple[Any, ...], Report]
    statements: Mapping[int, Report]
    passed: Mapping[tuple[Any, ...], Passed]
    silent: frozenset[tuple[Any, ...]]

    @classmethod
    def of(cls, trace: Trace) -> _Homes:
        pairs = list(zip(trace.drafts, trace.extraction.reports, strict=True))
        mentions = {_key(m): r for d, r in pairs for m in d.mentions}
        statements = {id(s): r for d, r in pairs for s in d.statements}
        passed = {_key(p.mention): p for p in trace.passed}
        silent = frozenset(_key(m) for d in trace.silent for m in d.mentions)
        return cls(mentions, statements, passed, silent)


def _key(mention: Mention) -> tuple[Any, ...]:
    return id(mention.scene), mention.tokens, mention.places


def _passage(sentence: Sentence, read: tuple[Scene, Told] | None, homes: _Homes, trace: Trace) -> Passage:
    remarks = tuple(r for r in trace.extraction.remarks if sentence.span.contains(r.span))
    if read is None:
        passed = _plain(sentence, "beyond" if sentence.index >= MOST else "passed_over")
        return replace(passed, status="read", remarks=remarks) if remarks else passed
    scene, told = read
    tallies = tuple(t for t in trace.extraction.tallies if sentence.span.contains(t.span))
    return Passage(
        sentence.index + 1,
        sentence.region,
        sentence.span,
        sentence.text,
        "read",
        gate.cue(sentence.text),
        tuple(sorted(_findings(scene, told, homes), key=lambda f: f.span)),
        _said(scene, told, homes, trace),
        tallies,
        known_words(scene),
        remarks,
    )


def _said(scene: Scene, told: Told, homes: _Homes, trace: Trace) -> tuple[Said, ...]:
    """The statements of a sentence: those of its mentions and its asides, and what a report took from it besides."""
    own = {id(s): s for s in (*(s for m in told.mentions for s in m.statements), *told.aside)}
    more = {
        id(s): s for d in trace.drafts for s in d.more if scene.sentence.span.contains(s.span)
    }  # such as the place that the story turns on
    said = sorted((own | more).values(), key=lambda s: s.span)
    return tuple(_one_said(s, scene, homes.statements.get(id(s))) for s in said)


def _one_said(statement: Statement, scene: Scene, report: Report | None) -> Said:
    value = getattr(report.values, statement.property) if report else None
    items = value if isinstance(value, tuple) else (value,)
    chosen = statement.value is not None and statement.value in items
    return Said(report.id if report else None, chosen, statement, table_of(statement, scene))


# ------------------------------------------------------------------ the words with a frame


def _findings(scene: Scene, told: Told, homes: _Homes) -> Iterator[Finding]:
    seen = set[int]()
    for mention in told.mentions:
        for trigger in mention.triggers:
            if trigger.token not in seen:  # one verb, two places: the first tells
                seen.add(trigger.token)
                yield _of_mention(scene, mention, trigger, homes)
    for held in told.held:
        seen.add(held.trigger.token)
        yield _finding(scene, held.trigger, "held", _unreal(scene, held.trigger, held.reason))
    for token in scene.doc:
        if token.i not in seen and (finding := _not_taken(scene, token)) is not None:
            yield finding


def _of_mention(scene: Scene, mention: Mention, trigger: Trigger, homes: _Homes) -> Finding:
    report = homes.mentions.get(_key(mention))
    if report is not None:
        return _finding(scene, trigger, "report", None, report.id)
    if _key(mention) in homes.silent:
        return _finding(scene, trigger, "silent", SILENT)
    passed = homes.passed.get(_key(mention))
    found = _finding(scene, trigger, "too_weak", _too_weak(mention, passed))
    if passed is None:
        return found
    best = passed.choices[0]
    return replace(found, score=round(best.score, 2), against=most_against(best))


def _finding(
    scene: Scene, trigger: Trigger, outcome: Outcome, reason: Reason | None, report: str | None = None
) -> Finding:
    token = scene.doc[trigger.token]
    made = _bare(scene, token, outcome, reason)
    return Finding(
        made.words, made.span, made.table, made.entry, trigger.cls, trigger.kind, trigger.weak, outcome, report,
        made.reason, made.why, made.mend,
    )  # fmt: skip


def _bare(scene: Scene, token: Token, outcome: Outcome, reason: Reason | None) -> Finding:
    """A finding as its frame alone tells it."""
    frame = frame_at(scene, token)
    verb = isinstance(frame, VerbFrame)
    entry = f"{'verbs' if verb else 'nouns'}: {frame.entry}" if frame else ""
    return Finding(
        token.text,
        scene.span([token]),
        "frames.yaml",
        entry,
        frame.cls if isinstance(frame, VerbFrame) else None,
        frame.kind if frame else None,
        not isinstance(frame, VerbFrame) and frame is not None and frame.weak,
        outcome,
        reason=reason.code if reason else None,
        why=reason.why if reason else None,
        mend=reason.mend if reason else None,
    )


def _unreal(scene: Scene, trigger: Trigger, code: str) -> Reason:
    reason = UNREAL.get(code, Reason(code, "speaks of no attack that happened", "extract/reality.py"))
    head = unreal_head(scene.doc[trigger.token])
    if head is None or head[0] != code:
        return reason
    return Reason(code, f"{reason.why}, by “{head[1].text}”", f"frames.yaml: unreal_heads: {code}")


def _too_weak(mention: Mention, passed: Passed | None) -> Reason:
    have = sorted({s.property for s in mention.statements if s.value is not None})
    told = f"it has {', '.join(have)}" if have else "it has nothing"
    rule = WEAK_WORD if mention.weak else TOO_WEAK
    why = f"{rule.why}: {in_words(passed)}" if passed else rule.why
    return Reason(rule.code, f"{why}; {told}", rule.mend)


def _not_taken(scene: Scene, token: Token) -> Finding | None:
    """A word with a frame that is no trigger, or one that a better one of the sentence outdoes."""
    if frame_at(scene, token) is None:
        return None
    code = refusal(scene, token)
    if code is None:
        return _bare(
            scene, token, "outdone", Reason("outdone", "a better word of the sentence stands for it")
        )
    return _bare(scene, token, "no_attack", REFUSED[code])


def only(explanation: Explanation, numbers: Collection[int] = (), *, missed: bool = False) -> Explanation:
    """The explanation with the sentences of some numbers alone (none: all), or those in which something was held back."""
    kept = (p for p in explanation.passages if not numbers or p.number in numbers)
    return replace(explanation, passages=tuple(p for p in kept if p.missed or not missed))
