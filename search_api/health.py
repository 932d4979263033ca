"""GET /health: the process lives. GET /ready: a search would be answered now."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from search_api.asking import Asked
from search_api.openapi import problems
from search_api.site import Site

_NOT_KEPT = {"Cache-Control": "no-store"}


def health_routes(site: Site) -> APIRouter:
    router = APIRouter()

    @router.get("/health", summary="The process is alive")
    async def health() -> Response:
        return JSONResponse({"status": "alive"}, headers=_NOT_KEPT)

    @router.get("/ready", summary="A search would be answered", responses=problems(503))
    def ready() -> Response:
        # A real search: an index that opens and cannot answer is not ready.
        answer = site.library.search(Asked(q="a", limit=1))
        return JSONResponse({"status": "ready", "generation": answer.generation}, headers=_NOT_KEPT)

    return router
