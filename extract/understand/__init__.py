"""From lines to a document: structure, language, metadata, citations. Pure text."""
