"""Answers → an extraction: each quote is looked for in the document, and what is not there is thrown away and counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from incidentbook.extract.chat.answer import Answer, Counted, Incident, Quoted
from incidentbook.extract.chat.quotes import find_quote
from incidentbook.extract.chat.values import (
    Article,
    Made,
    Quote,
    actor_of,
    count_of,
    days_of,
    place_of,
    values_of,
)
from incidentbook.extract.choose import choose, day_of
from incidentbook.extract.drafts import Draft
from incidentbook.extract.lexicon import voices
from incidentbook.extract.sentences import Sentence
from incidentbook.model import (
    Actor,
    Count,
    Document,
    Extraction,
    Place,
    ReadBy,
    Report,
    Span,
    Stance,
    Statement,
    Tally,
    Victims,
)
from incidentbook.normalise.quantity import find as find_numbers

_OF_PROPERTY: dict[str, Stance] = {
    "claimed_by": "claimed",
    "attributed_to": "attributed",
    "denied_by": "denied",
    "not_confirmed_by": "unconfirmed",
}
_STANCES: dict[str, Stance] = {
    "stated": "stated",
    "reported": "reported",
    "claimed": "claimed",
    "attributed": "attributed",
    "denied": "denied",
    "unconfirmed": "unconfirmed",
}


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is left of what a model said, and how much was thrown away: see `model.ReadBy`."""

    statements: tuple[Statement, ...] = ()
    tallies: tuple[Tally, ...] = ()
    not_in_text: int = 0
    no_value: int = 0


@dataclass(frozen=True, slots=True)
class _Story:
    """The document and its sentences, to look quotes up in."""

    article: Article
    sentences: Sequence[Sentence]

    def find(self, number: int, words: str) -> Span | None:
        """Where quoted words stand."""
        return find_quote(self.article.document, self.sentences, number, words)


def gather(
    document: Document, sentences: Sequence[Sentence], answers: Sequence[Answer], name: str
) -> Extraction:
    """What a document says, by answers on its sentences; incidents of one number are one.

    Args:
        document: the document.
        sentences: its sentences as the model saw them, numbered from 1.
        answers: what the model said, in the order of the text.
        name: of the extractor.
    """
    story = _Story(Article(document), sentences)
    by_number: dict[int, list[Incident]] = defaultdict(list)
    for incident in (i for a in answers for i in a.incidents):
        by_number[incident.number].append(incident)
    kept = [
        (_all(_statement(story, q) for i in told for q in i.statements), told) for told in by_number.values()
    ]
    tallied = _all(_tally(story, t) for a in answers for t in a.tallies)
    everything = _all([tallied, *(k for k, _ in kept)])
    malformed = sum(a.malformed for a in answers)
    return Extraction(
        document,
        _reports(document, [(k.statements, any(i.main for i in told)) for k, told in kept]),
        tuple(sorted({t.id: t for t in tallied.tallies}.values(), key=lambda t: t.span)),
        ReadBy(name, everything.not_in_text, everything.no_value + malformed),
    )


def _reports(document: Document, told: Iterable[tuple[Sequence[Statement], bool]]) -> tuple[Report, ...]:
    """A report for each incident of which something is known, the main ones first."""
    known = [(s, main) for s, main in told if any(x.value is not None for x in s)]
    drafts = [(Draft((), tuple(dict.fromkeys(s))), main) for s, main in sorted(known, key=lambda p: not p[1])]
    return tuple(
        Report(f"{document.id}-{n}", main, choose(draft, _place(draft), day_of(draft)), draft.statements)
        for n, (draft, main) in enumerate(drafts, 1)
    )


def _all(parts: Iterable[_Kept]) -> _Kept:
    listed = list(parts)
    return _Kept(
        tuple(s for k in listed for s in k.statements),
        tuple(t for k in listed for t in k.tallies),
        sum(k.not_in_text for k in listed),
        sum(k.no_value for k in listed),
    )


