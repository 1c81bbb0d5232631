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
    """An incident's id, its place in the order of foundings, the report that it was made from, and the one that it stays
    with: the founder as it is read today, or, where that is gone, the earliest of those that were left; None for an
    incident that is left by all.
    """

    id: str
    seq: int
    founder: ReportRef
    keeper: ReportRef | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written: the incident of each report, new incidents, where merged ones went, and the report that an
    incident stays with where that is another one now.
    """

    members: Mapping[ReportRef, str]
    founded: tuple[Founding, ...]
    redirects: Mapping[str, str]
    kept: Mapping[str, ReportRef]


def plan(
    clusters: Iterable[Sequence[ReportRef]],
    rank: Rank,
    held: Mapping[ReportRef, str],
    known: Sequence[Founding],
    redirects: Mapping[str, str],
    elsewhere: Collection[str] = (),
    founded: int | None = None,
) -> Plan:
    """The identities after a clustering.

    Args:
        clusters: the reports of each incident; those that `rank` does not hold are left out.
        held: the incident that each report belongs to now.
        known: every incident that was ever founded; at least those that held these reports, stay with one of them, or have an
            id that one of them may found.
        redirects: where merged incidents went until now, as far as these are concerned.
        elsewhere: those of the known that live on in reports of which nothing is said here.
        founded: how many were ever founded, where not all are known.
    """
    groups = _ordered(clusters, rank)
    ids = {f.id: f for f in known}
    heirs = _heirs(groups, held, ids)
    inherited = _with_merged(heirs, groups, {n: f for n, f in ids.items() if n not in elsewhere})
    last = len(ids) if founded is None else founded
    assigned, new = _name_groups(groups, rank, inherited, ids, elsewhere, last)
    members = {ref: name for group, name in zip(groups, assigned, strict=True) for ref in group}
    kept = {
        name: group[0] for group, name in zip(groups, assigned, strict=True) if ids[name].keeper not in group
    }
    return Plan(members, tuple(new), _redirected(redirects, heirs, assigned), kept)


def make_id(founder: ReportRef, taken: Mapping[str, Founding], living: Collection[str] = ()) -> str:
    """A short id of a report; longer where a shorter one is taken by another report.

    The id that the report itself once founded is given to it again, unless that incident lives on without it.
    """
    digits = _digits(founder)
    for length in range(_LENGTH, len(digits) + 1):
        name = PREFIX + digits[:length]
        if name not in taken or (_may_return(taken[name], founder) and name not in living):
            return name
    raise ValueError(f"no id is left for {founder}")


def possible_ids(founder: ReportRef) -> list[str]:
    """The ids that `make_id` may give a report, the shortest first."""
    digits = _digits(founder)
    return [PREFIX + digits[:length] for length in range(_LENGTH, len(digits) + 1)]


def resolve(name: str, redirects: Mapping[str, str]) -> str:
    """The incident that now stands for `name`."""
    return redirects.get(name, name)


def full_id(name: str, known: Iterable[str]) -> str:
    """The id that `name` is, or the only one that begins with it; letter case and the prefix may be left out.

    Raises:
        UnknownIncidentError: there is none or more than one; near ids are named.
    """
    sought = plain_id(name)
    ids = sorted(known)
    found = [sought] if sought in ids else [i for i in ids if i.startswith(sought)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownIncidentError(f"several incidents begin with {sought}: {', '.join(found[:_NEAR])}")
    near = get_close_matches(sought, ids, n=_NEAR, cutoff=0.5)
    hint = f": do you mean {' or '.join(near)}?" if near else ""
    raise UnknownIncidentError(f"this book has no incident {name}{hint}")


def plain_id(name: str) -> str:
    """An id, or the beginning of one, as ids are written; letter case and the prefix may be left out."""
    sought = name.strip().upper()
    return sought if sought.startswith(PREFIX) else PREFIX + sought


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


def _may_return(founding: Founding, founder: ReportRef) -> bool:
    return founding.keeper == founder or (founding.keeper is None and founding.founder == founder)


def _heirs(
    groups: Sequence[Cluster], held: Mapping[ReportRef, str], known: Mapping[str, Founding]
) -> dict[str, int]:
    """The group that inherits each incident: the one with its keeper, else with most of its reports."""
    where = {ref: number for number, group in enumerate(groups) for ref in group}
    shares: dict[str, Counter[int]] = defaultdict(Counter)
    for ref, name in held.items():
        if ref in where:
            shares[name][where[ref]] += 1
    return {
        name: _group_of_keeper(known[name], held, where, min(share, key=lambda n: (-share[n], n)))
        for name, share in shares.items()
    }


def _with_merged(
    heirs: Mapping[str, int], groups: Sequence[Cluster], known: Mapping[str, Founding]
) -> dict[str, int]:
    """The same, and with whom each incident goes that was merged into another: with its keeper, so that it is there again
    when the two part.
    """
    where = {ref: number for number, group in enumerate(groups) for ref in group}
    keepers = ((f.id, f.keeper) for f in known.values() if f.id not in heirs and f.keeper is not None)
    return {**heirs, **{name: where[keeper] for name, keeper in keepers if keeper in where}}


def _group_of_keeper(
    founding: Founding, held: Mapping[ReportRef, str], where: Mapping[ReportRef, int], otherwise: int
) -> int:
    keeper = founding.keeper
    if keeper is None or keeper not in where or held.get(keeper) != founding.id:
        return otherwise
    return where[keeper]


def _name_groups(
    groups: Sequence[Cluster],
    rank: Rank,
    heirs: Mapping[str, int],
    ids: dict[str, Founding],
    elsewhere: Collection[str],
    last: int,
) -> tuple[list[str], list[Founding]]:
    inherited: dict[int, list[Founding]] = defaultdict(list)
    for name, number in heirs.items():
        inherited[number].append(ids[name])
    oldest = {number: min(ones, key=lambda f: f.seq).id for number, ones in inherited.items()}
    living = {*oldest.values(), *elsewhere}
    assigned, founded = list[str](), list[Founding]()
    for number, group in enumerate(groups):
        if number in oldest:
            assigned.append(oldest[number])
            continue
        founder = min(group, key=rank.__getitem__)
        name = make_id(founder, ids, living)
        living.add(name)
        if name not in ids:
            founded.append(Founding(name, last + len(founded) + 1, founder, founder))
            ids[name] = founded[-1]
        assigned.append(name)
    return assigned, founded


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
