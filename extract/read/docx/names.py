"""Names of WordprocessingML elements and attributes."""

from __future__ import annotations

from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def value(element: Any, path: str, attribute: str = "val") -> str | None:
    """The attribute `w:val` of the child at `path` (with the prefix `w:`), None where either is missing."""
    child = element.find(path.replace("w:", W)) if element is not None else None
    return None if child is None else child.get(W + attribute)


def toggle(properties: Any, name: str) -> bool | None:
    """A property that is on by standing there and may be switched off; None where nothing is said."""
    child = properties.find(W + name) if properties is not None else None
    if child is None:
        return None
    return child.get(W + "val", "true").lower() not in {"0", "false", "off", "none"}


def number(text: str | None) -> int | None:
    """An integer of the file; None for what is none."""
    try:
        return int(text) if text is not None else None
    except ValueError:
        return None
