"""Which documents are dated by others of the book."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table; it is filled when the reports are linked again, so that is asked for."""
    op.create_table(
        "redated",
        sa.Column("document", sa.Text, sa.ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("reading", sa.Text, nullable=False),
        sa.Column("published", sa.JSON(none_as_null=True)),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("others", sa.JSON(none_as_null=True)),
    )
    op.execute("UPDATE book SET linked_revision = -1 WHERE revision > 0")
