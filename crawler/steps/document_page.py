"""The page of one document: a table of what is known of it, and its files in several languages."""

from __future__ import annotations

from crawler.records import Context, Found, Page
from crawler.sources.model import SourceDefinition, folded
from crawler.sources.step_models import DocumentPage
from crawler.steps.html import first, tree_of
from crawler.steps.markup import read_markup
from crawler.steps.rows import pairs


def document_page(page: Page, step: DocumentPage, source: SourceDefinition, context: Context) -> Found:
    """What the page says is nearer than what the listing said, and counts; what it does not say is handed down."""
    root = tree_of(page)
    values: dict[str, str] = {}
    if root is not None:
        if step.title and (title := first(root, step.title)):
            values["title"] = title
        if step.metadata_rows:
            table = {folded(key): text for key, text in pairs(root, step.metadata_rows).items()}
            for field, keys in step.key_map.items():
                text = next((table[folded(key)] for key in keys if folded(key) in table), None)
                if text:
                    values[field] = text
    return read_markup(page, step, source, context, values)
