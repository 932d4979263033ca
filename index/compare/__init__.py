"""Two texts side by side: what changed between them."""
