"""What runs the stages: the command line, ingest, reports, demo. Nothing imports it."""
