"""The extractor that asks a model: good answers, invented words, broken ones, and endpoints that fail."""

from __future__ import annotations

import json
import pickle
import socket
from datetime import date

import jsonschema
import pytest
from tests.extract.chatting import Chat, chat, fault, found, quoted, says

from incidentbook.errors import ExtractorError
from incidentbook.extract.chat import ChatExtractor, Endpoint
from incidentbook.extract.chat.answer import read_answer
from incidentbook.extract.chat.question import pieces, schema
from incidentbook.extract.interface import BuiltIn, Extractor, named
from incidentbook.extract.sentences import sentences
from incidentbook.model import Count, Document, Extraction, Interval, ReadBy
from incidentbook.pipeline import dated
from incidentbook.sources import Meta, Page

TEXT = """Gunmen storm police station in Mopti

Gunmen on motorcycles stormed a police station in Mopti on Tuesday evening and killed three officers, the army said.
Five others were wounded, according to the mayor’s office.
No group has claimed the raid, but the governor blamed Katiba Macina.
There have been 14 attacks in the region since January, the United Nations said.
"""
RAID = [
    quoted("place", 2, "Mopti", stance="reported", speaker="the army"),
    quoted("date", 2, "Tuesday evening"),
    quoted("time_of_day", 2, "Tuesday evening"),
    quoted("attack_type", 2, "stormed a police station"),
    quoted("site", 2, "a police station in Mopti"),
    quoted("killed", 2, "three officers", group="officers", stance="reported", speaker="the army"),
    quoted("injured", 3, "Five others", stance="reported", speaker="the mayor's office"),
    quoted("claimed_by", 4, "No group has claimed"),
    quoted("attributed_to", 4, "Katiba Macina", stance="attributed", speaker="the governor"),
]


def document(text: str = TEXT) -> Document:
    return dated(Page("a.txt", "text/plain", text, Meta(published=Interval.day(date(2023, 5, 11)))))[0]


def asking(here: Chat, **more: object) -> ChatExtractor:
    endpoint = Endpoint(here.base_url, "small", first_wait=0.25, longest_wait=2.0, **more)  # type: ignore[arg-type]
    return ChatExtractor(endpoint, sleep=lambda seconds: None)


@pytest.fixture(scope="module")
def good() -> Extraction:
    with chat(says(found(RAID))) as here:
        return asking(here)(document())


# ------------------------------------------------------------------ a good answer


def test_values_are_made_of_the_quoted_words(good: Extraction) -> None:
    (report,) = good.reports
    values = report.values
    assert values.date == Interval.day(date(2023, 5, 9))
    assert values.time_of_day == "evening"
    assert values.place is not None
    assert (values.place.name, values.place.country) == ("Mopti", "ML")
    assert (values.attack_type, values.site) == ("storming", "police")
    assert (values.killed, values.injured) == (Count.exactly(3), Count.exactly(5))
    assert values.victims is not None
    assert values.victims[0].group == "officers"
    assert values.attributed_to is not None
    assert values.attributed_to[0].to.id == "katibat-macina"
    assert good.read_by == ReadBy("openai:small", 0, 0)


def test_quotes_become_spans_of_the_document(good: Extraction) -> None:
    text = good.document.text
    spans = {s.property: s.span.of(text) for s in good.reports[0].statements}
    assert spans["killed"] == "three officers"
    assert spans["place"] == "Mopti"
    place = next(s for s in good.reports[0].statements if s.property == "place")
    assert place.span.start > text.index("stormed"), (
        "the one in the sentence named, not the one in the headline"
    )


def test_who_says_it_and_in_what_stance(good: Extraction) -> None:
    said = {s.property: s for s in good.reports[0].statements}
    army, mayor, governor = (said[p].speaker for p in ("killed", "injured", "attributed_to"))
    assert army is not None
    assert army.kind == "military"
    assert said["killed"].stance == "reported"
    assert mayor is not None, "its apostrophe is another one than the text's"
    assert governor is not None
    assert said["attributed_to"].stance == "attributed"
    assert (said["claimed_by"].value, said["claimed_by"].stance) == (None, "stated")
    assert (said["date"].speaker, said["date"].stance) == (None, "stated")


