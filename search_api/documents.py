"""GET /v1/documents/{canonical}: everything of the document page as JSON."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from core.records.codec import to_json
from core.records.search import DocumentView
from search_api.headers import caching, is_known
from search_api.openapi import answers
from search_api.permalinks import document_address
from search_api.problems import bad_parameter, not_held
from search_api.site import Site

MAX_ID_CHARS = 500


def document_routes(site: Site) -> APIRouter:
    router = APIRouter()

    @router.get(
        "/v1/documents/{canonical:path}", summary="One document", responses=answers(DocumentView, 400, 404, 503)
    )
    def document(
        request: Request,
        canonical: Annotated[str, Path(description="canonical id, with its slashes: CMS/Resolution/11.10/Rev.COP13")],
        lang: Annotated[str | None, Query(description="language wished for; another one where it is not held")] = None,
    ) -> Response:
        view = held_document(site, canonical, lang)
        tag = site.tag(request, view.generation)
        # An older spelling, or a work without its version, is answered by the document that it leads to.
        address = document_address(view.canonical, lang=view.lang).replace("/documents/", "/v1/documents/", 1)
        headers = {**caching(tag), "Content-Location": address}
        if is_known(request, tag):
            return Response(status_code=304, headers=headers)
        return Response(to_json(view), headers=headers, media_type="application/json")

    return router


def held_document(site: Site, canonical: str, lang: str | None, citing_from: int = 0) -> DocumentView:
    """Raises WebError (404) where it is not held."""
    if not canonical.strip("/ "):
        raise bad_parameter("canonical", "The address names no document.", "Take ids from the answers of a search.")
    if len(canonical) > MAX_ID_CHARS or (lang is not None and len(lang) > MAX_ID_CHARS):
        raise bad_parameter("canonical", "The id is longer than any id.", "Take ids from the answers of a search.")
    view = site.library.document(canonical, lang, citing_from)
    if view is None:
        raise not_held(canonical)
    return view
