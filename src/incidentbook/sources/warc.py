"""Web archives: WARC files, compressed record by record or not, as crawlers and Common Crawl write them.

ISO 28500, The WARC File Format 1.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from typing import Any

from fastwarc import ArchiveIterator, WarcRecord, WarcRecordType

from incidentbook.errors import SourceError
from incidentbook.sources.cursor import head
from incidentbook.sources.decode import decode
from incidentbook.sources.inputs import Input
from incidentbook.sources.meta import over
from incidentbook.sources.page import MediaType, Meta, Page, Problem
from incidentbook.sources.warc_repair import is_cut_short, next_record, starts_record

_HELD = WarcRecordType.response | WarcRecordType.resource
_KINDS: dict[str, MediaType] = {
    "text/html": "text/html",
    "application/xhtml+xml": "text/html",
    "text/plain": "text/plain",
}
_SAMPLE = 400


@dataclass(slots=True)
class _Progress:
    """How far a reading has come: answers of servers and records so far, the byte of the last record and the
    length of its content, and whether there was a page among them, or damage.
    """

    answers: int = 0
    found: bool = False
    broken: bool = False
    records: int = 0
    offset: int = 0
    length: int = 0


def read_warc(source: Input) -> Iterator[Page | Problem]:
    """Pages of a WARC file: what servers answered with status 200 and text, in HTML or plain.

    Where the file is damaged, reading goes on at the next record that can be found; a stream that goes only
    forward ends there.
    """
    so_far = _start(source)
    while True:
        try:
            yield from _pages(source, so_far)
            said = _end(source, so_far)
        except OSError as error:
            said = _plainly(error)
        if said is None:
            break
        found = next_record(source.stream, so_far.offset + 1, so_far.length)
        yield Problem(
            f"{source.shown}@{so_far.offset}", f"is broken after this byte ({said}); {_goes_on(found)}"
        )
        if found is None:
            break
        so_far.offset, so_far.length = source.stream.seek(found), 0
    if not so_far.found and not so_far.broken and not source.after:
        said = f"holds no web pages that were fetched well (records: {so_far.records})"
        yield Problem(source.shown, said, "skipped")


def estimate_pages(stream: BufferedReader[Any], size: int) -> int:
    """About how many pages a WARC file of `size` bytes has, by its first records; at least 1."""
    pages, last = 0, 0
    try:
        for number, record in enumerate(_records(stream, 0)):
            pages, last = pages + bool(record.record_type & _HELD), record.stream_pos
            if number >= _SAMPLE:
                return max(1, round(pages * size / max(last, 1)))
    except OSError:
        return max(1, pages)
    return max(1, pages)


def _start(source: Input) -> _Progress:
    """The page that was done last, where one can go there; it is read again and its page dropped."""
    number, offset = head(source.after)
    if not offset or not source.stream.seekable():
        return _Progress()
    if not starts_record(source.stream, offset):
        return _Progress(offset=source.stream.seek(0))
    return _Progress(answers=number - 1, offset=source.stream.seek(offset))


class _Told:
    """A stream that knows where it is, as a pipe does not."""

    def __init__(self, stream: BufferedReader[Any], offset: int) -> None:
        self._stream = stream
        self._offset = offset

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._stream.read(size)
        self._offset += len(data)
        return data

    def tell(self) -> int:
        """The byte that is read next."""
        return self._offset


def _records(stream: BufferedReader[Any], offset: int) -> ArchiveIterator:
    return ArchiveIterator(_Told(stream, offset), parse_http=False)  # type: ignore[arg-type]


def _pages(source: Input, so_far: _Progress) -> Iterator[Page | Problem]:
    done = head(source.after)[0]
    for record in _records(source.stream, so_far.offset):
        so_far.records += 1
        so_far.offset, so_far.length = record.stream_pos, record.content_length
        if record.record_type & _HELD:
            so_far.answers += 1
            if so_far.answers > done:
                yield from _page(source, record, so_far)


def _page(source: Input, record: WarcRecord, so_far: _Progress) -> Iterator[Page | Problem]:
    url = record.headers.get("WARC-Target-URI")
    url = url.strip("<> ") if url else None
    where = f"{source.shown}#{url}" if url else f"{source.shown}@{so_far.offset}"
    try:
        found = _content(record, source.limit)
    except SourceError as error:
        yield Problem(where, str(error), "skipped" if "limit" in str(error) else "failed")
        return
    if found is None:
        return
    so_far.found = True
    media_type, text, doubt = found
    if doubt:
        yield Problem(where, doubt, "warning")
    meta: Meta | None = None
    for table in source.tables:
        meta = over(meta, table.find(url)) if url else meta
    yield Page(
        where, media_type, text, over(meta, Meta(url=url)), source.position(so_far.answers, so_far.offset)
    )


def _content(record: WarcRecord, limit: int) -> tuple[MediaType, str, str | None] | None:
    """Kind, text and doubt of a record's page; None where it is none.

    Raises:
        SourceError: it is cut short, too long, or in no encoding that could be recognised.
    """
    http = record.is_http
    if http:
        record.parse_http(auto_decode="all", quirks_mode=True)
        if record.http_headers.status_code != 200:
            return None
    stated = record.http_content_type if http else record.headers.get("Content-Type")
    media_type = _KINDS.get((stated or "").partition(";")[0].strip().lower())
    if media_type is None:
        return None
    data = record.reader.read(limit + 1)
    if len(data) > limit:
        raise SourceError(f"is longer than an article can be (limit {limit / 1e6:.0f} MB); left out")
    if len(data) < record.content_length and not (http and _is_coded(record)):
        raise SourceError("is cut short; left out")
    decoded = decode(data, record.http_charset if http else None)
    return (media_type, decoded.text, decoded.doubt) if decoded.text.strip() else None


def _is_coded(record: WarcRecord) -> bool:
    """Whether the body was packed on its way, so that its length says nothing."""
    return any(record.http_headers.get(f"{kind}-Encoding") for kind in ("Content", "Transfer"))


def _end(source: Input, so_far: _Progress) -> str | None:
    """What is wrong with the end of a file that seemed to end well."""
    if source.stream.seekable() and so_far.records and is_cut_short(source.stream, so_far.offset):
        so_far.length = 0
        return "it ends within a record"
    return None


def _goes_on(found: int | None) -> str:
    return "the rest is left out" if found is None else f"reading goes on at byte {found}"


def _plainly(error: Any) -> str:
    return str(error).split("\n")[0][:120]
