"""Parquet files of articles, some rows at a time. Needs pyarrow: `incidentbook[parquet]`."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from io import BufferedReader
from typing import Any

from incidentbook.errors import SourceError
from incidentbook.sources.columns import fit
from incidentbook.sources.cursor import head
from incidentbook.sources.inputs import Input
from incidentbook.sources.page import Page, Problem
from incidentbook.sources.rows import Murmur, Row, read_row

_ROWS = 64
_BUFFER = 1 << 20


def read_parquet(source: Input) -> Iterator[Page | Problem]:
    """Pages of a Parquet file, row by row; of its columns only those are read that hold something wanted.

    Row groups that were done before are not read again.

    Raises:
        SourceError: pyarrow is not installed, the file is broken, or it has no column of texts.
    """
    library = _pyarrow()
    try:
        yield from _rows(source, _opened(source.stream, library), library)
    except library.ArrowException as error:
        raise SourceError(f"is broken as Parquet ({str(error).splitlines()[0][:120]})") from error


def count_rows(stream: BufferedReader[Any]) -> int:
    """How many rows a Parquet file says that it has; 1 where it cannot be asked."""
    try:
        library = _pyarrow()
        return int(_opened(stream, library).metadata.num_rows)
    except (SourceError, OSError, ValueError):
        return 1


def _pyarrow() -> Any:
    try:
        return import_module("pyarrow")
    except ImportError as error:
        said = "is Parquet, which needs pyarrow; install it: pip install 'incidentbook[parquet]'"
        raise SourceError(said) from error


def _opened(stream: BufferedReader[Any], library: Any) -> Any:
    file = library.PythonFile(stream, mode="r")
    return import_module("pyarrow.parquet").ParquetFile(file, buffer_size=_BUFFER, pre_buffer=False)


def _rows(source: Input, file: Any, library: Any) -> Iterator[Page | Problem]:
    schema = file.schema_arrow
    columns = fit(source.columns, tuple(schema.names))
    _check_words(columns, schema, library)
    wanted = list(dict.fromkeys(columns.values()))
    murmur, (done, _) = Murmur(source.shown), head(source.after)
    groups, number = _groups(file, done)
    for values in _values(file, groups, wanted):
        number += 1
        if number > done:
            yield from read_row(source, Row(values, number), murmur)
    yield from murmur.end()


def _values(file: Any, groups: list[int], columns: list[str]) -> Iterator[dict[str, Any]]:
    """Row by row; one row group at a time, since arrow would fetch the next ones ahead."""
    for group in groups:
        batches = file.iter_batches(_ROWS, row_groups=[group], columns=columns, use_threads=False)
        yield from (values for batch in batches for values in batch.to_pylist())


def _check_words(columns: Any, schema: Any, library: Any) -> None:
    for field in ("text", "html"):
        if field in columns and not _holds_words(schema.field(columns[field]).type, library.types):
            kind = schema.field(columns[field]).type
            raise SourceError(f"has {kind} in its column {columns[field]!r}, where texts are expected")


def _holds_words(kind: Any, types: Any) -> bool:
    if types.is_dictionary(kind):
        return _holds_words(kind.value_type, types)
    return bool(types.is_string(kind) or types.is_large_string(kind) or "string_view" in str(kind))


def _groups(file: Any, done: int) -> tuple[list[int], int]:
    """The row groups that hold rows after the first `done`, and the number of rows before them."""
    before = 0
    for group in range(file.num_row_groups):
        rows = file.metadata.row_group(group).num_rows
        if before + rows > done:
            return list(range(group, file.num_row_groups)), before
        before += rows
    return [], before
