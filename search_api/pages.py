"""The pages for people: `/`, `/search` and `/documents/{canonical}`. They need no script and set no cookie."""

from __future__ import annotations

from fastapi import APIRouter
from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from core.errors import SearchError, UsageError
from core.records.search import SearchAnswer
from search_api.asking import Asked, read_asked
from search_api.document_page import citing_from, document_page
from search_api.documents import held_document
from search_api.headers import caching, is_known
from search_api.permalinks import document_address, parse_cite
from search_api.problems import RETRY_SECONDS, Problem, in_words, problem_of
from search_api.search_page import search_page
from search_api.site import Site
from search_api.text_versions import text_version

_VARY = "Accept-Language"
_NEWEST = 5


def page_routes(site: Site) -> APIRouter:
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.get("/")
    def home(request: Request) -> Response:
        return _home(site, request, Asked(ui=_ui(site, request)))

    @router.get("/search")
    def search(request: Request) -> Response:
        asked = read_asked(request.query_params.multi_items(), site.settings.limits)
        if not (asked.q.strip() or asked.filters or asked.lang):
            return _home(site, request, asked)
        return _search(site, request, asked)

    @router.get("/documents/{canonical:path}")
    def document(request: Request, canonical: str) -> Response:
        words, ui = site.words(request), _ui(site, request)
        asked_lang = request.query_params.get("lang") or None
        cite, text = request.query_params.get("cite"), request.query_params.get("text")
        cited_by = request.query_params.get("cited_by")
        begin = citing_from(cited_by)
        view = held_document(site, canonical, asked_lang or words.lang, begin or 0)
        if view.canonical != canonical:
            # The browser carries the anchor over. Not for ever: a work leads to another version when one is adopted.
            return RedirectResponse(
                document_address(view.canonical, lang=asked_lang, cite=cite, text=text, cited_by=cited_by, ui=ui), 302
            )
        tag = site.tag(request, view.generation, words)
        headers = caching(tag, vary=_VARY)
        if is_known(request, tag):
            return Response(status_code=304, headers=headers)
        page = document_page(
            view,
            words,
            ui=ui,
            asked_lang=asked_lang,
            cited=parse_cite(cite),
            version=text_version(text),
            all_citing=begin is not None,
        )
        return HTMLResponse(site.page("document.html", request, words, page=page), headers=headers)

    return router


def error_page(site: Site, request: Request, problem: Problem) -> Response:
    """A problem as a page, for addresses that people visit."""
    words = site.words(request)
    shown = problem.status if problem.status in (400, 404, 413, 503) else (500 if problem.status >= 500 else 404)
    html = site.page(
        "error.html", request, words, title=words(f"errors.title_{shown}"), problem=in_words(problem, words)
    )
    return HTMLResponse(html, problem.status, {"Cache-Control": "no-store", "Vary": _VARY})


def _home(site: Site, request: Request, asked: Asked) -> Response:
    words = site.words(request)
    shown: dict[str, object] = {"holdings": "", "treaties": (), "newest": (), "problem": None}
    headers = {"Cache-Control": "no-store", "Vary": _VARY}
    try:
        tag = site.tag(request, site.library.generation(), words)
        if is_known(request, tag):
            return Response(status_code=304, headers=caching(tag, vary=_VARY))
        everything = Asked(limit=_NEWEST, sort="date", ui=asked.ui)
        answer = site.library.search(everything)
        shown["holdings"] = words("search.holdings", count=site.library.held())
        shown["newest"] = search_page(answer, everything, words).hits
        shown["treaties"] = [
            (one.value, one.count, Asked(filters={"treaty": (one.value,)}, ui=asked.ui).address())
            for one in answer.facets.get("treaty", ())
        ]
        headers = caching(tag, vary=_VARY)
    except SearchError as error:
        # The page still tells how to search; it says so, and `/ready` says 503.
        shown["problem"] = in_words(problem_of(error), words)
    return HTMLResponse(site.page("home.html", request, words, asked=asked, **shown), headers=headers)


def _search(site: Site, request: Request, asked: Asked) -> Response:
    words = site.words(request)
    try:
        tag = site.tag(request, site.library.generation(), words)
        if is_known(request, tag):
            return Response(status_code=304, headers=caching(tag, vary=_VARY))
        answer, stale = _answer(site, asked, words.lang)
    except SearchError as error:
        problem = problem_of(error)
        html = site.page("search.html", request, words, asked=asked, page=None, problem=in_words(problem, words))
        headers = {"Cache-Control": "no-store", "Vary": _VARY, "Retry-After": RETRY_SECONDS}
        return HTMLResponse(html, problem.status, headers)
    page = search_page(answer, replace(asked, cursor=None) if stale else asked, words)
    html = site.page("search.html", request, words, asked=asked, page=page, problem=None, stale=stale)
    return HTMLResponse(html, headers=caching(tag, vary=_VARY))


def _answer(site: Site, asked: Asked, lang: str) -> tuple[SearchAnswer, bool]:
    """The hits asked for; or, where the cursor leads nowhere any more, the first ones and True."""
    try:
        return site.library.search(asked, said_in=lang), False
    except UsageError:
        if asked.cursor is None:
            raise
        return site.library.search(replace(asked, cursor=None), said_in=lang), True


def _ui(site: Site, request: Request) -> str | None:
    ui = request.query_params.get("ui")
    return ui if ui in site.wordings else None
