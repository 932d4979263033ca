"""The tables, as the newest migration leaves them (a test compares the two).

Types are those that SQLite and PostgreSQL share. Times are seconds since 1970 in UTC by the ledger's own clock (`clock.py`),
never by the clock of the machine that works. JSON is kept as text: the ledger stores it, and no query looks inside.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("command", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("program", String(64), nullable=False),
    Column("started", Double, nullable=False),
    Column("finished", Double),
    Column("state", String(16), nullable=False),
    Column("summary", Text),
)

contents = Table(
    "contents",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("media_type", Text),
    Column("first_seen", Double, nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("sidecar", Text),
    Column("sidecar_digest", String(64)),
    Column("content", String(64), ForeignKey("contents.sha256")),
    Column("size", BigInteger),
    Column("first_seen", Double, nullable=False),
    Column("last_seen", Integer, ForeignKey("runs.id"), nullable=False),
    # Set where the name itself is at fault (it cannot be opened, its sidecar is wrong); None: see the content's stages.
    Column("state", String(16)),
    Column("code", String(64)),
    Column("cause", Text),
    Column("hint", Text),
    UniqueConstraint("source", "name"),
    Index(None, "name"),
    Index(None, "content"),
    Index(None, "last_seen"),
)

# What a name held before its bytes changed. Nothing that was once taken in is forgotten.
former = Table(
    "former",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("file", Integer, ForeignKey("files.id"), nullable=False),
    Column("content", String(64), ForeignKey("contents.sha256"), nullable=False),
    Column("until", Double, nullable=False),
    Index(None, "file"),
)

stages = Table(
    "stages",
    metadata,
    Column("unit", String(64), primary_key=True),
    Column("stage", String(32), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("code", String(64)),
    Column("cause", Text),
    Column("hint", Text),
    Column("digest", String(64), nullable=False),
    Column("output", Text),
    Column("detail", Text),
    Column("run", Integer, ForeignKey("runs.id")),
    Column("owner", Text),
    Column("lease_until", Double),
    Column("attempts", Integer, nullable=False),
    Column("started", Double, nullable=False),
    Column("finished", Double),
    Index(None, "stage", "state"),
)

documents = Table(
    "documents",
    metadata,
    Column("content", String(64), ForeignKey("contents.sha256"), primary_key=True),
    Column("document", String(64), nullable=False),
    Column("canonical", Text, nullable=False),
    Column("work", Text, nullable=False),
    Column("version", Text),
    Column("lang", String(16), nullable=False),
    Column("langs", Text, nullable=False),
    Column("treaty", Text),
    Column("type", Text),
    Column("symbol", Text),
    Column("title", Text),
    Column("date", Text),
    Column("meeting", Text),
    Column("identity", String(16), nullable=False),
    Column("segments", Integer, nullable=False),
    Column("citations", Integer, nullable=False),
    Column("issues", Integer, nullable=False),
    Index(None, "canonical"),
    Index(None, "work"),
)

links = Table(
    "links",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("content", String(64), ForeignKey("contents.sha256"), nullable=False),
    Column("citing", Text, nullable=False),
    Column("target", Text),
    Column("held", Text),
    Column("missing", String(32)),
    Column("relation", String(32)),
    Column("force", String(16), nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("date", Text),
    Column("record", Text, nullable=False),
    Index(None, "content"),
    Index(None, "citing"),
    Index(None, "target"),
    Index(None, "held"),
    Index(None, "missing"),
)
