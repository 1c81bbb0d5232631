"""The book on screen: pages over the API, drawn by templates and, where they move, by the modules of `client/`."""

from incidentbook.web.app import create_app

__all__ = ["create_app"]
