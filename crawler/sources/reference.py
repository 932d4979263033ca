"""The page that lists every key of a source's YAML, made from the model; `make docs` writes it, a test compares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from crawler.issue_codes import ISSUES
from crawler.sources import rules, step_models
from crawler.sources.model import SourceDefinition

_RULES: tuple[tuple[str, str, type[BaseModel]], ...] = (
    (
        "politeness",
        "How the site is asked. robots.txt, Crawl-delay and one request at a time are promises and have no key.",
        rules.Politeness,
    ),
    ("politeness.autothrottle", "The delay follows the server's pace.", rules.Autothrottle),
    ("politeness.retry", "Requests that failed are asked again later.", rules.Retry),
    ("politeness.retry_after", "What a busy server asks for is kept.", rules.RetryAfter),
    ("blocked", "How a protection page is known.", rules.Blocked),
    ("soft_404", "How a page is known that says `not found` with status 200.", rules.Soft404),
    ("files", "Limits and formats of files.", rules.FileRules),
    (
        "canonical_url",
        "When two addresses are one. What is asked for is always the address as published.",
        rules.CanonicalUrl,
    ),
    ("languages.<code>", "How the site marks one language.", rules.LanguageForm),
    ("language_links", "The language switcher.", rules.LanguageLinks),
    (
        "language_siblings",
        "Candidates for a file in another language: asked for, never assumed.",
        rules.LanguageSiblings,
    ),
    ("symbol_normalise", "How symbols are compared.", rules.SymbolNormalise),
    ("expect", "What a whole crawl has to find; a run below it fails the source, and says since when.", rules.Expect),
    ("targets[]", "How documents are looked for that others cite and that are not held (`mea missing`).", rules.Target),
    ("targets[].write.<group>", "How a number of an id is written in an address.", rules.Pad),
    ("targets[].listings[]", "A listing that would show the document.", rules.TargetStep),
)
_KINDS: tuple[tuple[str, str, type[BaseModel]], ...] = (
    ("html_table", "Tables, or other elements that repeat. Takes the keys of markup too.", step_models.HtmlTable),
    ("html_links", "Pages of which only links are known.", step_models.HtmlLinks),
    (
        "drupal_meeting",
        "The page of one meeting, in sections. Takes the keys of markup too.",
        step_models.DrupalMeeting,
    ),
    (
        "document_page",
        "The page of one document, below `pages:`. Takes the keys of markup too.",
        step_models.DocumentPage,
    ),
    ("json_api", "Services that answer JSON.", step_models.JsonApi),
    ("odata", "Services that answer OData as JSON. Takes the keys of json_api.", step_models.OData),
    ("sitemap", "Sitemaps, plain or zipped, and lists of them.", step_models.Sitemap),
    ("inbox", "Files that a person dropped into a folder.", step_models.Inbox),
)
_PARTS: tuple[tuple[str, str, type[BaseModel]], ...] = (
    ("a field", "In place of a bare selector or path.", step_models.FieldRule),
    ("files of HTML", "Elements that name files.", step_models.HtmlFiles),
    ("files.language", "A mark of a file's language.", step_models.LanguageMark),
    ("files of JSON", "Lists of files.", step_models.JsonFiles),
    ("pairs", "A table of keys and values (metadata_rows, page_fields).", step_models.Pairs),
    ("sections", "Parts of a page with a label.", step_models.Sections),
    ("section_rows", "Rows that are headings.", step_models.SectionRows),
)
_PAGINATIONS: tuple[tuple[str, str, type[BaseModel]], ...] = (
    ("none", "One page.", step_models.NoPagination),
    ("page_param", "A number of the page in a parameter.", step_models.PageParam),
    ("start_rows", "First row from 0 and number of rows (Solr).", step_models.StartRows),
    ("index_maxrows", "First row from 1 and number of rows.", step_models.IndexMaxrows),
    ("top_skip", "`$top` and `$skip` (OData).", step_models.TopSkip),
    ("load_more", "A button that loads more.", step_models.LoadMore),
)


def keys_page() -> str:
    """Every key with what it takes, its default and its meaning; and the issues that steps report."""
    lines = [
        "# Keys of a source",
        "",
        "Every key of `config/sources/<id>.yml`; [SOURCES.md](SOURCES.md) tells how they work together. What a file does not say,",
        "the source that it extends says, else `_defaults.yml`, else the default below. `mea sources schema` is for editors.",
        "",
        "## A source",
        "",
        *_table(SourceDefinition),
    ]
    for title, about, model in _RULES:
        lines += ["", f"### {title}", "", about, "", *_table(model)]
    lines += ["", "## Steps", "", "Keys of every step of `discovery:`.", "", *_table(step_models.STEP_BASE)]
    lines += ["| `kind` | *required* | one of those below |"]
    lines += [
        "| `inherit` |  | `source.step` whose keys hold here too, its kind as well; addresses are not taken over |"
    ]
    for title, about, model in _KINDS:
        own = _table(model, own=True)
        lines += ["", f"### {title}", "", about, *(["", *own] if len(own) > 2 else [])]
    lines += ["", "### markup", "", step_models.Markup.__doc__ or "", "", *_table(step_models.Markup)]
    for title, about, model in _PARTS:
        lines += ["", f"### {title}", "", about, "", *_table(model)]
    lines += [
        "",
        "## Paginations",
        "",
        "Of every kind but none: `stop` and `max_pages` end a listing that does not end by itself.",
    ]
    for title, about, model in _PAGINATIONS:
        own = _table(model)
        lines += ["", f"### {title}", "", about, *(["", *own] if len(own) > 2 else [])]
    lines += [
        "",
        "## Issues",
        "",
        "What a crawl reports of a page beside what it found.",
        "",
        "| code | meaning |",
        "|---|---|",
    ]
    lines += [f"| `{code}` | {meaning} |" for code, meaning in ISSUES.items()]
    return "\n".join([*lines, ""])


def documented_models() -> tuple[type[BaseModel], ...]:
    """Models whose keys stand on the page."""
    parts = (*_RULES, *_KINDS, *_PARTS, *_PAGINATIONS)
    return (SourceDefinition, step_models.STEP_BASE, step_models.Markup, *(model for _, _, model in parts))


def _table(model: type[BaseModel], *, own: bool = False) -> list[str]:
    """`own`: only keys that the model adds to those of its bases, or changes."""
    names = [name for name in model.model_fields if not own or (name in model.__annotations__ and name != "evidence")]
    return ["| key | default | meaning |", "|---|---|---|", *_rows(model, names)]


def _rows(model: type[BaseModel], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        field = model.model_fields[name]
        if field.exclude or (name == "kind" and len(get_args(field.annotation)) == 1):
            continue
        yield f"| `{name}` | {_default(field)} | {(field.description or _meaning(field)).replace('|', chr(92) + '|')} |"


def _meaning(field: FieldInfo) -> str:
    """A group of keys says itself what it is for."""
    kind = field.annotation
    about = kind.__doc__ if isinstance(kind, type) and issubclass(kind, BaseModel) else None
    return (about or "see below").strip().splitlines()[0]


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "*required*"
    default = field.default
    if isinstance(default, BaseModel):
        return "see below"
    if default is None or default in ((), {}):
        return ""
    if isinstance(default, tuple):
        return f"`[{', '.join(str(one) for one in default)}]`"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"
