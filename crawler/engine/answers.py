"""What an answer of a site means for the address that was asked: done, refused, gone or given up, and with which bytes.

The bytes are in the blob store, durable, before an end that names them is given back; the ledger is written by the caller.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from msgspec import Struct, structs

from core.blobs import Blobs
from core.ledger.crawl_entries import Address, Fetch, Outcome, Settled
from core.ledger.frontier import MISSES_TO_WITHDRAW
from crawler.addresses import extension, file_name
from crawler.engine.naming import file_of, listed_of
from crawler.engine.sniff import MEDIA_TYPES, Format, sniff
from crawler.protection import soft_404_cause
from crawler.records import Page
from crawler.sources.model import SourceDefinition

_NOTHING_HERE = frozenset({404, 410})
_NOT_FOR_ALL = frozenset({401, 402, 403, 407, 451})
_DOCUMENT_ENDINGS = frozenset({"pdf", "doc", "docx", "rtf", "odt", "xls", "xlsx", "ppt", "pptx", "zip"})
_RETRY_DAYS = (None, None, 1.0, 3.0, 7.0, 30.0)
"""By crawls in a row that ended without an answer: the next two ask again, whenever they are."""
_REFUSED_DAYS = (1.0, 3.0, 7.0, 30.0)
_WITHDRAWN_DAYS = 30.0


class Answer(Struct, frozen=True, kw_only=True):
    """One exchange with a site, redirects included."""

    asked: str
    final: str
    status: int
    body: bytes = b""
    chain: tuple[str, ...] = ()
    """Addresses in between."""
    headers: dict[str, str] = {}
    """Names in small letters."""
    request_headers: dict[str, str] = {}
    seconds: float | None = None

    @property
    def conditional(self) -> bool:
        return "if-none-match" in self.request_headers or "if-modified-since" in self.request_headers


class _Headers(Protocol):
    def items(self) -> Iterable[tuple[bytes, list[bytes]]]: ...


def header_texts(headers: _Headers) -> dict[str, str]:
    """Names in small letters, values of one name joined as RFC 9110 (5.2) says."""
    return {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in headers.items()
        if values
    }


def fetch_of(answer: Answer, outcome: Outcome, *, digest: str | None = None, code: str | None = None) -> Fetch:
    return Fetch(
        asked=answer.asked,
        outcome=outcome,
        final=answer.final,
        chain=answer.chain,
        status=answer.status,
        request_headers=answer.request_headers,
        response_headers=answer.headers,
        digest=digest,
        size=len(answer.body),
        seconds=answer.seconds,
        code=code,
    )


def end_of_file(answer: Answer, address: Address, source: SourceDefinition, blobs: Blobs) -> Settled:
    """How the asking for a file, or for the sibling that may be there, ended."""
    ended = _unusable(answer, address)
    if ended is not None:
        return ended
    if answer.status == 304:
        return not_modified(answer, address, source)
    found = sniff(answer.body)
    if found == "html":
        cause = soft_404_cause(as_page(answer), source.soft_404)
        if cause is not None:
            return gone(answer, address, f"{answer.asked}: {cause}.")
    if address.kind == "probe" and found not in source.files.formats:
        return gone(answer, address, f"What lies at {answer.asked} is no document.")
    refusal = _refusal(answer, address, source, found)
    if refusal is not None:
        return _refused(answer, address, *refusal)
    digest = blobs.put(answer.body)
    end = _taken(answer, address, digest, MEDIA_TYPES[found])
    return structs.replace(end, file=file_of(address, source, digest, len(answer.body)))


def end_of_page(answer: Answer, address: Address, blobs: Blobs) -> Settled:
    """How the asking for a page ended; where it is `done`, the page can be read from the blob `digest`."""
    ended = _unusable(answer, address)
    if ended is not None:
        return ended
    if answer.status == 304:
        return not_modified(answer, address, None)
    return _taken(answer, address, blobs.put(answer.body), answer.headers.get("content-type"))


def _taken(answer: Answer, address: Address, digest: str, media_type: str | None) -> Settled:
    """The bytes of `answer` came and are the blob `digest`."""
    outcome: Outcome = "new" if address.digest is None else "same" if address.digest == digest else "changed"
    return Settled(
        state="done",
        fetch=fetch_of(answer, outcome, digest=digest),
        etag=answer.headers.get("etag"),
        last_modified=answer.headers.get("last-modified"),
        digest=digest,
        size=len(answer.body),
        media_type=media_type,
        unconditional=not answer.conditional,
    )


def not_modified(answer: Answer, address: Address, source: SourceDefinition | None) -> Settled:
    """`source` where it is a file, whose name is recorded again: its listing may say more than before."""
    known = address.digest is not None and address.size is not None
    return Settled(
        state="done",
        fetch=fetch_of(answer, "not_modified", digest=address.digest),
        etag=answer.headers.get("etag", address.etag),
        last_modified=answer.headers.get("last-modified", address.last_modified),
        digest=address.digest,
        size=address.size,
        media_type=address.media_type,
        file=file_of(address, source, address.digest, address.size)
        if source is not None and known and address.digest is not None and address.size is not None
        else None,
    )


def refused(fetch: Fetch | None, address: Address, code: str, cause: str) -> Settled:
    """`fetch` is None where nothing was asked."""
    return Settled(
        state="refused",
        fetch=fetch,
        code=code,
        cause=cause,
        retry_days=_days(_REFUSED_DAYS, address.attempts),
    )


def given_up(fetch: Fetch, address: Address, code: str, cause: str) -> Settled:
    return Settled(
        state="given_up", fetch=fetch, code=code, cause=cause, retry_days=_days(_RETRY_DAYS, address.attempts)
    )


def gone(answer: Answer, address: Address, cause: str) -> Settled:
    """The site says that there is nothing here. A sibling that was only looked for is not missed."""
    missed = address.kind != "probe" or address.digest is not None
    days = _days(_RETRY_DAYS, address.attempts)
    if missed:
        days = _WITHDRAWN_DAYS if address.misses >= MISSES_TO_WITHDRAW else None
    return Settled(
        state="gone",
        fetch=fetch_of(answer, "gone", code="gone-at-source"),
        code="gone-at-source",
        cause=cause,
        missed=missed,
        retry_days=days,
    )


def as_page(answer: Answer) -> Page:
    return Page(
        url=answer.asked,
        final_url=answer.final,
        status=answer.status,
        body=answer.body,
        content_type=answer.headers.get("content-type"),
    )


def _unusable(answer: Answer, address: Address) -> Settled | None:
    status = answer.status
    if status == 200 or (status == 304 and answer.conditional and address.digest is not None):
        return None
    if status in _NOTHING_HERE:
        return gone(answer, address, f"{answer.final} answered with status {status}.")
    if status in _NOT_FOR_ALL:
        return _refused(answer, address, "forbidden", f"{answer.final} answered with status {status}.")
    if 300 <= status < 400 and status != 304:
        return _refused(
            answer, address, "redirect-refused", f"{answer.final} answered with status {status} and leads nowhere."
        )
    if status in {408, 425, 429, 304} or status >= 500:
        cause = f"{answer.final} answered with status {status}."
        return given_up(fetch_of(answer, "failed", code="download-failed"), address, "download-failed", cause)
    return _refused(answer, address, "answer-refused", f"{answer.final} answered with status {status}.")


def _refused(answer: Answer, address: Address, code: str, cause: str) -> Settled:
    return refused(fetch_of(answer, "refused", code=code), address, code, cause)


def _refusal(answer: Answer, address: Address, source: SourceDefinition, found: Format) -> tuple[str, str] | None:
    """Code and cause where bytes that came are not taken."""
    size = len(answer.body)
    if size < source.files.min_bytes:
        return "too-small", f"{answer.final} gave {size} bytes."
    if found == "html" and _promises_document(answer, address, source):
        return "html-instead", f"{answer.final} gave a web page of {size} bytes."
    if found not in source.files.formats:
        said = answer.headers.get("content-type", "no type")
        return "format-not-collected", f"{answer.final} gave content of the format {found} (said to be {said})."
    return None


def _promises_document(answer: Answer, address: Address, source: SourceDefinition) -> bool:
    """Whether a web page is not what the link leads one to expect."""
    listed = listed_of(address)
    declared = (listed.declared_type or "").lower() if listed is not None else ""
    if declared:
        return "html" not in declared
    names: Mapping[str, str | None] = {
        "asked": file_name(answer.asked, source),
        "final": file_name(answer.final, source),
    }
    return any(extension(name) in _DOCUMENT_ENDINGS for name in names.values())


def _days(table: tuple[float | None, ...], attempts: int) -> float | None:
    return table[min(attempts, len(table) - 1)]
