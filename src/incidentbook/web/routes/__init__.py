"""The pages: one module each, with its `router`."""

from incidentbook.web.routes import checks, decisions, front, login, review

ROUTERS = tuple(module.router for module in (front, review, decisions, checks, login))

__all__ = ["ROUTERS"]
