"""Serving: uvicorn, run from here, so that a port that is taken is told before anything else happens."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable

import uvicorn

from core.errors import MeaError, UsageError
from core.settings import Settings
from search_api.app import create_app

_BACKLOG = 512
MAX_CONNECTIONS = 200
"""More at a time are answered with 503; a reverse proxy queues better than we do."""


def serve(settings: Settings, on_ready: Callable[[str], object]) -> None:
    """Serves until interrupted (SIGINT, SIGTERM). `on_ready` gets the address, for instance `http://127.0.0.1:8765`, once
    requests are answered. Port 0 takes a free one. Raises MeaError where the address cannot be listened on."""
    app = create_app(settings)
    listener = _listen(settings.serve.host, settings.serve.port)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=MAX_CONNECTIONS,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=10,
    )
    server = _Server(config, lambda: on_ready(_address(listener)))
    with listener:
        server.run(sockets=[listener])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], object]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise UsageError(f"The host {host!r} is not known here.", hint="Set MEA__SERVE__HOST to an address.") from error
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise _not_listening(host, port, error) from error
    return listener


def _not_listening(host: str, port: int, error: OSError) -> MeaError:
    if error.errno == errno.EADDRINUSE:
        return MeaError(
            f"Port {port} on {host} is taken by another program.",
            hint="Choose another with --port or MEA__SERVE__PORT; 0 takes a free one.",
        )
    if error.errno == errno.EACCES:
        return MeaError(f"Port {port} may not be used by this user.", hint="Choose a port above 1023.")
    return MeaError(
        f"Nothing can listen on {host}:{port}: {error.strerror}.",
        hint="Set MEA__SERVE__HOST to an address of this machine.",
    )


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
