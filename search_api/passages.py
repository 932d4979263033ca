"""Passages that are sent to be searched for references: how they come in (JSON), and their limits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Any

import msgspec
from msgspec import Struct

from core.limits import Limits
from core.records.document import CitationKind, Relation
from search_api.problems import WebError

MAX_PASSAGES = 1_000
_BYTES_A_CHAR = 6
"""JSON may write any character as `\\uffff`."""
_ROOM = 100_000
"""Bytes of a request beside its texts."""


class Passage(Struct, frozen=True, kw_only=True):
    """One line of `mea refs`. Only `text` is needed."""

    text: str
    id: str | int | None = None
    lang: str | None = None
    """ISO 639-1."""
    home_treaty: str | None = None
    """Treaty that numbers without one belong to."""


class FoundRef(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Offsets are code points of the text, half open."""

    start: int
    end: int
    kind: CitationKind
    treaty: str | None
    canonical: str | None
    relation: Relation | None
    range: bool
    held: str | None
    """Newest held version of `canonical`."""
    readings: tuple[str, ...] = ()
    """Those that are held first."""
    parallel: str | None = None
    """Paper that is named beside it for the same text."""
    rule: str | None = None
    """Of a short form: the rule that read it."""


class FoundRefs(Struct, frozen=True, kw_only=True, omit_defaults=True):
    id: str | int | None
    refs: tuple[FoundRef, ...]
    short_forms: tuple[FoundRef, ...] = ()
    """References that name no number: `the said resolution`."""


def most_bytes(limits: Limits) -> int:
    return limits.refs_chars * _BYTES_A_CHAR + _ROOM


async def body_of(chunks: AsyncIterator[bytes], most: int) -> bytes:
    """Raises WebError (413) as soon as there is more; the rest is not read."""
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > most:
            raise too_large(f"The request has more than {most} bytes.")
    return bytes(body)


def passages_of(body: bytes, limits: Limits) -> tuple[list[dict[str, Any]], bool]:
    """The passages, and whether they came as a list. Raises WebError (400, 413)."""
    try:
        given = msgspec.json.decode(body, type=Passage | list[Passage])
    except (msgspec.MsgspecError, RecursionError) as error:
        raise WebError(
            HTTPStatus.BAD_REQUEST,
            "bad-passage",
            f"The request is no passage and no list of passages: {error}.",
            'Send JSON: {"lang": "en", "home_treaty": "CMS", "text": "…"}, or a list of such objects.',
        ) from error
    several = isinstance(given, list)
    rows = given if isinstance(given, list) else [given]
    if len(rows) > MAX_PASSAGES:
        raise too_large(f"The request has {len(rows)} passages; at most {MAX_PASSAGES} are taken.")
    checked(sum(len(row.text) for row in rows), limits)
    return [msgspec.to_builtins(row) for row in rows], several


def checked(chars: int, limits: Limits) -> None:
    if chars > limits.refs_chars:
        raise too_large(f"The texts have {chars} characters; at most {limits.refs_chars} are taken at once.")


def too_large(cause: str) -> WebError:
    return WebError(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", cause, "Send it in parts, or use `mea refs` for a long text."
    )
