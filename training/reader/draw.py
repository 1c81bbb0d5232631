"""What the network is taught in each epoch: the same articles, or the articles made anew."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from tokenizers import Tokenizer

from training.markup import Article
from training.reader.augment import Chances, Material, augmented, background
from training.reader.data import Example, example
from training.reader.stock import Stock

Draw = Callable[[], Sequence[Example]]
"""Gives the examples of the next epoch."""


def as_they_are(articles: Sequence[Article], tokenizer: Tokenizer) -> Draw:
    """Each epoch has the same examples."""
    taught = [example(a, tokenizer) for a in articles]
    return lambda: taught


def made_anew(
    articles: Sequence[Article],
    tokenizer: Tokenizer,
    names: Stock,
    chances: Chances,
    seed: int,
    passages: Sequence[Article] = (),
) -> Draw:
    """Each epoch has every article once, as `augmented` makes it; a seed gives the same epochs in the same order."""
    material = Material(names, background(articles), background(passages))
    order = random.Random(seed)
    return lambda: [example(augmented(a, material, chances, order), tokenizer) for a in articles]
