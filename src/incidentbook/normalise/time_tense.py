"""The tense of the sentence around words of time, from cue words: for callers that have no parse."""

from __future__ import annotations

import re
from functools import cache

from incidentbook.model import Span
from incidentbook.normalise.time_grammar import grammar
from incidentbook.normalise.time_meaning import Tense

_SENTENCE_END = re.compile(r"[.!?;]\s|\n")
_PARTICIPLE = re.compile(r"(?<=\bbe )\w+|(?<=\bremain )\w+")
_ENDING = r"|\w{2,}(?<!e)ed"


def tense_near(text: str, span: Span) -> Tense:
    """What the nearest cue before the words says, else one closely after, in their sentence; else "past".

    Args:
        text: the text that `span` points into.
        span: the words of time.
    """
    before = _SENTENCE_END.split(text[max(0, span.start - 200) : span.start])[-1]
    after = _SENTENCE_END.split(text[span.end : span.end + 40])[0]
    if _cues("future_nouns").match(after.lstrip()):
        return "future"
    future, past = (
        _last(_cues("future_cues"), before),
        _last(_cues("past_cues", _ENDING), _PARTICIPLE.sub(" ", before)),
    )
    if future < 0 and past < 0:
        return _after(after, before)
    return "future" if future >= past else "past"


def _after(after: str, before: str) -> Tense:
    """The tense where nothing stands before the words: "until Friday" and "June 1 deadline" look ahead."""
    ahead = _cues("future_cues").search(after)
    return "future" if ahead or re.search(r"\b(?:until|till|by)\s*$", before) else "past"


def _last(cues: re.Pattern[str], text: str) -> int:
    return max((m.start() for m in cues.finditer(text)), default=-1)


@cache
def _cues(name: str, ending: str = "") -> re.Pattern[str]:
    forms = sorted(grammar().lists[name], key=len, reverse=True)
    return re.compile(
        r"(?<![\w-])(?:" + "|".join(re.escape(f) for f in forms) + ending + r")(?![\w-])", re.IGNORECASE
    )
