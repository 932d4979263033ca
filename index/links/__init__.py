"""Citations of the whole corpus resolved into links."""

from index.links.linking import Cited, LinkRules, cited_in, link, links_of
from index.links.placing import placed, segments_of

__all__ = ["Cited", "LinkRules", "cited_in", "link", "links_of", "placed", "segments_of"]
