"""GET /v1/segments, /v1/citations and /v1/missing: lists beside the documents, page by page."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from core.records.codec import to_json
from core.records.listing import CitationList, MissingList, SegmentList
from search_api.headers import caching, is_known
from search_api.listing import (
    CLASSES,
    DEFAULT_LIMIT,
    FORCES,
    KINDS,
    MAX_LIMIT,
    RELATIONS,
    read_citations,
    read_missing,
    read_segments,
)
from search_api.openapi import answers, parameter
from search_api.parameters import choice
from search_api.problems import not_held
from search_api.site import Site

_PAGING = (
    parameter(
        "limit", "entries of a page", {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT}
    ),
    parameter("cursor", "`cursor` of the page before", {"type": "string"}),
)
_DOCUMENT = parameter(
    "document", "canonical id of a version or work, or any spelling of a symbol", {"type": "string"}, required=True
)


def _several(name: str, text: str, values: tuple[str, ...] | None = None) -> dict[str, object]:
    items: dict[str, object] = {"type": "string"} if values is None else {"enum": list(values)}
    return parameter(name, text, {"type": "array", "items": items})


def list_routes(site: Site) -> APIRouter:
    router = APIRouter()

    @router.get(
        "/v1/segments",
        summary="Paragraphs of a document",
        responses=answers(SegmentList, 400, 404, 503),
        openapi_extra={
            "parameters": [
                _DOCUMENT,
                parameter("lang", "language wished for; another one where it is not held", {"type": "string"}),
                _several("kind", "segments of one of these kinds", KINDS),
                parameter("path", "this segment and all below it: `4`, `annex1`", {"type": "string"}),
                *_PAGING,
            ]
        },
    )
    def segments(request: Request) -> Response:
        asked = read_segments(request.query_params.multi_items())
        known = _known(site, request)
        if known is not None:
            return known
        found = site.library.segments(asked)
        if found is None:
            raise not_held(asked.document)
        return _answer(site, request, found, found.cursor, found.generation)

    @router.get(
        "/v1/citations",
        summary="Citations in a document, and of it",
        responses=answers(CitationList, 400, 404, 503),
        openapi_extra={
            "parameters": [
                _DOCUMENT,
                parameter(
                    "direction", "`in`: what cites it; `out`: what it cites", {"enum": ["in", "out"], "default": "in"}
                ),
                _several("relation", "of one of these relations", RELATIONS),
                _several("treaty", "`in`: in texts of these treaties; `out`: of texts of these treaties"),
                _several("force", "standing in text of this force", FORCES),
                *_PAGING,
            ]
        },
    )
    def citations(request: Request) -> Response:
        pairs = request.query_params.multi_items()
        asked = read_citations(pairs)
        direction = choice(pairs, "direction", ("in", "out"), "in")
        known = _known(site, request)
        if known is not None:
            return known
        found = site.library.citations(asked.document, "out" if direction == "out" else "in", asked)
        if found is None:
            raise not_held(asked.document)
        return _answer(site, request, found, found.cursor, found.generation)

    @router.get(
        "/v1/missing",
        summary="What is cited and not held",
        responses=answers(MissingList, 400, 503),
        openapi_extra={
            "parameters": [
                _several("class", "for one of these reasons", CLASSES),
                _several("treaty", "of one of these treaties"),
                parameter(
                    "sort",
                    "the most cited first, or what was cited first",
                    {"enum": ["count", "age"], "default": "count"},
                ),
                *_PAGING,
            ]
        },
    )
    def missing(request: Request) -> Response:
        pairs = request.query_params.multi_items()
        asked = read_missing(pairs, age=choice(pairs, "sort", ("count", "age"), "count") == "age")
        known = _known(site, request)
        if known is not None:
            return known
        found = site.library.missing(asked)
        return _answer(site, request, found, found.cursor, found.generation)

    return router


def _known(site: Site, request: Request) -> Response | None:
    tag = site.tag(request, site.library.generation())
    return Response(status_code=304, headers=caching(tag)) if is_known(request, tag) else None


def _answer(site: Site, request: Request, found: Struct, cursor: str | None, generation: str) -> Response:
    headers = caching(site.tag(request, generation))
    if cursor is not None:
        pairs = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
        query = urlencode([(name, value.encode("utf-8", "replace")) for name, value in (*pairs, ("cursor", cursor))])
        headers["Link"] = f'<{request.url.path}?{query}>; rel="next"'
    return Response(to_json(found), headers=headers, media_type="application/json")
