"""How many letters two words differ by."""

from __future__ import annotations


def edits(one: str, other: str, most: int) -> int:
    """Insertions, deletions, changes and swaps of neighbours from one word to the other; `most` + 1 where there are more."""
    # Each edit changes the length by one at most, and of the letters it takes one away and brings one at most.
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        following = [i]
        for j, opposite in enumerate(other, 1):
            least = min(row[j] + 1, following[j - 1] + 1, row[j - 1] + (letter != opposite))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == opposite:
                least = min(least, before[j - 2] + 1)
            following.append(least)
        if min(following) > most and min(row) > most:
            return most + 1  # numbers never fall again: each is made from the last two rows
        before, row = row, following
    return min(row[-1], most + 1)
