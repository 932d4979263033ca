"""Sources and pages for tests of steps. The markup is that of the sites as it is known; texts are made up."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crawler.records import Context, Found, Page
from crawler.sources.load import SourceLoader
from crawler.sources.model import SourceDefinition
from crawler.steps.registry import parse

Parsed = Callable[..., Found]


@pytest.fixture(scope="session")
def made_up(loader: SourceLoader) -> Callable[[str], SourceDefinition]:
    """A source of the fictional convention with the given steps (YAML of `discovery` and what follows)."""

    def source(steps: str) -> SourceDefinition:
        head = (
            "id: cskw\ntreaty: CSKW\nhosts: [docs.example.org]\n"
            "languages: {en: {prefixes: [/en], file_suffix: e}, fr: {prefixes: [/fr], file_suffix: f},"
            " es: {prefixes: [/es], file_suffix: s}}\ncollect: [en, fr]\n"
        )
        return loader.check("cskw", head + steps)

    return source


@pytest.fixture
def read() -> Parsed:
    """`read(source, step, html, url=…, context=…)`: what the step finds on the page."""

    def found(
        source: SourceDefinition,
        step: str,
        body: str | bytes,
        *,
        url: str = "",
        final_url: str = "",
        context: Context | None = None,
        content_type: str | None = "text/html; charset=utf-8",
    ) -> Found:
        url = url or f"https://{source.hosts[0]}/page"
        page = Page(
            url=url,
            final_url=final_url or url,
            status=200,
            body=body.encode() if isinstance(body, str) else body,
            content_type=content_type,
        )
        return parse(page, source.steps[step], source, context or Context())

    return found
