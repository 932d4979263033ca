"""The ledger's own clock, as an SQL expression: the only clock that leases and times are measured by.

Machines that share a ledger need not agree on the time, and a machine whose clock jumps frees nobody's work.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Double
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


class ledger_now(GenericFunction[float]):  # noqa: N801 - SQL functions are written in small letters
    """Seconds since 1970, UTC, at the moment the statement runs."""

    type = Double()
    inherit_cache = True


@compiles(ledger_now, "sqlite")
def _sqlite(element: ledger_now, compiler: SQLCompiler, **_: Any) -> str:  # noqa: ARG001
    # unixepoch('subsec') would be clearer, and needs SQLite 3.42.
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(ledger_now, "postgresql")
def _postgresql(element: ledger_now, compiler: SQLCompiler, **_: Any) -> str:  # noqa: ARG001
    return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS DOUBLE PRECISION)"
