"""Markup of the Drupal 7 sites of the CMS family, as their code makes it: lists, meetings as accordions, documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from replicas.plan import Plan, PlannedDocument, PlannedFile, PlannedMeeting

LANGUAGE_NAMES = {"EN": "English", "FR": "French", "ES": "Spanish", "N": ""}
_TERMS = {
    "Working documents": 201,
    "Information documents": 202,
    "In-session documents": 203,
    "Resolutions": 204,
    "Reports": 205,
}
_ICONS = "/profiles/cms_build/modules/cms/images/cms_document_files_formatter"


@dataclass(frozen=True, kw_only=True)
class Shell:
    """What all pages of one site share."""

    site_name: str
    origin: str
    languages: tuple[str, ...]
    zip_words: dict[str, tuple[str, str]]
    """By language: the button of the whole meeting, the line of a section."""

    def page(self, lang: str, title: str, main: str, aliases: dict[str, str]) -> str:
        """`aliases`: path in each language, without prefix. The switcher leaves the current language out."""
        links = "".join(
            f'<li class="{other}{" last" if other == self.languages[-1] else ""}">'
            f'<a href="{self.origin}/{other}/{quote(aliases.get(other, ""))}" class="language-link" lang="{other}" '
            f'xml:lang="{other}">{other.upper()}</a></li>'
            for other in self.languages
            if other != lang
        )
        return f"""<!DOCTYPE html>
