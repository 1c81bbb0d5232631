"""In words: how near a mention came to an attack, and what weighed most against it. See `merge.py` and `assembly.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from incidentbook.errors import ResourceError
from incidentbook.extract.merge import Choice, Passed
from incidentbook.extract.weights import weights

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Weight:
    """A feature of `assembly.yaml` with its weight, and what it means."""

    feature: str
    words: str
    weight: float


def in_words(passed: Passed) -> str:
    """The scores of a mention, and what weighs most against the likeliest thing that it may tell."""
    best = passed.choices[0]
    scores = [f"{_signed(s)} as {_AS[p]}" for p in ("found", "join") if (s := _best(passed, p)) is not None]
    against = ", ".join(f"{w.words} ({_signed(w.weight)})" for w in most_against(best))
    most = f"; most against {_AS[best.part]}: {against}" if against else ""
    return f"it comes to {', '.join(scores)}, and needs more than 0{most}"


_AS: Mapping[str, str] = {"found": "a new attack", "join": "one told before"}


def _best(passed: Passed, part: str) -> float | None:
    return max((c.score for c in passed.choices if c.part == part), default=None)


def _signed(number: float) -> str:
    return f"{number:+.2f}".replace("-", "−")


def most_against(choice: Choice) -> tuple[Weight, ...]:
    """The features that weigh most against a choice, the heaviest first, without what holds of every mention."""
    table = weights(choice.part)
    held = {f: table[f] for f in choice.features if table.get(f, 0.0) < 0 and f != choice.part}
    heaviest = sorted(held, key=lambda f: held[f])[:_SHOWN]
    return tuple(Weight(f, meaning(f), round(held[f], 2)) for f in heaviest)


def meaning(feature: str) -> str:
    """A feature in words, by `features.yaml`; its name where that has none."""
    return " and ".join(map(_of_one, feature.split(" & ")))


def _of_one(name: str) -> str:
    whole, begins = _features()
    if name in whole:
        return whole[name]
    start = next((b for b in begins if name.startswith(f"{b} ")), None)
    return begins[start].format(name[len(start) + 1 :]) if start is not None else name.replace("_", " ")


@cache
def _features() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The words for whole names, and those for names that begin with something.

    Raises:
        ResourceError: a part is missing.
    """
    raw = yaml.safe_load(
        files("incidentbook.resources").joinpath("features.yaml").read_text(encoding="utf-8")
    )
    try:
        return {str(k): str(v) for k, v in raw["whole"].items()}, {
            str(k): str(v) for k, v in raw["begins"].items()
        }
    except (KeyError, TypeError, AttributeError) as error:
        raise ResourceError(f"features.yaml: a part is missing or of the wrong form ({error})") from error
