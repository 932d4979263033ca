"""Short forms: `the said resolution`, `cette même décision`, `ibid.`, `paragraph 3 thereof`, and what they stand for.

A short form means the nearest citation of its kind before it in the same passage. Where that one is a member of a list, it may
mean each of them, and all are its readings. Where no citation fits, nothing is guessed: there is no draft.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import takewhile
from types import MappingProxyType

import re2

from core.records.document import CitationKind
from core.symbols.draft import Draft
from core.symbols.forms import ShortForm
from core.symbols.passage import Passage
from core.symbols.treaty_context import named_after

_KINDS: Mapping[str, CitationKind] = MappingProxyType(
    {
        "decision": "decision", "resolution": "resolution", "recommendation": "recommendation", "recommandation": "recommendation",
        "notification": "notification", "circular": "notification", "circulaire": "notification",
        "document": "document", "paper": "document", "article": "article",
    }
)  # fmt: skip
_REACH = 1500  # characters between a short form and what it means: more is another paragraph in one passage
_NUMBER_BEHIND = re.compile(r" ?(?:no?s?\.? ?o? ?)?(?:conf|[0-9]|[a-z]{1,5}[-. ]?[0-9ivx]+/|[ivx]+[./])")
_PARAGRAPH = re.compile(r"(?:paragraphe?|para\.?|alinea) (?P<para>[0-9]{1,2}) ?(?:\(?(?P<letter>[a-z])\))?")
_PARAGRAPH_BEFORE = re.compile(rf"{_PARAGRAPH.pattern},? (?:(?:of|to|in|du|de|a) )?$")
_BEFORE_REACH = 40


def short_forms(passage: Passage, drafts: list[Draft]) -> list[Draft]:
    """Drafts of the short forms that stand for one of `drafts` (in order, not overlapping)."""
    if not drafts:
        return []
    found = [
        draft
        for form in passage.grammar.short.found_in(passage.view)
        for match in form.pattern.finditer(passage.view.data)
        if (draft := _draft(passage, form, match, drafts)) is not None
    ]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Draft] = []
    for draft in found:
        behind = bisect_right(drafts, draft.start, key=lambda one: one.end)
        if behind < len(drafts) and drafts[behind].start < draft.end:
            continue  # a citation by number stands there
        if not kept or draft.start >= kept[-1].end:
            kept.append(draft)
    return kept


def _draft(passage: Passage, form: ShortForm, match: re2._Match, drafts: list[Draft]) -> Draft | None:
    text = passage.view.text
    start, end = form.span(match, "ref") or match.span()
    if text[start - 1 : start].isalnum() or text[end : end + 1].isalnum() or text[end : end + 1] in {"-", "/", "'"}:
        return None
    word = form.span(match, "word")
    kind = _KINDS.get(text[slice(*word)]) if word is not None else None
    if word is not None and (kind is None or _NUMBER_BEHIND.match(text, end)):
        return None
    meant = _antecedents(passage, drafts, start, end, kind)
    if not meant:
        return None
    if form.which == "last":
        meant = meant[-1:]
    pin = form.span(match, "pin")
    if meant[0].kind != "article":
        readings = tuple(reading for one in meant for reading in one.readings)
        return Draft(start=start, end=end, kind=meant[0].kind, readings=readings, rule=form.id, pin=pin, head=start)
    before = _PARAGRAPH_BEFORE.search(text, max(0, start - _BEFORE_REACH), start)
    steps: tuple[str, ...] = ()
    if before is not None:
        start = before.start()
        steps = (f"para.{int(before.group('para'))}", *filter(None, (before.group("letter"),)))
    elif pin is not None:
        start = pin[0]
        single = _PARAGRAPH.fullmatch(text, *pin)
        if single is None:  # an annex or several paragraphs: no place that an id of an article can name
            return None
        steps = (f"para.{int(single.group('para'))}", *filter(None, (single.group("letter"),)))
    readings = tuple((treaty, _article(canonical, steps)) for one in meant for treaty, canonical in one.readings)
    return Draft(start=start, end=end, kind="article", readings=readings, rule=form.id, head=start)


def _article(canonical: str, steps: tuple[str, ...]) -> str:
    """`that article` is the whole article, also where one of its paragraphs was cited."""
    return "/".join([*canonical.split("/")[:3], *steps])


def _antecedents(passage: Passage, drafts: list[Draft], start: int, end: int, kind: CitationKind | None) -> list[Draft]:
    """The nearest citation before `start` of that kind and of the treaty named behind, with the members of its list."""
    named = named_after(passage, end)
    before = list(_before(drafts, start))
    for index, one in enumerate(before):
        if kind is not None and one.kind != kind:
            continue
        if named is not None and all(treaty != named for treaty, _ in one.readings):
            continue
        return list(takewhile(partial(_of_one_list, one), before[index:]))[::-1]
    return []


def _of_one_list(one: Draft, other: Draft) -> bool:
    return one.head == other.head and one.kind == other.kind


def _before(drafts: list[Draft], start: int) -> Iterator[Draft]:
    """Those that end before `start`, the nearest first."""
    for index in range(bisect_right(drafts, start, key=lambda one: one.end) - 1, -1, -1):
        if start - drafts[index].end > _REACH:
            return
        yield drafts[index]
