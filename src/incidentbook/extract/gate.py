"""A cheap look at a sentence before the parser: can it say anything of an attack?"""

from __future__ import annotations

import re
from functools import cache

from incidentbook.extract.lexicon import frames, roles, voices

_COMMON = frozenset({"force", "fight", "break", "burst", "fly", "let"})  # cues only with the word behind them
_PHRASES = re.compile(
    r"\b(?:(?:forc|fight|fought|shoot|shot)\w*\s+(?:\w+\s+){0,2}way|(?:break|broke|burst)\w*\s+(?:into|through|out)"
    r"|(?:fly|flies|flew|flown|flying)\s+(?:at|into|towards?)|let(?:ting)?\s+(?:loose|fly))\b",
    re.IGNORECASE,
)


@cache
def _cues() -> re.Pattern[str]:
    words = {w.split()[0] for w in [*frames().verbs, *frames().nouns]} - _COMMON
    words |= {w for part in roles()["harm"].values() for group in part.values() for w in group}
    words |= {
        *voices()["denial"],
        *voices()["blame"],
        *voices()["responsible"],
        *voices()["cues"],
        "claim",
        "aware",
        "confirm",
        "suspect",
        "casualt",
        "damage",
    }
    words |= {
        "blew",
        "shot",
        "struck",
        "fell",
        "fallen",
        "threw",
        "thrown",
        "flew",
        "slew",
        "slain",
        "sent",
        "stole",
        "dead",
        "hurt",
        "nobody",
        "laid",
        "held",
        "attacker",
        "bomber",
        "gunm",
    }
    stems = sorted(
        {w.removesuffix("y") if len(w) <= 4 else w.removesuffix("e").removesuffix("y") for w in words}
    )
    return re.compile(r"\b(?:air|un)?(?:" + "|".join(map(re.escape, stems)) + r")", re.IGNORECASE)


@cache
def headline_words() -> frozenset[str]:
    """The forms of the words of attack and harm: a headline may write them with a capital, they are no names for that."""
    verbs = [v for v in frames().verbs if " " not in v]
    forms = {
        f
        for v in verbs
        for f in (v, v + "s", v + "es", v + "ed", v.removesuffix("e") + "ed", v.removesuffix("e") + "ing")
    }
    return frozenset(
        {
            *forms,
            *frames().nouns,
            *(n + "s" for n in frames().nouns),
            *frames().attackers,
            "dead",
            "by",
            "at",
            "on",
            "in",
            "with",
            "as",
            "of",
        }
    )


@cache
def _origin() -> re.Pattern[str]:
    """ "They came from Bartella": where munitions came from is told without a word of attack."""
    return re.compile(
        r"\b(?:came|comes|come|coming|flew|flown|took off|originated)\b[^.]{0,60}\bfrom\b", re.IGNORECASE
    )


def may_tell(text: str) -> bool:
    """Whether a sentence holds any word of the frames, of harm, of claims or of blame, or of where something came from."""
    return any(cue.search(text) for cue in (_cues(), _PHRASES, _origin()))


def cue(text: str) -> str | None:
    """The first such word, whole."""
    found = next((m for cues in (_cues(), _PHRASES, _origin()) if (m := cues.search(text))), None)
    return re.split(r"\W", text[found.start() :], maxsplit=1)[0] if found else None
