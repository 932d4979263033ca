"""Headers of every answer, HEAD, and answers that need not be sent again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY_HEADERS: Mapping[str, str] = {
    # Nothing but our own style sheet and pictures; forms only to us; nobody frames us. No script at all.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class AnswerHeaders:
    """Middleware: adds the security headers, and answers HEAD as GET without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers[name] = value
            elif head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"} if head else scope, receive, send_with_headers)


def entity_tag(*parts: str | None) -> str:
    """A weak tag of what an address answers, from all that the answer depends on beside the address."""
    return f'W/"{hashlib.sha256(chr(0).join(part or "" for part in parts).encode()).hexdigest()[:20]}"'


def is_known(request: Request, tag: str) -> bool:
    """Whether the client holds the answer with this `tag` already (RFC 9110, If-None-Match, weak comparison)."""
    known = request.headers.get("if-none-match", "")
    bare = tag.removeprefix("W/")
    return any(one.strip() == "*" or one.strip().removeprefix("W/") == bare for one in known.split(","))


def caching(tag: str, *, vary: str | None = None) -> dict[str, str]:
    """Headers of an answer that may be kept but must be asked after: a new generation shows at once."""
    return {"ETag": tag, "Cache-Control": "no-cache", **({"Vary": vary} if vary else {})}
