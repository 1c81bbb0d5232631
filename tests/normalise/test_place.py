"""Names in real sentences in, places out."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentbook.model import Place, Span
from incidentbook.normalise.gazetteer.sphere import destination, kilometres
from incidentbook.normalise.place import PlaceMention, candidates, distance_km, find_places, place


@pytest.fixture(scope="module", autouse=True)
def only_ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the user of this machine has added is no part of these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("INCIDENTBOOK_GAZETTEER", raising=False)
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


TAJI = (
    "Rockets hit the Camp Taji military base late on Monday, the Iraqi army said. They had been fired from the "
    "Saba’ al-Bour neighbourhood; the base lies 85 kilometres (some 53 miles) north of Baghdad. Besmaya air base was "
    "hit on Friday. A contractor had died at Taji in December. Major General Qasem Soleimani was killed in Baghdad by "
    "the US after a mob had stormed the US Embassy in the Iraqi capital, and Prime Minister Mustafa al-Kadhemi spoke."
)


def at(name: str, near: Place | None = None, country: str | None = None) -> Place:
    found = place(name, near, country)
    assert found is not None
    return found


def mention(text: str, words: str) -> PlaceMention:
    found = [m for m in find_places(text) if m.text == words]
    assert found, f"{words!r} not among {[m.text for m in find_places(text)]}"
    return found[0]


def name_of(text: str, words: str) -> str | None:
    found = mention(text, words).place
    return found.name if found else None


@pytest.mark.parametrize(
    ("name", "canonical", "lat", "lon"),
    [
        ("Ain al-Asad air base", "Ain al-Asad Airbase", 33.786, 42.441),
        ("Ein al-Assad", "Ain al-Asad Airbase", 33.786, 42.441),
        ("Ayn al-Asad airbase", "Ain al-Asad Airbase", 33.786, 42.441),
        ("Assad base", "Ain al-Asad Airbase", 33.786, 42.441),
        ("al-Taji Camp", "Camp Taji", 33.524, 44.257),
        ("Taji military base", "Camp Taji", 33.524, 44.257),
        ("Balad airbase", "Balad Air Base", 33.940, 44.362),
        ("Balad air field", "Balad Air Base", 33.940, 44.362),
        ("Basmaya", "Besmaya Base", 33.19, 44.62),
        ("Victory base", "Victory Base", 33.262, 44.234),
        ("Saba al-Bor", "Saba al-Bour", 33.47, 44.18),
        ("Baghdad International Airport", "Baghdad International Airport", 33.262, 44.234),
        ("Tower 22", "Tower 22", 33.31, 38.70),
        ("Koniko", "Conoco gas field", 35.33, 40.31),
        ("Kharkov", "Kharkiv", 49.99, 36.23),
        ("Gulf of Aden", "Gulf of Aden", 12.3, 47.0),
    ],
)
def test_names_and_their_spellings(name: str, canonical: str, lat: float, lon: float) -> None:
    found = place(name)
    assert found is not None
    assert found.name == canonical
    assert kilometres(found.lat or 0, found.lon or 0, lat, lon) < 5


def test_a_town_and_the_base_of_its_name() -> None:
    assert at("Balad", country="IQ").gazetteer == "geonames:98112"
    assert (
        name_of("Rockets hit Balad airbase on Sunday. Balad houses US contractors.", "Balad")
        == "Balad Air Base"
    )
    assert name_of("Clashes broke out in the town of Balad, Iraq, where shops closed.", "Balad") == "Balad"


def test_an_article_gives_its_places() -> None:
    names = [m.place.name for m in find_places(TAJI) if m.place and not m.demonym and m.kind != "relative"]
    assert names == [
        "Camp Taji", "Saba al-Bour", "Baghdad", "Besmaya Base", "Camp Taji", "Baghdad", "United States", "US Embassy in Baghdad",
        "United States", "Baghdad",
    ]  # fmt: skip


def test_an_adjective_of_a_country_is_no_location() -> None:
    found = mention("The Iraqi military said an American contractor was hurt in Erbil.", "Iraqi")
    assert (found.demonym, found.kind, found.place and found.place.country) == (True, "country", "IQ")


def test_a_relative_place_is_computed_and_wraps_its_anchor() -> None:
    found = mention(TAJI, "85 kilometres (some 53 miles) north of Baghdad")
    baghdad = mention(TAJI, "Baghdad")
    assert found.kind == "relative"
    assert found.span.contains(baghdad.span)
    assert found.place is not None
    assert baghdad.place is not None
    assert distance_km(found.place, baghdad.place) == pytest.approx(85, abs=1)
    assert (found.place.lat or 0) > (baghdad.place.lat or 0)
    assert found.place.precision == 2


@pytest.mark.parametrize(
    ("text", "words", "precision"),
    [
        (
            "The ship was about 50 nautical miles from Aden when it was hit.",
            "about 50 nautical miles from Aden",
            4,
        ),
        ("Militants attacked a post in western Iraq on Friday.", "western Iraq", 6),
        ("A drone fell near Erbil in Iraq.", "near Erbil", 2),
        ("Gunmen struck some 15 miles northwest of Baghdad.", "some 15 miles northwest of Baghdad", 2),
    ],
)
def test_how_exact_a_relative_place_is(text: str, words: str, precision: int) -> None:
    found = mention(text, words)
    assert found.kind == "relative"
    assert found.place is not None
    assert found.place.precision == precision


def test_a_border_by_its_two_countries() -> None:
    text = "US jets struck militia depots along the Iraqi-Syrian border on Sunday."
    found = mention(text, "Iraqi-Syrian border")
    assert found.kind == "border"
    assert found.place is not None
    assert (found.place.name, found.place.precision) == ("Iraqi-Syrian border", 5)
    assert (
        name_of("Iraq said fighters came over the Syrian border. Baghdad complained.", "Syrian border")
        == "Iraqi-Syrian border"
    )


def test_an_embassy_is_where_the_story_is() -> None:
    text = "Rockets landed near the American embassy, Iraqi police said. Sirens sounded across Baghdad."
    assert name_of(text, "American embassy") == "US Embassy in Baghdad"
    text = "A bomb went off outside the French embassy in Tripoli, Libya, on Tuesday."
    found = mention(text, "French embassy in Tripoli")
    assert found.place is not None
    assert (found.place.name, found.place.country, found.place.precision) == (
        "French Embassy in Tripoli",
        "LY",
        2,
    )


@pytest.mark.parametrize(
    ("text", "words", "country", "near"),
    [
        (
            "A man from Paris, Texas, was held in Dallas. Paris police said so.",
            "Paris",
            "US",
            (33.66, -95.55),
        ),
        (
            "Gunmen attacked a church in Tripoli, Lebanon, and fled to Beirut.",
            "Tripoli",
            "LB",
            (34.44, 35.83),
        ),
        ("The hospital in London, Ontario, sent him to Toronto.", "London", "CA", (42.98, -81.25)),
        (
            "Police in Gainesville, Fla., said the suspect fled to Ocala.",
            "Gainesville",
            "US",
            (29.65, -82.32),
        ),
        (
            "Kabul says a blast in Jalalabad, in eastern Afghanistan, killed two.",
            "Jalalabad",
            "AF",
            (34.43, 70.45),
        ),
    ],
)
def test_the_text_decides_between_namesakes(
    text: str, words: str, country: str, near: tuple[float, float]
) -> None:
    found = mention(text, words).place
    assert found is not None
    assert found.country == country
    assert kilometres(found.lat or 0, found.lon or 0, *near) < 25


@pytest.mark.parametrize(
    "text",
    [
        "Prime Minister Mustafa al-Kadhimi met President Barham Salih on Friday.",
        "Reuters reported in May that Nice words were said on Sunday.",
        "The Police said the Islamic militants fled.",
        "Officer Jackson Smith said Mr. Houston was shot by Dennis Powers.",
        "One rocket hit the Naval Base. First, Army Camp was struck, then Air Force Station. High Court judges met.",
        "Military Airport staff and Border Police left the Military University.",
        "Police found the car on Palestine Street, in the 2600 block of South Peoria. Bedford Road was closed.",
        "Commander Qureshi-Coleman led Task Force Olympia and Operation Bristol in the metro.",
    ],
)
def test_men_months_and_agencies_are_no_places(text: str) -> None:
    assert [m.text for m in find_places(text)] == []


def test_a_unit_means_the_unit_only_where_a_word_says_so() -> None:
    text = "A bomb killed two in Kirkuk province. The governor spoke in Kirkuk, in northern Iraq."
    kinds = [m.kind for m in find_places(text) if m.text == "Kirkuk"]
    assert kinds == ["admin1", "city"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Clashes hit Homs, Syria. Rebels said shells fell in Rabwah.", "Rabwah"),
        ("An explosion hit Guatemala. The guerrillas fled to Las Brisas, police said.", "Las Brisas"),
        (
            "An airport in Iraqi Kurdistan was hit. The rocket fell on Arbat airport, Iraq said.",
            "Arbat airport",
        ),
    ],
)
def test_a_lone_town_in_a_land_of_which_nothing_speaks_stays_unresolved(text: str, words: str) -> None:
    found = mention(text, words)
    assert found.place is None
    assert found.candidates


def test_the_same_town_is_resolved_where_its_land_is_named() -> None:
    found = mention("Gunmen in Guatemala drove to Las Brisas in Mexico, police said.", "Las Brisas").place
    assert found is not None
    assert found.country == "MX"


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("The bomb went off in Manila. Two drones fell in Iraq.", "Manila", "PH"),
        ("A drone hit Balad airbase, US officials said.", "Balad airbase", "IQ"),
        ("The Kremlin denied it. Iraq was told.", "Kremlin", "RU"),
        ("Shells fell on the town of Khan Younis. Gaza was calm.", "Khan Younis", "PS"),
        ("They flew from Port-au-Prince and landed in Deir ez-Zor, Syria.", "Port-au-Prince", "HT"),
    ],
)
def test_what_needs_no_support_or_has_it_is_resolved(text: str, words: str, country: str) -> None:
    found = mention(text, words).place
    assert found is not None
    assert found.country == country


def test_a_country_and_the_capital_of_its_name() -> None:
    text = "Gunmen in Guatemala attacked a farm north of Guatemala City, police said."
    kinds = [m.kind for m in find_places(text) if m.kind != "relative"]
    assert kinds == ["country", "city"]


def test_candidates_are_weighed() -> None:
    found = candidates("Tripoli", near=at("Beirut"))
    assert [c.place.country for c in found][:2] == ["LB", "LY"]
    assert sum(c.share for c in found) == pytest.approx(1)
    assert found[0].km == pytest.approx(68, abs=2)
    assert candidates("Qwertzuiopia") == ()
    assert candidates("Naval Base") == ()


def test_given_spans_are_all_answered() -> None:
    text = "He fled from Xyzzyville to Mosul."
    answers = find_places(text, [Span(13, 23), Span(27, 32)])
    assert [m.text for m in answers] == ["Xyzzyville", "Mosul"]
    assert answers[0].place is None
    assert answers[1].place is not None


def test_unknown_names_and_missing_points_stay_open() -> None:
    nowhere = Place("somewhere", None, None, None, None, None, None)
    assert place("Qwertzuiopia") is None
    assert distance_km(nowhere, nowhere) is None


def test_near_and_country_choose_between_namesakes() -> None:
    assert at("Tripoli", country="LB").country == "LB"
    assert at("Tripoli", near=at("Beirut")).country == "LB"
    assert at("Aleppo").country == "SY"


def test_an_article_takes_milliseconds() -> None:
    find_places(TAJI)
    start = time.perf_counter()
    for _ in range(5):
        find_places(TAJI * 4)
    assert (time.perf_counter() - start) / 5 < 0.1  # 10 ms by itself; room for a busy machine


@given(st.text(max_size=200))
def test_spans_lie_in_any_text(text: str) -> None:
    for found in find_places(text):
        assert found.span.of(text) == found.text
        assert 0 <= found.span.start < found.span.end <= len(text)


@given(st.floats(-80, 80), st.floats(-179, 179), st.floats(0, 359), st.floats(0.1, 3000))
def test_a_destination_is_as_far_as_asked(lat: float, lon: float, bearing: float, distance: float) -> None:
    there = destination(lat, lon, bearing, distance)
    assert kilometres(lat, lon, *there) == pytest.approx(distance, rel=0.01, abs=0.05)
