"""Files made for the tests: PDF, WARC, archives, as programs write them."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from incidentbook.sources import ColumnMap, Cursor, Page, Problem, read

PAGE = "<html><head><title>T</title></head><body><p>{}</p></body></html>"


def pages(*paths: Path, columns: ColumnMap | None = None, after: Iterable[Cursor] = ()) -> list[Page]:
    return [x for x in read(paths, columns=columns, after=after) if isinstance(x, Page)]


def problems(*paths: Path, columns: ColumnMap | None = None, size_limit: int = 20_000_000) -> list[Problem]:
    return [x for x in read(paths, columns=columns, size_limit=size_limit) if isinstance(x, Problem)]


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def peak_of_reading(file: Path) -> tuple[int, int]:
    """Pages of a file, and the megabytes that a process of its own needs at most to read them."""
    status = Path("/proc/self/status")
    if not status.exists():
        pytest.skip("this system does not say how much memory a process had")
    script = (
        "import re, sys; from pathlib import Path; from incidentbook.sources import Page, read\n"
        "print(sum(isinstance(x, Page) for x in read([Path(sys.argv[1])])),"
        " re.search(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text())[1])"
    )
    done = subprocess.run([sys.executable, "-c", script, str(file)], capture_output=True, check=True)
    count, kilobytes = map(int, done.stdout.split())
    return count, kilobytes // 1024


def pdf(*sheets: Iterable[str]) -> bytes:
    """A PDF with these lines of text on its pages (Latin-1, no parentheses)."""
    count = len(sheets)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(sheets):
        shown = " ".join(f"({line}) Tj T*" for line in lines)
        drawn = f"BT /F1 11 Tf 14 TL 50 780 Td {shown} ET".encode("latin-1")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    return _with_index(objects)


def _with_index(objects: list[bytes]) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    index = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(data))
    return data + index + end


def record(
    number: int, body: bytes, status: str = "200 OK", kind: str = "text/html; charset=utf-8", more: str = ""
) -> bytes:
    """A WARC record of what a server answered."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032d}>\r\n"
        f"WARC-Date: 2021-07-05T00:00:00Z\r\nWARC-Target-URI: http://news.test/{number}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def records(count: int) -> list[bytes]:
    return [record(n, PAGE.format(f"Rockets hit base {n}.").encode()) for n in range(1, count + 1)]


def packed(parts: Iterable[bytes]) -> bytes:
    """Each part a gzip member of its own, as crawlers write."""
    return b"".join(gzip.compress(part, mtime=0) for part in parts)


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return held.getvalue()


def tarred(members: Mapping[str, bytes], mode: str = "w:gz") -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return held.getvalue()
