"""A cheap look at a sentence before the parser: can it say anything of an attack?"""

from __future__ import annotations

import re
from functools import cache

from incidentbook.extract.lexicon import frames, roles, voices


@cache
def _cues() -> re.Pattern[str]:
    words = {w.split()[0] for w in [*frames().verbs, *frames().nouns]}
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


def may_tell(text: str) -> bool:
    """Whether a sentence holds any word of the frames, of harm, of claims or of blame."""
    return _cues().search(text) is not None


def cue(text: str) -> str | None:
    """The first such word, whole."""
    found = _cues().search(text)
    return re.split(r"\W", text[found.start() :], maxsplit=1)[0] if found else None
