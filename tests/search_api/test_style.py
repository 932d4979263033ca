"""Colours of the style sheet have the contrast that WCAG 2.2 AA asks for, and nothing is fetched from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).resolve().parents[2] / "search_api" / "static" / "site.css").read_text(encoding="utf-8")
COLOURS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", CSS)) | {"white": "#ffffff", "target": "#fff8e0"}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(COLOURS[one]), luminance(COLOURS[other])))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *((text, "paper") for text in ("ink", "soft", "deep", "link", "visited", "warn", "added", "removed")),
        *((text, "tint") for text in ("ink", "soft", "link", "visited", "deep")),
        *((text, "target") for text in ("ink", "soft", "link", "visited", "warn", "added", "removed")),
        *((text, "warn-tint") for text in ("ink", "warn", "link", "visited")),
        ("ink", "mark"),
        ("white", "deep"),
    ],
)
def test_text_can_be_read(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


def test_measure_is_right() -> None:
    assert contrast("white", "ink") > 15
    assert contrast("white", "paper") == 1


def test_nothing_comes_from_elsewhere() -> None:
    assert "url(" not in CSS
    assert "@import" not in CSS
    assert "http" not in CSS


def test_focus_print_and_narrow_screens_are_provided_for() -> None:
    assert ":focus-visible" in CSS
    assert "outline: none" not in CSS
    assert "@media print" in CSS
    assert re.search(r"@media \(max-width: \d+rem\)", CSS)
    assert "prefers-reduced-motion" in CSS
