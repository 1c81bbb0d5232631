"""Marks what each stretch of a text is. Nothing is cut out, so every span stays true.

In doubt a line is story.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, groupby, pairwise

from incidentbook.model import Region, RegionKind, Span
from incidentbook.text import noise
from incidentbook.text.heads import dateline_of, reads_like_title
from incidentbook.text.lines import Line, lines_of

_SHORT_WORDS, _CAPTION_WORDS, _DATELINE_LINES, _TITLE_WORDS, _SECTION_WORDS = 18, 45, 5, 5, 2
_FOOT_LINES, _DATED_WORDS = 2, 6
_ENDS = (".", "!", "?", "…", '"', "”", "’", ")", ":", "。", "؟", "۔", "।", "！", "？")


@dataclass(frozen=True, slots=True)
class _Marked:
    line: Line
    kind: RegionKind | None


def find_regions(
    text: str, title: str | None = None, captions: frozenset[str] = frozenset()
) -> tuple[Region, ...]:
    """The regions of an article: sorted, not overlapping, every line that holds something in one of them.

    `title` is the article's, where it is known; `captions` are lines that the page itself says stand below a
    picture.
    """
    marked = [_Marked(line, _own_kind(line, captions)) for line in lines_of(text)]
    head = _head_length(marked)
    marked = _with_title(_sections(marked, head), head, title)
    for step in (_doubled, _above_credits, _blurbs, _headings):
        marked = step(marked)
    marked = _unless_all_noise(_foot(marked[:head] + _lists(marked[head:])))
    return tuple(_joined(list(_placed(marked)), text))


def _own_kind(line: Line, captions: frozenset[str]) -> RegionKind | None:
    return "caption" if line.text in captions else noise.kind_of(line.text)


def _head_length(marked: list[_Marked]) -> int:
    """How many lines stand above the first line of running story."""
    return next(
        (at for at, m in enumerate(marked) if m.kind is None and not reads_like_title(m.line)), len(marked)
    )


def _sections(marked: list[_Marked], head: int) -> list[_Marked]:
    """One or two words above a longer line that can be the title name the section of the paper."""
    plain = [at for at in range(head) if marked[at].kind is None]
    last = max((at for at in plain if marked[at].line.words >= _TITLE_WORDS), default=0)
    named = {at for at in plain if at < last and marked[at].line.words <= _SECTION_WORDS}
    return [replace(m, kind="boilerplate") if at in named else m for at, m in enumerate(marked)]


def _with_title(marked: list[_Marked], head: int, title: str | None) -> list[_Marked]:
    """The title is the line that is known to be it, else the first of the head that is no noise, else a
    labelled one there.
    """
    if sum(m.kind is None for m in marked) < 2 and head == len(marked):
        return marked
    named = (at for at, m in enumerate(marked) if title and m.line.text == title)
    plain = (at for at in range(head) if marked[at].kind is None)
    labelled = (at for at in range(head) if noise.label_end(marked[at].line.text))
    at = next(chain(named, plain, labelled), None)
    return [replace(m, kind="title") if i == at else m for i, m in enumerate(marked)]


def _doubled(marked: list[_Marked]) -> list[_Marked]:
    """A short line that stands twice is a picture's alternative text and its caption.

    Below a title it repeats the title.
    """
    texts = [m.line.text for m in marked]
    twice = {a for a, b in pairwise(texts) if a == b and len(a.split()) <= _SHORT_WORDS}
    return [replace(m, kind=m.kind or "caption") if m.line.text in twice else m for m in marked]


def _above_credits(marked: list[_Marked]) -> list[_Marked]:
    """A line right above a line of credit, in a block of at most three, is the caption that the credit
    belongs to.
    """
    sizes = {block: len(list(lines)) for block, lines in groupby(marked, key=lambda m: m.line.block)}
    out = list(marked)
    for at in range(len(out) - 1, 0, -1):
        below, above = out[at], out[at - 1]
        small = below.line.block == above.line.block and sizes[above.line.block] <= 3
        if small and below.kind == "caption" and above.kind is None and above.line.words <= _CAPTION_WORDS:
            out[at - 1] = replace(above, kind="caption")
    return out


def _lists(marked: list[_Marked]) -> list[_Marked]:
    """Short lines that follow "Related news", "Comments" and the like, until prose begins again.

    Their dates are not the article's.
    """
    out, inside = list[_Marked](), False
    for m in marked:
        if m.kind == "boilerplate":
            inside = inside or noise.is_opener(m.line.text)
        elif inside and (m.kind == "dateline" or (m.kind is None and _like_headline(m.line))):
            m = replace(m, kind="boilerplate")
        elif m.kind is None:
            inside = False
        out.append(m)
    return out


def _like_headline(line: Line) -> bool:
    return line.words <= _SHORT_WORDS and not (line.text.endswith((".", ".”", '."')) and line.words > 6)


def _blurbs(marked: list[_Marked]) -> list[_Marked]:
    """The life of the author, told below the story."""
    below = len(marked) * 2 // 3
    return [
        replace(m, kind="boilerplate")
        if m.kind is None and at >= below and noise.is_blurb(m.line.text)
        else m
        for at, m in enumerate(marked)
    ]


def _headings(marked: list[_Marked]) -> list[_Marked]:
    """A date amid the story is the heading of a part of it, as in a chronology."""
    story = [at for at, m in enumerate(marked) if m.kind is None]
    inner = range(story[1] + 1, story[-1]) if len(story) > 2 else range(0)
    return [
        replace(m, kind=None) if m.kind == "dateline" and at in inner else m for at, m in enumerate(marked)
    ]


def _foot(marked: list[_Marked]) -> list[_Marked]:
    """Below the last sentence, one or two short lines that end like no sentence are links, tags or desks.

    More of them may be a list that the story gives. One with a date is the line of the outlet and the day.
    """
    prose = [at for at, m in enumerate(marked) if m.kind is None and not _like_link(m.line)]
    below = [at for at, m in enumerate(marked) if m.kind is None and at > prose[-1]] if len(prose) > 1 else []
    if len(below) > _FOOT_LINES:
        return marked
    return [replace(m, kind=_foot_kind(m.line)) if at in below else m for at, m in enumerate(marked)]


def _foot_kind(line: Line) -> RegionKind:
    return "dateline" if line.words <= _DATED_WORDS and noise.has_date(line.text) else "boilerplate"


def _like_link(line: Line) -> bool:
    if line.words > _SHORT_WORDS or line.text.endswith(_ENDS) or noise.says_something(line.text):
        return False
    return line.text[0].isalpha()


def _unless_all_noise(marked: list[_Marked]) -> list[_Marked]:
    """A text with no story left was misread: what is not a date or a source is story then."""
    if any(m.kind in (None, "caption", "title") for m in marked):
        return marked
    return [m if m.kind in ("dateline", "source_line") else replace(m, kind=None) for m in marked]


def _placed(marked: list[_Marked]) -> Iterator[Region]:
    """Regions line by line; among the first lines of story one may begin with a dateline."""
    seen = 0
    title = next((_headline(m.line) for m in marked if m.kind == "title"), None)
    for m in marked:
        if m.kind == "title" or (m.kind is None and title is not None and m.line.text.startswith(title)):
            yield from _without_site(m)
            seen += m.kind is None
            continue
        if m.kind is not None:
            yield Region(m.kind, m.line.span)
            continue
        seen += 1
        found = dateline_of(m.line) if seen <= _DATELINE_LINES else None
        if found:
            seen = _DATELINE_LINES
            yield Region("dateline", found.span)
        yield from _body(m.line, found.span.end if found else m.line.span.start)


def _headline(line: Line) -> str:
    return line.text[: noise.site_start(line.text)]


def _without_site(m: _Marked) -> Iterator[Region]:
    """A headline, and the name of the site behind it as what it is."""
    cut = m.line.span.start + len(_headline(m.line))
    yield Region(m.kind or "body", Span(m.line.span.start, cut))
    if cut < m.line.span.end:
        yield Region("boilerplate", Span(cut, m.line.span.end))


def _body(line: Line, start: int) -> Iterator[Region]:
    """A line of story from `start` on; a post's signature at its end is not part of the story."""
    signature = noise.signature_start(line.text)
    end = line.span.end if signature is None else max(start, line.span.start + signature)
    if start < end:
        yield Region("body", Span(start, end))
    if end < line.span.end:
        yield Region("boilerplate", Span(end, line.span.end))


def _joined(regions: list[Region], text: str) -> Iterator[Region]:
    """Neighbours of one kind become one; the blanks around a dateline belong to nothing."""
    for kind, group in groupby(regions, key=lambda r: r.kind):
        members = list(group)
        words = Span(members[0].span.start, members[-1].span.end)
        left = len(words.of(text)) - len(words.of(text).lstrip())
        yield Region(kind, Span(words.start + left, words.start + len(words.of(text).rstrip())))
