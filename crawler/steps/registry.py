"""Which function reads the pages of which kind of step. A new kind is one entry here and one model of a step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from crawler.protection import page_state
from crawler.records import Context, CrawlIssue, Found, Page
from crawler.sources.model import SourceDefinition
from crawler.sources.step_models import Step
from crawler.steps.document_page import document_page
from crawler.steps.drupal_meeting import drupal_meeting
from crawler.steps.html_links import html_links
from crawler.steps.html_table import html_table
from crawler.steps.json_api import json_api
from crawler.steps.sitemap import sitemap

# Each function takes its own kind of step; the kind is the key, which no type of Python can say.
Reader = Callable[[Page, Any, SourceDefinition, Context], Found]

STEPS: Mapping[str, Reader] = MappingProxyType(
    {
        "html_table": html_table,
        "html_links": html_links,
        "drupal_meeting": drupal_meeting,
        "document_page": document_page,
        "json_api": json_api,
        "odata": json_api,
        "sitemap": sitemap,
    }
)


def parse(page: Page, step: Step, source: SourceDefinition, context: Context) -> Found:
    """What a page of a step holds. Raises nothing, whatever the bytes are: what cannot be read is an issue."""
    if len(page.body) > source.files.page_max_bytes:
        return _nothing(page, "page-too-large", f"{len(page.body)} bytes")
    try:
        state = page_state(page, source)
        if state is not None:
            code = "blocked" if state[0] == "blocked" else "soft-404"
            return Found(state=state[0], issues=(CrawlIssue(code=code, where=page.url, detail=state[1]),))
        return STEPS[step.kind](page, step, source, context)
    except Exception as error:
        return _nothing(page, "step-failed", f"{step.id}: {type(error).__name__}: {error}")


def _nothing(page: Page, code: str, detail: str) -> Found:
    return Found(state="empty", issues=(CrawlIssue(code=code, where=page.url, detail=detail),))
