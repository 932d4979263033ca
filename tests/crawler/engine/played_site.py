"""A site on this machine that answers as a table says, under as many host names as wanted, and remembers what it was asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


@dataclass
class Asked:
    host: str
    path: str
    method: str
    headers: dict[str, str]
    at: float
    """Monotonic seconds."""


@dataclass
class Reply:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    type: str | None = "text/html; charset=utf-8"
    length: int | None = None
    """Content-Length to claim; None: the truth; -1: none at all."""
    send: Callable[[Any], None] | None = None
    """Writes the body in its own way, to the handler's `wfile`; may raise to drop the connection."""


Route = Reply | list[Reply] | Callable[[Asked], Reply]


def page(*links: str, title: str = "Papers of the meeting", rest: str = "") -> Reply:
    """A listing with these links."""
    items = "".join(f'<li><a href="{link}">{link}</a></li>' for link in links)
    return Reply(
        body=f"<!doctype html><html><head><title>{title}</title></head><body><ul>{items}</ul>{rest}</body></html>".encode()
    )


def pdf(text: str = "one", *, size: int = 900) -> Reply:
    """Bytes that begin as a PDF does; what is in them does not matter to a crawler."""
    body = f"%PDF-1.4\n% {text}\n".encode()
    return Reply(body=body + b"x" * max(0, size - len(body)), type="application/pdf")


def validated(reply: Reply, *, etag: str | None = None, modified: str | None = None) -> Route:
    """Answers 304 to who has it already."""

    def answer(asked: Asked) -> Reply:
        known = (etag is not None and asked.headers.get("If-None-Match") == etag) or (
            etag is None and modified is not None and asked.headers.get("If-Modified-Since") == modified
        )
        headers = {name: value for name, value in (("ETag", etag), ("Last-Modified", modified)) if value}
        if known:
            return Reply(status=304, headers=headers, type=None)
        return Reply(status=reply.status, body=reply.body, headers={**reply.headers, **headers}, type=reply.type)

    return answer


class Site:
    """`routes`: path, or `//host/path`, to what is answered. Of a list each answer is given once, the last for ever."""

    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}
        self.asked: list[Asked] = []
        self.url = ""
        self._served: dict[str, int] = {}
        self._lock = threading.Lock()

    def paths(self, host: str | None = None) -> list[str]:
        """Paths asked so far, robots.txt aside, in order."""
        return [one.path for one in self.asked if one.path != "/robots.txt" and host in {None, one.host}]

    def forget(self) -> None:
        self.asked.clear()

    def reply(self, asked: Asked) -> Reply:
        with self._lock:
            self.asked.append(asked)
            key = f"//{asked.host}{asked.path}"
            key = key if key in self.routes else asked.path
            route = self.routes.get(key)
            if isinstance(route, list):
                number = self._served.get(key, 0)
                self._served[key] = number + 1
                route = route[min(number, len(route) - 1)]
        if route is None:
            return Reply(status=404, body=b"<html><title>nothing</title></html>")
        return route(asked) if callable(route) else route


@contextmanager
def served(site: Site) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = Asked(
                host=self.headers.get("Host", ""),
                path=self.path,
                method=self.command,
                headers=dict(self.headers.items()),
                at=time.monotonic(),
            )
            reply = site.reply(asked)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.type is not None:
                self.send_header("Content-Type", reply.type)
            if reply.length != -1 and reply.status != 304:
                self.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
            if reply.length == -1:
                self.close_connection = True
            self.end_headers()
            if self.command == "HEAD" or reply.status == 304:
                return
            try:
                if reply.send is not None:
                    reply.send(self.wfile)
                    self.close_connection = True
                else:
                    self.wfile.write(reply.body)
            except (ConnectionError, TimeoutError):
                self.close_connection = True
            if reply.length not in {None, -1}:
                self.close_connection = True

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            pass  # a client that hangs up is no news

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    site.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def path_of(url: str) -> str:
    return urlsplit(url).path
