"""One analyser for documents, queries and highlights."""
