"""What reviewers decided, when documents were added, and the report that an incident's id stays with."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table and the columns. Nothing tells when older documents were added, only that it was by today."""
    op.create_table(
        "decisions",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
    )
    op.create_index("ix_decisions_at", "decisions", ["at"])
    op.add_column("documents", sa.Column("added", sa.Date))
    documents = sa.table("documents", sa.column("added", sa.Date))
    op.execute(documents.update().values(added=datetime.now(UTC).date()))
    op.add_column("incidents", sa.Column("keeper_document", sa.Text))
    op.add_column("incidents", sa.Column("keeper_report", sa.Text))
    op.execute("UPDATE incidents SET keeper_document = founder_document, keeper_report = founder_report")
