"""What a crawl of a whole source has to find."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.configuration import Configuration
from core.settings import Settings
from crawler.engine.expectations import expectations
from crawler.records import ListedFile


def files(*langs: str | None, symbol: str | None = None) -> list[ListedFile]:
    return [
        ListedFile(url=f"u{n}", key=f"k{n}", step="s", page="p", lang=lang, symbol=symbol)
        for n, lang in enumerate(langs)
    ]


@pytest.mark.parametrize(
    ("expect", "found", "last_good", "missed"),
    [
        pytest.param({}, [], None, [], id="nothing is expected of a source that says nothing"),
        pytest.param({"minimum": 3}, files(*["en"] * 3), None, [], id="as many as there must be"),
        pytest.param({"minimum": 3}, files(*["en"] * 2), None, ["at least 3 files: 2"], id="one fewer"),
        pytest.param({"maximum": 2}, files(*["en"] * 3), None, ["at most 2 files: 3"], id="more than there can be"),
        pytest.param({"per_language": {"en": 1}}, files(None, None), None, ["at least 1 files in en: 0"], id="none in a language"),
        pytest.param({"canaries": ["PNUE/COP1/Doc.2"]}, files("en", symbol="unep/cop1/doc. 2"), None, [], id="in any spelling"),
        pytest.param({"canaries": ["UNEP/COP1/Doc.2"]}, files("en"), None, ["UNEP/COP1/Doc.2 is there: no"], id="a canary gone"),
        pytest.param({}, files(*["en"] * 80), 100, [], id="a fifth fewer than the last good crawl"),
        pytest.param({}, files(*["en"] * 79), 100, ["no more than 20% fewer than the 100 of the last good crawl: 79"], id="more"),
        pytest.param({}, files("en"), 0, [], id="the last good crawl was empty"),
    ],
)  # fmt: skip
def test_what_was_expected(
    source: Callable[..., str],
    settings: Settings,
    expect: dict[str, Any],
    found: Any,
    last_good: int | None,
    missed: list[str],
) -> None:
    from crawler.sources.load import load_source

    source(expect=expect, symbol_equivalents={"PNUE": "UNEP"})
    definition = load_source(Configuration(settings.config_dir), "papers")
    assert [text for text, met in expectations(definition, found, last_good) if not met] == missed
