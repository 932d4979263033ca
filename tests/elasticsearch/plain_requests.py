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
