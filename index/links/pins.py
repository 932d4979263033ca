"""Pin-points to places of the cited text: `paragraph 4(a)(vi) of` leads to its segment `4/a/vi`.

A pin is kept as it is printed (`Link.pin`). Here its words are read, in English and French, as a list of places, and each
is looked up among the segments of the held text:

1. an annex or appendix is a part: `annex II` is the first segment whose path begins with `annex2` (or `annexII`);
   `annex` alone is the only annex there is;
2. a paragraph is a path: `3 (b) (ii)` is `3/b/ii`, inside of the annex where one is named with it;
3. `preambular paragraph 3` is `pre3`;
4. a section, chapter or part is the heading with that label;
5. an item that the text does not set apart leads to the paragraph that holds it, if that one has no items of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from core.symbols.normalise import fold
from index.links.series import number_of


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


class _Wanted(Struct, frozen=True):
    """What a pin asks for; empty strings where it says nothing."""

    annex: str = ""
    """`annex`, `annex2`, `annexii`."""
    section: str = ""
    """Number of a section, or `table 2`, which no text sets apart yet."""
    steps: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        section = f"section {self.section}" if self.section and " " not in self.section else self.section
        return "/".join(filter(None, (self.annex, section, *self.steps)))


_WORD = (
    r"(?P<annex>annex(?:es|e)?|append(?:ix|ices)|appendice?s?)"
    r"|(?P<pre>preambular (?:paragraphs?|paras?\.?)|(?:paragraphes?|alineas?) (?:du )?preambul(?:e|aires?))"
    r"|(?P<section>sections?|chapters?|chapitres?|parts?|parties?)"
    r"|(?P<para>(?:operative )?(?:sub-? ?)?(?:paragraphs?|paragraphes?|paras?\.?|alineas?))"
    r"|(?P<other>tables?|tableau|tableaux|figures?)"
)
_NUMBER = r"(?:\d{1,3}|[ivxl]{1,6}|[a-z])(?: ?(?:bis|ter|quater)\b)?(?: ?\(?[a-z0-9]{1,4}\))*(?![a-z0-9])"
_TOKEN = re.compile(rf"\b(?:{_WORD})(?![a-z])|(?P<number>(?<![a-z0-9]){_NUMBER})")
_STEP = re.compile(r"\d+ ?(?:bis|ter|quater)\b|[a-z0-9]+")


def places_of(pin: str, segments: Sequence[Place]) -> Pinned:
    """Where `pin` (as printed) leads to in a text with these segments, in the order of the text. Never raises."""
    found: list[str] = []
    absent: list[str] = []
    asked = tuple(_read(fold(pin)))
    for wanted in asked:
        path = _path_of(wanted, segments)
        (absent if path is None else found).append(wanted.path if path is None else path)
    if not asked:
        return Pinned(unplaced=(pin,))
    return Pinned(places=tuple(dict.fromkeys(found)), unplaced=tuple(dict.fromkeys(absent)))


def _read(pin: str) -> Iterator[_Wanted]:
    """`paragraphs 3(b) and 4 of annex II` is (annexii, 3, b) and (annexii, 4). A later annex holds what stands before it."""
    annexes: list[str] = []
    rest: list[_Wanted] = []
    word = "para"
    for token in _TOKEN.finditer(pin):
        number = token["number"]
        if number is None:
            word = token.lastgroup or ""
            if word == "annex":
                annexes.append("annex" if token[0].startswith("annex") else "appendix")
            continue
        steps = tuple(step.replace(" ", "") for step in _STEP.findall(number))
        if word == "annex":
            stem = annexes[-1].rstrip("0123456789")
            if annexes[-1] in ("annex", "appendix"):
                annexes.pop()
            annexes.append(f"{'annex' if stem.startswith('annex') else 'appendix'}{_numeral(steps[0])}")
        elif word == "pre":
            rest.append(_Wanted(steps=(f"pre{steps[0]}", *steps[1:])))
        elif word == "section":
            rest.append(_Wanted(section=_numeral(steps[0])))
        elif word == "para":
            if rest and rest[-1].steps and rest[-1].steps[0].isdigit() and not steps[0][0].isdigit():
                # "3(a) and (b)": a letter alone stands in the paragraph before it.
                rest.append(_Wanted(steps=(rest[-1].steps[0], *steps)))
            else:
                rest.append(_Wanted(steps=steps))
        elif word == "other":
            rest.append(_Wanted(section=f"table {steps[0]}"))
    if len(annexes) == 1 and rest:
        for one in rest:
            yield _Wanted(annex=annexes[0], section=one.section, steps=one.steps)
        return
    yield from rest
    for annex in annexes:
        yield _Wanted(annex=annex)


def _path_of(wanted: _Wanted, segments: Sequence[Place]) -> str | None:
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
    return f"{found[1]}{_numeral(found[2])}" if found else whole


def _names(heading: Place, section: str) -> bool:
    label = fold(heading.label or "").strip(" .()")
    return bool(label) and _numeral(label.split(" ")[-1]) == section


def _numeral(text: str) -> str:
    """`II` and `2` are one number; a single letter but I, V, X stays a letter."""
    value = number_of(text.upper())
    return str(value) if value and (len(text) > 1 or text in "ivx" or text.isdigit()) else text


__all__ = ["Pinned", "Place", "places_of"]
