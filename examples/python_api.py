"""incidentbook from Python: reads one article, then builds a book from examples/articles and asks it."""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

import incidentbook

ARTICLES = Path(__file__).with_name("articles")


def one_article() -> None:
    """What a single text says, and the words that say it."""
    text = (ARTICLES / "d01.txt").read_text(encoding="utf-8")
    extraction = incidentbook.extract(text, published="2021-07-05")
    for report in extraction.reports:
        print("main report" if report.main else "background", report.id)
        for said in report.statements:
            print(f"  {said.property}: {said.span.of(text)!r} ({said.stance})")


def a_book(location: Path) -> None:
    """A book of all the articles: the incidents of 2021 in Iraq."""
    with incidentbook.Book.open(location) as book:
        result = book.add(ARTICLES)
        print(f"{result.read} documents read, {result.skipped} inputs skipped, {result.failed} failed")
        for incident in book.incidents(country="IQ", since=date(2021, 1, 1), until=date(2021, 12, 31)):
            place = incident.values.place
            print(
                incident.id, incident.values.date, place.name if place else "place unknown", incident.sources
            )


def main() -> None:
    """Both; the book goes to the path given, or to a temporary folder."""
    one_article()
    if len(sys.argv) > 1:
        a_book(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        a_book(Path(folder, "incidents.db"))


if __name__ == "__main__":
    main()
