"""What linking keeps of each report, so that a new one is compared with its neighbours alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables; they are filled when the reports are linked again, so that is asked for."""
    op.create_table(
        "link_reports",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("telling", sa.JSON(none_as_null=True)),
        sa.Column("screen", sa.LargeBinary(), nullable=False),
        sa.Column("offers", sa.LargeBinary(), nullable=False),
        sa.Column("seeks", sa.LargeBinary(), nullable=False),
        sa.Column("fresh", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("document", "report"),
        sa.ForeignKeyConstraint(
            ["document", "report"], ["reports.document", "reports.id"], ondelete="CASCADE"
        ),
    )
    op.create_table(
        "link_gone",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("screen", sa.LargeBinary(), nullable=False),
        sa.Column("offers", sa.LargeBinary(), nullable=False),
        sa.Column("seeks", sa.LargeBinary(), nullable=False),
    )
    op.execute("UPDATE book SET linked_revision = -1 WHERE revision > 0")
