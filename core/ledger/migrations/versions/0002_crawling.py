"""Crawling: passes over sources, addresses and their links, what was asked and answered, changed files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "crawls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("run", sa.Integer(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.Double(), nullable=True),
        sa.Column("started", sa.Double(), nullable=False),
        sa.Column("finished", sa.Double(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_crawls_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crawls")),
    )
    op.create_index(op.f("ix_crawls_source"), "crawls", ["source"], unique=False)
    op.create_table(
        "addresses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("context", sa.Text(), nullable=True),
        sa.Column("listed", sa.Text(), nullable=True),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.Double(), nullable=True),
        sa.Column("due", sa.Double(), nullable=True),
        sa.Column("crawl", sa.Integer(), nullable=True),
        sa.Column("listed_in", sa.Integer(), nullable=True),
        sa.Column("first_seen", sa.Double(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("checked_at", sa.Double(), nullable=True),
        sa.Column("asked_fully_at", sa.Double(), nullable=True),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("missed_on", sa.String(length=10), nullable=True),
        sa.Column("withdrawn_at", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["crawl"], ["crawls.id"], name=op.f("fk_addresses_crawl")),
        sa.ForeignKeyConstraint(["listed_in"], ["crawls.id"], name=op.f("fk_addresses_listed_in")),
        sa.ForeignKeyConstraint(["parent"], ["addresses.id"], name=op.f("fk_addresses_parent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addresses")),
        sa.UniqueConstraint("source", "kind", "key", name=op.f("uq_addresses_source_kind_key")),
    )
    op.create_index(op.f("ix_addresses_digest"), "addresses", ["digest"], unique=False)
    op.create_index(
        op.f("ix_addresses_source_listed_in_rank_id_crawl"),
        "addresses",
        ["source", "listed_in", "rank", "id", "crawl"],
        unique=False,
    )
    op.create_table(
        "page_links",
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("address", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["address"], ["addresses.id"], name=op.f("fk_page_links_address")),
        sa.ForeignKeyConstraint(["page"], ["addresses.id"], name=op.f("fk_page_links_page")),
        sa.PrimaryKeyConstraint("page", "address", name=op.f("pk_page_links")),
    )
    op.create_index(op.f("ix_page_links_address"), "page_links", ["address"], unique=False)
    op.create_table(
        "fetches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Integer(), nullable=True),
        sa.Column("crawl", sa.Integer(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("final", sa.Text(), nullable=True),
        sa.Column("chain", sa.Text(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("request_headers", sa.Text(), nullable=True),
        sa.Column("response_headers", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("seconds", sa.Double(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["address"], ["addresses.id"], name=op.f("fk_fetches_address")),
        sa.ForeignKeyConstraint(["crawl"], ["crawls.id"], name=op.f("fk_fetches_crawl")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fetches")),
    )
    op.create_index(op.f("ix_fetches_address"), "fetches", ["address"], unique=False)
    op.create_index(op.f("ix_fetches_crawl"), "fetches", ["crawl"], unique=False)
    op.create_table(
        "source_states",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("paused_at", sa.Double(), nullable=True),
        sa.Column("paused_reason", sa.Text(), nullable=True),
        sa.Column("blocked_at", sa.Double(), nullable=True),
        sa.Column("blocked_cause", sa.Text(), nullable=True),
        sa.Column("last_good", sa.Integer(), nullable=True),
        sa.Column("failing_since", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["last_good"], ["crawls.id"], name=op.f("fk_source_states_last_good")),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_source_states")),
    )
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("old", sa.String(length=64), nullable=False),
        sa.Column("new", sa.String(length=64), nullable=False),
        sa.Column("crawl", sa.Integer(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("class", sa.String(length=16), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["crawl"], ["crawls.id"], name=op.f("fk_changes_crawl")),
        sa.ForeignKeyConstraint(["file"], ["files.id"], name=op.f("fk_changes_file")),
        sa.ForeignKeyConstraint(["new"], ["contents.sha256"], name=op.f("fk_changes_new")),
        sa.ForeignKeyConstraint(["old"], ["contents.sha256"], name=op.f("fk_changes_old")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index(op.f("ix_changes_file"), "changes", ["file"], unique=False)
    op.create_index(op.f("ix_changes_crawl"), "changes", ["crawl"], unique=False)
