"""Learns which of the days of an article an attack was on: `resources/timing.yaml`.

    python -m training.timing ../shared/train/articles

Each attack, gathered as the marks gather it, is a choice between the days that its article names and none.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

import yaml

from incidentbook.extract.assembly import beginning
from incidentbook.extract.choose import day_of
from incidentbook.extract.drafts import Draft
from incidentbook.extract.extractor import as_read, read_sentences, read_told, reference, scenes_of
from incidentbook.extract.focus_day import with_focus_day
from incidentbook.extract.timing import Calendar, Read, speaking_for
from incidentbook.model import Document, Interval
from incidentbook.pipeline import dated
from incidentbook.sources import Meta, Page
from training.assembly import gathered
from training.logit import Choice, fit, share_right
from training.markup import Article, Mark, read_folder

RESOURCE = Path(__file__).parent.parent / "src" / "incidentbook" / "resources" / "timing.yaml"
HEAD = """\
# What speaks for an attack having been on some days that its document names, against its day being told nowhere (0).
# Learned from marked-up articles by `python -m training.timing`; read by extract/timing.py.
"""
PRIOR = {"said": 3.0, "date": -1.5, "none said & of others elsewhere": -1.5, "on_saying": -1.5}
PENALTY = 8.0
LEAST = 4  # choices that a feature must be seen in


def choices(article: Article) -> list[Choice]:
    """The decisions of one article."""
    page = Page(article.id, "text/plain", article.text, Meta(published=article.published))
    text = as_read(dated(page)[0])
    read = read_sentences(text)
    told = read_told(scenes_of(read, None), reference(text))
    _, found, keys = gathered(article, told, beginning(told, reference(text)))
    drafts = tuple(
        _focused(article, key, draft, found.drafts, read, text)
        for key, draft in zip(keys, found.drafts, strict=True)
    )
    calendar = Calendar(tuple(read), drafts, reference(text))
    return [_date(article, key, draft, calendar) for key, draft in zip(keys, drafts, strict=True)]


def _focused(
    article: Article, key: str, draft: Draft, drafts: Sequence[Draft], read: Sequence[Read], text: Document
) -> Draft:
    main = "main" in article.reports[key]
    return with_focus_day(draft, drafts, read, reference(text)) if main else draft


def _date(article: Article, key: str, draft: Draft, calendar: Calendar) -> Choice:
    """The decision on when an attack was: right are the days that the marks give, none where the text tells none of them."""
    chosen = day_of(draft)
    options = [[], *(speaking_for(d, draft, chosen, calendar) for d in calendar.named)]
    marks = [m for m in article.marks if m.owner == key and m.property == "date"]
    return Choice(tuple(options), frozenset(_right(marks, calendar) or {0}))


def _right(marks: Sequence[Mark], calendar: Calendar) -> set[int]:
    """The days that the marks give, the finest; where these are none of the text's, those whose words are marked."""
    given = {d for m in marks if (d := days(m.value))}
    exact = {i: d.days or 0 for i, d in enumerate(calendar.named, 1) if d in given}
    if exact:
        return {i for i, width in exact.items() if width == min(exact.values())}
    return {
        i
        for i, names in enumerate(calendar.named.values(), 1)
        if any(m.span.overlaps(t.clue.span) for m in marks for t in names)
    }


def days(value: str | None) -> Interval | None:
    """The days of a mark: `2021-07-05`, `2021-07-01..2021-07-04`."""
    try:
        ends = [date.fromisoformat(end) for end in (value or "").split("..")]
        return Interval(ends[0], ends[-1])
    except ValueError:
        return None


def learn(made: Sequence[Sequence[Choice]], penalty: float) -> dict[str, float]:
    """The weights that the choices of all articles teach; prints how many choices of articles held out they get right."""
    shuffled = random.Random(1).sample(made, len(made))
    cut = len(shuffled) // 5
    held, rest = ([c for part in parts for c in part] for parts in (shuffled[:cut], shuffled[cut:]))
    several = [c for c in held if len(c.options) > 1]
    print(
        f"days: of {len(several)} held out {share_right(several, fit(rest, penalty, LEAST, PRIOR)):.3f} right",
        end="",
    )
    print(f", by what is said of the attack alone {share_right(several, {'said': 1.0}):.3f}")
    return fit([*held, *rest], penalty, LEAST, PRIOR)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path, help="folder of marked-up articles")
    parser.add_argument(
        "--penalty", type=float, default=PENALTY, help="how strongly weights are drawn to the prior"
    )
    parser.add_argument(
        "--out", type=Path, default=RESOURCE, help="file to write (default: the one that is shipped)"
    )
    options = parser.parse_args()
    articles = read_folder(options.articles)
    if not articles:
        parser.error(f"no marked-up articles (*.txt) below {options.articles}")
    with ProcessPoolExecutor() as pool:
        made = list(pool.map(choices, articles, chunksize=8))
    weights = learn(made, options.penalty)
    written = yaml.safe_dump({"date": weights}, sort_keys=True, allow_unicode=True, width=110)
    options.out.write_text(HEAD + written, encoding="utf-8")
    print(f"written to {options.out.name}")


if __name__ == "__main__":
    main()
