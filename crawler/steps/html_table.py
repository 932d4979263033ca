"""Listings that are tables, or other rows that repeat."""

from __future__ import annotations

from crawler.records import Context, Found, Page
from crawler.sources.model import SourceDefinition
from crawler.sources.step_models import HtmlTable
from crawler.steps.markup import read_markup


def html_table(page: Page, step: HtmlTable, source: SourceDefinition, context: Context) -> Found:
    return read_markup(page, step, source, context, {})
