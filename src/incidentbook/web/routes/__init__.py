"""The pages: one module each, with its `router`."""

from incidentbook.web.routes import front, incidents, login

ROUTERS = tuple(module.router for module in (front, incidents, login))

__all__ = ["ROUTERS"]
