"""The commands of `evidence`: what was read, written out and checked."""

from __future__ import annotations

import os
from pathlib import Path

from incidentbook.cli import screen
from incidentbook.cli.codes import ExitCode
from incidentbook.errors import SourceError
from incidentbook.pipeline import Book
from incidentbook.sources.evidence import EvidenceStore
from incidentbook.sources.warc_export import export_warc


def export_evidence(location: str, out: Path) -> ExitCode:
    """Writes the evidence of a book as a web archive, which appears under its name when all is written.

    Raises:
        SourceError: there is none, or a content is missing or broken.
    """
    store = _store(location)
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as handle:
            count = export_warc(store, handle)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    screen.write(f"{screen.number(count, 'record')} of evidence written to {out}")
    return ExitCode.WELL


def verify_evidence(location: str) -> ExitCode:
    """Recomputes every hash; says what is not as it was kept."""
    store = _store(location)
    faults = 0
    for fault in store.verify():
        faults += 1
        screen.complain(fault.where, f"{fault.message} [{fault.kind}]")
    kept = [evidence.kept for evidence in store.ledger]
    told = f"{screen.number(len(kept), 'record')}, {sum(kept)} with their bytes"
    screen.write(f"{store.folder}: {told}; {screen.number(faults, 'fault')}")
    return ExitCode.LEFT_OUT if faults else ExitCode.WELL


def _store(location: str) -> EvidenceStore:
    with Book.open(location, create=False) as book:
        store = book.evidence
    if not store.folder.is_dir():
        said = screen.without_password(location)
        raise SourceError(f"{store.folder} is not there: {said} has no evidence; `incidentbook add` keeps it")
    return store
