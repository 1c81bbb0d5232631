"""What tests of the stage's parts share: short texts read as far as the event mentions of their sentences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from incidentbook.extract.drafts import Told
from incidentbook.extract.extractor import as_read, read_scenes, read_told, reference
from incidentbook.extract.scene import Scene
from incidentbook.model import Document, Interval
from incidentbook.pipeline import dated
from incidentbook.sources import Meta, Page

Reader = Callable[..., list[Told]]


def _document(text: str, published: date | None) -> Document:
    known = Interval.day(published) if published else None
    return dated(Page("told", "text/plain", text, Meta(published=known)))[0]


@pytest.fixture
def told() -> Reader:
    """Reads what each sentence of a text tells: `told(text, published)`."""

    def read(text: str, published: date | None = date(2024, 3, 9)) -> list[Told]:
        document = _document(text, published)
        return read_told(read_scenes(as_read(document)), reference(document))

    return read


@pytest.fixture
def scenes() -> Callable[[str], list[Scene]]:
    """Reads the parsed sentences of a text of 9 March 2024, a Saturday."""
    return lambda text: read_scenes(as_read(_document(text, date(2024, 3, 9))))
