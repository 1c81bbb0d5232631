"""/checks: what the texts say held against the record, as plots and as a list."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from markupsafe import Markup
from starlette.responses import Response

from incidentbook.api.shared import InBook
from incidentbook.api.who import Reader
from incidentbook.export import words
from incidentbook.export.checked import Checked
from incidentbook.export.checks import Line, title
from incidentbook.export.checks_plots import VERDICTS
from incidentbook.web.pages import Drawn
from incidentbook.web.questions import article

router = APIRouter()
WAIT = 1.0
_AT_ONCE = 100
KINDS = {
    "count": "counts",
    "trend": "lulls and rises",
    "order": "orders of events",
    "flag": "what does not fit the world",
}


@router.get("/checks")
def checks(
    request: Request,
    shared: InBook,
    who: Reader,
    pages: Drawn,
    verdict: Annotated[str, Query(max_length=60)] = "",
    kind: Annotated[str, Query(max_length=60)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """The checks of the book as it is; while it is checked anew those of before, and that they are."""
    state = shared.state()
    found = shared.checks.at(state, WAIT)
    checked = found.value if found is not None else None
    every = checked.lines if checked is not None else ()
    chosen = [n for n in every if verdict in ("", n.verdict) and kind in ("", n.kind)]
    first = (page - 1) * _AT_ONCE
    part = chosen[first : first + _AT_ONCE]
    return pages.page(
        request,
        "checks",
        checked=checked,
        is_of_now=found is not None and found.state == state,
        groups=[(key, list(group)) for key, group in groupby(part, key=_document)],
        verdicts=_counted(every, "verdict"),
        kinds=_counted(every, "kind"),
        kind_names=KINDS,
        classes=VERDICTS,
        asked={"verdict": verdict, "kind": kind},
        total=len(chosen),
        every=len(every),
        number=page,
        more=first + _AT_ONCE < len(chosen),
        article=article,
        svg=Markup,
        figure=words.count,
        query=lambda number: urlencode(
            {k: v for k, v in (("verdict", verdict), ("kind", kind), ("page", number)) if v}
        ),
        plots=_is_plotted(checked) and page == 1,
    )


def _is_plotted(checked: Checked | None) -> bool:
    return checked is not None and bool(checked.lines)


def _document(line: Line) -> tuple[str, str, str | None, str]:
    """Of a text its title, its publisher, the days on which it may have been published, and its address."""
    document = line.document
    return title(document), document.publisher or "", document.language, words.published(document)


def _counted(lines: tuple[Line, ...], name: str) -> list[tuple[str, int]]:
    return Counter(getattr(line, name) for line in lines).most_common()
