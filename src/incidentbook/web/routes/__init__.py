"""The pages: one module each, with its `router`."""

from incidentbook.web.routes import add, documents, front, login

ROUTERS = tuple(module.router for module in (front, documents, add, login))

__all__ = ["ROUTERS"]
