"""The engine for more than one machine: Elasticsearch 8.19 or 9, over its official client."""

from index.engines.elastic.engine import ElasticEngine

__all__ = ["ElasticEngine"]
