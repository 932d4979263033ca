"""Which program this is: as the ledger records it with each run, and as it introduces itself to others."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

DISTRIBUTION = "mea-documents"


def program_version() -> str:
    """Version of the installed distribution; `0+unknown` where it runs without having been installed."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return "0+unknown"
