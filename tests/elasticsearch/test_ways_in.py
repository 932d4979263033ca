"""How the program gets to a server: certificates, keys, cloud ids, and several addresses of which one is dead."""

from __future__ import annotations

import base64
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fault_proxy import FaultProxy, Forward, Reply, Request
from made_certificates import Authority
from made_rows import batches, built, current_total

from core.errors import SearchError
from core.settings import Elasticsearch
from index.engines.elastic import ElasticEngine

pytestmark = pytest.mark.elasticsearch
HOST = "es.made-up-cloud"
ROWS = 5


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "authority")


@pytest.fixture
def secure(elasticsearch_url: str, authority: Authority) -> Iterator[FaultProxy]:
    """The server behind https, with a certificate that only our own authority has signed."""
    with FaultProxy(elasticsearch_url, tls=authority.server(HOST)) as proxy:
        yield proxy


def engine_at(**given: Any) -> ElasticEngine:
    return ElasticEngine(Elasticsearch.model_validate({"request_seconds": 5, "retry_seconds": 1, **given}))


class Said:
    """What came in the header of each request that asks for access."""

    def __init__(self) -> None:
        self.authorization: set[str | None] = set()

    def __call__(self, request: Request, forward: Forward) -> Reply:
        self.authorization.add(request.headers.get("authorization"))
        return forward(request)


def test_a_certificate_of_an_own_authority(secure: FaultProxy, authority: Authority, index_name: str) -> None:
    engine = engine_at(url=secure.url, prefix=index_name, ca_certs=authority.file)
    built(engine, batches(ROWS))
    assert current_total(engine) == ROWS


def test_a_certificate_that_nobody_known_has_signed(secure: FaultProxy, tmp_path: Path, index_name: str) -> None:
    for known in ({}, {"ca_certs": Authority(tmp_path, "another").file}):
        with pytest.raises(SearchError, match=r"no secure connection .*certificate verify failed") as raised:
            engine_at(url=secure.url, prefix=index_name, **known).current()
        assert "MEA__ELASTICSEARCH__CA_CERTS" in raised.value.hint


def test_https_where_the_server_speaks_http(elasticsearch_url: str) -> None:
    with pytest.raises(SearchError, match="no secure connection") as raised:
        engine_at(url=elasticsearch_url.replace("http:", "https:")).current()
    assert "http or https" in raised.value.hint


def test_the_key_goes_with_every_request(secure: FaultProxy, authority: Authority, index_name: str) -> None:
    said = Said()
    engine = engine_at(url=secure.url, prefix=index_name, ca_certs=authority.file, api_key="aWQ6a2V5")
    with secure.injecting(said):
        built(engine, batches(ROWS))
        assert current_total(engine) == ROWS
    assert said.authorization == {"ApiKey aWQ6a2V5"}


def test_a_cloud_id(secure: FaultProxy, authority: Authority, index_name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It holds the address: the part before the first point of the host, and the rest of it with the port."""
    asked = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *rest, **more: asked("127.0.0.1" if host == HOST else host, *rest, **more)
    )
    name, _, domain = HOST.partition(".")
    cloud = base64.b64encode(f"{domain}:{secure.port}${name}$kibana".encode()).decode()
    said = Said()
    engine = engine_at(
        cloud_id=f"ours:{cloud}", prefix=index_name, ca_certs=authority.file, username="me", password="secret"
    )
    with secure.injecting(said):
        built(engine, batches(ROWS))
        assert current_total(engine) == ROWS
    assert said.authorization == {"Basic " + base64.b64encode(b"me:secret").decode()}


def test_several_addresses_of_which_one_is_dead(
    elasticsearch_url: str, fault_proxy: FaultProxy, index_name: str
) -> None:
    """Wherever it stands among them; building, switching and searching."""
    dead = "http://127.0.0.1:9"
    for number, url in enumerate((f"{dead}, {elasticsearch_url}, {fault_proxy.url}", f"{fault_proxy.url},{dead}"), 1):
        engine = engine_at(url=url, prefix=index_name)
        built(engine, batches(number))
        assert (engine.current(), current_total(engine)) == (f"gen-{number:06d}", number)
    assert fault_proxy.seen
