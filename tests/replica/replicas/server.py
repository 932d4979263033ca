"""A real HTTP server on loopback that plays several sites at once, told apart by the Host header, and logs each request."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from replicas.answers import Answer, Asked, Site, redirect, unknown_host

_DRIP_SECONDS = 0.05
_LAST_ANSWER_SECONDS = 2.0
_HEADERS_IN_THE_WAY = {"content-length", "transfer-encoding", "connection"}


@dataclass(frozen=True, kw_only=True)
class Logged:
    """One request as it came in, and what was sent."""

    at: float
    """time.monotonic() when its header had been read; the clock is one for all processes of a machine."""
    answered: float
    """The same clock just before the first byte of the answer was sent: whoever waits for it cannot go on earlier."""
    method: str
    host: str
    target: str
    """Path and query as they came over the wire."""
    scheme: str
    """What the address asked for began with: in a rehearsal the port of the server says it."""
    headers: Mapping[str, str]
    """Names in small letters."""
    status: int
    sent: int
    """Bytes of status line, headers and body that were sent."""

    @property
    def conditional(self) -> bool:
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


class _Log:
    """Entries are made when an answer is sent; who reads them first waits for those in hand."""

    def __init__(self) -> None:
        self._entries: list[Logged] = []
        self._in_hand = 0
        self._changed = threading.Condition()

    def begin(self) -> None:
        with self._changed:
            self._in_hand += 1

    def end(self, entry: Logged) -> None:
        with self._changed:
            self._entries.append(entry)
            self._in_hand -= 1
            self._changed.notify_all()

    def read(self, *, forget: bool) -> list[Logged]:
        with self._changed:
            self._changed.wait_for(lambda: self._in_hand == 0, timeout=_LAST_ANSWER_SECONDS)
            held = sorted(self._entries, key=lambda entry: entry.at)
            if forget:
                self._entries = []
        return held


class ReplicaServer:
    """`with ReplicaServer(sites) as server:` serves until the block ends. Sites can be exchanged between two crawls."""

    def __init__(self, sites: Iterable[Site]) -> None:
        self._sites: dict[str, Site] = {}
        self.show(*sites)
        self._log = _Log()
        self.faults: list[str] = []
        """What went wrong in the replicas themselves; tests look that there is nothing."""
        self._stopping = threading.Event()
        self._secure, self._plain = (_Server(("127.0.0.1", 0), _Handler, self, scheme) for scheme in ("https", "http"))
        self._threads = [
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
            for server in (self._secure, self._plain)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        for server, thread in zip((self._secure, self._plain), self._threads, strict=True):
            server.shutdown()
            server.server_close()
            thread.join()

    def show(self, *sites: Site) -> None:
        """Serves these sites from now on, in the place of those with the same hosts."""
        self._sites |= {host: site for site in sites for host in site.hosts}

    @property
    def url(self) -> str:
        """What plays the sites behind https."""
        return _url(self._secure)

    @property
    def rehearse(self) -> dict[str, str]:
        """Where to send what is meant for each host; requests without TLS go to a port that redirects them all."""
        plain = {f"{host}:80": _url(self._plain) for host in self._sites}
        return plain | dict.fromkeys(self._sites, self.url)

    def log(self) -> list[Logged]:
        return self._log.read(forget=False)

    def forget(self) -> list[Logged]:
        """Empties the log and gives what it held."""
        return self._log.read(forget=True)

    def answer(self, asked: Asked, scheme: str) -> Answer:
        site = self._sites.get(asked.host)
        if scheme == "http":
            return redirect(f"https://{asked.host}{asked.target}")(asked)
        return site.answer(asked) if site is not None else unknown_host(asked)

    def begin(self) -> None:
        self._log.begin()

    def note(self, entry: Logged) -> None:
        self._log.end(entry)

    @property
    def stopping(self) -> threading.Event:
        return self._stopping


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(
        self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler], replica: ReplicaServer, scheme: str
    ) -> None:
        super().__init__(address, handler)
        self.replica = replica
        self.scheme = scheme

    def handle_error(self, request: object, client_address: object) -> None:
        """A crawler that hangs up is no fault of the server."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    wbufsize = -1  # one packet for header and body
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        at = time.monotonic()
        self.server.replica.begin()
        headers = {name.lower(): value for name, value in self.headers.items()}
        host = headers.get("host", "").lower()
        name, _, port = host.rpartition(":")
        asked = Asked(
            method=self.command,
            host=name if name and port.isdigit() else host,
            target=self.path,
            headers=headers,
        )
        answer = self._answer(asked)
        answered = time.monotonic()
        sent = 0
        try:
            sent = self._send(answer)
        finally:
            entry = Logged(
                at=at,
                answered=answered,
                method=self.command,
                host=asked.host,
                target=self.path,
                scheme=self.server.scheme,
                headers=headers,
                status=answer.status,
                sent=sent,
            )
            self.server.replica.note(entry)

    def _answer(self, asked: Asked) -> Answer:
        replica = self.server.replica
        try:
            return replica.answer(asked, self.server.scheme)
        except Exception as error:
            replica.faults.append(f"{asked.host}{asked.target}: {error!r}")
            return Answer(status=500)

    do_HEAD = do_GET  # noqa: N815 - the name is http.server's

    def log_message(self, *args: object) -> None:
        """The log is the replica's own."""

    def _send(self, answer: Answer) -> int:
        if answer.delivery == "reset":
            self._reset()
            return 0
        self.send_response(answer.status)
        for name, value in answer.headers:
            if name.lower() not in _HEADERS_IN_THE_WAY:
                self.send_header(name, value)
        bodiless = self.command == "HEAD" or answer.status in {204, 304}
        chunked = answer.delivery in {"chunked", "endless"}
        if chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif answer.delivery == "truncated":
            self.send_header("Content-Length", str(2 * len(answer.body) + 1000))
        elif answer.status != 304:
            self.send_header("Content-Length", str(answer.announced or len(answer.body)))
        if answer.delivery in {"truncated", "drip", "endless"} or answer.announced:
            self.send_header("Connection", "close")
            self.close_connection = True
        buffered = getattr(self, "_headers_buffer", [])
        sent = sum(map(len, buffered)) + 2
        self.end_headers()
        if not bodiless:
            sent += self._body(answer)
        self.wfile.flush()
        return sent

    def _body(self, answer: Answer) -> int:
        if answer.delivery == "chunked":
            for start in range(0, len(answer.body), 4096):
                self._chunk(answer.body[start : start + 4096])
            self.wfile.write(b"0\r\n\r\n")
            return len(answer.body)
        if answer.delivery == "endless":
            sent = 0
            with contextlib.suppress(OSError):
                while not self.server.replica.stopping.is_set():
                    self._chunk(answer.body)
                    sent += len(answer.body)
            return sent
        if answer.delivery == "drip":
            for number, byte in enumerate(answer.body):
                if self.server.replica.stopping.wait(_DRIP_SECONDS):
                    return number
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
            return len(answer.body)
        self.wfile.write(answer.body)
        return len(answer.body)

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))

    def _reset(self) -> None:
        """Ends the connection with RST, as a failing proxy does."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.rfile.close()
        self.connection.close()


def _url(server: _Server) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}"
