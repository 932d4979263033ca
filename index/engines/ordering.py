"""The order of hits, made in one place, so that engines agree on it.

Engines give equal scores up to rounding in the last digits and break ties as they like. So more rows are asked for than are
needed, scores are cut to 5 significant digits, and ties go by `order`. A cut that falls into a tie asks for more until the
tie is complete.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.engines.protocol import Ranked


def significant(score: float) -> float:
    """`score` to 5 significant digits."""
    return float(f"{score:.5g}")


def first_size(need: int) -> int:
    """How many rows `cut` asks for at first: for engines that fetch them before they are asked to."""
    return need + max(50, need // 2) if need > 0 else 0


def final(rows: Sequence[Ranked], size: int, need: int) -> tuple[Ranked, ...] | None:
    """The first `need` of `rows`, the `size` rows with the highest scores (fewer at the end) in any order among ties; None
    where rows that were not seen may belong before some of them."""
    return settled(rows, need, min((row.score for row in rows), default=0.0) if len(rows) >= size else None)


def settled(rows: Sequence[Ranked], need: int, lowest: float | None) -> tuple[Ranked, ...] | None:
    """The first `need` of `rows`, in any order; None where rows that were not seen may belong before some of them.

    `lowest`: no row that was not seen has a higher score; None where all were seen.
    """
    ranked = sorted(
        (Ranked(row.key, significant(row.score), row.order, row.group) for row in rows),
        key=lambda row: (-row.score, -row.order, row.key),
    )
    first = tuple(ranked[: max(need, 0)])
    # The lowest score seen may be shared by rows beyond; above it the order is final.
    if lowest is None or need <= 0 or (len(first) == need and first[-1].score > significant(lowest)):
        return first
    return None


def cut(fetch: Callable[[int], Sequence[Ranked]], need: int) -> tuple[Ranked, ...]:
    """The first `need` rows. `fetch(n)` gives n rows with the highest scores, in any order among ties, fewer at the end."""
    if need <= 0:
        return ()
    size = first_size(need)
    while (rows := final(fetch(size), size, need)) is None:
        size *= 4
    return rows