def test_the_question_holds_the_sentences_and_the_schema() -> None:
    with chat(says(found(RAID))) as here:
        asking(here, key="secret")(document())
    (question,) = here.questions
    assert question["model"] == "small"
    assert "[2] Gunmen on motorcycles" in question["messages"][1]["content"]
    assert "[1] (title) Gunmen storm" in question["messages"][1]["content"]
    assert question["response_format"]["json_schema"]["schema"] == schema()
    assert here.keys == ["Bearer secret"]


def test_an_answer_as_the_tests_write_it_meets_the_schema() -> None:
    jsonschema.validate(json.loads(found(RAID, tallies=[])), schema())


def test_tallies_are_made_of_quoted_words_too() -> None:
    told = {
        "sentence": 5,
        "count": "14 attacks",
        "period": "since January",
        "place": None,
        "speaker": "the United Nations",
    }
    with chat(says(found(tallies=[told]))) as here:
        read = asking(here)(document())
    (tally,) = read.tallies
    assert (tally.count, tally.what) == (Count.exactly(14), "attacks")
    assert tally.period == Interval(date(2023, 1, 1), date(2023, 5, 11))
    assert tally.speaker is not None
    assert tally.span.of(read.document.text) == "14 attacks"


def test_the_main_attack_comes_first() -> None:
    said = json.dumps(
        {
            "incidents": [
                {"incident": 1, "main": False, "statements": [quoted("injured", 3, "Five others")]},
                {"incident": 2, "main": True, "statements": [quoted("killed", 2, "three officers")]},
            ],
            "tallies": [],
        }
    )
    with chat(says(said)) as here:
        read = asking(here)(document())
    assert [(r.main, r.values.killed) for r in read.reports] == [(True, Count.exactly(3)), (False, None)]
    assert [r.id for r in read.reports] == [f"{read.document.id}-1", f"{read.document.id}-2"]


# ------------------------------------------------------------------ what is thrown away


@pytest.mark.parametrize(
    "statement",
    [
        quoted("killed", 2, "four officers"),
        quoted("place", 2, "Bamako"),
        quoted("date", 2, "tuesday evening"),
        quoted("killed", 2, "three office"),
        quoted("weapon", 1, "motorcycles stormed a police station in Timbuktu"),
    ],
    ids=lambda s: s["quote"],
)
def test_words_that_are_not_in_the_text_are_thrown_away_and_counted(statement: dict[str, object]) -> None:
    with chat(says(found([RAID[0], statement]))) as here:
        read = asking(here)(document())
    assert read.read_by == ReadBy("openai:small", not_in_text=1)
    assert {s.property for s in read.reports[0].statements} == {"place"}


def test_an_invented_speaker_is_thrown_away_and_the_words_stay() -> None:
    said = quoted(
        "killed", 2, "three officers", stance="reported", speaker="President Keita", group="marines"
    )
    with chat(says(found([said]))) as here:
        read = asking(here)(document())
    (killed,) = read.reports[0].statements
    assert (killed.speaker, killed.stance) == (None, "reported")
    assert read.read_by.not_in_text == 2


def test_words_that_say_no_value_are_counted_apart() -> None:
    said = [RAID[0], quoted("killed", 2, "Gunmen"), quoted("mood", 2, "Gunmen"), quoted("date", 2, "Mopti")]
    with chat(says(found(said))) as here:
        read = asking(here)(document())
    assert read.read_by == ReadBy("openai:small", 0, 3)


def test_an_incident_of_which_nothing_is_left_is_no_report() -> None:
    with chat(says(found([quoted("killed", 2, "nine")], [quoted("killed", 2, "three officers")]))) as here:
        read = asking(here)(document())
    assert [r.values.killed for r in read.reports] == [Count.exactly(3)]


