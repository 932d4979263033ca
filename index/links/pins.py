"""Pin-points to places of the cited text: `paragraph 4(a)(vi) of` leads to its segment `4/a/vi`.

A pin is kept as it is printed (`Link.pin`). Here its words are read as a list of places (`index.links.pin_words`), and each
is looked up among the segments of the held text:

1. an annex or appendix is a part: `annex II` is the first segment whose path begins with `annex2` (or `annexII`);
   `annex` alone is the only annex there is;
2. a paragraph is a path: `3 (b) (ii)` is `3/b/ii`, inside of the annex where one is named with it;
3. `preambular paragraph 3` is `pre3`;
4. a section, chapter or part is the heading with that label;
5. an article is its heading, and what is named with it stands in it (`index.links.article_places`);
6. `paragraphs 3 to 7` are all five of them;
7. an item that the text does not set apart leads to the paragraph that holds it, if that one has no items of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.symbols.normalise import fold
from index.links.article_places import place_in_article
from index.links.pin_words import Wanted, numeral, read_pin
from index.links.places import Pinned, Place


def places_of(pin: str, segments: Sequence[Place]) -> Pinned:
    """Where `pin` (as printed) leads to in a text with these segments, in the order of the text. Never raises."""
    found: list[str] = []
    absent: list[str] = []
    asked = tuple(read_pin(pin))
    for wanted in asked:
        one = _look_up(wanted, segments)
        found.extend(one.places)
        absent.extend(one.unplaced)
    if not asked:
        return Pinned(unplaced=(pin,))
    return Pinned(places=tuple(dict.fromkeys(found)), unplaced=tuple(dict.fromkeys(absent)))


def _look_up(wanted: Wanted, segments: Sequence[Place]) -> Pinned:
    if wanted.article:
        part = _part_of(wanted.annex, segments) if wanted.annex else None
        inside = [one for one in segments if one.path.startswith(f"{part}/")] if part is not None else segments
        return place_in_article((wanted.article, *wanted.steps), inside)
    path = _path_of(wanted, segments)
    return Pinned(unplaced=(wanted.path,)) if path is None else Pinned(places=(path,))


def _path_of(wanted: Wanted, segments: Sequence[Place]) -> str | None:
    inside = segments
    prefix = ""
    if wanted.annex:
        part = _part_of(wanted.annex, segments)
        if part is None:
            return None
        prefix = f"{part}/"
        inside = [one for one in segments if one.path.startswith(prefix)]
        if not (wanted.steps or wanted.section):
            return inside[0].path
    if wanted.section:
        return next((one.path for one in inside if one.kind == "heading" and _names(one, wanted.section)), None)
    known = {one.path for one in inside}
    full = prefix + "/".join(wanted.steps)
    if full in known:
        return full
    for end in range(len(wanted.steps) - 1, 0, -1):
        above = prefix + "/".join(wanted.steps[:end])
        if above in known:
            # Its items are no segments where nothing stands below it: then they are in its own words.
            return None if any(one.startswith(f"{above}/") for one in known) else above
    return None


def _part_of(annex: str, segments: Sequence[Place]) -> str | None:
    """Id of the part; a bare `annex` is the only one."""
    parts = dict.fromkeys(
        one.path.split("/")[0]
        for one in segments
        if "/" in one.path and one.path.startswith(annex.rstrip("0123456789"))
    )
    same = [one for one in parts if _folded_part(one) == annex]
    if same:
        return same[0]
    if annex in ("annex", "appendix") and len(parts) == 1:
        return next(iter(parts))
    # "annex I" of a text with one annex that has no number.
    if annex in ("annex1", "appendix1") and list(parts) == [annex[:-1]]:
        return annex[:-1]
    return None


def _folded_part(part: str) -> str:
    stem, number = re.fullmatch(r"([a-z]*)(.*)", part.lower(), re.DOTALL).groups()  # type: ignore[union-attr]
    whole = f"{stem}{number}"
    found = re.fullmatch(r"(annex|appendix)([ivxlc]+)", whole)
    return f"{found[1]}{numeral(found[2])}" if found else whole


def _names(heading: Place, section: str) -> bool:
    label = fold(heading.label or "").strip(" .()")
    return bool(label) and numeral(label.split(" ")[-1]) == section


__all__ = ["Pinned", "Place", "places_of"]
