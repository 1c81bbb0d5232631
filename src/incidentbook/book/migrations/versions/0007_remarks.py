"""What texts say of attacks that can be held against a record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table; it is filled as documents are read again."""
    op.create_table(
        "remarks",
        sa.Column("document", sa.Text, sa.ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("remark", sa.JSON(none_as_null=True)),
        sa.PrimaryKeyConstraint("document", "id"),
    )
    op.create_index("ix_remarks_type", "remarks", ["type"])