# ------------------------------------------------------------------ statements


def _statement(story: _Story, said: Quoted) -> _Kept:
    span = story.find(said.sentence, said.quote)
    if span is None:
        return _Kept(not_in_text=1)
    speaker, invented = _speaker(story, said.sentence, said.speaker)
    made = values_of(said.property, Quote(story.article, span, speaker))
    if not any(name == said.property for name, _, _ in made):
        return _Kept(not_in_text=invented, no_value=1)
    group, unknown = _victims(story, said, made)
    channel = _channel(story, span)
    statements = tuple(
        Statement(name, value, _stance(said, name, value is None, speaker), speaker, channel, span, sure)
        for name, value, sure in [*made, *group]
    )
    return _Kept(statements, not_in_text=invented + unknown)


def _speaker(story: _Story, sentence: int, words: str | None) -> tuple[Actor | None, int]:
    """Who is quoted as speaking, and 1 where those words are not in the document."""
    if words is None:
        return None, 0
    span = story.find(sentence, words)
    return (actor_of(Quote(story.article, span)), 0) if span else (None, 1)


def _stance(said: Quoted, name: str, nobody: bool, speaker: Actor | None) -> Stance:
    """That of the property, where it has one of its own; somebody who speaks does not leave it to the article."""
    if name in _OF_PROPERTY and not nobody:
        return _OF_PROPERTY[name]
    stance = _STANCES.get(said.stance, "stated")
    return "reported" if stance == "stated" and speaker is not None else stance


def _victims(story: _Story, said: Quoted, made: Sequence[Made]) -> tuple[list[Made], int]:
    """The group of those killed or injured, and 1 where its words are not in the document."""
    number = next((v for name, v, _ in made if name == said.property and isinstance(v, Count)), None)
    if said.group is None or said.property not in ("killed", "injured") or number is None or not number.low:
        return [], 0
    span = story.find(said.sentence, said.group)
    if span is None:
        return [], 1
    words = Quote(story.article, span).words
    harmed = Victims(words, number, None) if said.property == "killed" else Victims(words, None, number)
    return [("victims", harmed, 0.75)], 0


def _channel(story: _Story, span: Span) -> str | None:
    """The medium that the sentence names, such as Telegram."""
    low = next((s.text.lower() for s in story.sentences if s.span.contains(span)), "")
    return next((name for name, words in voices()["channels"].items() if any(w in low for w in words)), None)


# ------------------------------------------------------------------ tallies


def _tally(story: _Story, said: Counted) -> _Kept:
    span = story.find(said.sentence, said.count)
    if span is None:
        return _Kept(not_in_text=1)
    quote = Quote(story.article, span)
    number = count_of(quote)
    if number is None:
        return _Kept(no_value=1)
    speaker, invented = _speaker(story, said.sentence, said.speaker)
    period, place = (story.find(said.sentence, w) if w else None for w in (said.period, said.place))
    lost = sum(w is not None and s is None for w, s in ((said.period, period), (said.place, place)))
    tally = Tally(
        id=f"{story.article.document.id}-t{span.start}",
        count=number,
        period=days_of(Quote(story.article, period)).interval if period else None,
        what=_what(quote.words),
        place=place_of(Quote(story.article, place))[0] if place else None,
        target=None,
        perpetrator=None,
        killed=None,
        injured=None,
        speaker=speaker,
        span=span,
    )
    return _Kept(tallies=(tally,), not_in_text=invented + lost)


def _what(words: str) -> str | None:
    """What is counted: the words behind the number."""
    numbers = [n for n in find_numbers(words) if n.kind == "count"]
    return (words[numbers[0].span.end :].strip() or None) if numbers else None


def _place(draft: Draft) -> Place | None:
    """The first place that the model gives for an attack."""
    return next((s.value for s in draft.said("place") if isinstance(s.value, Place)), None)
