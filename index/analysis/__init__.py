"""One analyser for documents, queries and highlights."""

from index.analysis.analyser import HOLE, Analyser, Streams, Token, exact_prefix, stem_prefix

__all__ = ["HOLE", "Analyser", "Streams", "Token", "exact_prefix", "stem_prefix"]
