"""www.cms.int: Drupal 7 up to COP13, the newer template for COP14, COP15 and the resolutions."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from urllib.parse import quote

from replicas import drupal7, drupal10, robots
from replicas.answers import Resource, Site, html, pages, redirect
from replicas.drupal7 import Shell
from replicas.plan import Plan, PlannedDocument, PlannedMeeting, load_plan
from replicas.protection import PASSIVE_SCRIPT
from replicas.serving import serve_all

HOSTS = ("www.cms.int", "cms.int")
ELSEWHERE = ("raptors.cms.int", "old.cms.int", "files.elsewhere.example")
"""Hosts that pages link to or redirect to, and that are not of the source."""

_MEETINGS = "/en/meetings/conference-of-parties"
_RESOLUTIONS = "/documents/cop-resolutions"
_A_PAGE = 25
_RESOLUTIONS_A_PAGE = 150
_RESOLUTIONS_IN_ALL = 156
_WITHOUT_FILES = 12
_OTHER_MEETINGS = 17
_LANGUAGES = ("en", "fr", "es")
_SHELL = Shell(
    site_name="CMS",
    origin="https://www.cms.int",
    languages=_LANGUAGES,
    zip_words={
        "en": ("Download all files as .zip", "Download all files of this section in"),
        "fr": ("Download all files as .zip", "Download all files of this section in"),
        "es": ("Download all files as .zip", "Download all files of this section in"),
    },
)
_BODY_LINKS = """<p><a href="https://raptors.cms.int/en/document/workplan">Raptors MOU</a>
<a href="https://old.cms.int/sites/default/files/document/old_workplan_e.pdf">Work plan (old site)</a>
<a href="javascript:window.print()">Print</a> <a href="/official-documentscop-12-manila/24cop12">Agenda</a></p>"""


def cms_plan() -> Plan:
    return load_plan("cms", "CMS", "cms", "https://www.cms.int")


def cms_site(plan: Plan) -> Site:
    resources: dict[str, Resource] = {**serve_all(plan, _missing)}
    resources[_MEETINGS] = pages(lambda number: _meeting_list(plan, number))
    resources[_RESOLUTIONS] = pages(lambda number: _resolutions(plan, number))
    resources[f"/en{_RESOLUTIONS}"] = redirect(f"https://www.cms.int{_RESOLUTIONS}")
    for held in plan.meetings.values():
        resources |= _meeting_resources(plan, held)
    for number in range(_OTHER_MEETINGS):
        text = _SHELL.page("en", f"Related meeting {number + 1}", "<p>No documents yet.</p>", {})
        resources[f"/en/meeting/related-meeting-{number + 1}"] = html(text)
        resources[f"/meeting/related-meeting-{number + 1}"] = html(text)
    for document in plan.documents:
        resources |= _document_resources(plan, document)
    for number in range(_WITHOUT_FILES):
        text = _new_page(
            "en",
            f"Resolution {number}",
            "<p>The text of this resolution is part of the report.</p>",
            f"/document/historic-{number}",
        )
        resources[f"/document/historic-{number}"] = html(text)
    return Site(
        name="cms",
        hosts=HOSTS,
        resources=resources,
        missing=_missing,
        robots=robots.drupal_7(),
        canonical_host="www.cms.int",
    )


def moved_house(plan: Plan) -> Plan:
    """All of the site in the newer template, where a mark of language is that of its own file."""
    meetings = {key: replace(held, generation="new") for key, held in plan.meetings.items()}
    documents = tuple(
        replace(
            document,
            own_page="new" if document.own_page == "old" else document.own_page,
            files=tuple(replace(file, icon=_OWN_MARKS.get(file.name, file.icon)) for file in document.files),
        )
        for document in plan.documents
    )
    return replace(plan, meetings=meetings, documents=documents)


def cms_moved_site(plan: Plan) -> Site:
    """`plan` is one that moved house. English loses its prefix; old addresses redirect."""
    site = cms_site(plan)
    path = _MEETINGS.removeprefix("/en")
    return site.changed(
        {path: pages(lambda number: _new_meeting_list(plan, number)), _MEETINGS: redirect(f"https://www.cms.int{path}")}
    )


_OWN_MARKS = {"cms_cop12_doc.21_marine-noise_f.pdf": "FR", "connectivity_annexe_cartes.pdf": "N"}


def elsewhere() -> Site:
    """Answers for all hosts that nobody may ask, so that a request shows in the log."""
    nothing = html("<h1>Elsewhere</h1>")
    return Site(name="elsewhere", hosts=ELSEWHERE, missing=nothing, robots=robots.plain())


_missing: Resource = html(
    _SHELL.page("en", "Page not found", "<p>The requested page could not be found.</p>", {}),
    status=404,
    validators="none",
)


def _listed_meetings(plan: Plan) -> list[tuple[str, str, str]]:
    """Path, title and date of all rows, newest first; the oldest stand on the second page."""
    planned = sorted(plan.meetings.values(), key=lambda held: held.start, reverse=True)
    rows = [(f"/en/meeting/{held.slug}", held.title, f"{held.start:%d-%m-%Y}") for held in planned]
    newest = [row for row, held in zip(rows, planned, strict=True) if held.generation == "new"]
    other = [
        (f"/en/meeting/related-meeting-{number + 1}", f"Related meeting {number + 1}", f"{number + 1:02d}-03-2021")
        for number in range(_OTHER_MEETINGS)
    ]
    old = [row for row, held in zip(rows, planned, strict=True) if held.generation == "old"]
    # So many that COP5 and COP1 fall on the second page.
    return [*newest, *other, *old]


def _meeting_list(plan: Plan, number: int) -> str:
    rows = _listed_meetings(plan)
    shown = rows[number * _A_PAGE : (number + 1) * _A_PAGE]
    last = (len(rows) - 1) // _A_PAGE
    table = drupal7.listing(
        ("Title", "Start date", "Status"),
        [
            [
                ("title-field", f'<a href="{path}">{escape(title)}</a>'),
                ("event-calendar-date", f'<span class="date-display-single">{day}</span>'),
                ("field-meeting-status", "Confirmed"),
            ]
            for path, title, day in shown
        ],
    )
    main = f'<div class="view-content">{table}</div>{drupal7.pager(_MEETINGS, number, last)}'
    return _SHELL.page(
        "en", "Conference of the Parties", main, dict.fromkeys(_LANGUAGES, "meetings/conference-of-parties")
    )


def _new_meeting_list(plan: Plan, number: int) -> str:
    rows = _listed_meetings(plan)
    shown = rows[number * _A_PAGE : (number + 1) * _A_PAGE]
    table = drupal10.table(
        (("title", "Meeting"), ("field-date", "Start date"), ("field-status", "Status")),
        [[f'<a href="{path.removeprefix("/en")}">{escape(title)}</a>', day, "Confirmed"] for path, title, day in shown],
    )
    path = _MEETINGS.removeprefix("/en")
    pager = drupal10.pager(path, number, (len(rows) - 1) // _A_PAGE)
    return _new_page(
        "en", "Conference of the Parties", f'<div class="view-content">{table if shown else ""}</div>{pager}', path
    )


def _meeting_resources(plan: Plan, held: PlannedMeeting) -> dict[str, Resource]:
    if held.generation == "new":
        own = {"en": f"/meeting/{held.slug}", "fr": f"/fr/meeting/{held.slug}", "es": f"/es/meeting/{held.slug}"}
        made = {path: html(_new_meeting(plan, held, lang)) for lang, path in own.items()}
        made[f"/en/meeting/{held.slug}"] = redirect(f"https://www.cms.int{own['en']}")
    else:
        own = {lang: f"/{lang}/meeting/{held.slug}" for lang in _LANGUAGES}
        extra = _BODY_LINKS if held.key == "cop12" else ""
        made = {path: html(drupal7.meeting(_SHELL, plan, held, lang, extra)) for lang, path in own.items()}
    nodes = {f"/{lang}/node/{held.node}": redirect(f"https://www.cms.int{path}") for lang, path in own.items()}
    return {**made, **nodes, f"/node/{held.node}": redirect(f"https://www.cms.int{own['en']}")}


def _document_resources(plan: Plan, document: PlannedDocument) -> dict[str, Resource]:
    node = f"/node/{document.node}"
    if document.own_page == "none":
        return {}
    if document.own_page == "new":
        path = f"/document/{document.slug}"
        return {
            path: html(_new_document(plan, document, "en")),
            f"/fr{path}": html(_new_document(plan, document, "fr")),
            f"/en{path}": redirect(f"https://www.cms.int{path}"),
            node: redirect(f"https://www.cms.int{path}"),
        }
    made: dict[str, Resource] = {
        f"/{lang}/document/{document.slug}": html(drupal7.document_page(_SHELL, plan, document, lang, "CMS"))
        for lang in _LANGUAGES
    }
    return {**made, node: redirect(f"https://www.cms.int/en/document/{document.slug}")}


def _new_page(lang: str, title: str, main: str, path: str) -> str:
    return drupal10.page(
        site_name="CMS",
        lang=lang,
        title=title,
        main=main,
        paths={"en": path, "fr": f"/fr{path}", "es": f"/es{path}"},
        theme="cms",
        head=PASSIVE_SCRIPT,
    )


def _new_meeting(plan: Plan, held: PlannedMeeting, lang: str) -> str:
    """One table a type of document; the type is its caption, the language of a file stands beside its link."""
    sections: dict[str, list[PlannedDocument]] = {}
    for document in plan.documents:
        section = document.on_page(held.key)
        if section:
            sections.setdefault(section, []).append(document)
    fields = (
        ("field-document-number", "Number"),
        ("title", "Title"),
        ("field-document-status", "Status"),
        ("field-files", "Files"),
    )
    tables = [
        drupal10.table(
            fields,
            [
                [escape(document.symbol), _new_title(document, lang), "", _new_files(plan, document)]
                for document in listed
            ],
            caption=section,
        )
        for section, listed in sections.items()
    ]
    when = f'<time datetime="{held.start.isoformat()}">{held.start:%d %B %Y}</time>'
    day = f'<div class="field field--name-field-meeting-date">{when}</div>'
    return _new_page(lang, held.title, day + "\n".join(tables), f"/meeting/{held.slug}")


def _new_title(document: PlannedDocument, lang: str) -> str:
    if document.own_page == "none":
        return escape(document.title)
    prefix = "" if lang == "en" else f"/{lang}"
    return f'<a href="{prefix}/document/{quote(document.slug)}">{escape(document.title)}</a>'


def _new_files(plan: Plan, document: PlannedDocument) -> str:
    return "".join(
        f'<div class="file-row">{drupal10.file_link(quote(plan.path(file), safe="/()"), plan.path(file).rsplit("/", 1)[-1])} '
        f'<span class="file-language">{drupal7.language_name(file)}</span></div>'
        for file in document.files
        if file.only in {"", "meeting"}
    )


def _new_document(plan: Plan, document: PlannedDocument, lang: str) -> str:
    words = {"en": ("Document", "Public files"), "fr": ("Document", "Fichiers publics")}[lang]
    rows = "".join(
        f"<tr><td>{drupal10.file_link(quote(plan.path(file), safe='/()'), plan.path(file).rsplit('/', 1)[-1])}</td>"
        f"<td>{drupal7.language_name(file)}</td><td>66.29 KB</td></tr>"
        for file in document.files
    )
    main = f"""<article class="node node--type-document"><div class="field field--name-type">{words[0]}</div>
