"""What is kept of texts, so that those which repeat one another are found without reading all again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _document(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, sa.ForeignKey("documents.id", ondelete="CASCADE"), nullable=False)


def upgrade() -> None:
    """Makes the two tables, which are filled when stories are looked for the next time, and two columns."""
    op.add_column("documents", sa.Column("url", sa.Text))
    op.add_column("documents", sa.Column("section", sa.Text))
    op.create_table(
        "story_marks",
        _document("document"),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("bands", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("document"),
    )
    op.create_table(
        "story_pairs",
        _document("first"),
        _document("second"),
        sa.Column("one", sa.Boolean, nullable=False),
        sa.Column("holder", sa.Integer, nullable=False),
        sa.Column("strangers", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("first", "second"),
    )
    op.create_index("ix_story_pairs_second", "story_pairs", ["second"])
