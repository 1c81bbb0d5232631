"""Who published the documents of an incident."""

from __future__ import annotations

from pathlib import PurePath
from urllib.parse import urlsplit

from incidentbook.export.source import Told
from incidentbook.model import Document


def publisher(document: Document) -> str | None:
    """Who published a document: by name, else by the host of its address."""
    if document.publisher:
        return document.publisher
    host = urlsplit(document.url).hostname if document.url and is_web(document.url) else None
    return host.removeprefix("www.") if host else None


def publishers(told: Told) -> list[str]:
    """The publishers of all documents, each once, in their order."""
    return list(dict.fromkeys(name for document, _ in told if (name := publisher(document))))


def is_web(address: str | None) -> bool:
    """Whether an address is one of the web, with a host in it."""
    if not address or any(character.isspace() for character in address):
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def file_name(source: str) -> str:
    """The last part of a path or address: where on a disk an article lay is told to nobody."""
    return PurePath(urlsplit(source).path if is_web(source) else source).name
