"""Requests without any client of Elasticsearch between: what the server itself says."""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from local_cluster import User


class Server:
    def __init__(self, url: str) -> None:
        self.url = url

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        user: User | None = None,
        headers: dict[str, str] | None = None,
    ) -> tuple[int, dict[str, str], Any]:
        """Status, headers (names in small letters) and body, from JSON where it is. A list is sent as NDJSON, bytes as they are."""
        there = urlsplit(self.url)
        connection = http.client.HTTPConnection(there.hostname or "", there.port, timeout=60)
        if isinstance(body, list):
            body = "".join(json.dumps(line) + "\n" for line in body).encode()
        elif body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        sent = {"content-type": "application/json"} if body else {}
        sent |= {"authorization": user.authorization} if user else {}
        try:
            connection.request(method, path, body, sent | (headers or {}))
            answer = connection.getresponse()
            raw = answer.read()
        finally:
            connection.close()
        names = {name.lower(): value for name, value in answer.getheaders()}
        is_json = "json" in names.get("content-type", "") and raw
        return answer.status, names, json.loads(raw) if is_json else raw


def _shape(value: Any) -> Any:
    """The keys and kinds of a JSON value, with the words of `type` and the numbers of `status`."""
    if isinstance(value, dict):
        return {key: each if key in ("type", "status") else _shape(each) for key, each in value.items()}
    return [_shape(each) for each in value] if isinstance(value, list) else type(value)


def told(answer: tuple[int, dict[str, str], Any]) -> tuple[int, bool, Any]:
    """What a program can go by of an answer of `ask`: status, whether it has the product header, and the shape of its body."""
    status, headers, body = answer
    return status, "x-elastic-product" in headers, _shape(body)
