from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidentbook import extract

WORDS = """Three rockets hit the base on Monday.|Nobody was hurt,|No group has claimed responsibility|12 dead|«|🚀|killed|by
the US|said|an attack on|Baghdad|--|(Reuters) -|“Two drones|were shot down”|after|0|and"""
PIECES = st.sampled_from([*WORDS.split("|"), "\n\n"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=25).map(" ".join))
def test_any_text_is_read_without_an_error_and_spans_lie_inside(text: str) -> None:
    found = extract(text, published="2021-07-05")
    assert found.document.text == text
    for statement in (s for r in found.reports for s in r.statements):
        assert 0 <= statement.span.start < statement.span.end <= len(text)


def test_other_languages_are_kept_and_not_read() -> None:
    text = "Tres cohetes cayeron el lunes sobre una base militar en Irak y mataron a dos soldados, informó el ejército iraquí."
    found = extract(text, published="2021-07-05")
    assert found.document.language == "es"
    assert found.reports == ()
