"""Numbers in news English: what each one is (a count, a year, a distance …) and how much it says.

The conventions are those of `docs/format.md`: an open end is None, "several" is a floor of three, "about 18"
is 18 and "more than 30" is a floor of 30 (the press rounds; a reader may not add one).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from incidentbook.model import Count, Span
from incidentbook.normalise.numeral import Kind, Raw, raws
from incidentbook.normalise.quantity_lexicon import REACH, lexicon
from incidentbook.normalise.wordtrie import fold

_SMALLEST_HEDGED = 5


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number-like expression. Only kind `count` counts people, things or events.

    `span` holds the number words with their hedges. `hedge` is `at_least`, `at_most`, `about`, `nearly`
    or None. `additional`: the words add to something told before ("another three", "three more"). For
    other kinds than `count` the `count` is the bare figure, rounded outwards.
    """

    span: Span
    text: str
    count: Count
    hedge: str | None
    ordinal: bool
    kind: Kind
    additional: bool = False


def find(text: str) -> list[Quantity]:
    """Every number-like expression of the text, classified, in order, none overlapping another.

    The article "a" is left out (see `quantified_a`), "another" and "a single" are counts of one.
    """
    low = fold(text)
    return [q for raw in _ranges(low, list(raws(text, low))) if (q := _quantity(text, low, raw))]


def _ranges(low: str, raws: list[Raw]) -> list[Raw]:
    """Joins "two or three", "10-12" and "between 40 and 70" into one."""
    out: list[Raw] = []
    for raw in raws:
        if out and _repeats(low, out[-1], raw):
            out[-1] = replace(out[-1], end=raw.end + 1)
        elif out and _spans_range(low, out[-1], raw):
            first = out.pop()
            out.append(Raw(first.start, raw.end, Count(first.count.low, None, raw.count.high), None, True))
        else:
            out.append(raw)
    return out


def _repeats(low: str, first: Raw, last: Raw) -> bool:
    """ "one (1)": the figure again, in brackets."""
    return low[first.end : last.start] == " (" and low.startswith(")", last.end) and first.count == last.count


def _spans_range(low: str, first: Raw, last: Raw) -> bool:
    left, right = lexicon().left, lexicon().right
    if not (first.plain and last.plain and first.count.best is not None and last.count.best is not None):
        return False
    between = low[first.end : last.start]
    if first.count.low >= last.count.low or first.count.high != first.count.low:
        return False
    if right["and"].fullmatch(between):
        return _between(low, first.start) is not None
    before = low[max(0, first.start - REACH) : first.start]
    return bool(right["join"].fullmatch(between)) and not left["from"].search(before)


def _between(low: str, start: int) -> int | None:
    found = lexicon().left["between"].search(low, max(0, start - REACH), start)
    return found.start() if found else None


def _hedged(low: str, raw: Raw) -> tuple[int, int, str | None, Count]:
    """Start and end with the hedges, the name of the strongest hedge, and what is left of the count."""
    start, before = _hedges_before(low, raw)
    end, after = _hedges_after(low, raw.end)
    names = [
        n for n in ("below", "at_least", "at_most", "up_to", "nearly", "about") if n in (*before, *after)
    ]
    name = names[0] if names else None
    return start, end, ("at_most" if name in ("below", "up_to") else name), _bounded(raw.count, name)


def _bounded(count: Count, hedge: str | None) -> Count:
    if hedge == "at_least":
        return Count(count.low, None, None)
    if hedge == "below" and count.high:
        return Count(0, None, count.high - 1)
    if hedge == "at_most" and count.high:
        return Count(0, None, count.high)
    return count


def _hedges_before(low: str, raw: Raw) -> tuple[int, list[str]]:
    """Where the chain of hedges before the number begins ("at least another"), and their names."""
    known, start = lexicon(), raw.start
    between = _between(low, start)
    if between is not None and raw.count.best is None:
        return between, []
    chain = known.left["chain"].search(low, max(0, start - REACH), start)
    if not chain:
        return start, []
    found = [m for m in known.left["hedge"].finditer(low, chain.start(), start) if not _is_place(low, m, raw)]
    names = [known.hedge_of[" ".join(m[0].split())] for m in found]
    return (found[0].start() if found else start), names


def _is_place(low: str, hedge: re.Match[str], raw: Raw) -> bool:
    """Whether "over" and the like are no hedge: part of a verb ("handed over three men"), or a place, as
    nobody softens so small a number with them ("exploded over two villages")."""
    if not hedge["preposition"]:
        return False
    verb = lexicon().left["over"].search(low, max(0, hedge.start() - REACH), hedge.end() + 1)
    return verb is not None or raw.count.low < _SMALLEST_HEDGED


