"""The usual faults for FaultProxy. Statuses, headers and bodies are those of Elasticsearch 8.19; `test_faults.py` compares."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from fault_proxy import Fault, Forward, Reply, Request, Reset

PRODUCT = ("X-elastic-product", "Elasticsearch")
DISK_FULL = (
    "TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block; for more "
    "information, see https://www.elastic.co/guide/en/elasticsearch/reference/8.19/fix-watermark-errors.html"
)
WRITE_BLOCK = "FORBIDDEN/8/index write (api)"
NO_MASTER = "SERVICE_UNAVAILABLE/2/no master"


def error(status: int, kind: str, reason: str, *, product: bool = True, **more: Any) -> Reply:
    """A reply with the error body of the server: `kind` is its `error.type`."""
    cause = {"type": kind, "reason": reason, **more}
    return Reply.of_json(
        status, {"error": {"root_cause": [cause], **cause}, "status": status}, [PRODUCT] if product else []
    )


def unauthorized(request: Request, forward: Forward) -> Reply:
    """401 as for wrong credentials; 401 and 403 come without the product header."""
    ways = ["ApiKey", 'Basic realm="security", charset="UTF-8"']
    reason = f"unable to authenticate user [nobody] for REST request [{request.target}]"
    reply = error(401, "security_exception", reason, product=False, header={"WWW-Authenticate": ways})
    return Reply(reply.status, [*reply.headers, *(("WWW-Authenticate", way) for way in ways)], reply.body)


def forbidden(request: Request, forward: Forward) -> Reply:
    """403 as for a role that lacks the privilege."""
    reason = (
        "action [indices:data/write/bulk] is unauthorized for user [reader] with effective roles [viewer], this action is "
        "granted by the index privileges [create_doc,create,delete,index,write,all]"
    )
    return error(403, "security_exception", reason, product=False)


def write_block(request: Request, forward: Forward) -> Reply:
    """403 of an index that was set read-only."""
    return error(403, "cluster_block_exception", f"index [it] blocked by: [{WRITE_BLOCK}];", product=False)


def too_large(request: Request, forward: Forward) -> Reply:
    """413 of a body over http.max_content_length: no content, no product header."""
    return Reply(413)


def overloaded(request: Request, forward: Forward) -> Reply:
    """429 of a full queue: come again later."""
    reason = (
        "rejected execution of coordinating operation [coordinating_and_primary_bytes=0, replica_bytes=0, all_bytes=0, "
        "coordinating_operation_bytes=1, max_coordinating_bytes=0]"
    )
    return error(429, "es_rejected_execution_exception", reason)


def out_of_memory(request: Request, forward: Forward) -> Reply:
    """429 of a circuit breaker, for the request as a whole: come again later, or with less."""
    cause = _broken()
    return error(429, cause.pop("type"), cause.pop("reason"), **cause)


def search_out_of_memory(request: Request, forward: Forward) -> Reply:
    """429 of a circuit breaker while a search ran: only the root cause says so."""
    return _search_failed(429, _broken(), node="QWaivAmwQFSUxmRqAt3oNg")


def disk_full(request: Request, forward: Forward) -> Reply:
    """429 of the flood-stage watermark: coming again does not help."""
    return error(429, "cluster_block_exception", f"index [it] blocked by: [{DISK_FULL}];")


def no_master(request: Request, forward: Forward) -> Reply:
    """503 while the nodes have no master."""
    return error(503, "cluster_block_exception", f"blocked by: [{NO_MASTER}];")


def shards_failed(request: Request, forward: Forward) -> Reply:
    """503 of a search none of whose shards is there."""
    return _search_failed(503, {"type": "no_shard_available_action_exception", "reason": None}, node=None)


def wrong_media_type(request: Request, forward: Forward) -> Reply:
    """400 that a client of a later major gets from this server, on every call."""
    names = "[Content-Type, Accept]"
    cause = {"type": "media_type_header_exception", "reason": f"Invalid media-type value on headers {names}"}
    accept = "application/vnd.elasticsearch+json; compatible-with=10"
    deeper = {
        "type": "status_exception",
        "reason": f"Accept version must be either version 9 or 8, but found 10. Accept={accept}",
    }
    body = {"root_cause": [cause], **cause, "caused_by": deeper}
    return Reply.of_json(400, {"error": body, "status": 400}, [PRODUCT])


def not_elasticsearch(request: Request, forward: Forward) -> Reply:
    """Some other web server at this address."""
    return Reply(200, [("content-type", "text/html")], b"<!doctype html><title>It works</title>")


def partial_search(request: Request, forward: Forward) -> Reply:
    """200 of a search that lost one of its shards: fewer hits, and only `_shards` says so. So for each of several searches."""

    def change(answer: Any) -> Any:
        if "responses" in answer:
            return answer | {"responses": [change(one) for one in answer["responses"]]}
        shards = answer["_shards"]
        why = {"type": "no_shard_available_action_exception", "reason": None}
        failed = {"shard": 0, "index": "it", "node": None, "reason": why}
        shards |= {"successful": shards["total"] - 1, "failed": 1, "failures": [failed]}
        none = {"total": {"value": 0, "relation": "eq"}, "max_score": None, "hits": []}
        answer["hits"] = answer.get("hits", {}) | none
        return answer

    return forward(request).with_json(change)


def last_search_refused(status: int, kind: str, reason: str = "on purpose") -> Fault:
    """200 of several searches of which the last one was refused."""
    refused = {
        "error": {"root_cause": [{"type": kind, "reason": reason}], "type": kind, "reason": reason},
        "status": status,
    }

    def fault(request: Request, forward: Forward) -> Reply:
        return forward(request).with_json(lambda answer: answer | {"responses": [*answer["responses"][:-1], refused]})

    return fault


def delay(seconds: float) -> Fault:
    """The request goes through, late."""

    def fault(request: Request, forward: Forward) -> Reply:
        time.sleep(seconds)
        return forward(request)

    return fault


def reset_while_sending(request: Request, forward: Forward) -> Reply:
    """Reset when half of the body has come: the server never saw the request."""
    request.wire.read(request.length // 2)
    raise Reset


def reset_before_answer(request: Request, forward: Forward) -> Reply:
    """Reset after the server did what was asked: the client cannot know."""
    forward(request)
    raise Reset


def reset_in_answer(request: Request, forward: Forward) -> Reply:
    """Reset when the head and half of the body of the answer are out."""
    raise Reset(forward(request))


def items_refused(refuse: Callable[[str], bool], status: int, kind: str, reason: str = "on purpose") -> Fault:
    """A bulk request whose answer is 200 while the items with the ids that `refuse` chooses failed; the server never gets
    these, the others it does."""

    def fault(request: Request, forward: Forward) -> Reply:
        actions = list(_actions(request.text))
        chosen = [refuse(action[operation].get("_id", "")) for operation, action, _ in actions]
        kept = b"".join(lines for (_, _, lines), refused in zip(actions, chosen, strict=True) if not refused)
        default = request.path.split("/")[1] if request.path.count("/") > 1 else ""
        if kept:
            reply = forward(request.with_text(kept))
        else:
            reply = Reply.of_json(200, {"errors": False, "took": 0, "items": []}, [PRODUCT])

        def change(answer: Any) -> Any:
            stored = iter(answer["items"])
            items = [
                _refused(operation, action[operation], default, status, {"type": kind, "reason": reason})
                if refused
                else next(stored)
                for (operation, action, _), refused in zip(actions, chosen, strict=True)
            ]
            return {**answer, "errors": answer["errors"] or any(chosen), "items": items}

        return reply.with_json(change) if reply.status == 200 else reply

    return fault


def version(number: str, *, product: bool = True) -> Fault:
    """A server of version `number`, as far as GET / and `_nodes` tell; without `product`, one that does not say that it is
    Elasticsearch."""

    def fault(request: Request, forward: Forward) -> Reply:
        if request.path == "/":
            about = {"number": number, "build_flavor": "default", "lucene_version": "0", "build_snapshot": False}
            root = {"name": "n1", "cluster_name": "other", "version": about, "tagline": "You Know, for Search"}
            reply = Reply.of_json(200, root, [PRODUCT])
        else:
            reply = forward(request).with_json(lambda answer: _with_version(answer, number))
        kept = [pair for pair in reply.headers if product or pair[0].lower() != PRODUCT[0].lower()]
        return Reply(reply.status, kept, reply.body)

    return fault


def _broken() -> dict[str, Any]:
    reason = (
        "[parent] Data too large, data for [<http_request>] would be [2/2b], which is larger than the limit of [1/1b]"
    )
    numbers = {"bytes_wanted": 2, "bytes_limit": 1, "durability": "TRANSIENT"}
    return {"type": "circuit_breaking_exception", "reason": reason, **numbers}


def _search_failed(status: int, why: Mapping[str, Any], *, node: str | None) -> Reply:
    body = {
        "root_cause": [why],
        "type": "search_phase_execution_exception",
        "reason": "all shards failed",
        "phase": "query",
        "grouped": True,
        "failed_shards": [{"shard": 0, "index": "it", "node": node, "reason": why}],
    }
    return Reply.of_json(status, {"error": body, "status": status}, [PRODUCT])


def _with_version(answer: Any, number: str) -> Any:
    nodes = answer.get("nodes") if isinstance(answer, dict) else None
    for node in nodes.values() if isinstance(nodes, dict) else ():
        if isinstance(node, dict) and "version" in node:
            node["version"] = number
    return answer


def _actions(text: bytes) -> Any:
    """(operation, action line, the action's lines as sent), in order."""
    lines = iter(text.splitlines(keepends=True))
    for line in lines:
        if not line.strip():
            continue
        action = json.loads(line)
        operation = next(iter(action))
        yield operation, action, line if operation == "delete" else line + next(lines)


def _refused(
    operation: str, action: Mapping[str, Any], index: str, status: int, why: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        operation: {"_index": action.get("_index", index), "_id": action.get("_id"), "status": status, "error": why}
    }
