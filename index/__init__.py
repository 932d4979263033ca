"""From documents to search."""
