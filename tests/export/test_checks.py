"""Checks as lines, Markdown and plots."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

from tests.check.small_books import ERBIL, day, entry, on

from incidentbook import extract
from incidentbook.check.findings import check_all, said_in
from incidentbook.check.record import Record
from incidentbook.export.checks import as_markdown, lines
from incidentbook.export.checks_html import as_html
from incidentbook.export.plot import Bar, Plot, Point, Rows, bars, months, step_plot

FIRST = "Officials in Erbil spoke on Sunday. There have been 43 attacks on US troops in Iraq since January. More is expected."
SECOND = FIRST.replace("43", "45")


def findings():
    record = Record([entry("IB-AAAAAA", day("2021-06-14"), place=ERBIL, target=on("US troops"))], [])
    texts = [
        extract(FIRST, published="2021-06-10", source="a_b.txt"),
        extract(SECOND, published="2021-06-20"),
    ]
    return check_all(map(said_in, texts), record)


def test_the_sentence_is_cut_out_around_the_words() -> None:
    first = lines(findings())[0]
    assert (first.before, first.words) == ("There have been ", "43 attacks")
    assert first.after == " on US troops in Iraq since January."


def test_markdown_shows_text_as_text() -> None:
    page = as_markdown(findings())
    assert "## a\\_b.txt" in page
    assert "**43 attacks**" in page
    assert "- From 43 to 45: 2 new" in page


def test_plots_are_well_formed_and_stand_in_the_page() -> None:
    page = as_html(findings())
    assert page.count("<svg") == 2
    plot = Plot(date(2021, 1, 1), date(2021, 6, 20))
    rows = Rows({"said <1>": [Point(date(2021, 6, 10), 43)]}, {"held": [Point(date(2021, 6, 20), 2)]}, {})
    svg = ElementTree.fromstring(step_plot(plot, rows))
    path, dot = svg.find("path"), svg.find("circle")
    assert path is not None
    assert dot is not None
    assert path.get("d") == "M44,196 H750.0 V187.4 H750"
    assert (dot.get("cx"), dot.get("cy")) == ("708.5", "12.0")


def test_bars_are_months() -> None:
    days = [date(2020, 12, 31), date(2021, 2, 1), date(2021, 2, 28)]
    assert months(days, days[0], days[-1]) == [1, 0, 2]
    svg = ElementTree.fromstring(bars([Bar("attacks", [1, 0, 2])], days[0]))
    assert [r.find("title").text for r in svg.iter("rect")] == ["2020-12: 1", "2021-02: 2"]  # type: ignore[union-attr]
