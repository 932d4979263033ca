"""DOCX: a gate against hostile archives, then the body in its own order."""
