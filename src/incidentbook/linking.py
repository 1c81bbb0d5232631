"""Which reports of a book are one incident. What was found of each report stays in the book: a new document costs little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from incidentbook.book import Changes, Linkage, Store
from incidentbook.link import Bonds, LinkItem, cluster
from incidentbook.link.blocking import Pair
from incidentbook.link.dating import COARSE
from incidentbook.link.evidence import Profile, profile
from incidentbook.link.increment import relinked
from incidentbook.link.items import Kept, number_of
from incidentbook.link.shelf import (
    Integers,
    Listed,
    kept,
    method,
    near,
    near_place_keys,
    table_of,
)
from incidentbook.link.telling import telling_words
from incidentbook.model import Extraction, ReportRef
from incidentbook.redating import redate
from incidentbook.stories import find_stories

_AT_ONCE = 500


def link(store: Store) -> None:
    """Suggests again which reports are one incident; looked at are those near to what is new, changed, gone or decided.

    The same as linking all from nothing, in whatever order documents and decisions came.

    Raises:
        BookError: the book cannot be read or written.
    """
    _keep(store)
    if _redated(store):
        _keep(store)
    find_stories(store)
    changes, bonds = store.linkage.changes(), store.ledger.bonds()
    if changes.most:
        _link_all(store, changes, bonds)
    else:
        store.linkage.set_groups(_linked_again(store, changes, bonds), changes, bonds)


def _link_all(store: Store, changes: Changes, bonds: Bonds) -> None:
    items = store.link_items()
    store.set_clusters([[items[n].ref for n in group] for group in cluster(items, bonds)])
    store.linkage.linked(changes, bonds)


def _linked_again(store: Store, changes: Changes, bonds: Bonds) -> list[list[ReportRef]]:
    """The groups that take the place of those of their reports."""
    linkage = store.linkage
    decided = _numbers(changes.bonds.together ^ bonds.together) | _numbers(changes.bonds.apart ^ bonds.apart)
    there = linkage.kept(decided)
    world = _World(store, there)
    gone = [*changes.gone, *there.values()]
    changed = {*changes.fresh, *there, *world.met(gone)}
    groups = relinked(world, changed, _pairs(bonds.together), _pairs(bonds.apart))
    refs = linkage.refs({n for group in groups for n in group})
    return [[refs[n] for n in group] for group in groups]


def joining(store: Store, extraction: Extraction) -> dict[str, str | None]:
    """Which incident each report of an article would join, were it in the book: nothing is stored.

    Other documents may be dated by the article, and then find each other: that is seen when it is stored.

    Returns:
        By the id of the report; None: an incident of its own.

    Raises:
        BookError: the book cannot be read.
    """
    own = _items_of(extraction)
    held = store.linkage.incidents(own)
    if own.keys() <= held.keys():
        return {item.report.id: held[n] for n, item in own.items()}
    there = {number_of(extraction.document.id, r) for r in store.report_ids(extraction.document.id)}
    bonds = store.ledger.bonds()
    world = _WithDraft(store, own, there)
    groups = relinked(world, own.keys(), _pairs(bonds.together), _pairs(bonds.apart))
    mine = [group for group in groups if not own.keys().isdisjoint(group)]
    held |= store.linkage.incidents({n for group in mine for n in group})
    return {own[n].report.id: _most_held(group, held) for group in mine for n in group if n in own}


def _items_of(extraction: Extraction) -> dict[int, LinkItem]:
    document = extraction.document
    published = document.published.interval if document.published else None
    told = telling_words(document, extraction.reports)
    items = [
        LinkItem(document.id, replace(report, statements=()), published, told[report.id])
        for report in extraction.reports
    ]
    return {item.number: item for item in items}


def _most_held(group: Collection[int], held: Mapping[int, str]) -> str | None:
    """The incident that most of a group are in."""
    counted = Counter(held[n] for n in group if n in held)
    return min(counted, key=lambda name: (-counted[name], name)) if counted else None


def _numbers(pairs: Iterable[tuple[ReportRef, ReportRef]]) -> set[int]:
    return {number_of(ref.document, ref.report) for pair in pairs for ref in pair}


def _pairs(pairs: Iterable[tuple[ReportRef, ReportRef]]) -> list[Pair]:
    numbers = ([number_of(ref.document, ref.report) for ref in pair] for pair in pairs)
    return sorted((min(pair), max(pair)) for pair in numbers)


class _World:
    """The reports of a book, read as far as they are asked for.

    Args:
        store: the book.
        decided: the reports that decisions were made or undone for: they count as changed.
    """

    def __init__(self, store: Store, decided: Collection[int]) -> None:
        self._store = store
        self._decided = frozenset(decided)
        self._linkage: Linkage = store.linkage
        self._kept: dict[int, Kept] = {}

    def near(self, numbers: Collection[int]) -> set[Pair]:
        """The pairs that the keys of these reports bring together and that may be one attack."""
        asked = self.kept(numbers)
        names = list(asked)
        found = ((names[place], other) for place, other in near(list(asked.values()), self))
        return {(min(pair), max(pair)) for pair in found}

    def met(self, gone: Sequence[Kept]) -> set[int]:
        """The reports that those of which this was kept are near to, or were."""
        return {other for _, other in near(gone, self)}

    def vague(self, numbers: Collection[int]) -> set[int]:
        """Those of these reports that leave open of which days or of which place they speak."""
        known = self.kept(numbers)
        flags = table_of(list(known.values()))["vague"].tolist()
        return {number for number, flag in zip(known, flags, strict=True) if flag}

    def profiles(self, numbers: Collection[int]) -> dict[int, Profile]:
        """The profiles of these reports."""
        refs = self._linkage.refs(numbers)
        items = self._store.link_items({ref.document for ref in refs.values()})
        found: dict[ReportRef, LinkItem] = {item.ref: item for item in items}
        return {number: profile(found[ref]) for number, ref in refs.items()}

    def groups(self, numbers: Collection[int]) -> dict[int, tuple[int, ...]]:
        """The group that each of them was in, without what changed since."""
        found = self._linkage.groups([n for n in numbers if n not in self._decided])
        return {n: tuple(m for m in group if m not in self._decided) for n, group in found.items()}

    def offering(self, keys: Integers) -> Listed:
        """Those that offer these keys."""
        return self._linkage.offering(keys)

    def seeking(self, keys: Integers) -> Listed:
        """Those that seek these keys."""
        return self._linkage.seeking(keys)

    def kept(self, numbers: Collection[int]) -> dict[int, Kept]:
        """What is kept of those of these reports that there are, in order."""
        self._kept |= self._linkage.kept([n for n in numbers if n not in self._kept])
        return {n: self._kept[n] for n in sorted(numbers) if n in self._kept}


class _WithDraft(_World):
    """The reports of a book, with those of an article in place of what the book has of it."""

    def __init__(self, store: Store, own: Mapping[int, LinkItem], instead_of: Collection[int]) -> None:
        super().__init__(store, {*own, *instead_of})
        self._own = own
        self._gone = frozenset(instead_of) - own.keys()
        self._kept = {number: kept(item) for number, item in own.items()}

    def kept(self, numbers: Collection[int]) -> dict[int, Kept]:
        """What is kept of those of these reports that there are, in order."""
        return super().kept([n for n in numbers if n not in self._gone])

    def profiles(self, numbers: Collection[int]) -> dict[int, Profile]:
        """The profiles of these reports."""
        found = super().profiles([n for n in numbers if n not in self._own])
        return found | {n: profile(self._own[n]) for n in numbers if n in self._own}


def _keep(store: Store) -> None:
    """Works out what is to be kept of new and changed reports."""
    linkage, last = store.linkage, ""
    linkage.prepare(method())
    while waiting := linkage.waiting(_AT_ONCE, last):
        made: dict[ReportRef, Kept] = {}
        bare = {item.ref: item for item in store.link_items(waiting)}
        for name in waiting:
            extraction = store.extraction(name)
            told = telling_words(extraction.document, extraction.reports)
            for report in extraction.reports:
                ref = ReportRef(name, report.id)
                made[ref] = kept(replace(bare[ref], telling=told[report.id]))
        linkage.keep(method(), made)
        last = waiting[-1]
    linkage.list_keys()


def _redated(store: Store) -> bool:
    """Dates documents by others, as far as what changed has a say in their days; whether one changed."""
    changes, linkage = store.linkage.changes(), store.linkage
    known = [*linkage.kept(changes.fresh).values(), *changes.gone]
    about = {ref.document for ref in changes.fresh.values()}
    about |= {ref.document for ref in linkage.refs(_around(linkage, known)).values()}
    undated = store.undated(COARSE, about)
    if not undated:
        return False
    open_ones = linkage.kept(_numbers([(ref, ref) for ref in undated]))
    near = linkage.refs({*_around(linkage, list(open_ones.values())), *open_ones})
    items = store.link_items({ref.document for ref in near.values()})
    return redate(store, items, {ref.document for ref in undated})


def _around(linkage: Linkage, known: Sequence[Kept]) -> set[int]:
    """The reports at places that have the name of one of some reports' places, or lie within some kilometres of it."""
    keys = near_place_keys(table_of(known), range(len(known)))[0]
    return set(linkage.placed(keys)[1].tolist())
