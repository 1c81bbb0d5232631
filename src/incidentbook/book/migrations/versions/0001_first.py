"""The first tables of a book."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(none_as_null=True))


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _of_document() -> sa.Column[str]:
    return sa.Column("document", sa.Text, sa.ForeignKey("documents.id", ondelete="CASCADE"), nullable=False)


def _of_report() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["document", "report"], ["reports.document", "reports.id"], ondelete="CASCADE"
    )


def upgrade() -> None:
    """Makes every table of format 1."""
    _texts()
    _accounts()
    _identities()
    book = op.create_table(
        "book",
        sa.Column("marker", sa.Text, primary_key=True),
        _number("format"),
        _number("revision"),
        _number("linked_revision"),
    )
    op.bulk_insert(book, [{"marker": "incidentbook", "format": 1, "revision": 0, "linked_revision": 0}])


def _texts() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.Text, primary_key=True),
        _text("digest"),
        _text("source"),
        *(
            sa.Column(name, sa.Text)
            for name in ("title", "publisher", "author", "language", "syndicated_from")
        ),
        sa.Column("published_earliest", sa.Date),
        sa.Column("published_latest", sa.Date),
        _json("published"),
        _text("text"),
        _json("regions"),
    )


def _accounts() -> None:
    op.create_table(
        "reports",
        _of_document(),
        _text("id"),
        _number("position"),
        sa.Column("main", sa.Boolean, nullable=False),
        _json("values"),
        sa.PrimaryKeyConstraint("document", "id"),
    )
    op.create_table(
        "statements",
        _text("document"),
        _text("report"),
        _number("position"),
        sa.Column("property", sa.Text, nullable=False, index=True),
        _json("value"),
        _text("stance"),
        _json("speaker"),
        sa.Column("channel", sa.Text),
        _number("span_start"),
        _number("span_end"),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("document", "report", "position"),
        _of_report(),
    )
    op.create_table(
        "tallies",
        _of_document(),
        _text("id"),
        _number("position"),
        _json("tally"),
        sa.PrimaryKeyConstraint("document", "id"),
    )


def _identities() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", sa.Text, primary_key=True),
        _number("seq"),
        _text("founder_document"),
        _text("founder_report"),
        sa.UniqueConstraint("seq"),
    )
    op.create_table(
        "incident_reports",
        _text("document"),
        _text("report"),
        sa.Column("incident", sa.Text, sa.ForeignKey("incidents.id"), nullable=False, index=True),
        sa.PrimaryKeyConstraint("document", "report"),
        _of_report(),
    )
    op.create_table(
        "redirects",
        sa.Column("old", sa.Text, sa.ForeignKey("incidents.id"), primary_key=True),
        sa.Column("new", sa.Text, sa.ForeignKey("incidents.id"), nullable=False, index=True),
    )