<div class="field field--name-field-document-type field__item">Meeting Documents</div>
<div class="field field--name-field-document-number field__item">{escape(document.symbol)}</div>
<div class="field field--name-field-instrument field__item">CMS</div>
<h2>{words[1]}</h2>
<table class="table"><thead><tr><th>File</th><th>Language</th><th>Size</th></tr></thead><tbody>{rows}</tbody></table></article>"""
    return _new_page(lang, document.title, main, f"/document/{document.slug}")


def _resolutions(plan: Plan, number: int) -> str:
    rows = _resolution_rows(plan)
    shown = rows[number * _RESOLUTIONS_A_PAGE : (number + 1) * _RESOLUTIONS_A_PAGE]
    groups: dict[str, list[list[str]]] = {}
    for group, symbol, path, title in shown:
        groups.setdefault(group, []).append([escape(symbol), f'<a href="{path}">{escape(title)}</a>'])
    fields = (("field-document-number", "Document Number"), ("title", "Title"))
    tables = "".join(f"<h3>{group}</h3>{drupal10.table(fields, listed)}" for group, listed in groups.items())
    last = (len(rows) - 1) // _RESOLUTIONS_A_PAGE
    main = f'<div class="view-content">{tables}</div>{drupal10.pager(_RESOLUTIONS, number, last)}'
    return _new_page("en", "COP Resolutions", main, _RESOLUTIONS)


def _resolution_rows(plan: Plan) -> list[tuple[str, str, str, str]]:
    """Group, symbol, page and title. A resolution stands under each meeting that dealt with it; the oldest come last."""
    planned = [document for document in plan.documents if document.on_page("resolutions") is not None]
    listed = [(document.meeting or "", document.symbol, _page_of(document), document.title) for document in planned]
    oldest = [row for row in listed if row[0] == "CMS/COP3"]
    newer = [row for row in listed if row[0] != "CMS/COP3"]
    historic = [
        ("CMS/COP6", f"UNEP/CMS/Resolution 6.{number}", f"/document/historic-{number}", f"Resolution {number}")
        for number in range(_WITHOUT_FILES)
    ]
    again = [
        (f"CMS/COP{14 - turn % 8}", symbol, path, title)
        for turn in range(_RESOLUTIONS_IN_ALL)
        for _, symbol, path, title in [newer[turn % len(newer)]]
    ]
    first = sorted([*newer, *historic], key=_by_meeting)
    filled = sorted([*first, *again[: _RESOLUTIONS_IN_ALL - len(first) - len(oldest)]], key=_by_meeting)
    return [*filled, *oldest]


def _by_meeting(row: tuple[str, str, str, str]) -> int:
    return -int(row[0].rpartition("COP")[2] or 0)


def _page_of(document: PlannedDocument) -> str:
    return f"/en/document/{document.slug}"
