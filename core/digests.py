"""Digests of what a stage depends on."""

from __future__ import annotations

import hashlib


def digest_of(*parts: str) -> str:
    """sha256 over `parts` in order. Each part's length goes in too, so that ("ab", "c") and ("a", "bc") differ."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        total.update(f"{len(data)}\0".encode())
        total.update(data)
    return total.hexdigest()
