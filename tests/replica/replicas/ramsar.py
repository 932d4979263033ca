"""www.ramsar.org: Drupal 10 with English at the root, a page a language, an error page with a false canonical link."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from urllib.parse import quote

from replicas import drupal10, robots
from replicas.answers import Resource, Site, html, pages, redirect
from replicas.plan import Plan, PlannedDocument, PlannedFile, load_plan
from replicas.protection import PASSIVE_SCRIPT
from replicas.serving import content_of, serve_all

HOSTS = ("www.ramsar.org", "ramsar.org")
_ORIGIN = "https://www.ramsar.org"
_A_PAGE = 5
_OFFICIAL = "/official-documents"
_PREFIX = {"en": "", "fr": "/fr", "es": "/es"}


def ramsar_plan() -> Plan:
    return load_plan("ramsar", "RAMSAR", "ramsar", _ORIGIN)


def ramsar_site(plan: Plan) -> Site:
    resources: dict[str, Resource] = {**serve_all(plan, _missing)}
    for lang, prefix in _PREFIX.items():
        for held in plan.meetings.values():
            path = f"{prefix}/meeting/{held.slug}"
            title = held.title_fr if lang == "fr" and held.title_fr else held.title
            resources[path] = pages(_listing(plan, held.key, lang, title, f"/meeting/{held.slug}"))
        resources[f"{prefix}{_OFFICIAL}"] = pages(_listing(plan, "official", lang, "Official documents", _OFFICIAL))
    for document in plan.documents:
        if document.own_page == "legacy":
            (file,) = document.files
            resources[plan.path(file)] = html(content_of(plan, document, file).decode())
            continue
        for lang in ("en", "fr", "es"):
            resources[_path(document, lang)] = html(_document(plan, document, lang))
        resources[f"/node/{document.node}"] = redirect(_ORIGIN + _path(document, "en"))
    # A page that is listed and gone: status 200, the template of the error, a canonical link to the front page.
    resources["/document/moved-away"] = html(_error_page(), validators="none")
    return Site(
        name="ramsar",
        hosts=HOSTS,
        resources=resources,
        missing=_missing,
        robots=robots.plain(),
        canonical_host="www.ramsar.org",
    )


def _error_page() -> str:
    return drupal10.page(
        site_name="The Convention on Wetlands",
        lang="en",
        title="Page not found",
        main='<div class="page-error--404"><h1 class="page-error__title">Page not found</h1>'
        '<div class="page-error__text text-content">This page has moved.</div></div>',
        paths={lang: f"{prefix}/system/404" for lang, prefix in _PREFIX.items()},
        theme="wetland",
        head=PASSIVE_SCRIPT,
        canonical=f"{_ORIGIN}/",
    )


_missing: Resource = html(_error_page(), status=404, validators="none")


def _path(document: PlannedDocument, lang: str) -> str:
    """In Spanish the word of the path is translated."""
    word = "documento" if lang == "es" else "document"
    return f"{_PREFIX[lang]}/{word}/{document.slug}"


def _shown(document: PlannedDocument, lang: str) -> list[PlannedFile]:
    own = [file for file in document.files if file.only == lang]
    return own + [file for file in document.files if file.only in {"", "both"}]


def _listing(plan: Plan, place: str, lang: str, title: str, path: str) -> Callable[[int], str]:
    """Five documents a page; on pages of other languages those that have a page there."""
    listed = [
        document
        for document in plan.documents
        if document.on_page(place) is not None and (document.own_page == "legacy" or _shown(document, lang))
    ]

    def make(number: int) -> str:
        shown = listed[number * _A_PAGE : (number + 1) * _A_PAGE]
        rows = "".join(f'<div class="views-row">{_link(plan, document, lang)}</div>' for document in shown)
        if number == 0 and place == "official":
            rows += '<div class="views-row"><a href="/document/moved-away">Guidance that was moved</a></div>'
        last = max(0, (len(listed) - 1) // _A_PAGE)
        main = f'<div class="view-content">{rows}</div>{drupal10.pager(_PREFIX[lang] + path, number, last)}'
        return _page(lang, title, main, {other: prefix + path for other, prefix in _PREFIX.items()})

    return make


def _link(plan: Plan, document: PlannedDocument, lang: str) -> str:
    title = document.title_fr if lang == "fr" else document.title
    if document.own_page == "legacy":
        (file,) = document.files
        return f'<a href="{quote(plan.path(file))}">{escape(document.symbol)}: {escape(title)}</a>'
    return f'<a href="{quote(_path(document, lang))}">{escape(document.symbol)}: {escape(title)}</a>'


def _document(plan: Plan, document: PlannedDocument, lang: str) -> str:
    title = document.title_fr if lang == "fr" else document.title
    links = "".join(
        f"<p>{drupal10.file_link(quote(plan.path(file), safe='/()'), plan.path(file).rsplit('/', 1)[-1])}</p>"
        for file in _shown(document, lang)
    )
    main = f'<div class="field field--name-field-files">{links}</div>'
    return _page(lang, f"{document.symbol}: {title}", main, {other: _path(document, other) for other in _PREFIX})


def _page(lang: str, title: str, main: str, paths: dict[str, str]) -> str:
    return drupal10.page(
        site_name="The Convention on Wetlands",
        lang=lang,
        title=title,
        main=main,
        paths=paths,
        theme="wetland",
        head=PASSIVE_SCRIPT,
        canonical=_ORIGIN + paths[lang],
    )
