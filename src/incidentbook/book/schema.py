"""The tables of a book. Their history is in `migrations/`; a test holds the two together."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

FORMAT = 10
"""The format that this program writes; a book with a higher one was written by a newer program."""

MARKER = "incidentbook"
"""What the `book` table says of itself."""

APPLICATION_ID = 0x49424F4B
"""`IBOK` in the header of an SQLite file: https://sqlite.org/pragma.html#pragma_application_id."""

metadata = MetaData()


def _json(name: str) -> Column[object]:
    return Column(name, JSON(none_as_null=True))


book = Table(
    "book",
    metadata,
    Column("marker", Text, primary_key=True),
    Column("format", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("linked_revision", Integer, nullable=False),
)
"""One row. `revision` grows with every document that is added or changed; `linked_revision` is the one last
linked.
"""

documents = Table(
    "documents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("title", Text),
    Column("publisher", Text),
    Column("author", Text),
    Column("language", Text),
    Column("syndicated_from", Text),
    Column("published_earliest", Date),
    Column("published_latest", Date),
    _json("published"),
    Column("text", Text, nullable=False),
    _json("regions"),
    Column("url", Text),
    Column("section", Text),
    _json("read_by"),
    Column("added", Date),
)
"""`read_by` is null for what was read before books had it: by the built-in extractor. `added` is the day (UTC) on which
the text came into the book; of books older than that, the day on which they were brought to this format.
"""

reports = Table(
    "reports",
    metadata,
    Column("document", Text, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("id", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("main", Boolean, nullable=False),
    _json("values"),
    PrimaryKeyConstraint("document", "id"),
)

statements = Table(
    "statements",
    metadata,
    Column("document", Text, nullable=False),
    Column("report", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("property", Text, nullable=False, index=True),
    _json("value"),
    Column("stance", Text, nullable=False),
    _json("speaker"),
    Column("channel", Text),
    Column("span_start", Integer, nullable=False),
    Column("span_end", Integer, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("found_by", Text),
    PrimaryKeyConstraint("document", "report", "position"),
    ForeignKeyConstraint(["document", "report"], ["reports.document", "reports.id"], ondelete="CASCADE"),
)
"""`found_by` is null for what was read before books had it, and means the rules."""

tallies = Table(
    "tallies",
    metadata,
    Column("document", Text, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("id", Text, nullable=False),
    Column("position", Integer, nullable=False),
    _json("tally"),
    PrimaryKeyConstraint("document", "id"),
)

remarks = Table(
    "remarks",
    metadata,
    Column("document", Text, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("id", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("type", Text, nullable=False, index=True),
    _json("remark"),
    PrimaryKeyConstraint("document", "id"),
)
"""What the texts say of attacks that can be held against a record: trends, orders, distances, figures, events beside them.
Documents that were read before books had them have none until they are read again.
"""

incidents = Table(
    "incidents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("founder_document", Text, nullable=False),
    Column("founder_report", Text, nullable=False),
    Column("keeper_document", Text),
    Column("keeper_report", Text),
    UniqueConstraint("seq"),
    Index("ix_incidents_keeper", "keeper_document", "keeper_report"),
)
"""`seq` is the order of founding; the founder is the report that the id is made from, the keeper the one that it stays
with: see `identity.Founding`. Rows are never deleted.
"""

incident_reports = Table(
    "incident_reports",
    metadata,
    Column("document", Text, nullable=False),
    Column("report", Text, nullable=False),
    Column("incident", Text, ForeignKey("incidents.id"), nullable=False, index=True),
    PrimaryKeyConstraint("document", "report"),
    ForeignKeyConstraint(["document", "report"], ["reports.document", "reports.id"], ondelete="CASCADE"),
)

redirects = Table(
    "redirects",
    metadata,
    Column("old", Text, ForeignKey("incidents.id"), primary_key=True),
    Column("new", Text, ForeignKey("incidents.id"), nullable=False, index=True),
)
"""Where an incident went that was merged into another. `new` is always one that lives."""

cursors = Table(
    "cursors",
    metadata,
    Column("source", Text, primary_key=True),
    Column("reading", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("position", Text, nullable=False),
)
"""How far a file with many articles has been read by a reading that has not ended: see `sources.cursor`.
`source` is the whole path of the file, the web address, or `-` with the fingerprint of what came by standard
input; `reading` tells how it was read, since another way of reading begins anew.
"""

stories = Table(
    "stories",
    metadata,
    Column("document", Text, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("story", Text, nullable=False, index=True),
    Column("version", Integer, nullable=False),
)
"""The documents that repeat one another: `story` is the smallest id among them, `version` 0 the newest. Those
that repeat no other are not here.
"""

story_marks = Table(
    "story_marks",
    metadata,
    Column("document", Text, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("number", BigInteger, nullable=False, index=True),
    Column("method", Text, nullable=False, index=True),
    Column("words", Text, nullable=False, index=True),
    Column("size", Integer, nullable=False),
    Column("bands", LargeBinary, nullable=False),
)
"""What is kept of the texts that have reports to find those that repeat one another: see `link.items.Mark`. `method`
tells how they were made; those of another method are dropped.
"""

story_changed = Table("story_changed", metadata, Column("document", Text, primary_key=True))
"""The documents that came, or were read anew, since stories were last told."""

story_gone = Table(
    "story_gone",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("bands", LargeBinary, nullable=False),
    _json("near"),
)
"""What was kept of texts that are gone, or were read anew, since stories were last told; `near`: the documents that were one
story with them, or held them.
"""

story_pairs = Table(
    "story_pairs",
    metadata,
    Column("first", Text, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("second", Text, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("one", Boolean, nullable=False),
    Column("holder", Integer, nullable=False),
    Column("strangers", Boolean, nullable=False),
    PrimaryKeyConstraint("first", "second"),
)
"""The pairs of texts that were compared, the smaller id first: see `link.items.Likeness`."""

redated = Table(
    "redated",
    metadata,
    Column("document", Text, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("reading", Text, nullable=False),
    _json("published"),
    Column("reason", Text, nullable=False),
    _json("others"),
)
"""Documents that others of the book date: `reading` is what each says by itself, as a line of `extract`; `published`
what was told of its day, `reason` and `others` why. The other tables hold it as it reads with that day.
"""

decisions = Table(
    "decisions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", Text, nullable=False, index=True),
    Column("decision", Text, nullable=False),
)
"""What reviewers decided: rows are added, and never changed or deleted. `decision` is a line of `decisions export`, `id`
is made from it, and `at` is its time. It names reports as they were; see `replay` for what it comes to.
"""

link_reports = Table(
    "link_reports",
    metadata,
    Column("document", Text, nullable=False),
    Column("report", Text, nullable=False),
    Column("number", BigInteger, nullable=False, index=True),
    Column("method", Text, nullable=False, index=True),
    _json("telling"),
    Column("screen", LargeBinary, nullable=False),
    Column("offers", LargeBinary, nullable=False),
    Column("seeks", LargeBinary, nullable=False),
    PrimaryKeyConstraint("document", "report"),
    ForeignKeyConstraint(["document", "report"], ["reports.document", "reports.id"], ondelete="CASCADE"),
)
"""What linking keeps of each report, worked out once: see `link.items.Kept`; `number`: see `link.items.number_of`. `method`
tells how it was made; what is of another method is made again.
"""

link_changed = Table("link_changed", metadata, Column("document", Text, primary_key=True))
"""The documents that came, or were read anew, since reports were last linked."""

link_gone = Table(
    "link_gone",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("screen", LargeBinary, nullable=False),
    Column("offers", LargeBinary, nullable=False),
    Column("seeks", LargeBinary, nullable=False),
)
"""What was kept of reports that are gone since reports were last linked: what they were near to is linked again."""

link_bonds = Table(
    "link_bonds",
    metadata,
    Column("document", Text, nullable=False),
    Column("report", Text, nullable=False),
    Column("other_document", Text, nullable=False),
    Column("other_report", Text, nullable=False),
    Column("together", Boolean, nullable=False),
    PrimaryKeyConstraint("document", "report", "other_document", "other_report", "together"),
)
"""The pairs of reports that reviewers held for one, and for two, when reports were last linked."""

near_pages = Table(
    "near_pages",
    metadata,
    Column("kind", Integer, nullable=False),
    Column("page", Integer, nullable=False),
    Column("entries", LargeBinary, nullable=False),
    PrimaryKeyConstraint("kind", "page"),
)
"""Who has which key, page by page: see `pages`."""
