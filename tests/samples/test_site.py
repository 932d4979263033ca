"""The pages of the sample site are those that its plan and its texts make, and all their links lead somewhere."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import lxml.html
import pytest

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "samples" / "site"
PAGES = sorted(path.relative_to(SITE / "pages").as_posix() for path in (SITE / "pages").rglob("*.html"))


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT))
    return import_module("samples.build")


def test_pages_are_rebuilt_byte_for_byte(build: ModuleType) -> None:
    every = [one for group in (ROOT / "samples", SITE) for one in build.read_samples(group / "texts")]
    made = build.site_pages(SITE / "site.yml", every)
    committed = {
        path.relative_to(SITE / "pages").as_posix(): path.read_bytes()
        for path in (SITE / "pages").rglob("*")
        if path.is_file()
    }
    assert made == committed, "run: python -m samples.build"


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_page_or_a_file(page: str) -> None:
    for link in lxml.html.document_fromstring((SITE / "pages" / page).read_bytes()).xpath("//a/@href"):
        path = urlsplit(link).path
        if path.startswith("/files/"):
            name = path.removeprefix("/files/")
            assert (ROOT / "samples" / "documents" / name).is_file() or (SITE / "documents" / name).is_file(), link
        else:
            assert (SITE / "pages" / path.lstrip("/")).is_file(), link


def test_every_file_of_the_site_is_listed_once_on_each_language() -> None:
    for lang in ("en", "fr"):
        links = [
            link.rpartition("/")[2]
            for path in (SITE / "pages" / lang).glob("cop*.html")
            for link in lxml.html.document_fromstring(path.read_bytes()).xpath("//td[@class='files']/a/@href")
        ]
        assert len(links) == len(set(links))
        assert {path.name for path in (SITE / "documents").iterdir()} <= set(links)
