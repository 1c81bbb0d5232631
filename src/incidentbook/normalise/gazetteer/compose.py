"""Places that several words make together: embassies, capitals, borders."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from incidentbook.model import Place, Span
from incidentbook.normalise.gazetteer.draft import Draft
from incidentbook.normalise.gazetteer.fold import fold
from incidentbook.normalise.gazetteer.sources import embassy_key, table
from incidentbook.normalise.gazetteer.sphere import kilometres
from incidentbook.normalise.gazetteer.store import Entry, Gazetteer
from incidentbook.normalise.gazetteer.words import words

_MISSION = re.compile(
    r"^['’]?s?[ -]{1,2}(?:high-security |diplomatic )?(embassy|consulate(?: general)?)\b(?!ies)",
    re.IGNORECASE,
)
_MISSION_IN = re.compile(r"^(?: compound| building)? (?:in|at) (?:the )?(?:city of )?$", re.IGNORECASE)
_CAPITAL = re.compile(r"^ capital\b(?!ist|s| city| of| punish)")
_BORDER = re.compile(r"^['’]?s?[ -](?:border|frontier)\b(?! guards?| police| patrol)", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:^|\s)(?:border|frontier) (?:between|of|with) (?:the )?$", re.IGNORECASE)
_PAIR_GAP = re.compile(r"^(?:-|–|/| and | with )$")


@dataclass(frozen=True, slots=True)
class Composed:
    """A stretch of text that names a place by more than one name; `kind` is a kind of mention."""

    span: Span
    kind: str
    place: Place


def composed(text: str, drafts: Sequence[Draft], tables: Gazetteer) -> list[Composed]:
    """Embassies, capitals and borders, from drafts that are resolved."""
    return [
        *_missions(text, drafts, tables),
        *_capitals(text, drafts, tables),
        *_borders(text, drafts, tables),
    ]


def _country(draft: Draft) -> str | None:
    return draft.chosen.country if draft.chosen is not None and draft.chosen.kind == "country" else None


def _missions(text: str, drafts: Sequence[Draft], tables: Gazetteer) -> Iterator[Composed]:
    """`the US embassy in Baghdad`, `Iran's consulate`: by sender and host; the host is the city named, else
    the land of the story.
    """
    for i, draft in enumerate(drafts):
        sender, match = _country(draft), _MISSION.match(text[draft.span.end : draft.span.end + 60])
        if sender and match:
            end = draft.span.end + match.end()
            city, end = _host_city(text, drafts, i, end)
            host = (
                city.country
                if city
                else _host_of_adjective(text, drafts, i, end) or _land_of_story(drafts, sender)
            )
            place = _mission_place(sender, match.group(1).lower(), city, host, tables)
            if place:
                yield Composed(Span(draft.span.start, end), "embassy", place)


def _host_city(text: str, drafts: Sequence[Draft], i: int, end: int) -> tuple[Entry | None, int]:
    following = drafts[i + 1] if i + 1 < len(drafts) else None
    if (
        following is None
        or following.chosen is None
        or following.demonym
        or not _MISSION_IN.match(text[end : following.span.start])
    ):
        return None, end
    return following.chosen, following.span.end


def _host_of_adjective(text: str, drafts: Sequence[Draft], i: int, end: int) -> str | None:
    """The land of `the US embassy in the Iraqi capital`."""
    following = drafts[i + 1] if i + 1 < len(drafts) else None
    if following is not None and following.demonym and _MISSION_IN.match(text[end : following.span.start]):
        return _country(following)
    return None


def _land_of_story(drafts: Sequence[Draft], sender: str) -> str | None:
    lands = Counter(d.chosen.country for d in drafts if d.chosen and d.chosen.country not in (None, sender))
    return lands.most_common(1)[0][0] if lands else None


@cache
def _sender_name(country: str) -> str:
    own: str | None = words()["senders"].get(country)
    adjectives = table("countries.yaml").get(country, {}).get("demonyms", [country])
    return own or str(adjectives[0])


def _mission_place(
    sender: str, word: str, city: Entry | None, host: str | None, tables: Gazetteer
) -> Place | None:
    if host is None or host == sender:
        return None
    key = fold(embassy_key(sender, host))
    known = [
        e
        for e, _ in tables.look_up([key]).get(key, ())
        if ("Consulate" in e.name) == word.startswith("consulate")
    ]
    if city is not None and city.kind != "country":
        known = [e for e in known if kilometres(e.lat, e.lon, city.lat, city.lon) < 60]
    if known:
        return place_of(known[0], tables)
    seat = (
        city
        if city is not None and city.kind != "country"
        else tables.capital(host)
        if word == "embassy"
        else None
    )
    if seat is None:
        return None
    name = f"{_sender_name(sender)} {word.title()} in {seat.name}"
    return Place(name, seat.country, unit_name(seat, tables), seat.lat, seat.lon, 2, seat.gid)


def place_of(entry: Entry, tables: Gazetteer) -> Place:
    """A gazetteer entry as a Place, with the English name of its first-order unit."""
    unit = unit_name(entry, tables)
    return Place(entry.name, entry.country, unit, entry.lat, entry.lon, entry.precision, entry.gid)


def unit_name(entry: Entry, tables: Gazetteer) -> str | None:
    """The English name of the first-order unit that a place lies in."""
    unit = tables.unit(entry.admin1) if entry.admin1 else None
    return unit.name if unit else None


def _capitals(text: str, drafts: Sequence[Draft], tables: Gazetteer) -> Iterator[Composed]:
    """`the Iraqi capital` is Baghdad."""
    for draft in drafts:
        country, match = _country(draft), _CAPITAL.match(text[draft.span.end : draft.span.end + 20])
        city = tables.capital(country) if country and match and draft.demonym else None
        if city and match:
            yield Composed(
                Span(draft.span.start, draft.span.end + match.end()), "city", place_of(city, tables)
            )


@cache
def _border_names() -> dict[frozenset[str], str]:
    """Pairs of countries to the names of their borders."""
    return {frozenset(e["between"]): e["name"] for e in table("regions.yaml").values() if "between" in e}


def _borders(text: str, drafts: Sequence[Draft], tables: Gazetteer) -> Iterator[Composed]:
    """`Iraqi-Syrian border`, `the border between Iraq and Syria`; `the Syrian border` with the land of the
    story on the other side.
    """
    for i, draft in enumerate(drafts):
        one, following = _country(draft), drafts[i + 1] if i + 1 < len(drafts) else None
        other = _country(following) if following else None
        if one and other and following and _PAIR_GAP.match(text[draft.span.end : following.span.start]):
            after = _BORDER.match(text[following.span.end : following.span.end + 30])
            before = _BETWEEN.search(text[max(0, draft.span.start - 30) : draft.span.start])
            start = draft.span.start - len(before.group().lstrip()) if before else draft.span.start
            end = following.span.end + (after.end() if after else 0)
            if after or before:
                yield from _border(one, other, Span(start, end), tables)
        elif (
            one
            and (match := _BORDER.match(text[draft.span.end : draft.span.end + 30]))
            and not _after_pair(text, drafts, i)
        ):
            land = _land_of_story(drafts, one)
            if land:
                yield from _border(one, land, Span(draft.span.start, draft.span.end + match.end()), tables)


def _after_pair(text: str, drafts: Sequence[Draft], i: int) -> bool:
    return (
        i > 0
        and bool(_country(drafts[i - 1]))
        and bool(_PAIR_GAP.match(text[drafts[i - 1].span.end : drafts[i].span.start]))
    )


def _border(one: str, other: str, span: Span, tables: Gazetteer) -> Iterator[Composed]:
    name = _border_names().get(frozenset((one, other)))
    if name:
        options = [e for e, _ in tables.look_up([fold(name)]).get(fold(name), ()) if e.kind == "border"]
        yield from (Composed(span, "border", place_of(e, tables)) for e in options[:1])
