"""What Alembic runs. It is given an open connection in a transaction, so that an upgrade is done whole or not at all."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
