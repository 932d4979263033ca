"""Errors as people and programs get them: application/problem+json (RFC 9457) or a page, with cause and mend."""

from __future__ import annotations

from http import HTTPStatus

import msgspec
from fastapi.exceptions import RequestValidationError
from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.responses import Response

from core.errors import ConfigurationError, MeaError, NoIndex, SearchError, StorageError, UsageError
from search_api.wording import Wording

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = "30"
LANGUAGE = "en"
"""Language of the causes and hints of errors."""


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    type: str
    """`about:blank`, or a stable name below `/problems/`."""
    title: str
    status: int
    detail: str
    """The cause, a whole sentence."""
    hint: str
    """What mends it."""
    parameter: str | None = None


class WebError(MeaError):
    """An error of the HTTP layer with its status. `code` names the problem type."""

    def __init__(self, status: HTTPStatus, code: str, cause: str, hint: str, *, parameter: str | None = None) -> None:
        super().__init__(cause, hint=hint, code=code)
        self.status = status
        self.parameter = parameter


def bad_parameter(name: str, cause: str, hint: str) -> WebError:
    return WebError(HTTPStatus.BAD_REQUEST, "bad-parameter", cause, hint, parameter=name)


def not_held(canonical: str) -> WebError:
    return WebError(
        HTTPStatus.NOT_FOUND,
        "not-held",
        f"The document {canonical} is not held here.",
        "Search for its symbol: what is held and cites it is listed there.",
    )


def problem_of(error: Exception) -> Problem:
    """Unknown errors keep their words to themselves: they may hold paths or text of others."""
    if isinstance(error, WebError):
        return _problem(error.status, error.code, error.cause, error.hint, error.parameter)
    if isinstance(error, NoIndex):
        return _problem(HTTPStatus.SERVICE_UNAVAILABLE, "no-index", error.cause, error.hint)
    if isinstance(error, (SearchError, StorageError, ConfigurationError)):
        # A configuration that is wrong is the server's fault, though it is a usage error of whoever runs it.
        return _problem(HTTPStatus.SERVICE_UNAVAILABLE, "index-unavailable", error.cause, error.hint)
    if isinstance(error, UsageError):
        return _problem(HTTPStatus.BAD_REQUEST, error.code or "bad-request", error.cause, error.hint)
    if isinstance(error, RequestValidationError):
        return _invalid(error)
    if isinstance(error, HTTPException):
        status = HTTPStatus(error.status_code)
        hint = "See /openapi.json for the addresses and methods there are."
        return _problem(status, "about:blank", f"{status.phrase}: {status.description or 'no more is known'}.", hint)
    return _problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "internal",
        "The program met a defect of its own; the log has it.",
        "Try another query, and report this one.",
    )


class ShownProblem(Struct, frozen=True, kw_only=True):
    """A problem in the words of a page."""

    cause: str
    hint: str
    lang: str | None
    """Language of cause and hint where it is not that of the page."""


def in_words(problem: Problem, words: Wording) -> ShownProblem:
    """In English the exact cause and hint; in other languages the words for its kind, where there are any."""
    key = "problems." + problem.type.removeprefix("/problems/").replace("-", "_")
    if words.lang == LANGUAGE or not words.has(f"{key}_cause"):
        return ShownProblem(cause=problem.detail, hint=problem.hint, lang=None if words.lang == LANGUAGE else LANGUAGE)
    return ShownProblem(cause=words(f"{key}_cause"), hint=words(f"{key}_hint"), lang=None)


def to_response(problem: Problem) -> Response:
    headers = {"Cache-Control": "no-store"}
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = RETRY_SECONDS
    return Response(msgspec.json.encode(problem), problem.status, headers, MEDIA_TYPE)


def _problem(status: HTTPStatus, code: str, detail: str, hint: str, parameter: str | None = None) -> Problem:
    kind = code if code == "about:blank" else f"/problems/{code}"
    return Problem(type=kind, title=status.phrase, status=status, detail=detail, hint=hint, parameter=parameter)


def _invalid(error: RequestValidationError) -> Problem:
    first = error.errors()[0]
    name = str(first["loc"][-1]) if first.get("loc") else None
    return _problem(
        HTTPStatus.BAD_REQUEST,
        "bad-parameter",
        f"The parameter {name} does not fit: {first['msg']}.",
        "See /openapi.json for the parameters and their limits.",
        name,
    )
