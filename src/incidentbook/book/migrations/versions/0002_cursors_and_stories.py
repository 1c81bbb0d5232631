"""How far long files have been read, and which documents are one story."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the two tables; stories are found when the reports are linked again, so that is asked for."""
    op.create_table(
        "cursors",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("reading", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("position", sa.Text, nullable=False),
    )
    op.create_table(
        "stories",
        sa.Column("document", sa.Text, sa.ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("story", sa.Text, nullable=False, index=True),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.execute("UPDATE book SET linked_revision = -1 WHERE revision > 0")
