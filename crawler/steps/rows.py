"""Rows of a listing in HTML, by one generation of markup: their values, the elements that name files, the section they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from parsel import Selector

from crawler.sources.model import folded
from crawler.sources.step_models import HtmlFiles, Markup, Pairs
from crawler.steps.html import clean, first, text_of, value


class Link(Struct, frozen=True, kw_only=True):
    """One element that names a file."""

    href: str
    label: str | None = None
    date: str | None = None
    mark: str | None = None
    """Language mark, as the site writes it."""
    mark_trusted: bool = True
    declared_type: str | None = None
    size: str | None = None


class Row(Struct, frozen=True, kw_only=True):
    values: dict[str, str]
    links: tuple[Link, ...] = ()
    text: str = ""
    expected_empty: bool = False
    """The row itself says that it has no document."""


def rows_of(root: Selector, markup: Markup) -> list[Row]:
    """Rows in the order of the page; headings of tables are none. Empty where the markup does not fit the page."""
    found = []
    for section, label in _sections(root, markup):
        heading: str | None = None
        columns = _Columns(markup.columns_by_header)
        for element in _innermost(section.css(markup.rows)) if markup.rows else [section]:
            row = _row(element, markup, columns)
            if row is None:
                continue
            if markup.section_rows and _is_heading(row, element, markup):
                heading = row.text
                continue
            inherited = {}
            if label and markup.sections:
                inherited[markup.sections.inherit_as] = label
            if heading and markup.section_rows:
                inherited[markup.section_rows.inherit_as] = heading
            found.append(
                Row(
                    values={**inherited, **row.values},
                    links=row.links,
                    text=row.text,
                    expected_empty=row.expected_empty,
                )
            )
    return found


def _innermost(rows: Sequence[Selector]) -> Sequence[Selector]:
    """Rows that hold no other row: tables that only lay out a page stand around the table of the listing."""
    matched = {row.root for row in rows}
    around: set[object] = set()
    for row in rows:
        for above in row.root.iterancestors():
            if above in around:
                break
            if above in matched:
                around.add(above)
    return [row for row in rows if row.root not in around]


def page_values(root: Selector, fields: Mapping[str, str | Pairs]) -> dict[str, str]:
    """Values of the whole page; a table of pairs gives `name.key` for each of its keys."""
    values: dict[str, str] = {}
    for name, rule in fields.items():
        if isinstance(rule, str):
            if text := first(root, rule):
                values[name] = text
        else:
            values.update((f"{name}.{key}", text) for key, text in pairs(root, rule).items())
    return values


def pairs(root: Selector, rule: Pairs) -> dict[str, str]:
    """Keys and values of a table of two columns; the first of two equal keys counts."""
    found: dict[str, str] = {}
    for row in root.css(rule.rows):
        key, text = first(row, rule.key), first(row, rule.value)
        if key and text:
            found.setdefault(key.rstrip(" :\u00a0"), text)
    return found


def _sections(root: Selector, markup: Markup) -> Iterator[tuple[Selector, str | None]]:
    sections = markup.sections
    found = root.css(sections.css) if sections else []
    if sections is None or not found:
        yield root, None
        return
    for section in found:
        label = first(section, sections.label) if sections.label else None
        if label is None and sections.label_before:
            before = section.xpath(
                f"(preceding-sibling::{sections.label_before} | ../preceding-sibling::{sections.label_before})[last()]"
            )
            label = text_of(before[0]) or None if before else None
        yield section, label


def _is_heading(row: Row, element: Selector, markup: Markup) -> bool:
    """A row that only says what the rows below are about: no number of an agenda item, no word that it has no document."""
    if row.links or row.expected_empty or not row.text:
        return False
    if markup.item_regex and re.search(markup.item_regex, row.text):
        return False
    if markup.section_rows and markup.section_rows.when == "single_cell":
        return len(element.xpath("./td | ./th")) == 1
    return not element.css("a[href], option[value]")


def _row(element: Selector, markup: Markup, columns: _Columns) -> Row | None:
    text = text_of(element)
    cells = columns.of(element)
    if cells is None:
        return None
    values: dict[str, str] = {}
    for name, rule in markup.fields.items():
        if (found := value(element, rule)) is not None:
            values[name] = found
    for name, columns_of_field in cells.items():
        if name in values or name == "files":
            continue
        texts = (first(cell, "a::attr(href)") if name.endswith("_url") else text_of(cell) for cell in columns_of_field)
        if found := next((text for text in texts if text), None):
            values[name] = found
    empty = bool(markup.empty_row_regex and re.search(markup.empty_row_regex, text))
    links = (
        [link for place in cells.get("files", [element]) for link in links_of(place, markup.files)]
        if markup.files
        else []
    )
    return Row(values=values, links=tuple(links), text=text, expected_empty=empty)


def links_of(place: Selector, rule: HtmlFiles) -> Iterator[Link]:
    """Elements that name files, in the order of the page."""
    previous: str | None = None
    for element in place.css(rule.css):
        href = first(element, rule.url)
        if href is None:
            continue
        label = (first(element, rule.label) if rule.label else None) or text_of(element) or None
        mark, trusted = None, True
        if rule.language:
            seen = first(element, rule.language.css)
            matched = re.search(rule.language.regex, seen) if seen and rule.language.regex else None
            if matched:
                mark = matched["lang"] if "lang" in matched.re.groupindex else matched[1]
            elif rule.language.regex is None:
                mark = seen
            trusted = rule.language.trust == "high" and not (
                rule.language.inherits and mark is not None and mark == previous
            )
            previous = mark
        yield Link(
            href=href,
            label=label,
            date=value(element, rule.date) if rule.date else None,
            mark=mark,
            mark_trusted=trusted,
            declared_type=first(element, rule.declared_type) if rule.declared_type else None,
            size=value(element, rule.size) if rule.size else None,
        )


class _Columns:
    """Cells of rows by the heading of their column. Tables of one page may differ: each is looked at once."""

    def __init__(self, wanted: Mapping[str, tuple[str, ...]]) -> None:
        self._wanted = {name: tuple(_heading(one) for one in spellings) for name, spellings in wanted.items()}
        self._known = frozenset(one for spellings in self._wanted.values() for one in spellings)
        self._tables: dict[object, dict[str, tuple[int, ...]]] = {}

    def of(self, row: Selector) -> dict[str, list[Selector]] | None:
        """Cells by field, the preferred heading first; None: the row is a heading, or its table has none of the headings."""
        cells = row.xpath("./td | ./th")
        if not self._wanted:
            heading = bool(cells) and not row.xpath("./td")
            return None if heading else {}
        table = row.xpath("ancestor::table[1]")
        if not table:
            return None
        if table[0].root not in self._tables:
            self._tables[table[0].root] = self._places(table[0])
        places = self._tables[table[0].root]
        if not places or not row.xpath("./td") or self._found(cells):
            return None
        spread = _spread(cells)
        return {name: [spread[one] for one in found if one < len(spread)] for name, found in places.items()}

    def _places(self, table: Selector) -> dict[str, tuple[int, ...]]:
        for row in table.xpath("(.//tr)[position() <= 5]"):
            if found := self._found(row.xpath("./td | ./th")):
                return found
        return {}

    def _found(self, cells: list[Selector]) -> dict[str, tuple[int, ...]]:
        """Columns of the fields, if these are the cells of a row of headings."""
        headings = [_heading(text_of(cell)) for cell in _spread(cells)]
        found = {
            name: tuple(headings.index(one) for one in spellings if one in headings)
            for name, spellings in self._wanted.items()
            if not self._known.isdisjoint(headings) and any(one in headings for one in spellings)
        }
        if not found or all(cell.root.tag == "th" for cell in cells):
            return found
        # A row of plain cells is one of headings when at least half of them are headings that were named.
        return found if sum(one in self._known for one in headings) * 2 >= sum(bool(one) for one in headings) else {}


def _heading(text: str) -> str:
    return folded(clean(text)).strip(" :*")


def _spread(cells: list[Selector]) -> list[Selector]:
    """Cells with those that span several columns repeated, so that positions are columns."""
    spread: list[Selector] = []
    for cell in cells:
        span = cell.attrib.get("colspan", "1").strip()
        spread.extend([cell] * (min(int(span), 50) if span.isascii() and span.isdigit() and int(span) else 1))
    return spread
