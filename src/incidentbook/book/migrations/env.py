"""Runs the steps on the connection that `book/opening.py` hands over; there is no command line and no
settings file.
"""

from __future__ import annotations

from alembic import context

from incidentbook.book.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
