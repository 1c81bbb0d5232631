"""Lines broken at a fixed width are joined; lists, verses and pages with a paragraph a line are left alone."""

from __future__ import annotations

import textwrap
import time

from incidentbook.text.wrapped import unwrapped

_STORY = (
    "Gunmen on two motorcycles fired at a minibus near the covered market of the old town late on Tuesday, witnesses told "
    "a local broadcaster, and drove off towards the river before the police came. The driver and two of his passengers "
    "were taken to the provincial hospital, where a doctor said that none of them was in danger any more."
)


def test_full_lines_are_joined_and_offsets_stay() -> None:
    wrapped = "\n".join(textwrap.wrap(_STORY, 70)) + "\n\n" + "\n".join(textwrap.wrap(_STORY, 70))
    read = unwrapped(wrapped)
    assert len(read) == len(wrapped)
    assert read.split("\n\n") == [_STORY, _STORY]


def test_a_list_stays_a_list() -> None:
    lines = "\n".join(f"{day} May: an attack in Town {day}, nobody was hurt" for day in range(10, 22))
    assert unwrapped(lines) == lines


def test_a_paragraph_a_line_stays() -> None:
    text = "\n".join([_STORY] * 9)
    assert unwrapped(text) == text


def test_a_line_of_blanks_costs_no_more_than_its_length() -> None:
    begun = time.monotonic()
    text = "Rockets struck.\n" + " " * 100_000
    assert unwrapped(text) == text
    assert time.monotonic() - begun < 5
