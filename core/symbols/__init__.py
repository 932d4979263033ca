"""The citation grammar: one place that makes, reads and finds the ids of documents."""
