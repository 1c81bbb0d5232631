"""Keys of reports and texts page by page, so that the neighbours of a new one are found without reading all."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_MADE_AGAIN = ("link_reports", "link_gone", "story_marks")


def upgrade() -> None:
    """Makes the tables; they are filled when the reports are linked again, so that is asked for."""
    for name in _MADE_AGAIN:
        op.execute(f"DROP TABLE IF EXISTS {name}")
    _make_reports()
    _make_stories()
    op.create_table(
        "near_pages",
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("entries", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "page"),
    )
    op.create_index("ix_incidents_keeper", "incidents", ["keeper_document", "keeper_report"])
    for name in ("link_changed", "story_changed"):
        op.create_table(name, sa.Column("document", sa.Text(), primary_key=True))
        op.execute(f"INSERT INTO {name} (document) SELECT id FROM documents")
    op.execute("UPDATE book SET linked_revision = -1 WHERE revision > 0")


def _make_reports() -> None:
    op.create_table(
        "link_reports",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("telling", sa.JSON(none_as_null=True)),
        sa.Column("screen", sa.LargeBinary(), nullable=False),
        sa.Column("offers", sa.LargeBinary(), nullable=False),
        sa.Column("seeks", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("document", "report"),
        sa.ForeignKeyConstraint(
            ["document", "report"], ["reports.document", "reports.id"], ondelete="CASCADE"
        ),
    )
    op.create_index("ix_link_reports_number", "link_reports", ["number"])
    op.create_index("ix_link_reports_method", "link_reports", ["method"])
    op.create_table(
        "link_gone",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("screen", sa.LargeBinary(), nullable=False),
        sa.Column("offers", sa.LargeBinary(), nullable=False),
        sa.Column("seeks", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "link_bonds",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("other_document", sa.Text(), nullable=False),
        sa.Column("other_report", sa.Text(), nullable=False),
        sa.Column("together", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("document", "report", "other_document", "other_report", "together"),
    )


def _make_stories() -> None:
    op.create_table(
        "story_marks",
        sa.Column("document", sa.Text(), sa.ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("bands", sa.LargeBinary(), nullable=False),
    )
    for name in ("number", "method", "words"):
        op.create_index(f"ix_story_marks_{name}", "story_marks", [name])
    op.create_table(
        "story_gone",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("bands", sa.LargeBinary(), nullable=False),
        sa.Column("near", sa.JSON(none_as_null=True)),
    )
