"""The tables of crawling, as the newest migration leaves them (a test compares the two). Types as in `tables`."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from core.ledger.tables import metadata

# One pass over one source. An unfinished one goes on with the next run of the same scope.
crawls = Table(
    "crawls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    # What it was restricted to (a meeting, a number of files), as JSON; null: the whole source.
    Column("scope", Text),
    Column("run", Integer, ForeignKey("runs.id")),
    Column("owner", Text),
    Column("lease_until", Double),
    Column("started", Double, nullable=False),
    Column("finished", Double),
    # running, done, failed, blocked or stopped
    Column("state", String(16), nullable=False),
    Column("summary", Text),
    Index(None, "source"),
)

# Every address that a source is known to have: the frontier of its crawls and the memory between them.
addresses = Table(
    "addresses",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    # page, file or probe; a page that is a document too stands here twice
    Column("kind", String(16), nullable=False),
    Column("key", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("step", Text, nullable=False),
    # Smaller ones are asked first.
    Column("rank", Integer, nullable=False),
    Column("context", Text),
    Column("listed", Text),
    Column("parent", Integer, ForeignKey("addresses.id")),
    Column("depth", Integer, nullable=False),
    # pending, done, refused, gone or given_up: how it ended the last time; pending: not yet asked
    Column("state", String(16), nullable=False),
    Column("code", String(64)),
    Column("cause", Text),
    # Crawls in a row that ended without the bytes, since when, and not before when it is tried again.
    Column("attempts", Integer, nullable=False),
    Column("failing_since", Double),
    Column("due", Double),
    # Last crawl that handled it, and last crawl in which something linked it: where they differ it is work.
    Column("crawl", Integer, ForeignKey("crawls.id")),
    Column("listed_in", Integer, ForeignKey("crawls.id")),
    Column("first_seen", Double, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("digest", String(64)),
    Column("size", BigInteger),
    Column("media_type", Text),
    Column("checked_at", Double),
    Column("asked_fully_at", Double),
    # Days on which it was missed, the last of them (ISO, UTC), and when it was held to be withdrawn.
    Column("misses", Integer, nullable=False),
    Column("missed_on", String(10)),
    Column("withdrawn_at", Double),
    UniqueConstraint("source", "kind", "key"),
    # The next work of a crawl, in its order, without looking at what it has done already.
    Index(None, "source", "listed_in", "rank", "id", "crawl"),
    Index(None, "digest"),
)

# Which addresses a page linked when it was read the last time.
page_links = Table(
    "page_links",
    metadata,
    Column("page", Integer, ForeignKey("addresses.id"), primary_key=True),
    Column("address", Integer, ForeignKey("addresses.id"), primary_key=True),
    Index(None, "address"),
)

# What was asked and what was answered. Rows are only added.
fetches = Table(
    "fetches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", Integer, ForeignKey("addresses.id")),
    Column("crawl", Integer, ForeignKey("crawls.id"), nullable=False),
    Column("at", Double, nullable=False),
    Column("asked", Text, nullable=False),
    Column("final", Text),
    Column("chain", Text),
    Column("status", Integer),
    Column("request_headers", Text),
    Column("response_headers", Text),
    Column("digest", String(64)),
    Column("size", BigInteger),
    Column("seconds", Double),
    Column("outcome", String(16), nullable=False),
    Column("code", String(64)),
    Index(None, "address"),
    Index(None, "crawl"),
)

source_states = Table(
    "source_states",
    metadata,
    Column("source", Text, primary_key=True),
    Column("paused_at", Double),
    Column("paused_reason", Text),
    Column("blocked_at", Double),
    Column("blocked_cause", Text),
    Column("last_good", Integer, ForeignKey("crawls.id")),
    Column("failing_since", Double),
)

# New bytes at an old address. `class` (cosmetic, editorial, substantive) is known after extraction.
changes = Table(
    "changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("file", Integer, ForeignKey("files.id"), nullable=False),
    Column("source", Text, nullable=False),
    Column("old", String(64), ForeignKey("contents.sha256"), nullable=False),
    Column("new", String(64), ForeignKey("contents.sha256"), nullable=False),
    Column("crawl", Integer, ForeignKey("crawls.id"), nullable=False),
    Column("at", Double, nullable=False),
    Column("class", String(16)),
    Column("detail", Text),
    Index(None, "file"),
    Index(None, "crawl"),
)
