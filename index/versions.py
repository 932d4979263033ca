"""The order of versions of a work, read from their revisions."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\d+")


def version_rank(version: str | None) -> tuple[tuple[int, ...], str]:
    """Sorts the first version (no revision) before all others, `Rev.2` before `Rev.10`, `Rev.COP12` before `Rev.COP13`.

    The bare `Rev.` stands before numbered revisions. Corrigenda of one revision follow it: `Rev.1/Corr.1` after `Rev.1`.
    """
    if version is None:
        return ((), "")
    numbers = tuple(int(number) for number in _NUMBER.findall(version))
    return ((numbers or (0,)), version)
