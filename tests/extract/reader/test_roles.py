"""What the reader adds to an attack: words of properties that the rules found nothing of, and none beside what they found."""

from __future__ import annotations

from datetime import date

from incidentbook import extract
from incidentbook.extract.interface import WithReader
from incidentbook.model import Extraction, Property

TEXT = (
    "Mortar bombs fell on the barracks at Tuz Khurmatu, wounding two soldiers.\n\n"
    "The shelling, on Friday night, came from orchards outside the town, a resident said."
)


def spans(found: Extraction, prop: Property) -> list[str]:
    return [s.span.of(TEXT) for r in found.reports for s in r.statements if s.property == prop]


def test_rules_keep_their_word() -> None:
    rules = extract(TEXT, published=date(2020, 6, 15))
    both = extract(TEXT, published=date(2020, 6, 15), extractor=WithReader())
    assert both.reports[0].values.injured == rules.reports[0].values.injured
    assert both.reports[0].values.place == rules.reports[0].values.place
    assert set(spans(rules, "injured")) == set(spans(both, "injured"))


def test_every_property_stays_in_the_words_of_the_text() -> None:
    both = extract(TEXT, published=date(2020, 6, 15), extractor=WithReader())
    assert both.reports[0].values.date is not None
    assert any("Friday" in words for words in spans(both, "date"))


VILLAGE = "Raiders on horseback attacked Umm Tirsala on Friday, killing nine people and burning houses, an official said."


def test_a_village_that_no_table_has_is_a_place() -> None:
    rules = extract(VILLAGE, published=date(2023, 5, 9))
    both = extract(VILLAGE, published=date(2023, 5, 9), extractor=WithReader())
    assert rules.reports[0].values.place is None
    place = both.reports[0].values.place
    assert place is not None
    assert (place.name, place.lat, place.gazetteer) == ("Umm Tirsala", None, None)