def _hedges_after(low: str, end: int) -> tuple[int, list[str]]:
    """ "or more" right behind the number belongs to it; behind its noun it hedges, outside the span."""
    known = lexicon()
    found = known.right["after"].match(low, end)
    if not found:
        return end, []
    words = " ".join((found["near"] or found["far"]).split())
    return (found.end() if found["near"] else end), [known.hedge_of[words]]


# --- what the number is ---


def _quantity(text: str, low: str, raw: Raw) -> Quantity | None:
    if not raw.plain:
        start, end, hedge, count = raw.start, raw.end, None, raw.count
        kind: Kind = raw.kind or "count"
        if kind == "count" and low[raw.start : raw.end] in ("several", "both"):
            kind = _after(low, raw.end) or "count"
    else:
        start, end, hedge, count = _hedged(low, raw)
        kind = _kind(text, low, replace(raw, end=end), hedge)
    return Quantity(
        Span(start, end),
        text[start:end],
        count,
        hedge,
        kind == "ordinal",
        kind,
        kind == "count" and _adds(low, raw),
    )


def _adds(low: str, raw: Raw) -> bool:
    known = lexicon()
    before = known.left["add"].search(low, max(0, raw.start - REACH), raw.start)
    return bool(before or known.right["add"].match(low, raw.end) or low.startswith("another", raw.start))


def _kind(text: str, low: str, raw: Raw, hedge: str | None) -> Kind:
    """What a plain figure is, by what stands round it; the surest signs first."""
    return (
        _glued(text, low, raw)
        or _money(low, raw)
        or _after(low, raw.end)
        or _age(text, low, raw)
        or _label(text, low, raw)
        or _year(text, low, raw, hedge)
        or (
            "measure"
            if raw.count.best is None
            and raw.count.high == raw.count.low + 1
            and "." in low[raw.start : raw.end]
            else "count"
        )
    )


def _glued(text: str, low: str, raw: Raw) -> Kind | None:
    """Figures that are part of a name: F-16, R9X, 3/4, 3-1."""
    before, after = low[max(0, raw.start - 2) : raw.start], low[raw.end : raw.end + 2]
    if before[-1:].isalnum() or (before[-1:] in "-/_" and before[:1].isalnum() and before[-1:] != ""):
        return "model"
    if re.match(r"[-/:]\d", after) or re.match(r"\.\d", after):
        return "label"
    if re.match(r"'?s\b", low[raw.end : raw.end + 3]):
        decade = lexicon().left["decade"].search(low, max(0, raw.start - REACH), raw.start)
        return "year" if raw.count.low > 100 else "age" if decade else _label(text, low, raw)
    if low[raw.start].isdigit() and after[:1].isalpha() and not _after(low, raw.end):
        return "model"
    return None


def _money(low: str, raw: Raw) -> Kind | None:
    known = lexicon()
    if known.left["money"].search(low, max(0, raw.start - 8), raw.start):
        return "money"
    return None


_AFTER: tuple[tuple[str, Kind], ...] = (
    ("percent", "percent"),
    ("age", "age"),
    ("money", "money"),
    ("calibre", "calibre"),
    ("clock", "clock"),
    ("unit", "measure"),
    ("counted", "count"),
    ("hyphen", "measure"),
)


def _after(low: str, end: int) -> Kind | None:
    """The kind that the words behind the number give: a unit, a currency, "years old"."""
    right = lexicon().right
    return next((kind for name, kind in _AFTER if right[name].match(low, end)), None)


def _age(text: str, low: str, raw: Raw) -> Kind | None:
    left, floor = lexicon().left, max(0, raw.start - REACH)
    aged = left["age"].search(low, floor, raw.start) or left["person"].search(low, floor, raw.start)
    if aged and (not aged["list"] or _continues_ages(low, aged["list"], raw)):
        return "age"
    if raw.count.high is not None and 0 < raw.count.high < 110 and low[raw.start].isdigit():
        named = re.search(r"[^\W\d_][\w.'’-]+(?:,\s?|\s\()$", text[floor : raw.start])
        closed = lexicon().right["apposed"].match(low, raw.end)
        if named and closed and named[0][0].isupper():
            return "age"
    return None


def _continues_ages(low: str, ages: str, raw: Raw) -> bool:
    """Whether the figure goes on with a list of ages ("aged 3, 5 and 8") and does not begin to count
    ("aged 12, three others", "aged 12 and three others")."""
    right = lexicon().right
    if low[raw.start].isdigit() != ages[:1].isdigit() or right["people"].match(low, raw.end):
        return False
    return not ages.endswith(", ") or right["apposed"].match(low, raw.end) is not None


