"""What the server or the way to it says, told apart by the type of the error and of its causes, never by the status alone.

The same status means different things: 429 is "come again" (full queue, memory) and "the disk is full" (coming again does not
help); 403 is a missing privilege and an index set read-only. `ConnectionError` of the client's transport is no `ApiError`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any as Json

from elastic_transport import (
    ApiError,
    ConnectionTimeout,
    SerializationError,
    TlsError,
    TransportError,
)
from elasticsearch import UnsupportedProductError
from msgspec import Struct

from core.errors import SearchError

REBUILD = "Run `mea reindex`; it fetches, reads and understands nothing again."
FOREIGN = "Point MEA__ELASTICSEARCH__URL at a server of Elasticsearch 8 or 9."
_NOT_IT = "what answers there is not Elasticsearch"

_UNREADABLE = (
    "strict_dynamic_mapping_exception",
    "document_parsing_exception",
    "mapper_parsing_exception",
    "illegal_argument_exception",
)
_AWAY = frozenset(
    {
        "no_shard_available_action_exception",
        "unavailable_shards_exception",
        "master_not_discovered_exception",
        "process_cluster_event_timeout_exception",
        "node_closed_exception",
        "node_not_connected_exception",
        "node_disconnected_exception",
        "no_node_available_exception",
        "shard_not_found_exception",
        "illegal_index_shard_state_exception",
        "recovery_engine_exception",
        "primary_missing_action_exception",
    }
)


class Refusal(Struct, frozen=True, kw_only=True):
    """An answer that is not the one asked for."""

    status: int
    types: frozenset[str]
    """`type` of the error and of all its causes."""
    reason: str
    """In the server's words."""


class Verdict(Struct, frozen=True, kw_only=True):
    cause: str
    """A clause that follows a colon."""
    hint: str
    passes: bool
    """Whether the same request may succeed a little later."""


def refusal_of(status: int, error: Json) -> Refusal:
    """`error` is the object under `error` of an answer or an item of one, or the words that some answers have instead."""
    causes = list(_causes(error))
    reasons = dict.fromkeys(str(one["reason"]) for one in causes if one.get("reason"))
    return Refusal(
        status=status,
        types=frozenset(str(one["type"]) for one in causes if one.get("type")),
        reason="; ".join(reasons) if causes else str(error or ""),
    )


def verdict_of(refusal: Refusal) -> Verdict:
    types, reason, status = refusal.types, refusal.reason, refusal.status
    if "cluster_block_exception" in types:
        return _blocked(reason)
    if status == 401:
        return _stop(
            "it does not accept the credentials",
            "Set MEA__ELASTICSEARCH__USERNAME and __PASSWORD, or MEA__ELASTICSEARCH__API_KEY.",
        )
    if "security_exception" in types or status == 403:
        return _stop(
            f"the user lacks a privilege ({reason})",
            "Searching needs `read` and `view_index_metadata` on the indices, building `all`; `monitor` on the cluster helps.",
        )
    if "media_type_header_exception" in types:
        return _stop("it speaks with clients of another version only", FOREIGN)
    if "circuit_breaking_exception" in types:
        return _later(
            f"it has too little memory for this ({reason})",
            "Come again when it has less to do, give it more heap, or ask for less at once.",
        )
    if "es_rejected_execution_exception" in types:
        return _later(f"it has too much to do ({reason})", "Come again later, or give it more nodes.")
    if types & {"too_many_nested_clauses", "too_many_clauses"} or "maxClauseCount" in reason:
        return _stop("the query has more words than it takes", "Ask for fewer words.")
    if "too_many_buckets_exception" in types:
        return _stop(f"there are too many values to count ({reason})", "Raise `search.max_buckets` of the server.")
    if "index_not_found_exception" in types:
        return _stop(f"an index is not there any more ({reason})", REBUILD)
    if status == 413:
        return _stop(
            "a row is larger than it takes", "Raise `http.max_content_length` of the server and of what lies before it."
        )
    if types & _AWAY or status in {502, 503, 504}:
        return _later(
            f"a part of it is away ({reason or status})",
            "See `GET _cluster/health` and `GET _cluster/allocation/explain`; come again when its nodes are back.",
        )
    if types & set(_UNREADABLE):
        return _stop(f"it does not take what was sent ({reason})", f"{REBUILD} Should it fail again, report it.")
    if status == 429:
        return _later(f"it turns requests away ({reason})", "Come again later.")
    return _stop(f"{reason or 'it says no more'} (status {status})", "See the log of the server.")


