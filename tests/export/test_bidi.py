"""Names from right to left inside a line."""

from __future__ import annotations

from incidentbook.export.bidi import isolated, runs


def test_a_name_is_one_piece_with_its_spaces() -> None:
    assert runs("hit قاعدة عين الأسد, 5 July") == [
        ("hit ", False),
        ("قاعدة عين الأسد", True),
        (", 5 July", False),
    ]
    assert runs("hit Erbil") == [("hit Erbil", False)]
    assert runs("") == []


def test_nothing_is_lost() -> None:
    text = "א, 5 ب"
    assert "".join(piece for piece, _ in runs(text)) == text
    assert isolated(text) == "\u2068א\u2069, 5 \u2068ب\u2069"
