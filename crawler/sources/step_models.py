"""Discovery steps of a source as people write them in YAML: one model a kind. What each finds is in `crawler/steps`."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from cssselect import SelectorError
from parsel.csstranslator import HTMLTranslator
from pydantic import AfterValidator, BeforeValidator, Field

from crawler.sources.rules import Evidence, Lang, LangRegex, Part, Regex, Trust


def _css(selector: str) -> str:
    try:
        HTMLTranslator().css_to_xpath(selector)
    except SelectorError as error:
        raise ValueError(f"the CSS selector does not parse: {error}") from None
    return selector


def _json_path(path: str) -> str:
    if not re.fullmatch(r"\$|[\w@:-]+(?:\.[\w@:-]+)*", path):
        raise ValueError("a path is `$` for the whole answer, or names with dots: `response.docs`, `title.en`")
    return path


def _item_regex(pattern: str) -> str:
    if "item" not in re.compile(pattern).groupindex:
        raise ValueError("the regular expression has to hold the number in a group (?P<item>…)")
    return pattern


def _texts(values: object) -> object:
    """Numbers in lists of YAML (`[19, 20]`) are text in addresses."""
    if not isinstance(values, list | tuple):
        return values
    return tuple(str(one) if isinstance(one, int | float) and not isinstance(one, bool) else one for one in values)


Values = Annotated[
    tuple[str, ...],
    BeforeValidator(_texts, json_schema_input_type=list[str | int | float]),
]
Css = Annotated[str, AfterValidator(_css)]
JsonPath = Annotated[str, AfterValidator(_json_path)]
ItemRegex = Annotated[Regex, AfterValidator(_item_regex)]
Targets = tuple[str, ...] | str
Stop = Literal["no_next", "empty_page", "repeated_page", "repeated_first_id"]


class FieldRule(Part):
    css: Css | None = Field(None, description="element, with ::text or ::attr(name); without, all its text")
    path: JsonPath | None = Field(None, description="JSON: where the value lies")
    regex: Regex | None = Field(
        None, description="the value is its first group, or the whole match; no match: no value"
    )
    format: str | None = Field(None, description="form of a date, as in date_formats")


class LanguageMark(Part):
    css: Css = Field(description="where the mark stands, below the link of the file")
    regex: LangRegex | None = Field(
        None, description="its group `lang` is a language as the site names it; none: the whole text"
    )
    trust: Trust = Field(
        "high", description="low: only counts where nothing better is known, and never leaves a file out"
    )
    inherits: bool = Field(
        False,
        description="the mark may be that of the file before: it is of low trust where both are equal, of high where not",
    )


class HtmlFiles(Part):
    """Links to files in a row or on a page."""

    css: Css = Field(description="elements that name a file: links, options of a menu")
    url: Css = Field("::attr(href)", description="address, below the element")
    label: Css | None = Field(None, description="what people read; none: the text of the element")
    label_regex: Regex | None = Field(
        None, description="groups `lang`, `fmt`, `size` of the label, as far as it has them"
    )
    date: FieldRule | None = Field(None, description="date of the file")
    language: LanguageMark | None = Field(None, description="mark of its language")
    declared_type: Css | None = Field(None, description="media type, below the element")
    size: FieldRule | None = Field(None, description="size as the page shows it")


class JsonFiles(Part):
    """Files of a row of JSON."""

    path: JsonPath = Field(description="list of files")
    json_string: bool = Field(False, description="each is JSON inside a string")
    url: JsonPath = Field("url", description="address")
    language: JsonPath | None = Field(None, description="language")
    declared_type: JsonPath | None = Field(None, description="media type")
    name: JsonPath | None = Field(None, description="name")
    size: JsonPath | None = Field(None, description="bytes")


class Pairs(Part):
    """A table of keys and values."""

    rows: Css = Field(description="rows")
    key: Css = Field("th::text", description="key, in a row")
    value: Css = Field("td", description="value, in a row")


class Sections(Part):
    """Parts of a page whose label holds for all rows in them."""

    css: Css = Field(description="a section")
    label: Css | None = Field(None, description="its label, inside it")
    label_before: str | None = Field(
        None, pattern=r"^[a-z][a-z0-9]*$", description="or the element before it that is its label: h3"
    )
    inherit_as: str = Field("type", description="field of the rows that the label becomes")


class SectionRows(Part):
    """Rows that are headings of the rows below."""

    when: Literal["no_link_in_row", "single_cell"] = Field(description="how such a row is known")
    inherit_as: str = Field("section", description="field of the rows below that its text becomes")


class NoPagination(Part):
    kind: Literal["none"]


class _Pages(Part):
    stop: tuple[Stop, ...] = Field(("empty_page", "repeated_page"), description="when there is no further page")
    max_pages: int = Field(50, gt=0, description="pages, at most")


class PageParam(_Pages):
    kind: Literal["page_param"]
    param: str = Field("page", description="query parameter with the number of the page")
    first: Literal[0, 1] = Field(0, description="number of the first page")
    next: Css | None = Field(
        None, description="link to the next page; where it is given and absent, the page is the last (stop no_next)"
    )
    last: Css | None = Field(None, description="link to the last page: its number ends the listing")
    total: JsonPath | None = Field(None, description="JSON: number of all rows")
    size: int | None = Field(None, gt=0, description="rows of a page, with total")


class StartRows(_Pages):
    kind: Literal["start_rows"]
    start: str = Field("start", description="query parameter with the first row, from 0")
    rows: str = Field("rows", description="query parameter with the number of rows")
    size: int = Field(100, gt=0, description="rows of a page")
    total: JsonPath | None = Field(None, description="number of all rows")


class IndexMaxrows(_Pages):
    kind: Literal["index_maxrows"]
    index: str = Field("index", description="parameter with the first row, from 1")
    maxrows: str = Field("maxrows", description="parameter with the number of rows")
    size: int = Field(200, gt=0, description="rows of a page")


class TopSkip(_Pages):
    kind: Literal["top_skip"]
    size: int = Field(20, gt=0, description="rows of a page, `$top`")
    stop: tuple[Stop, ...] = Field(
        ("empty_page", "repeated_first_id"),
        description="when there is no further page; services are known that ignore `$skip`",
    )


class LoadMore(_Pages):
    kind: Literal["load_more"]
    next: Css = Field(description="address that the button loads")
    stop: tuple[Stop, ...] = Field(
        ("no_next", "empty_page", "repeated_page"), description="when there is no further page"
    )


Pagination = Annotated[
    NoPagination | PageParam | StartRows | IndexMaxrows | TopSkip | LoadMore, Field(discriminator="kind")
]
Columns = dict[str, tuple[str, ...]]
Fields = dict[str, Css | FieldRule]
JsonFields = dict[str, JsonPath | FieldRule]


class Markup(Part):
    """How one generation of a page is built. `otherwise` holds the others: the first that finds rows counts."""

    evidence: Evidence | None = Field(None, description="how sure this markup is; none: as the step")
    page_fields: dict[str, Css | Pairs] = Field({}, description="values of the whole page")
    sections: Sections | None = Field(None, description="parts with a label")
    rows: Css | None = Field(None, description="rows of the listing; none: the page is one row")
    fields: Fields = Field({}, description="values of a row")
    columns_by_header: Columns = Field(
        {},
        description="values of a row by the heading of their column, in any of these spellings; `…_url` is the address of its link",
    )
    section_rows: SectionRows | None = Field(None, description="rows that are headings")
    empty_row_regex: Regex | None = Field(
        None, description="text of a row that has no document: it is no mistake that it has no file"
    )
    item_regex: ItemRegex | None = Field(None, description="agenda item in front of the title")
    files: HtmlFiles | None = Field(None, description="links to files")


class _Step(Part):
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$", description="name of the step")
    evidence: Evidence = Field("unknown", description="how sure addresses and markup are: seen, inferred, or not known")
    note: str | None = Field(None, description="what is known, for people")
    enabled: bool = Field(True, description="false: the step is kept for its facts and not run")
    urls: tuple[str, ...] = Field((), description="addresses, with {variables}; all are asked")
    seeds: tuple[str, ...] = Field(
        (), description="further addresses without variables, for pages that no listing shows"
    )
    meetings: dict[str, tuple[str, ...]] = Field({}, description="meeting (COP14): known addresses of its page")
    for_languages: tuple[Lang, ...] | None = Field(
        None, description="languages that {lang} and {prefix} run through; none: those collected"
    )
    vars: dict[str, Values] = Field({}, description="values of further variables of the addresses")
    per_meeting: bool = Field(
        True,
        description="false: a series of its own (resolutions of all meetings), left out where a meeting is asked for",
    )
    pagination: Pagination = Field(NoPagination(kind="none"), description="how the listing goes on")
    follow: dict[str, Targets] = Field(
        {},
        description="field whose value leads on (an address, or a variable of the step's address): step or page that reads it",
    )
    follow_languages: bool = Field(
        False, description="the page is read in every collected language that its switcher links"
    )
    date_formats: tuple[str, ...] | None = Field(None, description="forms of dates here; none: those of the source")


class HtmlTable(_Step, Markup):
    kind: Literal["html_table"]
    evidence: Evidence = Field("unknown", description="how sure addresses and markup are")
    otherwise: tuple[Markup, ...] = Field((), description="other generations of the markup, tried in order")


class DrupalMeeting(_Step, Markup):
    kind: Literal["drupal_meeting"]
    evidence: Evidence = Field("unknown", description="how sure addresses and markup are")
    otherwise: tuple[Markup, ...] = Field((), description="other generations of the markup, tried in order")


class HtmlLinks(_Step):
    kind: Literal["html_links"]
    page_fields: dict[str, Css | Pairs] = Field({}, description="values of the whole page")
    links: Css = Field(
        description="links of the listing: those with the ending of a document are files, others are followed as field `doc_url`"
    )
    file_regex: Regex | None = Field(None, description="addresses that are files although their ending does not say so")
    files: HtmlFiles | None = Field(None, description="links to files, where they need more than an address")


class DocumentPage(_Step, Markup):
    kind: Literal["document_page"] = "document_page"
    evidence: Evidence = Field("unknown", description="how sure the markup is")
    title: Css | None = Field(None, description="title of the document")
    metadata_rows: Pairs | None = Field(None, description="table of keys and values")
    key_map: dict[str, tuple[str, ...]] = Field({}, description="field: its keys in that table, in any language")
    otherwise: tuple[Markup, ...] = Field((), description="other generations of the markup, tried in order")


class JsonApi(_Step):
    kind: Literal["json_api"]
    url: str | None = Field(None, description="address, with {variables}")
    rows: JsonPath | tuple[JsonPath, ...] = Field("$", description="list of rows; of several, the first that is there")
    where: dict[str, Regex] = Field(
        {}, description="path: what its value has to look like; rows that differ are left out"
    )
    fields: JsonFields = Field({}, description="values of a row")
    files: JsonFiles | None = Field(None, description="files of a row")


class OData(JsonApi):
    kind: Literal["odata"]  # type: ignore[assignment]
    rows: JsonPath | tuple[JsonPath, ...] = Field(
        ("d.results", "d", "value"), description="list of rows; of several, the first that is there"
    )


class Sitemap(_Step):
    kind: Literal["sitemap"]
    include: Regex | None = Field(None, description="addresses that count")
    exclude: Regex | None = Field(None, description="addresses that do not")
    follow: dict[str, Targets] = Field({}, description="`loc`: step or page that reads an address")


class Inbox(_Step):
    kind: Literal["inbox"]
    folder: str = Field(
        pattern=r"^inbox/[A-Za-z0-9][A-Za-z0-9._-]*$",
        description="folder in the inbox of the data folder: files with `<file>.meta.yml` beside them",
    )


STEP_BASE = _Step
"""The keys of every step."""

Step = Annotated[
    HtmlTable | HtmlLinks | DrupalMeeting | DocumentPage | JsonApi | OData | Sitemap | Inbox,
    Field(discriminator="kind"),
]
