"""The ways of saying that nobody was hurt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from incidentbook.extract.harm.said import EFFECTS, Effect, Harm
from incidentbook.extract.harm.words import pattern
from incidentbook.extract.lexicon import roles
from incidentbook.extract.scene import Scene
from incidentbook.model import Count, Span


@cache
def _nobody() -> re.Pattern[str]:
    """All the ways, by effect, as one pattern."""
    groups = (f"(?P<{effect}>{'|'.join(ways)})" for effect, ways in roles()["no_harm"].items())
    return re.compile(rf"\b(?:{'|'.join(groups)})\b", re.IGNORECASE)


_DENIED = re.compile(r"\b(?:no|not|without|n't|neither)\b")
_WHETHER = re.compile(r"\b(?:whether|if)\b[^.;]{0,60}$")
_EVER = re.compile(r"\W+(?:\w+\W+){0,3}(?:before|ever|until|yet known)\b")


def nobody_harmed(scene: Scene) -> Iterator[Harm]:
    """What a sentence says of nobody killed, nobody injured."""
    for match in _nobody().finditer(scene.sentence.text.replace("’", "'")):
        open_words = match.group().lower().startswith(("any ", "casualties or", "word of"))
        around = scene.lower[match.start() : match.end() + 12]
        if (
            _EVER.match(scene.lower[match.end() :])
            or pattern("no_figure").match(around)
            or _WHETHER.search(scene.lower[: match.start()])
        ):
            continue
        if open_words and not _DENIED.search(scene.lower[: match.start()]):
            continue
        span = Span(*match.span()).shifted(scene.sentence.span.start)
        tokens = scene.tokens(span)
        for effect in _effects(match):
            exact = effect == match.lastgroup or match.lastgroup == "both"
            yield Harm(effect, Count.exactly(0), None, span, tokens[-1].i if tokens else 0, exact, False)


def _effects(match: re.Match[str]) -> tuple[Effect, ...]:
    """No deaths is no word on the injured; no injuries means no dead either."""
    return ("killed",) if match.group("killed") else EFFECTS
