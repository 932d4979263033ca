"""Every key of a source's YAML is documented, and the page says what the model says."""

from __future__ import annotations

import typing
from pathlib import Path

from pydantic import BaseModel

from crawler.issue_codes import ISSUES
from crawler.sources.model import LanguageWords, SourceDefinition
from crawler.sources.reference import documented_models, keys_page


def models_in(annotation: object) -> set[type[BaseModel]]:
    """Models that an annotation names, at any depth."""
    found: set[type[BaseModel]] = set()
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        found.add(annotation)
    for part in typing.get_args(annotation):
        found |= models_in(part)
    return found


def reachable() -> set[type[BaseModel]]:
    waiting: list[type[BaseModel]] = [SourceDefinition]
    found: set[type[BaseModel]] = set()
    while waiting:
        model = waiting.pop()
        if model in found:
            continue
        found.add(model)
        for field in model.model_fields.values():
            waiting += models_in(field.annotation)
    return found


def test_every_model_has_its_table() -> None:
    assert reachable() - {LanguageWords} <= set(documented_models())


def test_every_key_has_a_meaning() -> None:
    page = keys_page()
    for model in reachable() - {LanguageWords}:
        for name, field in model.model_fields.items():
            if field.exclude or name == "kind":
                continue
            assert field.description, f"{model.__name__}.{name} says what it is for"
            assert f"| `{name}` |" in page, f"{model.__name__}.{name}"


def test_the_page_is_current(root: Path) -> None:
    assert (root / "docs" / "SOURCE_KEYS.md").read_text(encoding="utf-8") == keys_page(), "run `make docs`"


def test_every_issue_is_explained(root: Path) -> None:
    page = (root / "docs" / "SOURCE_KEYS.md").read_text(encoding="utf-8")
    for code, meaning in ISSUES.items():
        assert f"| `{code}` | {meaning} |" in page


def test_every_kind_and_evidence_is_told_in_the_guide(root: Path) -> None:
    guide = (root / "docs" / "SOURCES.md").read_text(encoding="utf-8")
    for word in (
        "html_table",
        "html_links",
        "drupal_meeting",
        "document_page",
        "json_api",
        "odata",
        "sitemap",
        "inbox",
    ):
        assert f"`{word}`" in guide
    for word in ("row_label", "file_term", "filename", "url_prefix", "sibling"):
        assert f"`{word}`" in guide
    for word in ("page_param", "start_rows", "index_maxrows", "top_skip", "load_more"):
        assert f"`{word}`" in guide
