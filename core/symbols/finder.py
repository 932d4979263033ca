"""Finds citations in a text and gives each its id."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from core.records.document import CitationKind, Relation
from core.symbols import revision
from core.symbols.article_behind import end_of_name
from core.symbols.article_context import Owner, as_named_before, canonical_of, owner_of
from core.symbols.articles import Article, articles_in, with_paragraphs
from core.symbols.draft import Draft
from core.symbols.elliptical import with_elliptical
from core.symbols.forms import Form, Found
from core.symbols.grammar import Grammar
from core.symbols.instruments import names_treaty
from core.symbols.lists import Item, items_at, joined_as_range
from core.symbols.parallel import joined, merged
from core.symbols.passage import Passage
from core.symbols.pins import pin_of, printed
from core.symbols.relation import relations_of
from core.symbols.short_forms import short_forms
from core.symbols.titled import run_in
from core.symbols.treaty_context import treaties_of

_LISTS = 8
"""Lists of articles that may hang together; more are a table."""
ARTICLE_RULE = "article"


_DIGIT = re.compile("[0-9]")
_SESSION_REACH = 600  # characters before a number in which the meeting that gives its session may stand


class Reference(Struct, frozen=True, kw_only=True):
    """One citation. `text[start:end]` is what stands there; offsets count code points."""

    start: int
    end: int
    kind: CitationKind
    treaty: str | None
    canonical: str | None
    """Full id with revision; None where `readings` are several."""
    readings: tuple[str, ...] = ()
    """All ids that it can mean, where they are several."""
    pin: str | None = None
    range: bool = False
    """Endpoint of a range: endpoints stand in pairs, in order."""
    parallel: str | None = None
    """Id of the paper beside it that holds the same text: `decision 1/CP.16 (FCCC/CP/2010/7/Add.1)`."""
    relation: Relation | None = None
    named: bool = False
    """An article whose treaty the text names; else it is that of the text."""
    rule: str = ""
    """Id of the row of `config/citations.yml`, `article`, or `elliptical` for what goes on behind a symbol."""


def find(
    text: str,
    *,
    lang: str | None,
    home: str | None,
    grammar: Grammar,
    date: str | None = None,
    with_short_forms: bool = False,
    forms: Mapping[str, str] | None = None,
) -> tuple[Reference, ...]:
    """All citations in `text`, in order, not overlapping. Never raises on any text.

    `home` is the treaty of the document (None where unknown); `lang` and `date` (ISO 8601) those of the text, where known.
    `forms` is what `the Protocol` means in the whole document, by form, where the home treaty leaves it open.
    `with_short_forms` adds those that name no number: `the said resolution`, `ibid.` (rules `short-…`, `ibid`, `thereof`).
    """
    if text.isascii() and _hopeless(text):
        return ()
    passage = Passage(text, lang=lang, home=home, grammar=grammar, date=date, forms=forms)
    if _hopeless(passage.view.text):
        return ()
    drafts = [*_numbers(passage), *_articles(passage)]
    if not drafts:
        return ()
    ends = frozenset(draft.end for draft in drafts if draft.kind != "article")
    drafts = [draft for draft in drafts if draft.kind != "article" or not _pins_a_number(passage, draft.start, ends)]
    kept = _longest([draft for draft in drafts if not passage.in_address(draft.start, draft.end)])
    kept = merged(passage, with_elliptical(passage, joined(passage, kept)))
    _mark_ranges(passage, kept)
    if with_short_forms:
        kept = sorted([*kept, *short_forms(passage, kept)], key=lambda draft: draft.start)
    relations = relations_of(passage, kept)
    return tuple(_reference(passage, draft, relation) for draft, relation in zip(kept, relations, strict=True))


def _hopeless(text: str) -> bool:
    """Only articles are cited without any digit: `Article VII`."""
    return _DIGIT.search(text) is None and "art" not in text.lower()


def _numbers(passage: Passage) -> list[Draft]:
    words, hinted = passage.grammar.bare.hinted_in(passage.view)
    headed = list(_headed(passage)) if words else []
    items = [item for _, item in headed]
    items.extend(run_in(passage, headed))
    drafts = [draft for item in items if (draft := _draft(passage, item)) is not None]
    if hinted:
        drafts.extend(_bare(passage, hinted, sorted((draft.start, draft.end) for draft in drafts)))
    return drafts


def _headed(passage: Passage) -> Iterator[tuple[CitationKind, Item]]:
    """Numbers behind a type word, with its kind."""
    view, grammar = passage.view, passage.grammar
    done = 0
    asides: deque[tuple[int, int]] = deque()  # stretches before `done` that hold citations of their own
    for head in grammar.heads.finditer(view.data):
        start, end = head.span()
        limit = len(view)
        if start < done:
            while asides and asides[0][1] <= start:
                asides.popleft()
            limit = asides[0][1] if asides and asides[0][0] <= start else 0
        if end > limit or view.text[start - 1 : start].isalnum() or (view.text[start - 1 : start] == "/" and start):
            continue
        if view.text[end : end + 1].isalnum() and view.text[end - 1] != ".":
            continue  # a longer word; a number may stand at the full stop: `Dec.1/CP.16`
        kind = next(name for name, group in grammar.head_groups if head.start(group) >= 0)
        items = items_at(passage, kind, start, end, limit)
        if items and items[-1].end > done:
            done = items[-1].end
            asides = deque(item.aside for item in items if item.aside is not None)
        for item in items:
            yield kind, item


def _bare(passage: Passage, forms: Iterable[Form], taken: list[tuple[int, int]]) -> Iterator[Draft]:
    """Symbols and numbers of `forms` that stand without type word, outside those already `taken`."""
    view = passage.view
    for form in forms:
        for found in form.scan(view):
            item = Item(
                start=found.start, end=found.end, found=found, head=found.start, bare_end=found.end, tail=found.end
            )
            covering = bisect_right(taken, (item.start, len(view))) - 1
            if covering >= 0 and item.end <= taken[covering][1]:
                continue
            draft = _draft(passage, item)
            if draft is not None:
                yield draft


def _draft(passage: Passage, item: Item) -> Draft | None:
    """The citation as the first form reads it for which the words around name a treaty."""
    for found in item.found.readings:
        draft = _read(passage, item, found)
        if draft is not None:
            return draft
    return None


def _read(passage: Passage, item: Item, found: Found) -> Draft | None:
    form, values = found.form, dict(found.values)
    if form.session_from is not None:
        begin = max(passage.sentence(item.start)[0], item.start - _SESSION_REACH)
        meetings = list(form.session_from.finditer(passage.view.data[begin : item.start]))
        if not meetings:
            return None
        for name in form.session_from.groupindex:
            values[name] = form.converted(name, meetings[-1].group(name).decode())
    treaties = treaties_of(passage, form, values, item)
    if not treaties:
        return None
    end, readings = item.end, []
    for treaty in treaties:
        canonical = form.canonical(treaty, values)
        suffix = ""
        if form.row.revised:
            end, suffix = revision.of_norm(passage.view, item.bare_end, treaty)
        elif form.kind == "document":
            end, suffix = revision.of_paper(passage.view, item.bare_end, blanks=form.row.blanks)
        readings.append((treaty, canonical + suffix))
    return Draft(start=item.start, end=end, kind=form.kind, readings=tuple(readings), rule=form.id, head=item.head)


def _articles(passage: Passage) -> list[Draft]:
    drafts: list[Draft] = []
    lists = list(articles_in(passage.view))
    if not lists or (passage.home is None and not names_treaty(passage)):
        return drafts
    ahead: tuple[int, Owner] | None = None
    for place, items in enumerate(lists, 1):
        owner = owner_of(passage, items, lists[place : place + _LISTS], ahead)
        ahead = items[-1].end, owner
        for item in _with_paragraphs(passage, items, owner):
            readings = [(treaty, canonical_of(passage, item, treaty)) for treaty in owner.treaties]
            fitting = tuple((treaty, canonical) for treaty, canonical in readings if canonical is not None)
            if fitting:
                drafts.append(
                    Draft(
                        start=item.start,
                        end=item.end,
                        kind="article",
                        readings=fitting,
                        rule=ARTICLE_RULE,
                        head=item.head,
                        named=owner.named is not None,
                    )
                )
    return as_named_before(passage, drafts)


def _with_paragraphs(passage: Passage, items: list[Article], owner: Owner) -> list[Article]:
    """`Article VII of the Convention, paragraph 5`: what stands behind the name of the treaty belongs to the last article."""
    if owner.named != "behind" or items[-1].steps:
        return items
    name = end_of_name(passage, items[-1].end)
    return items if name is None else with_paragraphs(passage.view, items, name)


def _pins_a_number(passage: Passage, start: int, ends: frozenset[int]) -> bool:
    """`decision IX/18, article 23`: the article is a place in the decision, none of a treaty."""
    text = passage.view.text
    return (start - 2 in ends and text[start - 2 : start] == ", ") or (start - 1 in ends and text[start - 1] == " ")


def _longest(drafts: list[Draft]) -> list[Draft]:
    """Where citations overlap the longest stays; of equal ones the first, which is the order of the rows."""
    kept: list[Draft] = []
    last_end = -1
    for draft in sorted(drafts, key=lambda one: one.start):
        if draft.start >= last_end:
            kept.append(draft)
            last_end = draft.end
        elif draft.end - draft.start > kept[-1].end - kept[-1].start and (len(kept) < 2 or kept[-2].end <= draft.start):
            kept[-1] = draft
            last_end = draft.end
    return kept


def _mark_ranges(passage: Passage, drafts: list[Draft]) -> None:
    for before, after in itertools.pairwise(drafts):
        if before.range or before.kind != after.kind or before.treaty != after.treaty:
            continue
        if after.start > before.end and joined_as_range(passage, before.end, after.start):
            before.range = after.range = True


def _pin(passage: Passage, draft: Draft) -> str | None:
    if draft.kind == "article":
        return None  # paragraph and letter belong to the id
    return printed(passage.view, *draft.pin) if draft.pin else pin_of(passage.view, draft.start, draft.end)


def _reference(passage: Passage, draft: Draft, relation: Relation | None) -> Reference:
    start, end = passage.view.span(draft.start, draft.end)
    ids = draft.ids
    one = len(ids) == 1
    return Reference(
        start=start,
        end=end,
        kind=draft.kind,
        treaty=draft.treaty if one else None,
        canonical=ids[0] if one else None,
        readings=() if one else ids,
        pin=_pin(passage, draft),
        range=draft.range,
        parallel=draft.parallel,
        relation=relation,
        named=draft.named,
        rule=draft.rule,
    )
