"""How one value is chosen where several reports give one. See `docs/reviewing.md` for the policies in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low
from typing import Any, Literal, get_args

from incidentbook.link import compare
from incidentbook.model import Actor, Attribution, Count, Interval, Place, Target

Policy = Literal["most-independent", "latest", "official-first", "highest", "median"]
POLICIES: tuple[Policy, ...] = get_args(Policy)
_COUNTS = ("munitions", "intercepted", "failed", "killed", "injured")


@dataclass(frozen=True, slots=True)
class Reading:
    """One report's value of a property; who speaks, whether the attack is its subject, when it came out.

    `version`: 0 for the newest text of a story, more for older ones; `official`: a state or its forces say it.
    """

    value: Any
    source: str
    main: bool
    published: date
    report: str
    version: int = 0
    official: bool = False


def chosen(name: str, readings: Sequence[Reading], policy: Policy = "most-independent") -> Any:
    """The value that is shown; None where no report gives one. A range is always over all independent sources."""
    if not readings:
        return None
    foremost = _foremost(readings)
    last = _last_of_each_source(foremost)
    if name in _COUNTS:
        return _counted(last, policy)
    value = _CHOICES.get(name, _voted)(name, _preferred(last, policy))
    for reading in readings:
        value = value if reading in foremost else _narrowed(value, reading.value)
    return value


def _preferred(readings: Sequence[Reading], policy: Policy) -> Sequence[Reading]:
    """The readings that a policy lets vote, where it has a preference and there are such."""
    if policy == "latest":
        newest = max(r.published for r in readings)
        return [r for r in readings if r.published == newest]
    if policy == "official-first":
        return [r for r in readings if r.official] or readings
    return readings


def agree(name: str, a: Any, b: Any) -> bool:
    """Whether two values can both be true: equal, or one only more exact than the other."""
    if a == b:
        return True
    if isinstance(a, Interval):
        return a.meets(b)
    if isinstance(a, Count):
        return compare.counts_meet(a, b)
    if isinstance(a, Place):
        return compare.place_agreement(a, b) is not None
    if isinstance(a, Actor):
        return compare.same_actor(a, b)
    return isinstance(a, str) and _words_agree(name, a, b)


def source_name(name: str | None) -> str | None:
    """A publisher's or agency's name as it is compared: `www.reuters.com` and `Reuters` are one."""
    if name is None:
        return None
    plain = name.strip().casefold().removeprefix("https://").removeprefix("http://").removeprefix("www.")
    host = plain.split("/")[0]
    head = host.rpartition(".")[0] if "." in host and " " not in host else plain
    return " ".join(sorted(compare.words(head) - {"the", "new", "agency"})) or plain or None


def _words_agree(name: str, a: str, b: str) -> bool:
    if compare.refines(name, a, b) or compare.refines(name, b, a):
        return True
    if name == "time_of_day":
        return _part_of_day(a) == _part_of_day(b) and not (a[0].isdigit() and b[0].isdigit())
    return False


def _part_of_day(text: str) -> str:
    """`14:45` is in the `afternoon`."""
    if not text[0].isdigit():
        return text
    hour = int(text.split(":")[0])
    return (
        "night"
        if hour < 5 or hour >= 22
        else "morning"
        if hour < 12
        else "afternoon"
        if hour < 18
        else "evening"
    )


def _foremost(readings: Sequence[Reading]) -> list[Reading]:
    """Those of reports whose subject the attack is; all where there is none."""
    return [r for r in readings if r.main] or list(readings)


def _last_of_each_source(readings: Sequence[Reading]) -> list[Reading]:
    """A source's later account replaces its earlier one; an undated one is the earliest, and of
    one day the newest version of a story replaces the others.
    """
    last = {r.source: r for r in sorted(readings, key=lambda r: (r.published, -r.version, r.report))}
    return sorted(last.values(), key=lambda r: (r.published, r.report))


def _narrowed(value: Any, mentioned: Any) -> Any:
    """A day or a place that a mere mention makes more exact without contradicting it."""
    if isinstance(value, Interval):
        return value.intersection(mentioned) or value
    if isinstance(value, Place) and compare.coarse(value) and mentioned.precision in (1, 2, 3):
        return mentioned if agree("place", value, mentioned) else value
    return value


def _voted(name: str, readings: Sequence[Reading]) -> Any:
    """The value that most sources can agree with; then the more exact, the more frequent, the later one."""

    def weight(reading: Reading) -> tuple[Any, ...]:
        agreeing = sum(agree(name, reading.value, other.value) for other in readings)
        equal = sum(reading.value == other.value for other in readings)
        return (agreeing, _exactness(name, reading.value, readings), equal, reading.published, reading.report)

    return max(readings, key=weight).value


def _exactness(name: str, value: Any, readings: Sequence[Reading]) -> float:
    """More is more exact: places go by precision, words by how many of the readings they make narrower."""
    if isinstance(value, Place):
        return -(value.precision or 9) + (0.5 if value.lat is not None else 0.0)
    if isinstance(value, Actor):
        return float(value.id is not None)
    if isinstance(value, str):
        return sum(compare.refines(name, r.value, value) for r in readings) + float(value[:1].isdigit())
    return 0.0


def _dated(_: str, readings: Sequence[Reading]) -> Interval:
    """The tightest interval that most sources allow: the one most agree with, cut to each that meets it."""

    def weight(reading: Reading) -> tuple[Any, ...]:
        agreeing = sum(reading.value.meets(other.value) for other in readings)
        return (agreeing, -(reading.value.days or 10**6), reading.published, reading.report)

    ranked = sorted(readings, key=weight, reverse=True)
    tightest: Interval = ranked[0].value
    for reading in ranked[1:]:
        tightest = tightest.intersection(reading.value) or tightest
    return tightest


def _counted(readings: Sequence[Reading], policy: Policy) -> Count:
    """The range over the sources, and of the figures in it the one that the policy takes.

    An open figure ("at least 8") that a closed one (21) fulfils adds nothing; one above all closed ones
    opens the range.
    """
    counts = [r.value for r in readings]
    ceiling = max((c.high for c in counts if c.high is not None), default=None)
    kept = [r for r in readings if r.value.high is not None or ceiling is None or r.value.low > ceiling]
    low = min(r.value.low for r in kept)
    high = None if any(r.value.high is None for r in kept) else ceiling
    figured = [r for r in kept if r.value.best is not None]
    return Count(low, _figure(_preferred(figured, policy), policy) if figured else None, high)


def _figure(readings: Sequence[Reading], policy: Policy) -> int:
    """Of figures the highest; the one in the middle, of two the lower; else the one most give, the later where even."""
    figures: list[tuple[int, date]] = [(r.value.best, r.published) for r in readings]
    votes = [best for best, _ in figures]
    if policy == "highest":
        return max(votes)
    if policy == "median":
        return median_low(votes)
    return max(figures, key=lambda f: (votes.count(f[0]), f[1], f[0]))[0]


def _latest(_: str, readings: Sequence[Reading]) -> Any:
    """The last account, of two on one day the longer one."""
    return max(readings, key=lambda r: (r.published, len(str(r.value)), r.report)).value


def _collected(name: str, readings: Sequence[Reading]) -> tuple[Any, ...]:
    """Every item of the lists once: where two are the same, the one with more said of it."""
    items: list[Any] = []
    for item in (i for reading in readings for i in reading.value):
        twin = next((n for n, other in enumerate(items) if _same_item(item, other)), None)
        if twin is None:
            items.append(item)
        elif _said(item) > _said(items[twin]):
            items[twin] = item
    return tuple(items)


def _same_item(a: Target | Attribution, b: Target | Attribution) -> bool:
    if isinstance(a, Attribution) and isinstance(b, Attribution):
        voices = (a.by is None and b.by is None) or (a.by and b.by and compare.same_actor(a.by, b.by))
        return bool(voices) and compare.same_actor(a.to, b.to)
    if isinstance(a, Target) and isinstance(b, Target):
        mine, other = compare.telling_words(a.name), compare.telling_words(b.name)
        return mine <= other or other <= mine
    return a == b


def _said(item: Target | Attribution) -> tuple[int, int]:
    if isinstance(item, Target):
        return (sum(v is not None for v in (item.kind, item.number, item.effect)), len(item.name))
    return (sum(a is not None and a.id is not None for a in (item.by, item.to)), 0)


_CHOICES: dict[str, Callable[[str, Sequence[Reading]], Any]] = {
    "date": _dated,
    "target": _collected,
    "attributed_to": _collected,
    "victims": _latest,
    "damage": _latest,
    "impact": _latest,
}
