"""The description of the interface: OpenAPI 3.1 from the same records that the answers are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from core.records.listing import CitationList, MissingList, SegmentList
from core.records.search import DocumentView, Resolution, SearchAnswer
from search_api.asking import DEFAULT_LIMIT, MAX_LIMIT
from search_api.passages import FoundRefs, Passage
from search_api.problems import MEDIA_TYPE, Problem

_RECORDS: tuple[type, ...] = (
    SearchAnswer,
    DocumentView,
    SegmentList,
    CitationList,
    MissingList,
    Resolution,
    FoundRefs,
    Passage,
    Problem,
)
_REF = "#/components/schemas/{name}"
_WORDS = {
    400: "A parameter does not fit",
    404: "Not held here",
    413: "More text than is taken at once",
    503: "Nothing is indexed yet, or the index cannot answer",
}


def answers(record: type, *errors: int) -> dict[int | str, dict[str, Any]]:
    """Responses of an operation that answers `record`."""
    schema = {"$ref": _REF.format(name=record.__name__)}
    return {
        200: {"description": "The answer", "content": {"application/json": {"schema": schema}}},
        **problems(*errors),
    }


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    schema = {"$ref": _REF.format(name=Problem.__name__)}
    return {status: {"description": _WORDS[status], "content": {MEDIA_TYPE: {"schema": schema}}} for status in statuses}


def search_parameters() -> list[dict[str, Any]]:
    """Of /v1/search. They are described here, for `asking.read_asked` reads them as they stand in the address."""
    texts = {
        "q": "words, “phrases”, field:value, or a symbol in any spelling",
        "lang": "only text in this language (ISO 639-1)",
        "cursor": "`cursor` of the answer before",
    }
    several = {
        "treaty": "documents of one of these treaties",
        "meeting": "of one of these meetings",
        "year": "of one of these years",
        "type": "of one of these types",
        "language": "held in one of these languages",
    }
    limit = {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT}
    sort = {"enum": ["relevance", "date"], "default": "relevance"}
    return [
        *(parameter(name, text, {"type": "string"}) for name, text in texts.items()),
        parameter("limit", "hits, after versions of a work are folded", limit),
        parameter("sort", "order of the hits", sort),
        *(parameter(name, text, {"type": "array", "items": {"type": "string"}}) for name, text in several.items()),
    ]


def parameter(name: str, text: str, schema: dict[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "description": text, "schema": schema}


def schema_of(record: type) -> dict[str, Any]:
    return {"$ref": _REF.format(name=record.__name__)}


def describe(app: FastAPI, title: str, version: str, paths: Sequence[str]) -> dict[str, Any]:
    """The whole description; `paths` are those that programs may rely on."""
    document = get_openapi(title=title, version=version, routes=app.routes)
    document["paths"] = {path: operations for path, operations in document["paths"].items() if path in paths}
    for operations in document["paths"].values():
        for operation in operations.values():
            operation["responses"].pop("422", None)  # parameters that do not fit are answered with 400
    _, schemas = msgspec.json.schema_components(_RECORDS, ref_template=_REF)
    document["components"] = {"schemas": dict(sorted(schemas.items()))}
    return document