<html lang="{lang}" dir="ltr">
<head>
<meta charset="utf-8" />
<meta name="Generator" content="Drupal 7 (http://drupal.org)" />
<title>{escape(title)} | {escape(self.site_name)}</title>
<script>document.documentElement.className = "js";</script>
</head>
<body class="html not-front not-logged-in i18n-{lang}">
<div id="skip-link"><a href="#main-content" class="element-invisible">Skip to main content</a></div>
<header id="navbar" role="banner" class="navbar container navbar-default">
<span class="language-menu"><ul class="language-switcher-locale-url dropdown-menu">{links}</ul></span>
<ul class="menu nav navbar-nav"><li class="first"><a href="/{lang}">Home</a></li>
<li><a href="/{lang}/search/site">Search</a></li><li><a href="/user/login">Log in</a></li>
<li class="last"><a href="mailto:secretariat@example.org">Contact</a></li></ul>
</header>
<div class="main-container container">
<ol class="breadcrumb"><li><a href="/{lang}">Home</a></li><li class="active">{escape(title)}</li></ol>
<section class="col-sm-12"><a id="main-content"></a>
<h1 class="page-header">{escape(title)}</h1>
{main}
</section></div>
<footer class="footer container"><a href="javascript:void(0)">Back to top</a> <a href="/{lang}/&amp;page=rss">RSS</a></footer>
</body></html>
"""


def language_name(file: PlannedFile) -> str:
    """The term of the file as the site shows it; empty: it has none."""
    return LANGUAGE_NAMES.get(file.icon, "")


def listing(head: Sequence[str], rows: Iterable[Sequence[tuple[str, str]]]) -> str:
    """A table of views; cells are pairs of the field's name and its HTML."""
    body = "\n".join(
        f'<tr class="{"odd" if number % 2 else "even"}">'
        + "".join(f'<td class="views-field views-field-{name}">{cell}</td>' for name, cell in row)
        + "</tr>"
        for number, row in enumerate(rows, start=1)
    )
    titles = "".join(f'<th class="views-field">{escape(title)}</th>' for title in head)
    if not body:
        return '<div class="view-empty"></div>'
    return (
        f'<table class="views-table cols-{len(head)} table table-striped table-hover"><thead><tr>{titles}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def pager(path: str, page: int, last: int) -> str:
    """Counts from 0; the first page has no `prev`, the last no `next`."""
    if last < 1 or page > last:
        return ""
    items = []
    if page > 0:
        items.append(f'<li class="pager-first"><a href="{path}">« first</a></li>')
        items.append(f'<li class="prev"><a href="{path}?page={page - 1}">‹ previous</a></li>')
    items += [
        f'<li class="active"><span>{number + 1}</span></li>'
        if number == page
        else f'<li><a title="Go to page {number + 1}" href="{path}?page={number}">{number + 1}</a></li>'
        for number in range(last + 1)
    ]
    if page < last:
        items.append(f'<li class="next"><a href="{path}?page={page + 1}">next ›</a></li>')
        items.append(f'<li class="pager-last"><a href="{path}?page={last}">last »</a></li>')
    return f'<div class="generic-pagination"><ul class="pagination">{"".join(items)}</ul></div>'


def meeting(shell: Shell, plan: Plan, held: PlannedMeeting, lang: str, extra: str = "") -> str:
    """The whole of a meeting on one page. On other pages than English ones only the buttons are translated."""
    sections: dict[str, list[PlannedDocument]] = {}
    for document in plan.documents:
        section = document.on_page(held.key)
        if section:
            sections.setdefault(section, []).append(document)
    panels = "\n".join(_panel(shell, plan, held, lang, section, listed) for section, listed in sections.items())
    whole = shell.zip_words[lang][0]
    main = f"""<div class="container"><div class="row">
<div class="meeting-left profile col-md-8"><p>Documents with draft resolutions come in Word too.</p>{extra}</div>
<div class="col-md-4 profile"><div class="meeting-right well">
<table class="table table-condensed table-hover two-columns"><tbody>
<tr><th>Meeting date</th><td>{held.start:%d-%m-%Y}</td></tr>
<tr><th>Organizer</th><td>Secretariat</td></tr>
<tr><th>Status</th><td>Confirmed</td></tr>
<tr><th>Country</th><td>{escape(held.place[0])}</td></tr>
</tbody></table></div></div></div>
<div class="row"><div class="meeting-full-width profile col-md-12">
<p class="text-center">
<a class="btn btn-primary" href="/meeting/download-all-files/{held.node}/all/all" target="_blank">{whole}</a></p>
<div class="panel-group" id="accordion">
{panels}
</div></div></div></div>"""
    aliases = {
        other: f"meeting/{held.slug_fr if other == 'fr' and held.slug_fr else held.slug}" for other in shell.languages
    }
    title = held.title_fr if lang == "fr" and held.title_fr else held.title
    return shell.page(lang, title, main, aliases)


def _panel(
    shell: Shell, plan: Plan, held: PlannedMeeting, lang: str, section: str, listed: list[PlannedDocument]
) -> str:
    term = _TERMS.get(section, 299)
    zips = "".join(
        f'<div class="link-wrapper"><a href="/meeting/download-all-files/{held.node}/{number}/{term}">{other.upper()}</a></div>'
        for number, other in enumerate(shell.languages, start=1)
    )
    rows = [
        [
            ("field-document-number", escape(document.symbol)),
            ("title-field", _title_cell(shell, document, lang)),
            ("field-document-status", ""),
            (
                "title",
                "".join(
                    _file_cell(shell, plan, document, file) for file in document.files if file.only in {"", "meeting"}
                ),
            ),
        ]
        for document in listed
    ]
    table = listing(("Number", "Title", "Status", "Files"), rows)
    return f"""<div class="panel panel-default"><div class="panel-heading"><h4 class="panel-title">
<a data-toggle="collapse" href="#collapse{term}" class="collapsed">{escape(section)}
<span class="pull-right text-muted help-text-expand">Expand</span>
<span class="pull-right text-muted help-text-collapse">Collapse</span></a></h4></div>
<div id="collapse{term}" class="panel-collapse collapse"><div class="panel-body">
<div class="download-document-files">{shell.zip_words[lang][1]}
<div class="links-wrapper">{zips}</div></div>
<div class="view view-m-d-list-fe">{table}</div></div></div></div>"""


def _title_cell(shell: Shell, document: PlannedDocument, lang: str) -> str:
    if document.own_page == "none":
        return escape(document.title)
    target = document.fields.get("page_at", f"/{lang}/document/{quote(slug_of(document, lang))}")
    return f'<a href="{target}">{escape(document.title)}</a>'


def slug_of(document: PlannedDocument, lang: str) -> str:
    return str(document.fields.get("slug_fr", document.slug)) if lang == "fr" else document.slug


def _file_cell(shell: Shell, plan: Plan, document: PlannedDocument, file: PlannedFile) -> str:
    """One file of a cell: icon with the mark of its language (or of the file before), description or name, date."""
    name = plan.path(file).rsplit("/", 1)[-1]
    kind = "pdf" if name.lower().endswith(".pdf") else "doc"
    href = file_href(plan, file, encode_parentheses=True)
    return (
        f'<a href="{escape(href)}" title="{escape(name)} - 81.23 KB" class="cms-doc-file" target="_blank">'
        f'<img src="{_ICONS}/{kind}_{file.icon}.png" alt="" />'
        f'<span class="cms-doc-file-title">{escape(file.label or name)} ({document.date:%d-%m-%Y})</span></a> '
    )


def file_href(plan: Plan, file: PlannedFile, *, encode_parentheses: bool) -> str:
    """As published: with percent signs for blanks; the scheme and the parameters that the row says."""
    path = quote(plan.path(file), safe="/" if encode_parentheses else "/()")
    if not encode_parentheses:
        return plan.origin + path
    return plan.origin.replace("https", file.scheme, 1) + path + file.query


def document_page(shell: Shell, plan: Plan, document: PlannedDocument, lang: str, treaty: str) -> str:
    """The same files on the page of each language, each in its container with the name of its language."""
    files = "\n".join(_container(plan, document, file) for file in document.files if file.only in {"", "document"})
    status = str(document.fields.get("status", ""))
    rows = {
        "Number": document.symbol,
        f"{treaty} Instrument": treaty,
        "Type": (document.on[0].partition("/")[2] or "Resolutions").rstrip("s"),
        "Status": status,
        "Publish date": f"{document.date:%d-%m-%Y}",
        "Submitted by": "Secretariat",
    }
    table = "".join(f"<tr><th>{key}</th><td>{escape(value)}</td></tr>" for key, value in rows.items() if value)
    main = f"""<div class="row"><div class="document-left profile col-md-8">
<div class="field-collection-container clearfix">
<div class="field field-name-field-document-files field-type-field-collection">
<div class="field-items">{files}</div></div></div></div>
<div class="col-md-4"><div class="document-right well">
<table class="table table-condensed two-columns"><tbody>{table}</tbody></table>
</div></div></div>
<ul class="nav nav-tabs"><li><a href="#species">Species</a></li><li><a href="#meetings">Meetings</a></li></ul>"""
    aliases = {other: f"document/{slug_of(document, other)}" for other in shell.languages}
    return shell.page(lang, document.title, main, aliases)


def _container(plan: Plan, document: PlannedDocument, file: PlannedFile) -> str:
    term = file.fields.get("term", language_name(file))
    named = (
        '<div class="field field-name-field-document-file-language field-type-taxonomy-term-reference field-label-hidden">'
        f'<div class="field-items"><div class="field-item even">{term}</div></div></div>'
        if term and "file_term" in file.by
        else ""
    )
    name = plan.path(file).rsplit("/", 1)[-1]
    href = file_href(plan, file, encode_parentheses=False)
    return f"""<div class="field-item even"><div class="field-collection-view clearfix view-mode-full">
<div class="entity entity-field-collection-item"><div class="content">{named}
<div class="field field-name-field-document-file field-type-file"><div class="field-items"><div class="field-item even">
<table class="sticky-enabled"><thead><tr><th>Attachment</th><th>Size</th></tr></thead><tbody><tr class="odd">
<td><span class="file"><img class="file-icon" alt="PDF icon" title="application/pdf" src="/modules/file/icons/pdf.png" />
<a href="{escape(href)}" type="application/pdf; length=67879">{escape(file.label or name)}</a></span></td><td>66.29 KB</td>
</tr></tbody></table></div></div></div>
<div class="field field-name-field-document-file-publish-date">
<span class="date-display-single">{document.date:%d-%m-%Y}</span></div>
</div></div></div></div>"""