def test_parts_of_another_form_are_counted_and_the_rest_is_kept() -> None:
    said = json.dumps(
        {
            "incidents": ["?", {"statements": [RAID[0], {"property": "killed"}, 7]}],
            "tallies": [None, {"count": 3}],
        }
    )
    with chat(says(said)) as here:
        read = asking(here)(document())
    assert len(read.reports) == 1
    assert read.read_by == ReadBy("openai:small", 0, 5)


# ------------------------------------------------------------------ endpoints and answers that are otherwise


def test_an_endpoint_without_structured_output_gets_the_form_in_the_question() -> None:
    with chat(says(f"Here it is:\n```json\n{found(RAID)}\n```\n"), takes_schema=False) as here:
        reader = asking(here)
        reads = [reader(document()), reader(document())]
    assert [len(r.reports) for r in reads] == [1, 1]
    assert ["response_format" in q for q in here.questions] == [True, False, False], "it is refused once"
    assert "JSON Schema" in here.questions[2]["messages"][0]["content"]


def test_a_model_that_takes_no_temperature_gets_none() -> None:
    with chat(fault(400, "'temperature' does not support 0 with this model"), says(found(RAID))) as here:
        assert len(asking(here)(document()).reports) == 1
    assert ["temperature" in q for q in here.questions] == [True, False]
    assert all("response_format" in q for q in here.questions)


def test_broken_json_is_asked_for_once_more() -> None:
    with chat(says('{"incidents": [{"incident": 1, "sta'), says(found(RAID))) as here:
        assert len(asking(here)(document()).reports) == 1
    assert [m["role"] for m in here.questions[1]["messages"]] == ["system", "user", "assistant", "user"]


def test_broken_json_twice_is_an_error() -> None:
    with chat(says("I see an attack in Mopti.")) as here, pytest.raises(ExtractorError) as error:
        asking(here)(document())
    assert "small answered twice without the JSON" in str(error.value)
    assert here.base_url in str(error.value)


def test_thoughts_before_the_answer_are_passed_over() -> None:
    answer = read_answer(f'<think>{{"incidents": maybe {{}} }}</think>\n{found(RAID)}')
    assert answer is not None
    assert len(answer.incidents[0].statements) == len(RAID)


@pytest.mark.parametrize("words", ["", "[]", '{"a": 1}', "{" * 5000, '{"incidents": 3}', "null"])
def test_words_without_an_answer(words: str) -> None:
    assert read_answer(words) is None


@pytest.mark.parametrize("status", [429, 500, 503])
def test_it_is_asked_again_after_a_passing_fault(status: int) -> None:
    waits: list[float] = []
    with chat(fault(status, "busy"), fault(status, "busy"), says(found(RAID))) as here:
        endpoint = Endpoint(here.base_url, "small", first_wait=0.25)
        read = ChatExtractor(endpoint, sleep=waits.append)(document())
    assert len(read.reports) == 1
    assert waits == [0.25, 0.5]


@pytest.mark.parametrize(("asked", "waited"), [("7", 7.0), ("99999", 60.0), ("soon", 1.0)])
def test_it_waits_as_long_as_it_is_asked_to_within_bounds(asked: str, waited: float) -> None:
    waits: list[float] = []
    with chat(fault(429, "busy", Retry_After=asked), says(found(RAID))) as here:
        ChatExtractor(Endpoint(here.base_url, "small"), sleep=waits.append)(document())
    assert waits == [waited]


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (
            fault(429, "quota used up"),
            "is overloaded or broken (429: quota used up), 5 times; try again later",
        ),
        (fault(401, "bad key"), "refuses the key (401: bad key); set OPENAI_API_KEY"),
        (
            fault(404, "no model small"),
            "has no such path or model as small (404: no model small); check both",
        ),
        (fault(400, "too\nlong"), "refuses the question (400: too long); check the model small"),
        (
            says("{", finish="length"),
            "small broke its answer off; let it give longer ones, or use another model",
        ),
        (says(" "), "small gave an empty answer; use another model"),
    ],
    ids=lambda v: str(getattr(v, "status", "")),
)
def test_a_fault_is_one_line_with_the_endpoint_and_the_way_out(reply: object, said: str) -> None:
    with chat(reply) as here, pytest.raises(ExtractorError) as error:  # type: ignore[arg-type]
        asking(here)(document())
    assert str(error.value) == f"{here.base_url}: {said}"


