"""Real documents: what is asked for after the two seeds alone, and that every citation stands where it says."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from core.configuration import Configuration
from core.limits import Limits
from core.records.document import Document
from index.links import link
from index.missing import missing_of
from index.stage import link_rules
from jobs.extract import extract

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def seeds(shared: Path) -> dict[str, Document]:
    files = [path for path in sorted((shared / "seeds").iterdir()) if path.suffix in (".pdf", ".docx", ".txt", ".html")]
    return {
        hashlib.sha256(path.read_bytes()).hexdigest(): extract(
            path, source="local", limits=Limits(), configuration=Configuration()
        )
        for path in files
    }


def test_after_the_seeds_alone_27_texts_are_asked_for(seeds: dict[str, Document]) -> None:
    entries = missing_of(link(seeds, link_rules(Configuration())))
    assert len({entry.canonical for entry in entries}) == 27
    assert {entry.missing_class for entry in entries} <= {"not_crawled", "out_of_scope"}


def test_every_citation_stands_where_it_says(seeds: dict[str, Document]) -> None:
    for document in seeds.values():
        texts = {segment.id: segment.text for segment in document.segments}
        assert document.citations
        for one in document.citations:
            assert texts[one.segment][one.start : one.end] == one.exact
            assert texts[one.segment][: one.start].endswith(one.prefix)
            assert texts[one.segment][one.end :].startswith(one.suffix)
