"""Parameters of an address, read from its pairs: one that is given twice, is too long or does not fit is told (400)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from search_api.problems import WebError, bad_parameter

Pairs = Sequence[tuple[str, str]]

MAX_CHARS = 500
"""Of an id, a path, a cursor: longer than any there is."""


def single(pairs: Pairs, name: str) -> str | None:
    values = [value for key, value in pairs if key == name]
    if len(values) > 1:
        raise bad_parameter(name, f"The parameter {name} is given {len(values)} times.", "Give it once.")
    return values[0] if values else None


def text_of(pairs: Pairs, name: str) -> str | None:
    """None where it is absent or empty."""
    value = single(pairs, name) or None
    if value is not None and len(value) > MAX_CHARS:
        raise bad_parameter(name, f"The parameter {name} is too long.", "Leave it out, or take it from an answer.")
    return value


def required(pairs: Pairs, name: str, example: str) -> str:
    value = text_of(pairs, name)
    if value is None or not value.strip():
        raise missing(name, example)
    return value


def missing(name: str, example: str) -> WebError:
    return bad_parameter(name, f"The parameter {name} is missing.", f"For instance {name}={example}.")


def choice(pairs: Pairs, name: str, among: Collection[str], default: str | None = None) -> str | None:
    value = single(pairs, name) or default
    if value is not None and value not in among:
        raise bad_parameter(name, f"The parameter {name} has no such value.", f"Use one of: {', '.join(among)}.")
    return value


def values_of(pairs: Pairs, name: str, *, most: int, chars: int = MAX_CHARS) -> tuple[str, ...]:
    """Different values of one that may be repeated."""
    values = tuple(dict.fromkeys(value for key, value in pairs if key == name and value))
    if len(values) > most or any(len(value) > chars for value in values):
        raise bad_parameter(name, f"The parameter {name} has too many or too long values.", f"Give {most} at most.")
    return values


def limit_of(text: str | None, *, default: int, most: int) -> int:
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= most):
        raise bad_parameter("limit", "The limit is not a number that is taken.", f"Use 1 to {most}.")
    return int(text)
