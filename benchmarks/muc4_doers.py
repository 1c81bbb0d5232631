"""Who did it, as MUC-4 asks: organisations with how sure it is, and the individuals as the text calls them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from benchmarks.muc4_words import clean, one_of, table, unique
from incidentbook.model import Actor, Attribution, Report, Span, Statement


def actors(report: Report) -> Iterator[tuple[Actor, Statement]]:
    """Those who are said to have done it or own up to it, with the statements."""
    for said in report.statements:
        if said.property in ("perpetrator", "claimed_by") and isinstance(said.value, Actor):
            yield said.value, said
        elif said.property == "attributed_to" and isinstance(said.value, Attribution):
            yield said.value.to, said


def doers(report: Report, text: str) -> tuple[dict[str, str], list[str]]:
    """Organisations with how sure it is, and individuals as the text calls them."""
    organizations: dict[str, str] = {}
    bodies: dict[str, tuple[str, str]] = {}
    individuals: list[str] = []
    for actor, said in actors(report):
        words = clean(said.span.of(text))
        if actor.kind in ("military", "police", "state"):
            if _names_force(actor.name.upper()) or len(actor.id or "") == 2:
                bodies.setdefault(actor.id or actor.name, (_body(actor, words), _confidence(said)))
            else:
                continue  # one who answers for it did not do it with his hands
        elif actor.id and actor.kind != "civilian":
            organizations.setdefault(actor.name.upper(), _confidence(said))
        elif said.property != "perpetrator":
            individuals.append(clean(actor.name))
        if said.property == "perpetrator" and len(words.split()) < 8 and not _is_body(words, actor):
            individuals.append(words)
        individuals += _people_of(text, said)
    return organizations | dict(bodies.values()), unique(individuals) or unique(_around(report, text))


def _body(actor: Actor, words: str) -> str:
    """How the text names a force of a state, where its words are no more than that."""
    short = len(words.split()) < 5 and " THE " not in words
    return words if short and _names_force(words) else actor.name.upper()


def _names_force(words: str) -> bool:
    return bool(set(words.split()) & set(table()["forces"]))


def _people_of(text: str, said: Statement) -> Iterator[str]:
    """ "Terrorists of the FMLN", "FMLN guerrillas": the people of a body that a statement names."""
    before = " ".join(text[max(0, said.span.start - 60) : said.span.start].split())
    behind = " ".join(text[said.span.end : said.span.end + 30].split())
    if match := re.search(rf"((?:[A-Z]+ )?{one_of('armed')}) (?:OF|FROM|BELONGING TO)(?: THE)?$", before):
        yield clean(match[1])
    if match := re.match(rf"{one_of('armed')}\b", behind):
        yield clean(f"{said.span.of(text)} {match[0]}")


def _around(report: Report, text: str) -> Iterator[str]:
    """Those whom the first sentence that names some says to have done it: people in arms, or men "by" whom it was done."""
    sentences = unique(_sentence(said.span, text) for said in report.statements if said.property in _TOLD)
    for sentence in sentences:
        found = [clean(m["who"]) for m in _doing().finditer(sentence)]
        if found:
            yield from found
            return


_TOLD = ("attack_type", "killed", "target", "injured", "weapon", "victims", "date")


def _sentence(span: Span, text: str) -> str:
    start = (
        max(
            text.rfind(". ", 0, span.start),
            text.rfind(".\n", 0, span.start),
            text.rfind("\n\n", 0, span.start),
        )
        + 1
    )
    end = text.find(".", span.end)
    return " ".join(text[start : end if end > 0 else len(text)].split())


@cache
def _doing() -> re.Pattern[str]:
    """ "Armed guerrillas"; "by two unidentified men"; "three men fired": the doers that stand in `who`."""
    marked = rf"(?:{one_of('marks')} )*{one_of('attackers')}\b"
    people = rf"(?:GROUPS? OF )?(?:{one_of('number_words')} )?(?:{one_of('marks')} )*{one_of('people')}\b"
    acting = rf"(?=(?: [A-Z]+ING [A-Z ]{{2,40}}?| WHO [A-Z ]{{2,40}}?)? {one_of('acts')}\b)"
    return re.compile(rf"(?P<who>{marked}|(?<=\bBY ){people}|(?<=\bBY A ){people}|\b{people}{acting})")


def _is_body(words: str, actor: Actor) -> bool:
    """Whether the words name the body itself and no people of it."""
    initials = words.isupper() and len(words.split()) == 1 and actor.id and not words.endswith("S")
    return bool(initials) or words == actor.name.upper() or actor.kind in ("state",)


def _confidence(said: Statement) -> str:
    if said.property == "claimed_by":
        return "CLAIMED OR ADMITTED"
    if said.property == "attributed_to" and isinstance(said.value, Attribution):
        by = said.value.by
        official = by is not None and by.kind in ("police", "military", "state")
        return "SUSPECTED OR ACCUSED BY AUTHORITIES" if official else "SUSPECTED OR ACCUSED"
    return "REPORTED AS FACT"
