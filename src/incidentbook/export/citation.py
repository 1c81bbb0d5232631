"""How an incident is cited: as text, BibTeX, CSL-JSON and RIS.

An entry can change: a citation names the book's revision, the day as of which the book was looked at, and the day of access.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from incidentbook.export.phrases import day
from incidentbook.export.sentence import headline
from incidentbook.model import Incident

FORMS = {
    "txt": "text/plain",
    "bib": "application/x-bibtex",
    "json": "application/vnd.citationstyles.csl+json",
    "ris": "application/x-research-info-systems",
}
"""Media types by the endings of files."""
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited, and as what.

    Attributes:
        title: the incident in a line.
        book: the name of the book; `revision` grows with all that is added, changed or decided.
        as_of: the day at whose end the book was looked at.
        changed: when the entry last changed.
        accessed: the day on which it was read.
    """

    id: str
    title: str
    book: str
    revision: str
    url: str
    as_of: date
    changed: date
    accessed: date

    @property
    def container(self) -> str:
        """The book with its revision."""
        return f"{self.book} (incident book), revision {self.revision}"


def citation(incident: Incident, **about: Any) -> Citation:
    """The citation of an incident; `about` are the other attributes of `Citation`."""
    return Citation(id=incident.id, title=headline(incident), **about)


def written(cited: Citation, form: str) -> str:
    """A citation in one of `FORMS`."""
    return {"txt": _text, "bib": _bibtex, "json": _csl, "ris": _ris}[form](cited)


def _text(cited: Citation) -> str:
    return (
        f"“{_line(cited.title)}.” Incident {cited.id}. {_line(cited.container)}, as of {day(cited.as_of)}. "
        f"{cited.url} (accessed {day(cited.accessed)}).\n"
    )


def _bibtex(cited: Citation) -> str:
    fields = {
        "title": f"{{{_tex(cited.title)}}}",
        "howpublished": _tex(cited.container),
        "year": str(cited.changed.year),
        "month": str(cited.changed.month),
        "note": _tex(f"Incident {cited.id}, as of {cited.as_of}, accessed {cited.accessed}"),
        "urldate": cited.accessed.isoformat(),
        "url": re.sub(r"[{}\\\s]", "", cited.url),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{cited.id},\n{lines}}}\n"


def _csl(cited: Citation) -> str:
    item = {
        "id": cited.id,
        "type": "entry",
        "title": cited.title,
        "container-title": cited.book,
        "version": f"revision {cited.revision}",
        "number": cited.id,
        "URL": cited.url,
        "issued": _parts(cited.changed),
        "accessed": _parts(cited.accessed),
        "note": f"as of {cited.as_of}",
    }
    return json.dumps([item], ensure_ascii=False, indent=1) + "\n"


def _parts(when: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[when.year, when.month, when.day]]}


def _ris(cited: Citation) -> str:
    tags = (
        ("TY", "ELEC"),
        ("ID", cited.id),
        ("TI", cited.title),
        ("T2", cited.container),
        ("PY", f"{cited.changed.year}"),
        ("DA", f"{cited.changed:%Y/%m/%d}"),
        ("UR", cited.url),
        ("Y2", f"{cited.accessed:%Y/%m/%d}"),
        ("N1", f"Incident {cited.id}, as of {cited.as_of}"),
    )
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in tags) + "ER  - \r\n"


def _line(text: str) -> str:
    return " ".join(text.split())


def _tex(text: str) -> str:
    return "".join(_SPECIAL.get(letter, letter) for letter in _line(text))
