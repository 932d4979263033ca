"""Which program this is, as the ledger records it with each run."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def program_version() -> str:
    """Version of the installed distribution; `unknown` where it runs without having been installed."""
    try:
        return version("mea-documents")
    except PackageNotFoundError:
        return "unknown"
