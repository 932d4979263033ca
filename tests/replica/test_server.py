"""The server of the replicas answers as real ones do: a test that rests on it must not rest on a fault of it."""

from __future__ import annotations

import gzip
import http.client
from collections.abc import Iterator

import pytest
from replicas import protection, robots
from replicas.answers import Resource, Site, at_first, delivered, html, redirect, resource, unavailable
from replicas.server import ReplicaServer

BODY = b"%PDF-1.7 " + bytes(range(256)) * 40
RESOURCES: dict[str, Resource] = {
    "/strong.pdf": resource(BODY, "application/pdf", validators="strong"),
    "/weak.pdf": resource(BODY, "application/pdf", validators="weak"),
    "/dated.pdf": resource(BODY, "application/pdf", validators="date"),
    "/none.pdf": resource(BODY, "application/pdf", validators="none"),
    "/rotating.pdf": resource(BODY, "application/pdf", validators="rotating"),
    "/suffix.pdf": resource(BODY, "application/pdf", validators="gzip-suffix"),
    "/zipped.pdf": resource(BODY, "application/pdf", zipped=True),
    "/no type": resource(BODY, None),
    "/chunked.pdf": delivered(BODY, "chunked"),
    "/half.pdf": delivered(BODY, "truncated"),
    "/reset.pdf": delivered(BODY, "reset"),
    "/endless.pdf": delivered(BODY, "endless"),
    "/slow.pdf": delivered(b"%PDF", "drip"),
    "/huge.pdf": resource(b"%PDF", "application/pdf", announced=10**9),
    "/busy": at_first(unavailable(429, "7"), html("well")),
    "/moved": redirect("/strong.pdf"),
    "/challenge": protection.cloudflare(),
}
SITE = Site(name="one", hosts=("one.example", "www.one.example"), resources=RESOURCES, missing=html("no", status=404),
            robots=robots.drupal_7(), canonical_host="www.one.example")  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[ReplicaServer]:
    with ReplicaServer([SITE]) as server:
        yield server


def ask(
    server: ReplicaServer, path: str, host: str = "www.one.example", key: str = "", method: str = "GET", **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(server.rehearse[key or host].removeprefix("http://"), timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers={"Host": host, **named})
    answer = connection.getresponse()
    try:
        return answer, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize("path", ["/strong.pdf", "/weak.pdf", "/zipped.pdf"])
def test_a_tag_that_comes_back_is_not_modified(server: ReplicaServer, path: str) -> None:
    first, body = ask(server, path)
    assert (first.status, body) == (200, BODY)
    again, nothing = ask(server, path, If_None_Match=first.headers["ETag"])
    assert (again.status, nothing) == (304, b"")


def test_a_date_that_comes_back_is_not_modified(server: ReplicaServer) -> None:
    first, _ = ask(server, "/dated.pdf")
    assert first.headers["ETag"] is None
    again, _ = ask(server, "/dated.pdf", If_Modified_Since=first.headers["Last-Modified"])
    assert again.status == 304


@pytest.mark.parametrize("path", ["/rotating.pdf", "/suffix.pdf"])
def test_tags_that_are_never_recognised(server: ReplicaServer, path: str) -> None:
    first, _ = ask(server, path)
    again, body = ask(server, path, If_None_Match=first.headers["ETag"])
    assert (again.status, body) == (200, BODY)


def test_no_validators(server: ReplicaServer) -> None:
    first, _ = ask(server, "/none.pdf")
    assert first.headers["ETag"] is None
    assert first.headers["Last-Modified"] is None


def test_gzip_only_for_those_who_take_it(server: ReplicaServer) -> None:
    plain, body = ask(server, "/zipped.pdf")
    assert plain.headers["Content-Encoding"] is None
    zipped, packed = ask(server, "/zipped.pdf", Accept_Encoding="gzip")
    assert zipped.headers["ETag"] != plain.headers["ETag"]
    assert gzip.decompress(packed) == body == BODY


def test_paths_are_found_with_and_without_percent_signs(server: ReplicaServer) -> None:
    answer, body = ask(server, "/no%20type")
    assert (answer.status, answer.headers["Content-Type"], body) == (200, None, BODY)


def test_chunks(server: ReplicaServer) -> None:
    answer, body = ask(server, "/chunked.pdf")
    assert (answer.headers["Transfer-Encoding"], body) == ("chunked", BODY)


def test_faults_of_servers(server: ReplicaServer) -> None:
    with pytest.raises(http.client.IncompleteRead) as cut:
        ask(server, "/half.pdf")
    assert cut.value.partial == BODY
    with pytest.raises(ConnectionError):
        ask(server, "/reset.pdf")


def test_an_endless_answer_ends_with_who_reads_it(server: ReplicaServer) -> None:
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=10)
    connection.request("GET", "/endless.pdf", headers={"Host": "www.one.example"})
    assert len(connection.getresponse().read(300_000)) == 300_000
    connection.close()


def test_a_slow_answer_is_whole_in_the_end(server: ReplicaServer) -> None:
    answer, body = ask(server, "/slow.pdf")
    assert (answer.headers["Connection"], body) == ("close", b"%PDF")


def test_an_announced_length(server: ReplicaServer) -> None:
    answer, nothing = ask(server, "/huge.pdf", method="HEAD")
    assert (answer.headers["Content-Length"], nothing) == ("1000000000", b"")


def test_busy_at_first(server: ReplicaServer) -> None:
    first, _ = ask(server, "/busy")
    assert (first.status, first.headers["Retry-After"]) == (429, "7")
    again, body = ask(server, "/busy")
    assert (again.status, body) == (200, b"well")


def test_hosts_and_schemes_redirect(server: ReplicaServer) -> None:
    bare, _ = ask(server, "/strong.pdf", host="one.example")
    assert (bare.status, bare.headers["Location"]) == (301, "https://www.one.example/strong.pdf")
    plain, _ = ask(server, "/strong.pdf", key="www.one.example:80")
    assert (plain.status, plain.headers["Location"]) == (301, "https://www.one.example/strong.pdf")


def test_a_host_without_replica_is_told(server: ReplicaServer) -> None:
    answer, _ = ask(server, "/", host="other.example", key="www.one.example")
    assert answer.status == 421


def test_the_log_has_all(server: ReplicaServer) -> None:
    server.forget()
    ask(server, "/strong.pdf", If_None_Match='"x"')
    ask(server, "/robots.txt")
    first, second = server.log()
    assert (first.method, first.host, first.target, first.status) == ("GET", "www.one.example", "/strong.pdf", 200)
    assert first.conditional
    assert not second.conditional
    assert first.sent > len(BODY)
    assert second.at >= first.at
