"""Encodings as they come."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentbook.errors import SourceError
from incidentbook.sources.decode import decode

ENGLISH = (
    "The café near the “Green Zone” was hit – two people were hurt, officials in Baghdad said on Monday."
)
ARABIC = (
    "أعلنت خلية الإعلام الأمني سقوط ثلاثة صواريخ على قاعدة عين الأسد "
    "في محافظة الأنبار غربي العراق يوم الاثنين"
)


@given(st.text().filter(lambda t: "\x00" not in t and not t.startswith("\ufeff")))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode()).text == text
    assert decode(text.encode()).doubt is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_believed(encoding: str) -> None:
    assert decode(ENGLISH.encode(encoding)).text == ENGLISH


def test_windows_1252_is_read_and_said() -> None:
    found = decode(ENGLISH.encode("cp1252"))
    assert found.text == ENGLISH
    assert "Windows-1252" in (found.doubt or "")


def test_the_charset_of_a_page_is_believed() -> None:
    page = f'<html><head><meta charset="windows-1256"></head><body>{ARABIC}</body></html>'
    assert decode(page.encode("cp1256")).text == page


def test_a_charset_that_a_page_declares_wrongly_does_no_harm() -> None:
    page = f'<html><head><meta charset="utf-8"></head><body>{ENGLISH}</body></html>'
    assert decode(page.encode("cp1252")).text == page
    page = f'<html><head><meta charset="windows-1252"></head><body>{ARABIC}</body></html>'
    assert decode(page.encode("utf-8")).text == page


def test_a_charset_that_came_with_the_bytes_goes_before_the_pages_own() -> None:
    page = f'<html><head><meta charset="koi8-r"></head><body>{ARABIC}</body></html>'
    assert decode(page.encode("cp1256"), "windows-1256").text == page
    assert decode(ARABIC.encode("cp1256"), "no-such-charset").doubt is not None


def test_arabic_without_a_declaration_is_recognised() -> None:
    found = decode((ARABIC * 3).encode("cp1256"))
    assert ARABIC in found.text
    assert found.doubt is not None


def test_a_broken_byte_in_utf8_does_not_turn_the_rest_to_noise() -> None:
    found = decode((ARABIC * 5).encode() + b"\xd8")
    assert found.text.startswith(ARABIC)
    assert "1 broken byte" in (found.doubt or "")


@pytest.mark.parametrize("data", [b"a\x00b", b"\xff\xfea\x00\x00"])
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError):
        decode(data)
