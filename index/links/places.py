"""Places of a text that a citation can name, and what was found of those that it names."""

from __future__ import annotations

from msgspec import Struct


class Place(Struct, frozen=True):
    """A segment as far as a pin can name it."""

    path: str
    kind: str
    label: str | None = None


class Pinned(Struct, frozen=True):
    places: tuple[str, ...] = ()
    """Paths that were found."""
    unplaced: tuple[str, ...] = ()
    """Places that were read and are not there, as paths; the pin itself where no place could be read."""


__all__ = ["Pinned", "Place"]
