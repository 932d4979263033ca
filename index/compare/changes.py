"""How much a file changed that was replaced at its address: in its looks, in its wording, or in what it says.

Sites replace files in silence: a header with the new dates, a misprint mended, or a paragraph that asks for something else. A
reader of yesterday's text wants to hear of the last, an operator of all three.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from msgspec import Struct
from pydantic import BaseModel

from core.configuration import Configuration
from core.records.document import Document, Segment
from core.yaml_rows import load_checked

ChangeClass = Literal["cosmetic", "editorial", "substantive"]

EDITORIAL_SHARE = 0.02
"""Share of words changed, of the words of both texts, up to which a change can be of wording only: a mended misprint in a paper of
ten pages touches one word in a thousand, a new paragraph one in fifty."""
SHOWN_AT_MOST = 20
"""Pairs of paragraphs that are kept as examples; `segments` counts them all."""

_FURNITURE = frozenset({"masthead"})
_WORD = re.compile(r"[^\W_]+(?:[.’'-][^\W_]+)*")


class ChangedSegment(Struct, frozen=True, kw_only=True, omit_defaults=True):
    path: str
    before: str | None = None
    """None: the paragraph is new."""
    after: str | None = None
    """None: the paragraph is gone."""


class Comparison(Struct, frozen=True, kw_only=True):
    kind: ChangeClass
    reasons: tuple[str, ...]
    """Why it is no smaller a change: `words`, `numbers`, `citations`, `labels`, `paragraphs`, `obligations`, `share`."""
    same: int
    """Paragraphs that say the same."""
    changed: int
    added: int
    removed: int
    share: float
    """Words that differ, of the words of both."""
    examples: tuple[ChangedSegment, ...] = ()


def compare(before: Document, after: Document, turning: Collection[str]) -> Comparison:
    """`cosmetic`: the same letters and digits outside mastheads. `editorial`: other words, up to EDITORIAL_SHARE of them, but the
    same numbers, labels, citations and paragraphs, and none of the words `turning` (small letters) that turn an obligation
    around. `substantive`: all else.
    """
    old, new = _said(before), _said(after)
    keys_old, keys_new = [_key(one) for one in old], [_key(one) for one in new]
    pairs: list[tuple[Segment | None, Segment | None]] = []
    same = 0
    for tag, i, j, k, m in SequenceMatcher(None, keys_old, keys_new, autojunk=False).get_opcodes():
        if tag == "equal":
            same += j - i
        else:
            pairs.extend(_paired(old[i:j], new[k:m]))
    reasons = {reason for one, other in pairs for reason in _reasons(one, other, turning)}
    if _cited(before) != _cited(after):
        reasons.add("citations")
    share = _share(pairs, old, new)
    if share > EDITORIAL_SHARE:
        reasons.add("share")
    return Comparison(
        kind="cosmetic" if not reasons else "editorial" if reasons == {"words"} else "substantive",
        reasons=tuple(sorted(reasons)),
        same=same,
        changed=sum(one is not None and other is not None for one, other in pairs),
        added=sum(one is None for one, _ in pairs),
        removed=sum(other is None for _, other in pairs),
        share=round(share, 4),
        examples=tuple(_example(one, other) for one, other in pairs[:SHOWN_AT_MOST]),
    )


def turning_words(configuration: Configuration) -> frozenset[str]:
    """`turning_words` of all languages of the configuration."""
    names = configuration.names("languages", ".yml")
    return frozenset(word for name in names for word in load_checked(configuration, name, _Language).turning_words)


class _Language(BaseModel):
    """Of a language's file, what is needed here; the whole of it is checked where documents are understood."""

    turning_words: tuple[str, ...] = ()


def _said(document: Document) -> list[Segment]:
    return [one for one in document.segments if one.kind not in _FURNITURE and _letters(one.text)]


def _letters(text: str) -> str:
    """Letters and digits, case and composition aside: what no change of layout touches."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def _key(segment: Segment) -> tuple[str, str]:
    return _label(segment), _letters(segment.text)


def _label(segment: Segment) -> str:
    return _letters(segment.label or "")


def _paired(old: Sequence[Segment], new: Sequence[Segment]) -> Iterator[tuple[Segment | None, Segment | None]]:
    """Paragraphs that replace one another stand side by side: those of one path, else in their order where the words are alike."""
    paths = {one.path: one for one in new}
    taken: set[str] = set()
    left: list[Segment] = []
    for one in old:
        other = paths.get(one.path)
        if other is not None and _alike(one, other):
            taken.add(other.path)
            yield one, other
        else:
            left.append(one)
    rest = [one for one in new if one.path not in taken]
    for one in left:
        match = next((other for other in rest if _alike(one, other)), None)
        if match is not None:
            rest.remove(match)
        yield one, match
    for one in rest:
        yield None, one


def _alike(one: Segment, other: Segment) -> bool:
    matcher = SequenceMatcher(None, _words(one.text), _words(other.text), autojunk=False)
    # The two upper bounds are cheap: nearly all pairs of a rewritten text end there.
    return matcher.real_quick_ratio() >= 0.5 and matcher.quick_ratio() >= 0.5 and matcher.ratio() >= 0.5


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _reasons(one: Segment | None, other: Segment | None, turning: Collection[str]) -> Iterator[str]:
    if one is None or other is None:
        yield "paragraphs"
        return
    if _label(one) != _label(other):
        yield "labels"
    gone, come = _different(one, other)
    if gone or come:
        yield "words"
    if any(character.isdigit() for word in (*gone, *come) for character in word):
        yield "numbers"
    if any(word in turning for word in (*gone, *come)):
        yield "obligations"


def _different(one: Segment, other: Segment) -> tuple[list[str], list[str]]:
    """Words that only the first has, and only the second, in their order."""
    old, new = _words(one.text), _words(other.text)
    gone: list[str] = []
    come: list[str] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            gone.extend(old[i:j])
            come.extend(new[k:m])
    return gone, come


def _share(
    pairs: Sequence[tuple[Segment | None, Segment | None]], old: Sequence[Segment], new: Sequence[Segment]
) -> float:
    total = sum(len(_words(one.text)) for one in (*old, *new))
    differing = 0
    for one, other in pairs:
        if one is not None and other is not None:
            gone, come = _different(one, other)
            differing += len(gone) + len(come)
        else:
            alone = one or other
            differing += len(_words(alone.text)) if alone is not None else 0
    return differing / total if total else 0.0


def _cited(document: Document) -> set[tuple[str | None, tuple[str, ...], str | None]]:
    return {(one.canonical, one.readings, one.pin) for one in document.citations if not one.is_self}


def _example(one: Segment | None, other: Segment | None) -> ChangedSegment:
    shown = other or one
    assert shown is not None  # noqa: S101 - a pair has at least one side
    return ChangedSegment(path=shown.path, before=one.text if one else None, after=other.text if other else None)
