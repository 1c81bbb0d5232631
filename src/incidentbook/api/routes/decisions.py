"""/api/decisions: what reviewers decided, and deciding."""

from __future__ import annotations

from bisect import bisect_right
from typing import Annotated

from fastapi import APIRouter, Body, Path, Query, Request
from starlette.responses import Response

from incidentbook.api.answers import as_json, unless_known, with_next
from incidentbook.api.problems import ProblemError, responses, unknown
from incidentbook.api.schemas import (
    ConfirmIn,
    CorrectIn,
    DecisionIn,
    DecisionMade,
    DecisionPage,
    DecisionRead,
    MergeIn,
    PairIn,
    RejectIn,
    SplitIn,
    UndoIn,
)
from incidentbook.api.shared import Cursor, InBook, Limit, Shared, key_of, written
from incidentbook.api.who import AtDoor, Door, Reader, Reviewer, Who, is_editor
from incidentbook.book import Decision
from incidentbook.book import decisions as ledger
from incidentbook.book.replay import Standing, State
from incidentbook.errors import DecisionError
from incidentbook.exchange import field_types, from_plain
from incidentbook.review import written as in_words
from incidentbook.review.desk import Desk, Said

router = APIRouter(prefix="/api/decisions", tags=["decisions"])
JSON_LINES = "application/x-ndjson"


@router.get("", operation_id="listDecisions", response_model=DecisionPage, responses=responses(401, 422, 503))
def list_decisions(
    request: Request,
    shared: InBook,
    who: Reader,
    incident: Annotated[
        str | None, Query(max_length=60, description="The incident's id when it was decided.")
    ] = None,
    by: Annotated[str | None, Query(max_length=60, description="Who decided.")] = None,
    state: Annotated[State | None, Query(description="How it stands.")] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Every decision and how it stands, the earliest first."""
    after = key_of(cursor, "decisions", (str, str))
    now = shared.state()

    def make() -> Response:
        found = [
            s
            for s in shared.book.review.standings()
            if (incident is None or incident in s.decision.incidents)
            and (by is None or by == s.decision.by)
            and (state is None or state == s.state)
        ]
        start = bisect_right([_key(s.decision) for s in found], after) if after else 0
        page = found[start : start + limit]
        next_ = written("decisions", _key(page[-1].decision) if start + limit < len(found) else None)
        return with_next(
            request, as_json(DecisionPage(decisions=[_read(s) for s in page], next=next_)), next_
        )

    return unless_known(request, now, make)


@router.get(
    ".jsonl",
    operation_id="exportDecisions",
    response_class=Response,
    responses={**responses(401, 422, 503), 200: {"content": {JSON_LINES: {"schema": {"type": "string"}}}}},
)
def export_decisions(request: Request, shared: InBook, who: Reader) -> Response:
    """Every decision as a line of JSON, as `incidentbook decisions export` writes it and `decisions import` reads it."""

    def make() -> Response:
        lines = "".join(f"{ledger.dump(s.decision)}\n" for s in shared.book.review.standings())
        headers = {"Content-Disposition": 'attachment; filename="decisions.jsonl"'}
        return Response(lines, headers=headers, media_type=JSON_LINES)

    return unless_known(request, shared.state(), make, JSON_LINES)


@router.get(
    "/{decision}",
    operation_id="getDecision",
    response_model=DecisionRead,
    responses=responses(401, 404, 422, 503),
)
def get_decision(
    request: Request,
    shared: InBook,
    who: Reader,
    decision: Annotated[str, Path(max_length=60, examples=["D-B42ZCSQ2SK"])],
) -> Response:
    """One decision and how it stands."""
    now = shared.state()
    found = next((s for s in shared.book.review.standings() if s.decision.id == decision), None)
    if found is None:
        raise unknown("decision", decision, "/api/decisions")
    return unless_known(request, now, lambda: as_json(_read(found)))


@router.post(
    "",
    operation_id="decide",
    status_code=201,
    response_model=DecisionMade,
    responses=responses(401, 403, 404, 413, 422, 503),
)
def decide(
    shared: InBook,
    who: Reviewer,
    door: AtDoor,
    given: Annotated[DecisionIn, Body()],
) -> Response:
    """Decides. Nothing is changed or deleted: an undo is a decision too, and can be undone."""
    said = Said(_by(given.by, who, door), given.why, given.source)
    with shared.book.catalogue.changing():
        desk = shared.book.review
        if isinstance(given, UndoIn):
            _check_own(shared, given.decision, who)
        decision = _made(desk, given, said)
        overruled = desk.overruled_by(decision)
    made = DecisionMade(decision=decision, overrules=[d.id for d in overruled])
    answer = as_json(made, 201)
    answer.headers["Location"] = f"/api/decisions/{decision.id}"
    return answer


def _made(desk: Desk, given: DecisionIn, said: Said) -> Decision:
    match given:
        case PairIn():
            first, second = map(desk.find, given.reports)
            return desk.pair(given.kind, first, second, said)
        case MergeIn():
            return desk.merge(given.incidents, said)
        case SplitIn():
            return desk.split(given.incident, [desk.find(name) for name in given.reports], said)
        case CorrectIn():
            return desk.correct(given.incident, given.property, _value(given), said)
        case ConfirmIn():
            return desk.confirm(given.incident, said)
        case UndoIn():
            return desk.undo_of(given.decision, said) or desk.undo(given.decision, said)
        case RejectIn():
            return _rejected(desk, given, said)


def _rejected(desk: Desk, given: RejectIn, said: Said) -> Decision:
    if given.incident is not None and given.report is None:
        return desk.reject(given.incident, said)
    if given.report is not None and given.incident is None:
        return desk.reject_report(desk.find(given.report), said)
    raise DecisionError("reject: give an incident or a report, one of both")


def _value(given: CorrectIn) -> object:
    """The value of a correction: words as reviewers write them, a number as a count, all else as the format has it."""
    if isinstance(given.value, bool):
        raise DecisionError(f"{given.property} cannot be true or false")
    if isinstance(given.value, str | int):
        return in_words.value(given.property, str(given.value))
    return from_plain(field_types()[given.property], given.value, given.property)


def _by(named: str | None, who: Who, door: Door) -> str:
    if door.accounts is None:
        return named or who.name
    if named not in (None, who.name):
        way = "leave `by` out: who is logged in decides"
        raise ProblemError(403, "not-allowed", f"{who.name} cannot decide for {named}", way, field="by")
    return who.name


def _check_own(shared: Shared, name: str, who: Who) -> None:
    """Only an editor takes back what others decided."""
    if name == "last" or is_editor(who):
        return
    known = {s.decision.id: s.decision for s in shared.book.review.standings()}
    decision = known[ledger.full_id(name, known)]
    if decision.by != who.name:
        way = "ask an editor, or decide otherwise: the later decision holds"
        detail = f"{decision.id} was decided by {decision.by}; {who.name} is no editor"
        raise ProblemError(403, "not-allowed", detail, way, field="decision")


def _key(decision: Decision) -> tuple[str, str]:
    return decision.at.isoformat(timespec="microseconds"), decision.id


def _read(standing: Standing) -> DecisionRead:
    return DecisionRead(
        decision=standing.decision, state=standing.state, by=list(standing.by), lost=list(standing.lost)
    )
