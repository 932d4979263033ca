"""What a site answers: whole sites as tables of resources, and the ways in which servers answer well and badly."""

from __future__ import annotations

import email.utils
import gzip
import hashlib
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

Delivery = Literal["whole", "chunked", "truncated", "endless", "drip", "reset"]
Validators = Literal["strong", "weak", "date", "both", "none", "rotating", "gzip-suffix"]
"""`rotating`: another ETag with each answer; `gzip-suffix`: the tag that was sent is never recognised when it comes back."""

LONG_AGO = datetime(2020, 3, 4, 5, 6, 7, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Asked:
    method: str
    host: str
    target: str
    headers: Mapping[str, str]

    @property
    def path(self) -> str:
        """Without percent signs."""
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.target).query).items()}


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    delivery: Delivery = "whole"
    announced: int = 0
    """Content-Length to announce, whatever the body has; 0: the true one."""


Resource = Callable[[Asked], Answer]


@dataclass(frozen=True, kw_only=True)
class Site:
    """`resources` are asked by path without percent signs; what is in none of them, `missing` answers."""

    name: str
    hosts: tuple[str, ...]
    resources: dict[str, Resource] = field(default_factory=dict)
    missing: Resource
    robots: Resource
    canonical_host: str = ""
    """Where all other hosts redirect to; empty: each host serves."""

    def answer(self, asked: Asked) -> Answer:
        if asked.path == "/robots.txt":
            return self.robots(asked)
        if self.canonical_host and asked.host != self.canonical_host:
            return redirect(f"https://{self.canonical_host}{asked.target}")(asked)
        return self.resources.get(asked.path, self.missing)(asked)

    def changed(self, resources: Mapping[str, Resource | None]) -> Site:
        """The site with some resources exchanged; None takes one away."""
        kept = {path: made for path, made in {**self.resources, **resources}.items() if made is not None}
        return replace(self, resources=kept)


def unknown_host(asked: Asked) -> Answer:
    return Answer(status=421, body=f"no replica of {asked.host}".encode(), headers=(("Content-Type", "text/plain"),))


def html(text: str, *, status: int = 200, validators: Validators = "both", **more: object) -> Resource:
    return resource(text.encode(), "text/html; charset=utf-8", status=status, validators=validators, **more)  # type: ignore[arg-type]


def resource(
    body: bytes,
    media_type: str | None,
    *,
    status: int = 200,
    validators: Validators = "both",
    modified: datetime = LONG_AGO,
    zipped: bool = False,
    headers: tuple[tuple[str, str], ...] = (),
    delivery: Delivery = "whole",
    announced: int = 0,
    salt: str = "",
) -> Resource:
    """Bytes with the validators of a server. `zipped`: sent with gzip to those who take it. `salt`: goes into the ETag."""
    digest = hashlib.sha256(salt.encode() + body).hexdigest()[:16]
    turns = itertools.count()

    def answer(asked: Asked) -> Answer:
        pressed = zipped and "gzip" in asked.headers.get("accept-encoding", "")
        tag = _tag(validators, digest, turns, pressed)
        said: list[tuple[str, str]] = [("Content-Type", media_type)] if media_type is not None else []
        if tag is not None:
            said.append(("ETag", tag))
        if validators in {"date", "both"}:
            said.append(("Last-Modified", email.utils.format_datetime(modified, usegmt=True)))
        if zipped:
            said.append(("Vary", "Accept-Encoding"))
        said += headers
        if status == 200 and not_modified(asked, tag if validators != "gzip-suffix" else None, validators, modified):
            return Answer(status=304, headers=tuple(pair for pair in said if pair[0] != "Content-Type"))
        if pressed:
            said.append(("Content-Encoding", "gzip"))
        return Answer(
            status=status,
            body=gzip.compress(body, mtime=0) if pressed else body,
            headers=tuple(said),
            delivery=delivery,
            announced=announced,
        )

    return answer


def _tag(validators: Validators, digest: str, turns: Iterator[int], pressed: bool) -> str | None:
    match validators:
        case "strong" | "both":
            return f'"{digest}-gzip"' if pressed else f'"{digest}"'
        case "weak":
            return f'W/"{digest}"'
        case "rotating":
            return f'"{digest}-{next(turns)}"'
        case "gzip-suffix":
            return f'"{digest}-gzip"'
        case _:
            return None


def not_modified(asked: Asked, tag: str | None, validators: Validators, modified: datetime) -> bool:
    """RFC 9110, 13.2.2: If-None-Match decides where it is given; tags are compared weakly."""
    given = asked.headers.get("if-none-match")
    if given is not None:
        known = {one.strip().removeprefix("W/") for one in given.split(",")}
        return tag is not None and tag.removeprefix("W/") in known
    since = asked.headers.get("if-modified-since")
    if since is None or validators not in {"date", "both"}:
        return False
    return email.utils.parsedate_to_datetime(since) >= modified


def redirect(to: str, status: int = 301, *, headers: tuple[tuple[str, str], ...] = ()) -> Resource:
    return resource(b"", "text/html", status=status, validators="none", headers=(("Location", to), *headers))


def unavailable(status: int = 503, retry_after: str | None = None) -> Resource:
    """Always refuses. `retry_after`: seconds or an HTTP date."""
    said = (("Retry-After", retry_after),) if retry_after is not None else ()
    return resource(b"<html><title>Service unavailable</title></html>", "text/html", status=status, headers=said)


def at_first(first: Resource, then: Resource, times: int = 1) -> Resource:
    """Answers as `first` so many times, then as `then`."""
    turns = itertools.count()
    return lambda asked: first(asked) if next(turns) < times else then(asked)


def delivered(body: bytes, delivery: Delivery, media_type: str = "application/pdf") -> Resource:
    return resource(body, media_type, validators="none", delivery=delivery)


def attachment(body: bytes, media_type: str, disposition: str) -> Resource:
    return resource(body, media_type, headers=(("Content-Disposition", disposition),))


def pages(make: Callable[[int], str], parameter: str = "page") -> Resource:
    """A listing with a pager: `make` gets the number in the query, 0 where there is none or it is no number."""
    made: dict[int, Resource] = {}

    def answer(asked: Asked) -> Answer:
        wanted = asked.query.get(parameter, "0")
        number = int(wanted) if wanted.isdigit() else 0
        if number not in made:
            made[number] = html(make(number))
        return made[number](asked)

    return answer
