"""A loopback HTTP proxy before a real Elasticsearch server, for faults that a healthy server will not produce.

::

    with FaultProxy(server_url) as proxy:
        with proxy.injecting(faults.too_many_requests, path=r"/_bulk$", times=2) as rule:
            ...                                    # two bulk requests are answered 429, the rest reach the server
        assert rule.used == 2

A fault is a function of the request and of `forward`, which sends a request to the server. It returns what the client gets,
or raises Reset. `faults.py` beside this file has the usual ones.
"""

from __future__ import annotations

import contextlib
import gzip
import http.client
import json
import re
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from typing import Any
from urllib.parse import urlsplit

HOP_BY_HOP = frozenset(
    {"connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "content-length", "host"}
)


@dataclass
class Request:
    """One request of the client. The body is read from the wire only when it is asked for."""

    method: str
    target: str
    headers: Mapping[str, str]
    length: int
    wire: BufferedIOBase

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @cached_property
    def body(self) -> bytes:
        """As sent, perhaps compressed; `text` is not."""
        return self.wire.read(self.length)

    @property
    def text(self) -> bytes:
        return gzip.decompress(self.body) if self.headers.get("content-encoding") == "gzip" else self.body

    def with_text(self, text: bytes) -> Request:
        """The same request with another body, uncompressed."""
        headers = {name: value for name, value in self.headers.items() if name != "content-encoding"}
        other = Request(self.method, self.target, headers, len(text), self.wire)
        other.body = text
        return other


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Sequence[tuple[str, str]] = ()
    body: bytes = b""

    @classmethod
    def of_json(cls, status: int, content: Any, headers: Sequence[tuple[str, str]] = ()) -> Reply:
        return cls(status, (("content-type", "application/json"), *headers), json.dumps(content).encode())

    def with_json(self, change: Callable[[Any], Any]) -> Reply:
        """The same reply with its JSON body changed; unchanged where the body is not JSON."""
        try:
            content = json.loads(self.body)
        except ValueError:
            return self
        return Reply(self.status, self.headers, json.dumps(change(content)).encode())


Forward = Callable[[Request], Reply]
Fault = Callable[[Request, Forward], Reply]


class Reset(Exception):
    """Ends the connection with a TCP reset: at once, or after the head and a `share` (0 to 1) of the body of `reply` went out."""

    def __init__(self, reply: Reply | None = None, share: float = 0.5) -> None:
        super().__init__("connection reset on purpose")
        self.reply = reply
        self.share = share


@dataclass
class Rule:
    """`times` None means always, `skip` lets that many matching requests pass first. `used` counts the faults given."""

    fault: Fault
    method: str | None
    path: re.Pattern[str]
    skip: int
    times: int | None
    used: int = 0

    def takes(self, request: Request) -> bool:
        if (self.method and request.method != self.method) or not self.path.search(request.path):
            return False
        if self.skip:
            self.skip -= 1
            return False
        if self.times is not None and self.used >= self.times:
            return False
        self.used += 1
        return True


@dataclass(frozen=True)
class Seen:
    """A request that came in; `status` is None where the client got a reset."""

    method: str
    path: str
    status: int | None


@dataclass
class FaultProxy:
    """Listens on a free port of 127.0.0.1 between entering and leaving. `seen` lists what came in, in the order of its end."""

    server: str
    timeout: float = 60
    tls: ssl.SSLContext | None = None
    """With it, the proxy speaks https to the client."""
    seen: list[Seen] = field(default_factory=list)
    _rules: list[Rule] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> FaultProxy:
        self.closing = threading.Event()
        self._listener = _Listener(("127.0.0.1", 0), _handler_of(self))
        if self.tls is not None:
            self._listener.socket = self.tls.wrap_socket(
                self._listener.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._listener.shutdown()
        self._listener.close_connections()
        self._listener.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def port(self) -> int:
        return int(self._listener.server_address[1])

    @contextlib.contextmanager
    def injecting(
        self, fault: Fault, *, method: str | None = None, path: str = "", skip: int = 0, times: int | None = None
    ) -> Iterator[Rule]:
        """Gives `fault` to requests whose path matches the regular expression `path`. The rule set last is asked first."""
        rule = Rule(fault, method, re.compile(path), skip, times)
        with self._lock:
            self._rules.insert(0, rule)
        try:
            yield rule
        finally:
            with self._lock:
                self._rules.remove(rule)

    def answer(self, request: Request) -> Reply:
        with self._lock:
            rule = next((rule for rule in self._rules if rule.takes(request)), None)
        return rule.fault(request, self.forward) if rule else self.forward(request)

    def forward(self, request: Request) -> Reply:
        """Asks the server. Answers 502 in the proxy's own name when the server cannot be reached."""
        there = urlsplit(self.server)
        connection = http.client.HTTPConnection(there.hostname or "", there.port, timeout=self.timeout)
        headers = {
            name: value for name, value in request.headers.items() if name not in HOP_BY_HOP | {"accept-encoding"}
        }
        try:
            connection.request(request.method, request.target, request.body, headers)
            got = connection.getresponse()
            return Reply(
                got.status, [pair for pair in got.getheaders() if pair[0].lower() not in HOP_BY_HOP], got.read()
            )
        except (OSError, http.client.HTTPException) as error:
            return Reply.of_json(502, {"error": {"type": "fault_proxy", "reason": repr(error)}, "status": 502})
        finally:
            connection.close()

    def hang(self, request: Request, forward: Forward) -> Reply:
        """A fault: takes the request and says nothing until the proxy closes."""
        self.closing.wait()
        raise Reset

    def note(self, request: Request, status: int | None) -> None:
        with self._lock:
            self.seen.append(Seen(request.method, request.path, status))


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self._open: set[socket.socket] = set()
        super().__init__(address, handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        """Ends idle keep-alive connections too: their threads wait for a next request."""
        for connection in tuple(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that go away in the middle are what the tests are about."""


def _handler_of(proxy: FaultProxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _serve(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            if "transfer-encoding" in headers:
                self._send(Reply.of_json(411, {"error": "the fault proxy needs a content-length"}))
                self.close_connection = True
                return
            request = Request(self.command, self.path, headers, int(headers.get("content-length", 0)), self.rfile)
            try:
                reply = proxy.answer(request)
            except Reset as reset:
                proxy.note(request, None)
                self._reset(reset)
                return
            _ = request.body  # what no fault read must not be taken for the next request
            proxy.note(request, reply.status)
            self._send(reply)

        def _send(self, reply: Reply) -> None:
            self.wfile.write(self._head(reply) + (b"" if self.command == "HEAD" else reply.body))

        def _head(self, reply: Reply) -> bytes:
            reason = http.client.responses.get(reply.status, "")
            lines = [f"HTTP/1.1 {reply.status} {reason}", *(f"{name}: {value}" for name, value in reply.headers)]
            return "\r\n".join([*lines, f"content-length: {len(reply.body)}", "", ""]).encode("latin-1")

        def _reset(self, reset: Reset) -> None:
            if reply := reset.reply:
                self.wfile.write(self._head(reply) + reply.body[: int(len(reply.body) * reset.share)])
            # Lingering for zero seconds makes the close a reset.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.rfile.close()
            self.connection.close()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """`seen` says it."""

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815

    return Handler
