"""Which extractor read a document, and what it threw away."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the column."""
    op.add_column("documents", sa.Column("read_by", sa.JSON(none_as_null=True)))
