"""Where an article, a paragraph or a letter of it stands in a text that has articles: a treaty, or a draft of one.

The heading of an article has the path `art7`; what stands in it mostly has a path below. Where a list hangs on a sentence without a
number (`For the purposes of this Convention: (a) …`), its letters are found by the article that they stand in.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.symbols.treaty_texts import article_key
from index.links.places import Pinned, Place


def place_in_article(steps: Sequence[str], segments: Sequence[Place]) -> Pinned:
    """`steps`: key of the article (`article_key`), then paragraph, letter and so on.

    What is not there is `unplaced`, and the nearest that is there, at least the article, is the place.
    """
    at = next((number for number, one in enumerate(segments) if _article(one) == steps[0]), None)
    asked = "/".join((f"art{steps[0]}", *steps[1:]))
    if at is None:
        return Pinned(unplaced=(asked,))
    heading = segments[at]
    inside = _inside(segments, at)
    for end in range(len(steps), 1, -1):
        path = _path(heading.path, tuple(steps[1:end]), inside)
        if path is None:
            continue
        # Its items are no segments where nothing stands below it: then they are in its own words.
        whole = end == len(steps) or not any(one.path.startswith(f"{path}/") for one in inside)
        return Pinned(places=(path,), unplaced=() if whole else (asked,))
    return Pinned(places=(heading.path,), unplaced=(asked,) if len(steps) > 1 else ())


def _article(segment: Place) -> str | None:
    """Key of the article that the segment is the heading of."""
    last = segment.path.rpartition("/")[2]
    return article_key(last[3:]) if last.startswith("art") and segment.kind == "heading" else None


def _inside(segments: Sequence[Place], at: int) -> Sequence[Place]:
    end = next((n for n in range(at + 1, len(segments)) if _article(segments[n]) is not None), len(segments))
    return segments[at + 1 : end]


def _path(heading: str, steps: tuple[str, ...], inside: Sequence[Place]) -> str | None:
    full = "/".join((heading, *steps))
    if any(one.path == full for one in inside):
        return full
    ending = [one.path for one in inside if tuple(one.path.lower().split("/")[-len(steps) :]) == steps]
    return ending[0] if len(ending) == 1 else None


__all__ = ["place_in_article"]