def test_an_endpoint_that_is_down_is_told_at_once() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody else gets it
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        waits: list[float] = []
        with pytest.raises(
            ExtractorError, match=r"cannot be asked .*; see that it runs, and check --base-url"
        ):
            ChatExtractor(Endpoint(url, "small"), sleep=waits.append)(document())
    assert waits == []


def test_an_answer_that_does_not_come_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        with pytest.raises(ExtractorError, match=r"gave no answer within 0\.2 seconds"):
            ChatExtractor(Endpoint(url, "small", timeout=0.2))(document())


def test_another_server_is_told_apart() -> None:
    with chat(says(found(RAID))) as here:
        endpoint = Endpoint(here.base_url.removesuffix("/v1"), "small", key="secret")
        with pytest.raises(ExtractorError) as error:
            ChatExtractor(endpoint)(document())
    assert "has no such path" in str(error.value)
    assert "secret" not in f"{error.value} {endpoint}"


# ------------------------------------------------------------------ long documents


def test_long_documents_are_cut_between_sentences() -> None:
    cut = sentences(document())
    parts = pieces(cut, 200)
    assert [s for part in parts for s in part] == list(cut)
    assert len(parts) > 1
    assert all(sum(len(s.text) for s in part) <= 200 or len(part) == 1 for part in parts)


def test_an_attack_told_in_two_pieces_is_one_report() -> None:
    first, second = found([RAID[0], RAID[5]]), found([RAID[6]])
    with chat(says(first), says(second), says(found())) as here:
        read = ChatExtractor(Endpoint(here.base_url, "small"), most_characters=260)(document())
    assert len(here.questions) > 1
    assert "incident 1: Mopti; three officers" in here.questions[1]["messages"][1]["content"]
    (report,) = read.reports
    assert (report.values.killed, report.values.injured) == (Count.exactly(3), Count.exactly(5))


def test_nothing_is_asked_of_other_languages() -> None:
    with chat(says(found(RAID))) as here:
        reader = asking(here)
        foreign = document(
            "Des hommes armés ont attaqué un poste de police et tué trois agents mardi soir, selon l’armée.\n"
        )
        assert reader(foreign) == Extraction(foreign, (), (), ReadBy("openai:small"))
    assert here.questions == []


# ------------------------------------------------------------------ the interface


def test_extractors_are_named() -> None:
    assert named("built-in") == BuiltIn()
    reader: Extractor = named("openai:org/small:free", "http://localhost:1/v1/", {"OPENAI_API_KEY": "k"})
    assert reader.name == "openai:org/small:free"


@pytest.mark.parametrize(
    ("spec", "url", "said"),
    [
        ("openai:small", None, "needs --base-url"),
        ("openai:", "http://localhost/v1", "is no extractor"),
        ("trained", None, "give built-in, reader or openai:MODEL"),
        ("openai:small", "localhost:8080", "is no address of an endpoint"),
    ],
)
def test_what_is_no_extractor_is_told(spec: str, url: str | None, said: str) -> None:
    with pytest.raises(ExtractorError, match=said):
        named(spec, url, {})


def test_an_extractor_can_be_given_to_another_process() -> None:
    reader = named("openai:small", "http://localhost:1/v1", {})
    assert pickle.loads(pickle.dumps(reader)).name == "openai:small"


def test_the_built_in_extractor_is_one() -> None:
    reader: Extractor = BuiltIn()
    assert reader(document()).read_by == ReadBy("built-in")
