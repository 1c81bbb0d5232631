"""An input of any kind to its pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BufferedReader, BytesIO
from pathlib import PurePath

from incidentbook.errors import SourceError
from incidentbook.sources.archives import read_tar, read_zip
from incidentbook.sources.decode import decode
from incidentbook.sources.inputs import Input
from incidentbook.sources.kinds import ARCHIVES, MANY, Kind, kind_of, looks_html, sniff
from incidentbook.sources.limits import Allowance
from incidentbook.sources.mail import read_mail
from incidentbook.sources.markdown import read_markdown
from incidentbook.sources.meta import reason
from incidentbook.sources.page import Page, Problem
from incidentbook.sources.parquet import read_parquet
from incidentbook.sources.pdf import read_pdf
from incidentbook.sources.records import read_records
from incidentbook.sources.tables import looks_like_table, read_table
from incidentbook.sources.unpack import BROKEN, seekable, unpacked
from incidentbook.sources.warc import read_warc

_EMPTY = "is empty; save the article there"
_PEEK = 1 << 12
_DEEPEST = 2


def read_input(source: Input) -> Iterator[Page | Problem]:
    """The pages of an input, and what could not be read of it: one sentence for each."""
    try:
        yield from _read(source)
    except SourceError as error:
        yield Problem(source.shown, str(error))
    except (*BROKEN, ValueError) as error:
        yield Problem(source.shown, _broken(error))


def _broken(error: Exception) -> str:
    """What to say of an error: of the operating system, which gives its number, or of damaged bytes."""
    if isinstance(error, OSError) and error.errno:
        return f"cannot be read ({reason(error)}); check it, and its permissions"
    return f"is damaged ({reason(error)}); get it anew"


def _read(source: Input) -> Iterator[Page | Problem]:
    first = source.stream.peek(_PEEK)
    if not first:
        yield Problem(source.shown, _EMPTY, "skipped")
        return
    kind = kind_of(source.name) or _sniffed(source, first)
    if kind == "packed":
        yield from _read_packed(source)
    elif kind in ARCHIVES:
        yield from _read_archive(source, kind)
    elif kind in MANY:
        yield from _read_many(source, kind)
    else:
        yield from _read_article(source, kind)


def _sniffed(source: Input, first: bytes) -> Kind:
    kind = sniff(first)
    return "table" if kind == "text" and looks_like_table(first, source.columns) else kind


def _read_many(source: Input, kind: Kind) -> Iterator[Page | Problem]:
    if kind == "lines":
        yield from read_records(source)
    elif kind == "table":
        yield from read_table(source)
    elif kind == "parquet":
        yield from read_parquet(replace(source, stream=seekable(source.stream)))
    else:
        yield from read_warc(source)


def _read_packed(source: Input) -> Iterator[Page | Problem]:
    allowance = source.allowance or Allowance(source.size)
    stream = unpacked(source.stream, allowance)
    known = kind_of(source.name) == "packed"
    name = source.name.with_suffix("") if known else PurePath("packed.unknown")
    if stream is source.stream:
        raise SourceError("is not packed as its name says; give it the ending of what it is")
    if source.depth >= _DEEPEST:
        raise SourceError("lies too deep in archives; unpack them")
    inner = replace(source, stream=stream, name=name, size=None, allowance=allowance, depth=source.depth + 1)
    yield from _read(inner)


def _read_archive(source: Input, kind: Kind) -> Iterator[Page | Problem]:
    if source.depth >= _DEEPEST:
        yield Problem(source.shown, "is an archive in an archive in an archive; unpack it", "skipped")
        return
    yield from _each(read_zip(source) if kind == "zip" else read_tar(source))


def _each(members: Iterable[Input | Problem]) -> Iterator[Page | Problem]:
    """The pages of all members, up to the one that spends what their archive may unpack to."""
    for member in members:
        if isinstance(member, Problem):
            yield member
            continue
        yield from read_input(member)
        if member.allowance and member.allowance.is_spent:
            return


def _read_article(source: Input, kind: Kind) -> Iterator[Page | Problem]:
    data = source.stream.read(source.limit + 1)
    if len(data) > source.limit:
        size = source.size or len(data)
        said = f"is {size / 1e6:.0f} MB, more than an article can be (limit {source.limit / 1e6:.0f} MB)"
        yield Problem(source.shown, f"{said}; split it into articles", "skipped")
    elif kind == "mail":
        yield from _mail(source, data)
    elif kind == "pdf":
        yield source.page("text/plain", read_pdf(data))
    else:
        yield from _text(source, data, kind)


def _text(source: Input, data: bytes, kind: Kind) -> Iterator[Page | Problem]:
    found = decode(data)
    if not found.text.strip():
        yield Problem(source.shown, _EMPTY, "skipped")
        return
    if found.doubt:
        yield Problem(source.shown, found.doubt, "warning")
    if kind == "markdown":
        marked = read_markdown(found.text)
        yield from (Problem(source.shown, message, "warning") for message in marked.wrong)
        if marked.text.strip():
            yield source.page("text/plain", marked.text, marked.meta)
        else:
            yield Problem(source.shown, _EMPTY, "skipped")
    elif kind == "html" or (kind_of(source.name) is None and looks_html(found.text[:2000])):
        yield source.page("text/html", found.text)
    else:
        yield source.page("text/plain", found.text)


def _mail(source: Input, data: bytes) -> Iterator[Page | Problem]:
    mail = read_mail(data)
    if mail.doubt:
        yield Problem(source.shown, mail.doubt, "warning")
    if mail.text is not None:
        yield source.page(mail.media_type, mail.text, mail.meta)
    files = [a for a in mail.attached if a.data and kind_of(PurePath(a.name))]
    for number, file in enumerate(files, 2):
        stream = BufferedReader(BytesIO(file.data))
        inner = source.member(number, file.name, stream, len(file.data))
        if source.depth >= _DEEPEST and kind_of(inner.name) in {"mail", *ARCHIVES}:
            yield Problem(inner.shown, "lies too deep in mails and archives; save it by itself", "skipped")
        else:
            yield from read_input(inner)
    if mail.text is None and not files:
        yield Problem(source.shown, "is a mail without words; save the article from it", "skipped")
