"""The resources: one module each, with its `router`."""

from incidentbook.api.routes import (
    actors,
    checks,
    decisions,
    documents,
    exports,
    incidents,
    places,
    points,
    questions,
    readings,
    reports,
    root,
    session,
    statements,
    tallies,
)

ROUTERS = tuple(
    module.router
    for module in (
        root, session, incidents, points, exports, documents, readings, reports, statements, tallies, checks, actors, places,
        questions, decisions,
    )
)  # fmt: skip
"""In the order in which OpenAPI lists them."""

__all__ = ["ROUTERS"]
