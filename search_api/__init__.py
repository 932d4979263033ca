"""HTTP API and pages. Reads the index only."""
