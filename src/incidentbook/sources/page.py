"""What this stage gives.

Pages as they were found, what is known of them from elsewhere, and what could not be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from incidentbook.model import Interval

MediaType = Literal["text/plain", "text/html"]
Severity = Literal["warning", "skipped", "failed"]


@dataclass(frozen=True, slots=True)
class Meta:
    """What is known of a document from elsewhere.

    A line of `meta.jsonl`, or the keys beside the text in a JSON line.
    """

    published: Interval | None = None
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    author: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One article as it was found: where, of what kind, and its decoded characters, line ends kept.

    `position` says how far into its file the article stands (see `sources.cursor`); empty where a reading
    cannot be taken up again, as of a single web page.
    """

    source: str
    media_type: MediaType
    content: str
    meta: Meta | None = None
    position: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong with one input: `source` is the file or `file:line`, `message` one line that
    says what and the way out.

    `warning`: it was read all the same; `skipped`: passed over on purpose; `failed`: it could not be read.
    """

    source: str
    message: str
    severity: Severity = "failed"
