"""The way to the server: settings to the official client, and its errors to ours."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any as Json
from typing import TypeVar
from urllib.parse import urlsplit

from elastic_transport import ApiError, ConnectionTimeout, TransportError
from elasticsearch import Elasticsearch as Client
from pydantic import SecretStr

from core.errors import ConfigurationError, SearchError
from core.settings import Elasticsearch
from index.engines.elastic.errors import FOREIGN, explained, foreign, partial, verdict_of_exception
from index.engines.elastic.serialisation import serializers

_RETRIES = 3
_QUICK_RETRIES = 2
_LEFT_ALONE = 30.0
"""Seconds in which nothing is asked of a node that did not answer, twice as many after each further time up to twice this.
The client's own second would let a hung node hold up one request after another: it takes connections and says nothing."""
_VERSIONS = (8, 9)
"""Majors of the server that the client's major speaks to."""

Answer = TypeVar("Answer")


class Server:
    """One cluster. Safe to share between threads; connects when it is first asked."""

    def __init__(self, settings: Elasticsearch) -> None:
        """Raises ConfigurationError where no address is set, or settings that exclude each other."""
        self.settings = settings
        hosts = [one.strip() for one in (settings.url or "").split(",") if one.strip()]
        self.where = ", ".join(map(_without_password, hosts)) or "its cloud"
        self.client = _client(settings, hosts)
        self._several = len(hosts) > 1

    def soon(self, ask: Callable[[Client], Answer]) -> Answer:
        """The answer of `ask`, for what any node answers from what it holds: where one says nothing, others are asked soon.

        Where none of them answers soon, since parts of the index are on a node that hangs, the answer is waited for until
        the cluster has put that node out (by its own defaults half a minute after it fell silent).
        """
        if self._several:
            try:
                return ask(
                    self.client.options(request_timeout=self.settings.search_seconds, max_retries=_QUICK_RETRIES)
                )
            except ConnectionTimeout:
                pass
        return ask(self.client)

    @contextmanager
    def asking(self, doing: str) -> Iterator[None]:
        """Errors of the client in the block come out as SearchError, with cause and mend."""
        try:
            yield
        except (ApiError, TransportError) as error:
            raise explained(error, doing, self.where) from error

    def whole(self, answer: Json, doing: str) -> Json:
        """`answer`, where all of the index has given it. Raises SearchError for a partial one, which has status 200 too, and
        for one of some other program: the client looks at who answers once only."""
        if not isinstance(answer, dict):
            raise foreign(doing, self.where)
        error = partial(answer, doing, self.where)
        if error is not None:
            raise error
        return answer

    def check_version(self) -> None:
        """Raises SearchError for a server that this client cannot speak to. A user who may not ask is let through."""
        # Not `info()`: small builds answer `GET /` with 405.
        try:
            nodes = self.client.nodes.info(node_id="_all", metric="_none", filter_path="nodes.*.version").body
        except (ApiError, TransportError) as error:
            if getattr(error, "status_code", None) == 403 and verdict_of_exception(error).cause.startswith("the user"):
                return
            raise explained(error, "asking for its version", self.where) from error
        if not isinstance(nodes, dict):
            raise foreign("asking for its version", self.where)
        for node in nodes.get("nodes", {}).values():
            version = str(node.get("version", ""))
            if not version.startswith(tuple(f"{major}." for major in _VERSIONS)):
                raise SearchError(
                    f"Elasticsearch at {self.where} has version {version}, which this program does not speak to.",
                    hint=FOREIGN,
                )


def _client(settings: Elasticsearch, hosts: list[str]) -> Client:
    if bool(hosts) == bool(settings.cloud_id):
        raise ConfigurationError(
            "MEA__ELASTICSEARCH__URL and MEA__ELASTICSEARCH__CLOUD_ID are both set."
            if hosts
            else "The engine is elasticsearch, and no server is named.",
            hint="Set one of them: `MEA__ELASTICSEARCH__URL=http://127.0.0.1:9200`.",
        )
    if settings.api_key and settings.username:
        raise ConfigurationError(
            "An API key and a user name are both set for Elasticsearch.",
            hint="Take away MEA__ELASTICSEARCH__API_KEY or MEA__ELASTICSEARCH__USERNAME.",
        )
    options: dict[str, Json] = {}
    if settings.username:
        options["basic_auth"] = (settings.username, _secret(settings.password) or "")
    if settings.api_key:
        options["api_key"] = _secret(settings.api_key)
    if settings.ca_certs:
        if not settings.ca_certs.is_file():
            raise ConfigurationError(
                f"There is no file {settings.ca_certs}.", hint="Mend MEA__ELASTICSEARCH__CA_CERTS."
            )
        options["ca_certs"] = str(settings.ca_certs)
    if settings.cloud_id:
        options["cloud_id"] = settings.cloud_id
    else:
        options["hosts"] = hosts
    _quiet()
    try:
        return Client(
            **options,
            serializers=serializers(),
            request_timeout=settings.request_seconds,
            max_retries=_RETRIES,
            retry_on_timeout=True,
            dead_node_backoff_factor=_LEFT_ALONE,
            max_dead_node_backoff=2 * _LEFT_ALONE,
            # Not 429: whether it passes is told by its type, and bulk requests wait longer than the client does.
            retry_on_status=(502, 503, 504),
        )
    except ValueError as error:
        raise ConfigurationError(
            f"The address of Elasticsearch cannot be used: {error}",
            hint="Write it as `http://HOST:PORT` in MEA__ELASTICSEARCH__URL; several with commas between.",
        ) from error


def _quiet() -> None:
    """Without a handler, Python would print each retry of the client with its traceback; what matters comes as an error."""
    log = logging.getLogger("elastic_transport")
    if not log.handlers:
        log.addHandler(logging.NullHandler())


def _secret(value: SecretStr | None) -> str | None:
    return value.get_secret_value() if value else None


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
