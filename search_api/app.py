"""The application: `create_app(settings)`. Nothing is global; two applications can live in one process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from core.configuration import Configuration
from core.errors import MeaError
from core.program import program_version
from core.settings import Settings
from search_api.documents import document_routes
from search_api.headers import AnswerHeaders
from search_api.health import health_routes
from search_api.library import Library, open_library
from search_api.lists import list_routes
from search_api.openapi import describe
from search_api.pages import error_page, page_routes
from search_api.problems import problem_of, to_response
from search_api.references import reference_routes
from search_api.refs_page import refs_page_routes
from search_api.search import search_routes
from search_api.site import STATIC, Site, edition_of, environment
from search_api.wording import load_wordings

TITLE = "Treaty documents"
_PAGES = ("/search", "/documents/", "/refs")
PUBLIC_PATHS = (
    "/v1/search",
    "/v1/documents/{canonical}",
    "/v1/segments",
    "/v1/citations",
    "/v1/missing",
    "/v1/resolve",
    "/v1/refs",
    "/health",
    "/ready",
)


def create_app(settings: Settings, *, open_library: Callable[[Settings], Library] = open_library) -> FastAPI:
    """Raises ConfigurationError when the words of the pages cannot be read. The index is opened when first asked for."""
    wordings = load_wordings(Configuration(settings.config_dir))
    library = open_library(settings)
    site = Site(
        settings=settings,
        library=library,
        wordings=wordings,
        templates=environment(),
        edition=edition_of(wordings),
    )

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:  # noqa: ARG001
        yield
        library.close()

    app = FastAPI(
        title=TITLE,
        version=program_version(),
        lifespan=lifespan,
        docs_url=None,  # it would load a script from elsewhere
        redoc_url=None,
        redirect_slashes=False,  # such redirects repeat the Host header, which a stranger may have set
    )
    for routes in (
        search_routes,
        document_routes,
        list_routes,
        reference_routes,
        health_routes,
        page_routes,
        refs_page_routes,
    ):
        app.include_router(routes(site))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(AnswerHeaders)
    app.openapi = _description(app)  # type: ignore[method-assign]
    _handle_errors(app, site)
    return app


def _handle_errors(app: FastAPI, site: Site) -> None:
    log = structlog.get_logger("search_api")

    async def handle(request: Request, error: Exception) -> Response:
        problem = problem_of(error)
        if problem.status == HTTPStatus.INTERNAL_SERVER_ERROR:
            log.error("a defect of the program", path=request.url.path, exc_info=error)
        elif problem.status > HTTPStatus.INTERNAL_SERVER_ERROR:
            log.warning("cannot answer", path=request.url.path, status=int(problem.status), cause=problem.detail)
        path = request.url.path
        if path == "/" or path.startswith(_PAGES):
            return error_page(site, request, problem)
        answer = to_response(problem)
        if isinstance(error, HTTPException) and error.headers:
            answer.headers.update(error.headers)  # Allow of a 405
        return answer

    for kind in (MeaError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, handle)


def _description(app: FastAPI) -> Callable[[], dict[str, Any]]:
    kept: list[dict[str, Any]] = []

    def description() -> dict[str, Any]:
        if not kept:
            kept.append(describe(app, TITLE, app.version, PUBLIC_PATHS))
        return kept[0]

    return description
