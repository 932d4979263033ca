"""From bytes to pages of styled lines. The only dangerous stage, and the only sandboxed one."""

from __future__ import annotations

READ_VERSION = "10"
"""Raised whenever the same bytes could give other pages; every file is then read again."""
