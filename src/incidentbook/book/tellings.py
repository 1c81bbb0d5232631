"""What a book keeps so that telling its stories reads, and writes, no more than what a change touches."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, delete, func, select

from incidentbook.book import changes as writing
from incidentbook.book import pages, queries, schema
from incidentbook.book.ledger import parts
from incidentbook.link.items import Likeness, Mark
from incidentbook.link.minhash import band_keys
from incidentbook.link.retold import Gone, Retold
from incidentbook.link.shelf import Listed

Connect = Callable[[], AbstractContextManager[Connection]]
Integers = npt.NDArray[np.int64]
_MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class TextChanges:
    """What changed since stories were last told: the documents that came or were read anew, what was kept of those that are
    gone, the number of all, and the book's revision when this was read.
    """

    changed: tuple[str, ...]
    gone: tuple[Gone, ...]
    documents: int
    revision: int

    @property
    def most(self) -> bool:
        """Whether so much changed that telling all is quicker."""
        return len(self.changed) > _MOSTLY * self.documents


class Tellings:
    """What a book keeps of its texts, open."""

    def __init__(self, reading: Connect, writing: Connect) -> None:
        self._reading = reading
        self._writing = writing

    def changes(self) -> TextChanges:
        """What changed since stories were last told."""
        with self._reading() as connection:
            rows = connection.execute(select(schema.story_gone).order_by(schema.story_gone.c.id)).all()
            return TextChanges(
                tuple(connection.execute(select(schema.story_changed.c.document)).scalars()),
                tuple(Gone(Mark(r.document, r.words, 0, r.bands), tuple(r.near)) for r in rows),
                connection.execute(select(func.count()).select_from(schema.documents)).scalar_one(),
                connection.execute(select(schema.book.c.revision)).scalar_one(),
            )

    # ------------------------------------------------------------ what is asked

    def marks(self, names: Collection[str]) -> dict[str, Mark]:
        """The marks of texts, as far as they are there."""
        with self._reading() as connection:
            return {mark.id: mark for part in parts(names) for mark in queries.story_marks(connection, part)}

    def copies(self, words: Collection[str]) -> dict[str, list[str]]:
        """The texts with the same words, in the order of their ids, by the hash of these."""
        table, found = schema.story_marks.c, dict[str, list[str]]()
        with self._reading() as connection:
            for part in parts(words):
                query = select(table.words, table.document).where(table.words.in_(part))
                for row in connection.execute(query.order_by(table.document)):
                    found.setdefault(row.words, []).append(row.document)
        return {name: sorted(found.get(name, ())) for name in words}

    def having(self, keys: Integers) -> Listed:
        """The numbers of the texts that have these keys; of texts with the same words the first alone."""
        with self._reading() as connection:
            found = pages.read(connection, pages.BANDS, keys)
        return found["key"], found["owner"]

    def names(self, numbers: Collection[int]) -> dict[int, str]:
        """The texts of numbers, as far as they are there."""
        table = schema.story_marks.c
        query = select(table.number, table.document)
        with self._reading() as connection:
            return {r.number: r.document for r in queries.of(connection, query, table.number, numbers)}

    def likenesses(self, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], Likeness]:
        """What is known of pairs of texts, the smaller id first."""
        table = schema.story_pairs
        asked = set(pairs)
        with self._reading() as connection:
            found = (
                pair
                for part in parts({first for first, _ in asked})
                for pair in queries.story_pairs(connection, table.c.first.in_(part))
            )
            return {names: said for names, said in found if names in asked}

    def likes(self, names: Collection[str]) -> dict[tuple[str, str], Likeness]:
        """The pairs with one of these texts that are copies, or of which one holds the other."""
        table = schema.story_pairs.c
        alike = table.one | (table.holder != 0)
        with self._reading() as connection:
            return {
                pair: said
                for part in parts(names)
                for here in (table.first, table.second)
                for pair, said in queries.story_pairs(connection, here.in_(part) & alike)
            }

    def stories(self, names: Collection[str]) -> set[str]:
        """The texts that were of one story with one of these."""
        table = schema.stories.c
        with self._reading() as connection:
            told = {
                story
                for part in parts(names)
                for story in connection.execute(select(table.story).where(table.document.in_(part))).scalars()
            }
            return {
                name
                for part in parts(told)
                for name in connection.execute(select(table.document).where(table.story.in_(part))).scalars()
            }

    # ------------------------------------------------------------ what is written

    def retell(self, found: Retold, changes: TextChanges) -> None:
        """Writes the stories that changed.

        Raises:
            BookError: the book cannot be written.
        """
        with self._writing() as connection:
            writing.write_pairs(connection, found.compared)
            if _is_past(connection, changes):
                return
            pages.change(connection, pages.BANDS, pages.entries(*found.lost), pages.entries(*found.found))
            writing.write_stories(connection, found.stories, {n for story in found.stories for n in story})
            _forget(connection)

    def tell(self, stories: Iterable[Sequence[str]], marked: Sequence[Mark], changes: TextChanges) -> None:
        """Writes all stories.

        Args:
            stories: the documents that repeat one another, the newest of each first.
            marked: the marks of all texts, in the order of ids.
            changes: what was read before.

        Raises:
            BookError: the book cannot be written.
        """
        with self._writing() as connection:
            if _is_past(connection, changes):
                return
            pages.replace(connection, pages.BANDS, _entries(marked))
            writing.write_stories(connection, stories)
            _forget(connection)


def _entries(marked: Sequence[Mark]) -> pages.Entries:
    """The keys of the first of all texts with the same words."""
    first: dict[str, Mark] = {}
    for mark in marked:
        first.setdefault(mark.words, mark)
    keys = [np.empty(0, np.int64), *(band_keys(mark) for mark in first.values())]
    owners = np.array([mark.number for mark in first.values()], np.int64)
    return pages.entries(np.concatenate(keys), np.repeat(owners, [len(k) for k in keys[1:]]))


def _is_past(connection: Connection, changes: TextChanges) -> bool:
    """Whether another program changed the book meanwhile: then stories are told again with that."""
    return bool(connection.execute(select(schema.book.c.revision)).scalar_one() != changes.revision)


def _forget(connection: Connection) -> None:
    connection.execute(delete(schema.story_changed))
    connection.execute(delete(schema.story_gone))