def _label(text: str, low: str, raw: Raw) -> Kind | None:
    left, right, floor = lexicon().left, lexicon().right, max(0, raw.start - REACH)
    if left["gallery"].search(low, floor, raw.start) or _ADDRESS.match(text, raw.end):
        return "label"
    if right["people"].match(low, raw.end):
        return None
    if left["model"].search(low, floor, raw.start):
        return "model"
    if left["label"].search(low, floor, raw.start) and not left["not_label"].search(low, floor, raw.start):
        return "label"
    if re.search(r"\b[A-Z]{2,5} $", text[floor : raw.start]) and right["apposed"].match(low, raw.end):
        return "label"
    if re.fullmatch(r"\d{6,}", low[raw.start : raw.end]):
        return "label"
    if left["heading"].search(low, floor, raw.start) and right["heading"].match(low, raw.end):
        return "label"
    return None


_ADDRESS = re.compile(
    r"\s(?:[NSEW]{1,2}\.?\s|(?:North|South|East|West)\s)?(?:(?:[A-Z][\w'’-]*|\d+(?:st|nd|rd|th))\.?\s){1,3}"
    r"(?:Avenue|Ave|Street|St|Road|Rd|Boulevard|Blvd|Drive|Dr|Lane|Ln|Court|Ct|Parkway|Pkwy|Highway|Hwy|Terrace|Circle)\b"
)
"""A house number: "704 W Sul Ross Ave"."""


def _year(text: str, low: str, raw: Raw, hedge: str | None) -> Kind | None:
    figure = low[raw.start : raw.end]
    if not re.fullmatch(r"(?:1[89]|20)\d\d(?:\s?(?:-|–|to|and|or)\s?\d{2,4})?", figure):
        return None
    if hedge and raw.count.low % 10 == 0:  # "over 2000" rounds, "over 2004 attack" does not
        return None
    dated = lexicon().left["year"].search(low, max(0, raw.start - REACH), raw.start)
    return "year" if dated or not lexicon().right["people"].match(low, raw.end) else None


# --- phrases ---

_SUBORDINATE = re.compile(
    r"[,;:(–—]?\s*\b(?:including|among (?:them|whom|which)|out of|of (?:the|them|whom|which|its|his|their))\b"
    r"|[:;(]|\s[-–—]\s|—"
)
_AND = re.compile(r",\s*(?:and\s+)?|\s+and\s+|\s+as well as\s+|\s+plus\s+|\s*&\s*")
_ARTICLE = re.compile(r"\s*an?\b", re.IGNORECASE)


def count(text: str) -> Count | None:
    """How many a phrase speaks of: "more than a dozen", "a policeman and six civilians", "no casualties".

    Takes a noun phrase or the number words alone, not a sentence. Coordinated counts add up (7 in the second
    example); what "including" or "of them" brings in does not. None where the phrase counts nothing ("5 km",
    "in 2019", "civilians").
    """
    head = text.strip().lstrip("(")
    if (cut := _SUBORDINATE.search(head)) and cut.start() > 0:
        head = head[: cut.start()]
    parts = [c for c in _conjuncts(head) if c is not None]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else _sum(parts)


def _conjuncts(head: str) -> Iterator[Count | None]:
    found = find(head)
    joints = [m for m in _AND.finditer(head) if not any(q.span.overlaps(Span(*m.span())) for q in found)]
    starts, ends = [0, *(m.end() for m in joints)], [*(m.start() for m in joints), len(head)]
    for start, end in zip(starts, ends, strict=True):
        counts = [q.count for q in found if q.kind == "count" and start <= q.span.start < end]
        yield counts[0] if counts else _bare(head[start:end])


def _bare(words: str) -> Count | None:
    """The count of a phrase without a figure: "a soldier" is one, "a barrage" two or more."""
    if re.fullmatch(rf"\s*(?:an?\s+)?{lexicon().collective}\s*", fold(words)):
        return Count(2, None, None)
    return Count.exactly(1) if _ARTICLE.match(words) else None


def _sum(parts: list[Count]) -> Count:
    highs = [c.high for c in parts]
    bests = [c.best for c in parts]
    return Count(
        sum(c.low for c in parts),
        None if None in bests else sum(b for b in bests if b is not None),
        None if None in highs else sum(h for h in highs if h is not None),
    )


def quantified_a(text: str, noun: Span) -> Quantity | None:
    """The article that makes a singular noun a count of one: "a" in "a booby-trapped drone".

    Args: the text, and the span of the noun or noun phrase without its article. None where no "a" or "an"
    stands before it with at most four words of description between.
    """
    low, floor = fold(text), max(0, noun.start - REACH)
    known = lexicon()
    found = known.left["article"].search(low, floor, noun.start)
    if not found or known.left["stops"].search(found[2]):
        return None
    span = Span(found.start(1), found.end(1))
    return Quantity(span, span.of(text), Count.exactly(1), None, False, "count")
