"""Indices: what they are called, how their fields are mapped, and a row as it is sent.

Only what the smallest builds of the server have is used: the white-space analyser, keyword and long fields. Positions of the
values of a field are one apart (the server's own default is 100), as in the other engines. `_source` keeps the stored record
alone; the token streams are in the index and nowhere else, so a row is always written whole.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any as Json

from core.settings import Elasticsearch
from index.engines.schema import COLLECTIONS, CollectionName, EngineRow, key_of, text_values

MAPPING_FORMAT = 1
"""To be raised when the mapping changes; an index of another one is built anew."""
LONGEST_ID = 512
"""Bytes of an id that the server takes."""

_TEXT = {"type": "text", "analyzer": "whitespace", "position_increment_gap": 1}


class Names:
    """Index and alias names below one prefix. `mea-gen-000007-documents` is an index, `mea-documents` the alias of the
    current one, `mea-gen-000007-documents-building` the alias that a build writes through."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._index = re.compile(rf"{re.escape(prefix)}-(?P<generation>gen-\d+)-(?P<collection>[a-z]+)")

    def index(self, generation: str, collection: CollectionName) -> str:
        return f"{self._prefix}-{generation}-{collection}"

    def indices(self, generation: str) -> dict[CollectionName, str]:
        return {collection: self.index(generation, collection) for collection in COLLECTIONS}

    def every(self, collection: CollectionName | None = None) -> str:
        """Pattern of the indices of all generations."""
        return f"{self._prefix}-gen-*-{collection or '*'}"

    def alias(self, collection: CollectionName) -> str:
        return f"{self._prefix}-{collection}"

    def generation(self, index: str) -> str | None:
        """Generation that an index belongs to; None where the name is not one of ours."""
        found = self._index.fullmatch(index)
        return found["generation"] if found and found["collection"] in COLLECTIONS else None


def building(index: str) -> str:
    return f"{index}-building"


def index_body(collection: CollectionName, settings: Elasticsearch) -> dict[str, Json]:
    """Settings and mappings of a new index. It is refreshed once, when all is in it."""
    fields = COLLECTIONS[collection]
    copies: dict[str, Json] = (
        {"auto_expand_replicas": "0-1"} if settings.replicas is None else {"number_of_replicas": settings.replicas}
    )
    return {
        "settings": {"number_of_shards": settings.shards, "refresh_interval": -1, **copies},
        "mappings": {
            "dynamic": "strict",
            "_source": {"includes": ["source"]},
            "properties": {
                **dict.fromkeys(fields.texts, _TEXT),
                **{field: {"type": "keyword"} for field in fields.keywords},
                **{field: {"type": "long"} for field in (*fields.numbers, "key", "order", "group")},
                # Kept and given back, looked into by nobody.
                "source": {"type": "object", "enabled": False},
            },
        },
    }


def document(collection: CollectionName, row: EngineRow) -> dict[str, Json]:
    """A row as the server gets it. Raises UnicodeDecodeError where the stored record is not UTF-8."""
    return {
        **text_values(collection, row),
        **row.keywords,
        **row.numbers,
        "key": key_of(row.id),
        "order": row.order,
        "group": row.group,
        "source": row.source.decode("utf-8"),
    }


def document_id(row: EngineRow) -> str:
    """The row's own id; its digest where it is longer than the server takes."""
    raw = row.id.encode()
    return row.id if len(raw) <= LONGEST_ID else f"sha256:{hashlib.sha256(raw).hexdigest()}"


def weight(row: EngineRow) -> int:
    """Characters that a row has, roughly: enough to send rows in loads of about the same size."""
    return len(row.source) + sum(len(value) for values in row.texts.values() for value in values)
