"""A page of a site becomes a first YAML that loads and can be crawled."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.configuration import Configuration
from core.errors import MeaError, UsageError
from core.settings import Settings, load_settings
from crawler.sources.load import load_sources
from jobs.add_source import add_source
from jobs.crawl import CrawlOptions, crawl
from jobs.sample_site import sample_site

PAGE = "https://clouds.example/en/cop4.html"


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with sample_site() as address:
        yield address


def test_the_first_yaml_loads_and_a_dry_crawl_finds_what_its_list_says(
    site: str, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rehearse = {"clouds.example": site}
    added = add_source(
        "clouds", PAGE, settings=settings, folder=tmp_path / "own" / "sources", treaty="CSKW", rehearse=rehearse
    )
    assert Path(added.page).read_bytes().startswith(b"<!DOCTYPE html>")
    golden = json.loads(Path(added.links).read_text(encoding="utf-8"))
    names = {one["url"].rpartition("/")[2] for one in golden["files"]}
    assert {"cop4-doc-7.2.en.docx", "cop4-doc-7.2.fr.docx", "cop4-inf-3.en.pdf"} <= names
    assert added.files_found == len(golden["files"])

    monkeypatch.setenv("MEA__CONFIG_DIR", str(tmp_path / "own"))
    own = load_settings()
    assert load_sources(Configuration(own.config_dir))["clouds"].treaty == "CSKW"
    report = crawl(["clouds"], settings=own, options=CrawlOptions(dry_run=True, rehearse=rehearse, time_scale=0.0))
    assert report.sources[0].files_listed == added.files_found


@pytest.mark.parametrize(
    ("source", "url", "words", "why"),
    [
        ("clouds", "ftp://clouds.example/", "no address of a page", "not of the web"),
        ("clouds", "clouds.example/list", "no address of a page", "the scheme is missing"),
        ("Clouds!", PAGE, "no id of a source", "capitals and signs"),
        ("cms", PAGE, "already", "the id is taken"),
    ],
)
def test_what_is_refused(settings: Settings, tmp_path: Path, source: str, url: str, words: str, why: str) -> None:
    with pytest.raises(UsageError, match=words):
        add_source(source, url, settings=settings, folder=tmp_path)
    assert list(tmp_path.glob("*.yml")) == [], why


def test_nothing_is_overwritten(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "clouds.links.json").write_text("mine")
    with pytest.raises(UsageError, match="is there already"):
        add_source("clouds", PAGE, settings=settings, folder=tmp_path)
    assert (tmp_path / "clouds.links.json").read_text() == "mine"


def test_a_page_that_is_not_there_writes_nothing(site: str, settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(MeaError, match="could not be fetched"):
        add_source(
            "clouds", "https://clouds.example/absent.html", settings=settings, folder=tmp_path / "own",
            rehearse={"clouds.example": site},
        )  # fmt: skip
    assert not (tmp_path / "own").exists()
