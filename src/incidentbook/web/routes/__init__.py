"""The pages: one module each, with its `router`."""

from incidentbook.web.routes import add, checks, decisions, documents, front, incidents, login, review

ROUTERS = tuple(
    module.router for module in (front, incidents, documents, review, decisions, checks, add, login)
)

__all__ = ["ROUTERS"]
