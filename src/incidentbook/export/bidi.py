"""Names that are written from right to left inside a line that is not: set apart, so that what follows stays in its place.

Without that, the day after an Arabic name with a comma would be drawn on the name's other side (Unicode Annex 9).
"""

from __future__ import annotations

import re

_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RUN = re.compile(rf"[{_RIGHT_TO_LEFT}](?:[{_RIGHT_TO_LEFT}\s'’.\-\u200c\u200d]*[{_RIGHT_TO_LEFT}])?")
_ISOLATE, _END = "\u2068", "\u2069"


def runs(text: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is written from right to left."""
    found, at = [], 0
    for run in _RUN.finditer(text):
        found += [(text[at : run.start()], False), (run[0], True)]
        at = run.end()
    return [(piece, is_rtl) for piece, is_rtl in [*found, (text[at:], False)] if piece]


def isolated(text: str) -> str:
    """The text with signs around what is written from right to left (FSI, PDI), for where there is no markup for it."""
    return "".join(f"{_ISOLATE}{piece}{_END}" if is_rtl else piece for piece, is_rtl in runs(text))
