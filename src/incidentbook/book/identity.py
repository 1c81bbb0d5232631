"""Which incident keeps which id when the clusters of reports change: pure functions, the store writes what
they say.

An incident takes its id from the report that founded it: the earliest published of its first reports. A
book that is rebuilt from the same texts, in any order, thus gives the same ids. A cluster that holds
reports of several incidents keeps the id of the oldest; the others redirect to it. An incident that is
split leaves its id with the part that holds its founder; what was merged and parts again has its own id again.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from incidentbook.errors import UnknownIncidentError
from incidentbook.model import ReportRef

PREFIX = "IB-"
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, which are misread. https://www.crockford.com/base32.html"""
_LENGTH, _NEAR = 6, 3

Cluster = tuple[ReportRef, ...]
Rank = Mapping[ReportRef, tuple[str, str, str]]
"""(earliest day of publication, document, report) of each report; the smallest founds."""


@dataclass(frozen=True, slots=True)
class Founding:
    """An incident's id, the report it was made from, and its place in the order of foundings."""

    id: str
    seq: int
    founder: ReportRef


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written: the incident of each report, new incidents, and where merged ones went."""

    members: Mapping[ReportRef, str]
    founded: tuple[Founding, ...]
    redirects: Mapping[str, str]


def plan(
    clusters: Iterable[Sequence[ReportRef]],
    rank: Rank,
    held: Mapping[ReportRef, str],
    known: Sequence[Founding],
    redirects: Mapping[str, str],
) -> Plan:
    """The identities after a clustering.

    Args:
        clusters: the reports of each incident; those that `rank` does not hold are left out.
        held: the incident that each report belongs to now.
        known: every incident that was ever founded.
        redirects: where merged incidents went until now.
    """
    groups = _ordered(clusters, rank)
    heirs = _heirs(groups, held, {f.id: f for f in known})
    ids = {f.id: f for f in known}
    assigned, founded = _name_groups(groups, rank, heirs, ids)
    members = {ref: name for group, name in zip(groups, assigned, strict=True) for ref in group}
    return Plan(members, tuple(founded), _redirected(redirects, heirs, assigned))


def make_id(founder: ReportRef, taken: Mapping[str, Founding], living: Collection[str] = ()) -> str:
    """A short id of a report; longer where a shorter one is taken by another report.

    The id that the report itself once founded is given to it again, unless that incident lives on without it.
    """
    digits = _digits(founder)
    for length in range(_LENGTH, len(digits) + 1):
        name = PREFIX + digits[:length]
        if name not in taken or (taken[name].founder == founder and name not in living):
            return name
    raise ValueError(f"no id is left for {founder}")


def resolve(name: str, redirects: Mapping[str, str]) -> str:
    """The incident that now stands for `name`."""
    return redirects.get(name, name)


def full_id(name: str, known: Iterable[str]) -> str:
    """The id that `name` is, or the only one that begins with it; letter case and the prefix may be left out.

    Raises:
        UnknownIncidentError: there is none or more than one; near ids are named.
    """
    sought = name.strip().upper()
    sought = sought if sought.startswith(PREFIX) else PREFIX + sought
    ids = sorted(known)
    found = [sought] if sought in ids else [i for i in ids if i.startswith(sought)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownIncidentError(f"several incidents begin with {sought}: {', '.join(found[:_NEAR])}")
    near = get_close_matches(sought, ids, n=_NEAR, cutoff=0.5)
    hint = f": do you mean {' or '.join(near)}?" if near else ""
    raise UnknownIncidentError(f"this book has no incident {name}{hint}")


def short_hash(raw: bytes) -> str:
    """The first 160 bits of a hash in 32 digits that people can read out."""
    number = int.from_bytes(raw[:20], "big")
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(155, -1, -5))


def _digits(founder: ReportRef) -> str:
    return short_hash(hashlib.sha256(f"{founder.document}\n{founder.report}".encode()).digest())


def _ordered(clusters: Iterable[Sequence[ReportRef]], rank: Rank) -> list[Cluster]:
    """Clusters in the order of their founders, so that the order they came in says nothing."""
    known = (sorted((r for r in c if r in rank), key=rank.__getitem__) for c in clusters)
    return sorted((tuple(c) for c in known if c), key=lambda c: rank[c[0]])


def _heirs(
    groups: Sequence[Cluster], held: Mapping[ReportRef, str], known: Mapping[str, Founding]
) -> dict[str, int]:
    """The group that inherits each incident: the one with its founder, else with most of its reports."""
    where = {ref: number for number, group in enumerate(groups) for ref in group}
    shares: dict[str, Counter[int]] = defaultdict(Counter)
    for ref, name in held.items():
        if ref in where:
            shares[name][where[ref]] += 1
    return {
        name: where[known[name].founder]
        if held.get(known[name].founder) == name and known[name].founder in where
        else min(share, key=lambda number: (-share[number], number))
        for name, share in shares.items()
    }


def _name_groups(
    groups: Sequence[Cluster], rank: Rank, heirs: Mapping[str, int], ids: dict[str, Founding]
) -> tuple[list[str], list[Founding]]:
    inherited: dict[int, list[Founding]] = defaultdict(list)
    for name, number in heirs.items():
        inherited[number].append(ids[name])
    oldest = {number: min(ones, key=lambda f: f.seq).id for number, ones in inherited.items()}
    living = set(oldest.values())
    oldest |= _come_back(groups, oldest, living, ids)
    living |= set(oldest.values())
    assigned, founded = [], []
    for number, group in enumerate(groups):
        if number in oldest:
            assigned.append(oldest[number])
            continue
        founder = min(group, key=rank.__getitem__)
        name = make_id(founder, ids, living)
        living.add(name)
        if name not in ids:
            founded.append(Founding(name, len(ids) + 1, founder))
            ids[name] = founded[-1]
        assigned.append(name)
    return assigned, founded


def _come_back(
    groups: Sequence[Cluster], named: Mapping[int, str], living: Collection[str], ids: Mapping[str, Founding]
) -> dict[int, str]:
    """The incident that each group without a name is again: the oldest that one of its reports once founded.

    So a merge that is undone gives back the ids that were there before, whatever came in since.
    """
    where = {ref: number for number, group in enumerate(groups) for ref in group if number not in named}
    found: dict[int, str] = {}
    for founding in sorted(ids.values(), key=lambda f: f.seq):
        number = where.get(founding.founder)
        if number is not None and number not in found and founding.id not in living:
            found[number] = founding.id
    return found


def _redirected(
    redirects: Mapping[str, str], heirs: Mapping[str, int], assigned: Sequence[str]
) -> dict[str, str]:
    """Redirects with the new merges; one whose incident lives again is dropped, and chains are shortened."""
    alive = set(assigned)
    merged = {name: assigned[number] for name, number in heirs.items() if assigned[number] != name}
    steps = {old: new for old, new in {**redirects, **merged}.items() if old not in alive}
    return {old: _end(old, steps) for old in steps}


def _end(name: str, steps: Mapping[str, str]) -> str:
    while name in steps:
        name = steps[name]
    return name
