"""`incidentbook review`: the queue of what is least certain, question by question, a key for each act."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from incidentbook.cli import screen
from incidentbook.cli.codes import ExitCode
from incidentbook.cli.sides import disagreement, side_by_side
from incidentbook.errors import IncidentBookError
from incidentbook.exchange import to_plain
from incidentbook.export.decisions import in_words
from incidentbook.model import DecisionKind
from incidentbook.pipeline import Book
from incidentbook.review import Desk, Question, written
from incidentbook.review.desk import Said

if TYPE_CHECKING:
    from rich.table import Table

    from incidentbook.book import Decision

_COLUMNS = ("kind", "incidents", "evidence", "what")
_ON_PAIRS: dict[str, DecisionKind] = {"s": "same", "d": "different", "u": "unsure"}
PAIR_KEYS = (
    "[s]ame  [d]ifferent  [u]nsure  [m]erge incidents  [x] split off  [c]orrect  [r]eject  [k] confirm  "
    "[z] undo  [n]ext  [q]uit"
)
CONFLICT_KEYS = "[c]orrect  [k] confirm as it is  [r]eject  [x] split off  [z] undo  [n]ext  [q]uit"


def list_questions(location: str, limit: int | None, *, as_json: bool) -> ExitCode:
    """Prints what is to be looked at, the least certain first."""
    with Book.open(location, create=False) as book:
        found = book.review.questions()
    shown = found[:limit]
    if as_json:
        for question in shown:
            screen.write(json.dumps(to_plain(question), ensure_ascii=False))
    elif shown:
        screen.show(_table(shown))
    if not found:
        screen.remark("Nothing is left to be looked at")
    elif len(shown) < len(found):
        screen.remark(f"{len(found) - len(shown)} more")
    return ExitCode.WELL


def review_book(location: str, by: str, limit: int | None) -> ExitCode:
    """Asks question by question on the terminal, until none is left or `q`."""
    with Book.open(location, create=False) as book:
        session = Session(book, book.review, by, _key, _line, screen.show)
        session.run(book.review.questions()[:limit])
    told = screen.number(len(session.made), "decision")
    screen.write(f"{told} made; see `incidentbook decisions list`")
    return ExitCode.WELL


@dataclass(slots=True)
class Session:
    """One sitting: `key` reads a key, `line` asks for words, `show` shows; `made` are the decisions so far."""

    book: Book
    desk: Desk
    by: str
    key: Callable[[str], str]
    line: Callable[[str], str]
    show: Callable[..., None]
    made: list[Decision] = field(default_factory=list)

    def run(self, questions: Sequence[Question]) -> None:
        """Asks the questions one after the other; an undo goes back to the one that was answered."""
        at = 0
        answered: list[int] = []
        while at < len(questions):
            question = questions[at]
            self.show(f"\n{at + 1} of {len(questions)} · {headline(question)}")
            self.show(*self._shown(question))
            step = self._ask(question)
            if step == "quit":
                return
            if step == "back":
                at = answered.pop() if answered else at
            else:
                answered += [at] if step == "done" else []
                at += 1
        self.show("Nothing is left to be looked at")

    def _shown(self, question: Question) -> list[Any]:
        if question.kind == "pair":
            first, second = (self.desk.report(ref) for ref in question.reports)
            return side_by_side(first, second)
        incident = self.desk.incident(question.incidents[0])
        return disagreement(incident, self.book.reports(incident), question.properties)

    def _ask(self, question: Question) -> str:
        """Reads keys until one moves on: `done`, `next`, `back` or `quit`."""
        while True:
            pressed = self.key(PAIR_KEYS if question.kind == "pair" else CONFLICT_KEYS).lower()
            if pressed in ("n", "q"):
                return "next" if pressed == "n" else "quit"
            try:
                step = self._act(pressed, question)
            except IncidentBookError as error:
                self.show(f"{error}")
                continue
            if step is not None:
                return step

    def _act(self, pressed: str, question: Question) -> str | None:
        if pressed == "z":
            return self._undo()
        if question.kind == "pair" and pressed in _ON_PAIRS:
            first, second = question.reports
            return self._done(self.desk.pair(_ON_PAIRS[pressed], first, second, self._said()))
        if pressed == "m" and question.kind == "pair":
            return self._done(self.desk.merge(question.incidents, self._said(self.line("why"))))
        acts = {"x": self._split, "c": self._correct, "r": self._reject, "k": self._confirm}
        if pressed in acts:
            return acts[pressed](question)
        return None

    def _undo(self) -> str | None:
        if not self.made:
            self.show(
                "Nothing was decided in this sitting; `incidentbook decide undo` takes back any decision"
            )
            return None
        last = self.made.pop()
        undo = self.desk.undo(last.id, self._said())
        self.show(f"{undo.id}: {in_words(undo)}")
        return "back"

    def _split(self, question: Question) -> str | None:
        incident = self._incident(question)
        default = question.reports[-1].report if question.reports else ""
        named = self.line(f"reports that are no part of {incident}, apart by spaces [{default}]").split() or [
            default
        ]
        refs = [self.desk.find(name) for name in named]
        return self._done(self.desk.split(incident, refs, self._said(self.line("why"))))

    def _correct(self, question: Question) -> str | None:
        incident = self._incident(question)
        default = question.properties[0] if question.properties else ""
        name = written.property_named(self.line(f"property of {incident} [{default}]") or default)
        value = written.value(name, self.line(f"{name}: value (3, 3-5, 3+, a day, a name, none)"))
        why = self.line("source or reason")
        self._done(self.desk.correct(incident, name, value, self._said(why)))
        return "done" if len(question.properties) == 1 else None

    def _reject(self, question: Question) -> str | None:
        what = self.line(
            f"incident or report that is no attack [{self._default(question)}]"
        ) or self._default(question)
        why = self._said(self.line("reason"))
        if what.upper().startswith("IB-"):
            return self._done(self.desk.reject(what, why))
        return self._done(self.desk.reject_report(self.desk.find(what), why))

    def _confirm(self, question: Question) -> str | None:
        return self._done(self.desk.confirm(self._incident(question), self._said()))

    def _incident(self, question: Question) -> str:
        """The incident that an act is about; where there are two, that is asked for."""
        if len(question.incidents) == 1:
            return question.incidents[0]
        default = question.incidents[0]
        return self.line(f"which incident, {' or '.join(question.incidents)} [{default}]") or default

    def _default(self, question: Question) -> str:
        return question.incidents[0] if len(question.incidents) == 1 else question.reports[-1].report

    def _said(self, why: str | None = None) -> Said:
        return Said(self.by, why)

    def _done(self, decision: Decision) -> str:
        self.made.append(decision)
        self.show(f"{decision.id}: {in_words(decision)}")
        return "done"


def headline(question: Question) -> str:
    """What is asked, in a line."""
    if question.kind == "conflict":
        return f"the reports of {question.incidents[0]} disagree on {', '.join(question.properties)}"
    now = "one incident now" if len(question.incidents) == 1 else "two incidents now"
    return f"one attack? {now}: {' and '.join(question.incidents)}; evidence {question.score}"


def _table(questions: Sequence[Question]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    made = Table(
        box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, collapse_padding=True, show_edge=False
    )
    for name in _COLUMNS:
        made.add_column(name, justify="right" if name == "evidence" else "left")
    for question in questions:
        what = " and ".join(ref.report for ref in question.reports) or ", ".join(question.properties)
        score = "" if question.score is None else f"{question.score:.2f}"
        made.add_row(*map(Text, (question.kind, " ".join(question.incidents), score, what)))
    return made


def _key(prompt: str) -> str:
    import typer

    screen.write(prompt, at_once=True)
    pressed: str = typer.getchar()
    if pressed in ("\x03", "\x04"):
        raise KeyboardInterrupt
    return pressed


def _line(prompt: str) -> str:
    try:
        return input(f"{prompt}: ").strip()
    except EOFError:
        return ""
