"""HTML: the text of a page in blocks, without what surrounds it on every page of a site."""
