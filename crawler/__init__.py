"""From sites to files. Knows nothing of text."""
