"""The words that tell the attack of a report from others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the table; it is filled when the reports are linked again, so that is asked for."""
    op.create_table(
        "telling_words",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("words", sa.JSON(none_as_null=True)),
        sa.PrimaryKeyConstraint("document", "report"),
        sa.ForeignKeyConstraint(
            ["document", "report"], ["reports.document", "reports.id"], ondelete="CASCADE"
        ),
    )
    op.execute("UPDATE book SET linked_revision = -1 WHERE revision > 0")
