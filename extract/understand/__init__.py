"""Pages to Document: paragraphs, structure, language, metadata and citations. Pure text, no files, no sandbox."""

UNDERSTAND_VERSION = "13"
"""Part of the digest of the stage: raised whenever the same pages would give another document."""
