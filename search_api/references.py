"""GET /v1/resolve and POST /v1/refs: what a symbol names, and the references of any text."""

from __future__ import annotations

import msgspec
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from core.records.codec import to_json
from core.records.search import Resolution
from search_api.openapi import answers, parameter, problems, schema_of
from search_api.parameters import required, text_of
from search_api.passages import FoundRefs, Passage, body_of, most_bytes, passages_of
from search_api.site import Site


def reference_routes(site: Site) -> APIRouter:
    router = APIRouter()

    @router.get(
        "/v1/resolve",
        summary="What a symbol names, in whatever spelling",
        responses=answers(Resolution, 400, 503),
        openapi_extra={
            "parameters": [
                parameter(
                    "q", "a symbol, a number with its treaty, an id or a file name", {"type": "string"}, required=True
                ),
                parameter("home", "treaty that a bare number belongs to", {"type": "string"}),
            ]
        },
    )
    def resolve(request: Request) -> Response:
        pairs = request.query_params.multi_items()
        found = site.library.resolve(required(pairs, "q", "Res. 11.10"), text_of(pairs, "home"))
        return Response(to_json(found), headers={"Cache-Control": "no-cache"}, media_type="application/json")

    @router.post(
        "/v1/refs",
        summary="References in passages",
        responses={
            200: {
                "description": "One answer for one passage, a list for a list",
                "content": {"application/json": {"schema": _one_or_several(FoundRefs)}},
            },
            **problems(400, 413),
        },
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": _one_or_several(Passage)}},
            }
        },
    )
    async def refs(request: Request) -> Response:
        limits = site.settings.limits
        rows, several = passages_of(await body_of(request.stream(), most_bytes(limits)), limits)
        # Long texts take a while: other requests are answered meanwhile.
        found = await run_in_threadpool(site.library.refs, rows)
        content = msgspec.json.encode(found if several else found[0])
        return Response(content, headers={"Cache-Control": "no-store"}, media_type="application/json")

    return router


def _one_or_several(record: type) -> dict[str, object]:
    return {"anyOf": [schema_of(record), {"type": "array", "items": schema_of(record)}]}
