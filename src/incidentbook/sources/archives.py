"""Zip and tar archives: their members one by one, each an input of its own."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

from incidentbook.errors import SourceError
from incidentbook.sources.cursor import head
from incidentbook.sources.inputs import Input, printable
from incidentbook.sources.kinds import LISTED, kind_of
from incidentbook.sources.limits import FREE, RATIO, Allowance, BombError, guarded
from incidentbook.sources.meta import META_NAME, MetaTable, load_bytes
from incidentbook.sources.page import Problem
from incidentbook.sources.unpack import BROKEN, seekable, unpacked
from incidentbook.sources.zip_repair import MARK, salvage

_META_MOST = 200_000_000


def read_zip(source: Input) -> Iterator[Input | Problem]:
    """The members of a zip archive that may hold articles; of one that lost its end, those that are whole.

    Raises:
        SourceError: it is no zip archive.
        BombError: it unpacks to far more than it is.
    """
    allowance, stream = _allowance(source), seekable(source.stream)
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError) as error:
        stream.seek(0)
        if stream.read(len(MARK)) != MARK:
            raise SourceError(f"is broken as zip ({error}); get it anew, or unpack what can be") from error
        yield Problem(source.shown, "is cut off; what is whole in it is read, get it anew for the rest")
        yield from _salvaged(source, stream, allowance)
        return
    with archive:
        yield from _members_of_zip(source, archive, allowance)


def _members_of_zip(
    source: Input, archive: zipfile.ZipFile, allowance: Allowance
) -> Iterator[Input | Problem]:
    held = [(n, m) for n, m in enumerate(archive.infolist(), 1) if _is_article(_zip_name(m))]
    if not held:
        yield _empty(source, len(archive.infolist()))
    tables, problems = _tables_of_zip(source, archive, allowance)
    yield from problems
    for number, member in held:
        if number >= head(source.after)[0]:
            yield _member_of_zip(source, archive, number, member, tables, allowance)
    yield from _unmet(source, tables)


def _salvaged(source: Input, stream: BufferedReader[Any], allowance: Allowance) -> Iterator[Input | Problem]:
    for number, (name, file) in enumerate(salvage(stream, allowance), 1):
        if file is None:
            yield Problem(f"{source.shown}!{name}", "is cut off with its archive, or broken; left out")
        elif _is_article(name):
            yield replace(source.member(number, name, file, None), allowance=allowance)


def _zip_name(member: zipfile.ZipInfo) -> str:
    return printable(member.filename)


def _member_of_zip(
    source: Input,
    archive: zipfile.ZipFile,
    number: int,
    member: zipfile.ZipInfo,
    tables: tuple[MetaTable, ...],
    allowance: Allowance,
) -> Input | Problem:
    where = f"{source.shown}!{_zip_name(member)}"
    if member.file_size > max(FREE, member.compress_size * RATIO):
        said = f"unpacks {member.compress_size} bytes to {member.file_size}"
        return Problem(where, f"{said}, as a decompression bomb does; left out", "skipped")
    if member.flag_bits & 1:
        return Problem(where, "is encrypted; unpack the archive with its password", "failed")
    try:
        stream = guarded(cast(io.BufferedIOBase, archive.open(member)), allowance)
    except (*BROKEN, RuntimeError, ValueError) as error:
        return Problem(where, f"is broken in its archive ({error}); left out")
    inner = source.member(number, _zip_name(member), stream, member.file_size)
    return replace(inner, tables=source.tables + tables, allowance=allowance)


def _tables_of_zip(
    source: Input, archive: zipfile.ZipFile, allowance: Allowance
) -> tuple[tuple[MetaTable, ...], list[Problem]]:
    tables, problems = list[MetaTable](), list[Problem]()
    for member in archive.infolist():
        if PurePosixPath(_zip_name(member)).name == META_NAME and member.file_size < _META_MOST:
            allowance.spend(member.file_size)
            try:
                table, said = load_bytes(f"{source.shown}!{_zip_name(member)}", archive.read(member))
            except (*BROKEN, RuntimeError) as error:
                problems.append(Problem(f"{source.shown}!{member.filename}", f"is broken ({error})"))
                continue
            tables.append(table)
            problems += said
    return tuple(tables), problems


def read_tar(source: Input) -> Iterator[Input | Problem]:
    """The members of a tar archive, packed or not, that may hold articles. Its `meta.jsonl` are found by a
    first reading, where the stream lets one begin again.

    Raises:
        SourceError: it is no tar archive, or broken; what came before is read.
        BombError: it unpacks to far more than it is.
    """
    allowance, tables = _allowance(source), tuple[MetaTable, ...]()
    if source.stream.seekable():
        tables, problems = _tables_of_tar(source)
        yield from problems
        source.stream.seek(0)
    held, last = 0, "its beginning"
    for number, name, stream, size in _members_of_tar(source.stream, allowance):
        last = name
        if not _is_article(name):
            continue
        held += 1
        if number >= head(source.after)[0]:
            inner = source.member(number, name, stream, size)
            yield replace(inner, tables=source.tables + tables, allowance=allowance)
    if not held:
        yield _empty(source, 0 if last == "its beginning" else 1)
    yield from _unmet(source, tables)


def _members_of_tar(
    stream: BufferedReader[Any], allowance: Allowance
) -> Iterator[tuple[int, str, BufferedReader[Any], int]]:
    """Number, name, bytes and size of every file.

    Raises:
        SourceError: it is broken from here on.
    """
    last, number = "", 0
    try:
        with tarfile.open(fileobj=unpacked(stream, allowance), mode="r|") as archive:
            for number, member in enumerate(archive, 1):
                last = printable(member.name)
                file = archive.extractfile(member) if member.isreg() else None
                if file is not None:
                    yield number, last, guarded(cast(io.BufferedIOBase, file), Allowance(None)), member.size
            _check_end(archive)
    except BombError:
        raise
    except (*BROKEN, ValueError) as error:
        raise SourceError(f"is broken as tar {_where(last)} ({error}); the rest is left out") from error


def _check_end(archive: tarfile.TarFile) -> None:
    """A tar ends in blocks of zeros; anything else is a member whose head cannot be read."""
    tail = cast(BinaryIO, archive.fileobj).read(tarfile.BLOCKSIZE)
    if tail.strip(b"\x00"):
        raise tarfile.ReadError("a member's head cannot be read")


def _where(last: str) -> str:
    return f"in or after {last!r}" if last else "at its beginning"


def _tables_of_tar(source: Input) -> tuple[tuple[MetaTable, ...], list[Problem]]:
    tables, problems = list[MetaTable](), list[Problem]()
    try:
        for _, name, stream, size in _members_of_tar(
            source.stream, _allowance(replace(source, allowance=None))
        ):
            if PurePosixPath(name).name == META_NAME and size < _META_MOST:
                table, said = load_bytes(f"{source.shown}!{name}", stream.read())
                tables.append(table)
                problems += said
    except SourceError:  # said when the articles are read
        pass
    return tuple(tables), problems


def _unmet(source: Input, tables: tuple[MetaTable, ...]) -> Iterator[Problem]:
    """Lines that tell of no member; where some were read before, nobody knows."""
    return (problem for table in tables if not source.after for problem in table.unmet())


def _allowance(source: Input) -> Allowance:
    return source.allowance or Allowance(source.size)


def _is_article(name: str) -> bool:
    """Whether a member's name is that of an article: none that tells of articles, or is hidden."""
    path = PurePosixPath(name)
    if path.name == META_NAME:
        return False
    hidden = any(part.startswith(".") and part not in (".", "..") for part in path.parts)
    return kind_of(path) is not None and not hidden and "__MACOSX" not in path.parts


def _empty(source: Input, others: int) -> Problem:
    more = " (there are files of other kinds)" if others else ""
    return Problem(source.shown, f"holds no articles{more}; put {LISTED} there", "skipped")
