"""JSON to Elasticsearch and from it."""

from __future__ import annotations

import json

import pytest
from elasticsearch.exceptions import SerializationError

from index.engines.elastic.serialisation import serializers

JSON, LINES = "application/json", "application/x-ndjson"
VALUES = (
    ({"text": "l’été à 25 °C, œuvre « citée »\n", "key": 2**63 - 1}, "letters beyond ASCII, large keys"),
    ({"score": 0.1, "none": None, "rows": [True, []]}, "every kind of value"),
    ("", "an empty text is sent as it is"),
)


@pytest.mark.parametrize(("value", "reason"), VALUES, ids=[reason for _, reason in VALUES])
def test_a_value_is_sent_as_the_standard_library_reads_it(value: object, reason: str) -> None:
    sent = serializers()[JSON].dumps(value)
    assert (json.loads(sent) if sent else "") == value, reason


def test_each_value_of_a_request_of_several_has_a_line() -> None:
    sent = serializers()[LINES].dumps([{"create": {"_id": "a"}}, {"text": "one\ntwo"}])
    assert [json.loads(line) for line in sent.splitlines()] == [{"create": {"_id": "a"}}, {"text": "one\ntwo"}]
    assert sent.endswith(b"\n")


def test_an_answer_is_read_as_the_standard_library_reads_it() -> None:
    answer = '{"took": 3, "hits": {"total": {"value": 2}, "max_score": 1.5e-3}, "é": ["\\u00e9"]}'.encode()
    assert serializers()[JSON].loads(answer) == json.loads(answer)
    assert serializers()[JSON].loads(b"") is None, "some answers say JSON and hold nothing"


@pytest.mark.parametrize("answer", [b"<html>", b'{"cut": ', b"\xff\xfe"])
def test_what_is_no_json_is_an_error_of_the_client(answer: bytes) -> None:
    with pytest.raises(SerializationError):
        serializers()[JSON].loads(answer)


@pytest.mark.parametrize("value", [{"text": "\ud800"}, {"text": object()}])
def test_what_cannot_be_sent_is_an_error_of_the_client(value: object) -> None:
    with pytest.raises(SerializationError):
        serializers()[JSON].dumps(value)
