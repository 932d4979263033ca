"""What the steps of a source find on a page. Pure: bytes and definitions in, records out."""
