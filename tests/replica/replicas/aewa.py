"""www.unep-aewa.org: the code of CMS with translated addresses, French buttons above English columns, names without language."""

from __future__ import annotations

from html import escape

from replicas import drupal7, robots
from replicas.answers import Resource, Site, html, pages, redirect
from replicas.drupal7 import Shell
from replicas.plan import Plan, PlannedDocument, load_plan
from replicas.serving import serve_all

HOSTS = ("www.unep-aewa.org", "unep-aewa.org")
ELSEWHERE = ("old.unep-aewa.org",)
_ORIGIN = "https://www.unep-aewa.org"
_MEETINGS = "/en/meetings/meetings-of-parties"
_RESOLUTIONS = "/en/documents/mop-resolutions"
_MEETINGS_A_PAGE = 5
_RESOLUTIONS_A_PAGE = 4
_LANGUAGES = ("en", "fr")
_SHELL = Shell(
    site_name="AEWA",
    origin=_ORIGIN,
    languages=_LANGUAGES,
    zip_words={
        "en": ("Download all files as .zip", "Download all files of this section in"),
        "fr": ("Télécharger tous les fichiers en .zip", "Télécharger tous les fichiers de cette section en"),
    },
)


def aewa_plan() -> Plan:
    return load_plan("aewa", "AEWA", "aewa", _ORIGIN)


def aewa_site(plan: Plan) -> Site:
    resources: dict[str, Resource] = {**serve_all(plan, _missing)}
    resources[_MEETINGS] = pages(lambda number: _meeting_list(plan, number))
    resources[_RESOLUTIONS] = pages(lambda number: _resolutions(plan, number))
    for held in plan.meetings.values():
        slugs = {"en": held.slug, "fr": held.slug_fr or held.slug}
        for lang, slug in slugs.items():
            path = f"/{lang}/meeting/{slug}"
            resources[path] = html(drupal7.meeting(_SHELL, plan, held, lang))
            resources[f"/{lang}/node/{held.node}"] = redirect(_ORIGIN + path)
    for document in plan.documents:
        for lang in _LANGUAGES:
            path = f"/{lang}/document/{drupal7.slug_of(document, lang)}"
            resources[path] = html(drupal7.document_page(_SHELL, plan, document, lang, "AEWA"))
            resources[f"/{lang}/node/{document.node}"] = redirect(_ORIGIN + path)
    return Site(
        name="aewa",
        hosts=HOSTS,
        resources=resources,
        missing=_missing,
        robots=robots.drupal_7(),
        canonical_host="www.unep-aewa.org",
    )


_missing: Resource = html(
    _SHELL.page("en", "Page not found", "<p>The requested page could not be found.</p>", {}),
    status=404,
    validators="none",
)


def _meeting_list(plan: Plan, number: int) -> str:
    """Columns and dates as the site has them: dd.mm.yyyy."""
    held = sorted(plan.meetings.values(), key=lambda one: one.start, reverse=True)
    shown = held[number * _MEETINGS_A_PAGE : (number + 1) * _MEETINGS_A_PAGE]
    table = drupal7.listing(
        ("Meeting", "Start date", "Status", "Country", "CMS Instrument"),
        [
            [
                ("title-field", f'<a href="/en/meeting/{one.slug}">{escape(one.title)}</a>'),
                ("event-calendar-date", f"{one.start:%d.%m.%Y}"),
                ("field-meeting-status", "Confirmed"),
                ("field-country", escape(one.place[0].rpartition(", ")[2])),
                ("field-instrument", "AEWA"),
            ]
            for one in shown
        ],
    )
    last = (len(held) - 1) // _MEETINGS_A_PAGE
    main = f"{table}{drupal7.pager(_MEETINGS, number, last)}"
    return _SHELL.page("en", "Meetings of Parties", main, {"fr": "reunions/reunions-des-parties"})


def _resolutions(plan: Plan, number: int) -> str:
    listed = [document for document in plan.documents if document.on_page("resolutions") is not None]
    shown = listed[number * _RESOLUTIONS_A_PAGE : (number + 1) * _RESOLUTIONS_A_PAGE]
    table = drupal7.listing(
        ("Number", "Title"),
        [[("field-document-number", escape(document.symbol)), ("title-field", _link(document))] for document in shown],
    )
    last = (len(listed) - 1) // _RESOLUTIONS_A_PAGE
    main = f"{table}{drupal7.pager(_RESOLUTIONS, number, last)}"
    return _SHELL.page("en", "Resolutions", main, {"fr": "documents/resolutions"})


def _link(document: PlannedDocument) -> str:
    return f'<a href="/en/document/{document.slug}">{escape(document.title)}</a>'
