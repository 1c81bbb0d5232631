"""What the actor grammar reads and writes: a text as units, drafts of mentions, and how names are spelt."""

from __future__ import annotations

from dataclasses import dataclass

from incidentbook.model import Actor
from incidentbook.normalise.actor_table import Entry, Institution, State, Table
from incidentbook.normalise.actor_words import Payload, Token, Unit, follows

INSIDE = (
    "name", "person", "state", "adj", "people", "capital", "inst", "head", "mod", "label", "suffix", "pro",
    "anti", "title", "role",
)  # fmt: skip
NOUN = ("inst", "head", "role")
LAND = ("state", "adj", "capital")


@dataclass(frozen=True, slots=True)
class Draft:
    """A mention over tokens `first` up to `last` (left out). `organisation`: whom a person or spokesman acts
    for.
    """

    first: int
    last: int
    actor: Actor
    organisation: Actor | None = None
    metonym: bool = False
    person: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """What the grammar reads: tokens, their units with names settled, and the tables."""

    tokens: tuple[Token, ...]
    units: tuple[Unit, ...]
    table: Table

    def linked(self, i: int) -> bool:
        """Whether unit `i` goes on from the one before."""
        return 0 < i < len(self.units) and follows(self.tokens, self.units[i].first)

    def has(self, i: int, *roles: str) -> Payload | None:
        """The payload of unit `i` in one of the roles; None beyond the ends."""
        return self.units[i].get(*roles) if 0 <= i < len(self.units) else None

    def phrase_end(self, i: int) -> int:
        """Where the run of phrase words that begins at unit `i` ends; `i` itself where there is none."""
        end = i
        while end < len(self.units) and self.has(end, *INSIDE) and (end == i or self.linked(end)):
            end += 1
        return end

    def skip(self, i: int, *roles: str) -> int:
        """The first unit from `i` on that has none of the roles."""
        while i < len(self.units) and self.linked(i) and self.has(i, *roles):
            i += 1
        return i

    def norm(self, i: int) -> str:
        """The words of unit `i` as the tables write them."""
        unit = self.units[i]
        return " ".join(t.norm for t in self.tokens[unit.first : unit.last])

    def words(self, i: int, group: str) -> bool:
        """Whether unit `i`, as a noun, is in a word group of phrases.yaml."""
        noun = self.has(i, *NOUN)
        return noun is not None and noun.written.lower() in self.table.words[group]


def state_in(payload: Payload | None) -> State:
    """The state of a payload that is known to hold one."""
    assert payload is not None
    assert isinstance(payload.value, State)
    return payload.value


def named_in(name: Payload | None) -> Actor:
    """The actor of a payload that is known to hold an entry."""
    assert name is not None
    assert isinstance(name.value, Entry)
    return name.value.actor


def short_name(state: State) -> str:
    """A state before a hyphen: "Iran" (-backed), "US" (-backed)."""
    return state.adjective if state.adjective.isupper() else state.actor.name


def institution(table: Table, state: State, inst: Payload) -> Actor:
    """A state's body: "Iraqi army", id iq-army."""
    body = inst.value
    assert isinstance(body, Institution)
    key = f"{state.actor.id}-{body.slug}"
    if key in table.entries:
        return table.entries[key].actor
    return Actor(f"{state.adjective} {body.name}", key, body.kind, state.actor.country)


def phrase_name(text: Text, start: int, last: int) -> str:
    """The canonical wording of a description: adjectives for possessives, no insults, lower case for
    shouting.
    """
    parts: list[str] = []
    for i in range(start, last + 1):
        if i < last and text.has(i, "label") and not text.has(i, "mod"):
            continue
        hyphen = bool(parts) and "-" in text.tokens[text.units[i].first].gap
        parts.append(("-" if hyphen else " ") + _written(text, i))
    return "".join(parts).strip()


def _written(text: Text, i: int) -> str:
    unit = text.units[i]
    if (land := unit.get("state", "adj")) and not unit.get("name"):
        return short_name(state_in(land)) if text.has(i + 1, "suffix") else state_in(land).adjective
    if name := unit.get("name"):
        return named_in(name).name
    known = unit.get(
        "mod", "head", "inst", "role", "suffix", "pro", "anti", "label", "title", "people", "capital"
    )
    return known.written if known else spelt(text, i, i + 1)


def spelt(text: Text, start: int, stop: int) -> str:
    """The words of units as the text spells them; capitals throughout become initial ones."""
    tokens = text.tokens[text.units[start].first : text.units[stop - 1].last]
    return "".join(_glue(t, k) + (t.raw.title() if t.shouting else t.raw) for k, t in enumerate(tokens))


def _glue(token: Token, k: int) -> str:
    if k == 0:
        return ""
    return "-" if "-" in token.gap else ". " if token.gap.startswith(".") else " "


def name_end(text: Text, at: int, inner: tuple[str, ...]) -> int:
    """Where a run of capitalised words that begins at unit `at` ends; `inner` words and name particles may
    stand inside.
    """
    end = stop = at
    while end < len(text.units) and end - at < 6 and (end == at or _goes_on(text, end)):
        if capital(text, end):
            stop = end + 1
        elif not _inner(text, end, inner):
            break
        end += 1
    return stop


def _goes_on(text: Text, i: int) -> bool:
    token, before = text.tokens[text.units[i].first], text.tokens[text.units[i].first - 1]
    return (token.joined and not before.possessive) or (token.gap == ". " and len(before.norm) == 1)


def capital(text: Text, i: int) -> bool:
    if i >= len(text.units):
        return False
    unit = text.units[i]
    tokens = text.tokens[unit.first : unit.last]
    if any(t.norm in text.table.words["not_names"] for t in tokens) or unit.get(
        "act", "thing", "belong", "loc"
    ):
        return False
    return not unit.payloads if tokens[0].shouting else all(t.capital for t in tokens)


def _inner(text: Text, i: int, inner: tuple[str, ...]) -> bool:
    return text.norm(i) in inner or text.norm(i) in text.table.words["particles"]