def explained(error: Exception, doing: str, where: str) -> SearchError:
    """`doing` says what was tried ("searching"), `where` names the server; both end up in the cause."""
    return as_error(verdict_of_exception(error), doing, where)


def foreign(doing: str, where: str) -> SearchError:
    """Of an answer that is not one of this server's."""
    return as_error(_stop(_NOT_IT, FOREIGN), doing, where)


def as_error(verdict: Verdict, doing: str, where: str) -> SearchError:
    return SearchError(f"Elasticsearch at {where}, {doing}: {verdict.cause}.", hint=verdict.hint)


def partial(answer: Json, doing: str, where: str) -> SearchError | None:
    """The error of an answer with status 200 that not all shards have given, or that ran out of time; else None."""
    shards = answer.get("_shards", {})
    if not shards.get("failed") and not answer.get("timed_out"):
        return None
    causes = [one.get("reason") for one in shards.get("failures", ())]
    reason = "; ".join(dict.fromkeys(refusal_of(200, one).reason or str(one.get("type")) for one in causes if one))
    return as_error(
        _later(
            f"only {shards.get('successful', 0)} of {shards.get('total', 0)} parts of the index answered"
            f" ({reason or 'out of time'})",
            "See `GET _cluster/health`; come again when its nodes are back.",
        ),
        doing,
        where,
    )


def verdict_of_exception(error: Exception) -> Verdict:
    match error:
        case UnsupportedProductError():
            return _stop(_NOT_IT, FOREIGN)
        case ApiError():
            body = error.body
            return verdict_of(
                refusal_of(error.meta.status, body.get("error", body) if isinstance(body, dict) else body)
            )
        case TlsError():
            return _stop(
                f"no secure connection ({error.message})",
                "Check http or https in MEA__ELASTICSEARCH__URL, and MEA__ELASTICSEARCH__CA_CERTS.",
            )
        case ConnectionTimeout():
            return _later(
                "it does not answer in time",
                "Check that it is well (`GET _cluster/health`), or raise MEA__ELASTICSEARCH__REQUEST_SECONDS.",
            )
        case SerializationError():
            return _later("its answer is cut off or is not JSON", "Check what lies between here and the server.")
        case TransportError():
            return _later(
                f"it cannot be reached ({error.message})",
                "Start it (`make elasticsearch` for a local one), or mend MEA__ELASTICSEARCH__URL.",
            )
    raise TypeError(f"no error of the client: {error!r}")


def _blocked(reason: str) -> Verdict:
    if "flood-stage" in reason or "read-only-allow-delete" in reason:
        return _stop(
            "its disk is nearly full, and it takes no more rows",
            "Free space on the disks of its nodes; it then takes rows again by itself. Run this again.",
        )
    if "SERVICE_UNAVAILABLE" in reason:
        return _later(f"it is not ready ({reason})", "See `GET _cluster/health`; come again when it has a master.")
    return _stop(
        f"writing is blocked ({reason})",
        "Take the block off (`index.blocks.*`, `cluster.blocks.*`) and run this again.",
    )


def _causes(error: Json) -> Iterator[dict[str, Json]]:
    if not isinstance(error, dict):
        return
    yield error
    yield from (each for one in error.get("root_cause") or () for each in _causes(one))
    yield from (each for one in error.get("failed_shards") or () for each in _causes(one.get("reason")))
    yield from _causes(error.get("caused_by"))


def _stop(cause: str, hint: str) -> Verdict:
    return Verdict(cause=cause, hint=hint, passes=False)


def _later(cause: str, hint: str) -> Verdict:
    return Verdict(cause=cause, hint=hint, passes=True)
