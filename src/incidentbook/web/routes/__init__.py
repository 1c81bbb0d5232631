"""The pages: one module each, with its `router`."""

from incidentbook.web.routes import add, checks, decisions, documents, front, login, review

ROUTERS = tuple(module.router for module in (front, documents, review, decisions, checks, add, login))

__all__ = ["ROUTERS"]
