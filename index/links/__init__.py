"""Citations of the whole corpus resolved into links."""
