"""Which agency or outlet a text says that it comes from."""

from __future__ import annotations

import re

from incidentbook.model import Region
from incidentbook.text.cues import agency_named
from incidentbook.text.heads import dateline_of
from incidentbook.text.lines import lines_of

_SOURCE = re.compile(
    r"(?:source|sources|original source|via|origin)\s?[:»›|-]+\s?(?P<name>[^|\n]{2,80})", re.IGNORECASE
)
_NOBODY = re.compile(
    r"agenc(?:y|ies)|agencies|dispatches|various|.* and agencies|staff|news desk|web ?desk|media|reports?",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:\d{4}\s*)?(?:the\s+)?(?P<name>[\w .-]{2,40})", re.IGNORECASE
)


def syndicated_from(text: str, regions: tuple[Region, ...], author: str | None = None) -> str | None:
    """The agency of the dateline, else of a source line, of the author's name, of a byline or a notice of
    rights.

    `author` is what the page gives as its author. None where no agency or outlet is named.
    """
    return (
        _of_datelines(text, regions)
        or _of_sources(text, regions)
        or agency_named(author or "")
        or _of_lines(text, regions)
    )


def _of_datelines(text: str, regions: tuple[Region, ...]) -> str | None:
    for region in regions:
        if region.kind != "dateline":
            continue
        for line in lines_of(region.span.of(text)):
            found = dateline_of(line)
            if found and found.agency:
                return agency_named(found.agency) or _clean(found.agency)
    return None


def _of_sources(text: str, regions: tuple[Region, ...]) -> str | None:
    for region in regions:
        match = _SOURCE.search(region.span.of(text)) if region.kind == "source_line" else None
        if match and (name := _clean(match.group("name"))):
            return agency_named(name) or name
    return None


def _of_lines(text: str, regions: tuple[Region, ...]) -> str | None:
    """A line that is nothing but an agency's name, or says that it holds the rights."""
    for region in regions:
        for line in lines_of(region.span.of(text)):
            match = _RIGHTS.match(line.text)
            name = match.group("name").strip() if match else line.text.strip("()[] ")
            if (match or line.words <= 3) and (agency := agency_named(name)):
                return agency
    return None


def _clean(name: str) -> str | None:
    name = re.split(r"\d{4}-|\s{2,}|\bEditor\b", name)[0].strip(" .|)")
    return None if not name or _NOBODY.fullmatch(name) else name
