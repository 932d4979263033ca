"""GET /v1/search: the answer of `mea search` as JSON."""

from __future__ import annotations

from fastapi import APIRouter
from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from core.records.codec import to_json
from core.records.search import SearchAnswer
from search_api.asking import read_asked
from search_api.headers import caching, is_known
from search_api.openapi import answers, search_parameters
from search_api.site import Site


def search_routes(site: Site) -> APIRouter:
    router = APIRouter()

    @router.get(
        "/v1/search",
        summary="Search documents",
        responses=answers(SearchAnswer, 400, 503),
        openapi_extra={"parameters": search_parameters()},
    )
    def search(request: Request) -> Response:
        # Read in one place for this and for the page, where a parameter that is given twice is noticed.
        asked = read_asked(request.query_params.multi_items(), site.settings.limits)
        tag = site.tag(request, site.library.generation())
        headers = caching(tag)
        if is_known(request, tag):
            return Response(status_code=304, headers=headers)
        answer = site.library.search(asked)
        if answer.cursor is not None:
            more = replace(asked, cursor=answer.cursor).address().replace("/search?", "/v1/search?", 1)
            headers["Link"] = f'<{more}>; rel="next"'
        return Response(to_json(answer), headers=headers, media_type="application/json")

    return router
