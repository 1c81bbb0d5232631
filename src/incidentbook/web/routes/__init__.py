"""The pages: one module each, with its `router`."""

from incidentbook.web.routes import front, login

ROUTERS = tuple(module.router for module in (front, login))

__all__ = ["ROUTERS"]
