"""Links heal when a document arrives and are missing again when it goes, over the documents of the samples."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from core.blobs import Blobs
from core.configuration import Configuration
from core.ledger import SeenFile, open_ledger
from core.limits import Limits
from core.records.codec import to_json
from core.records.document import Dates, Document
from core.settings import Settings
from core.symbols.identity import split
from index.links import LinkRules
from index.links import link as link_all
from index.missing import missing, missing_of
from index.stage import link, link_rules
from jobs.extract import extract

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "documents"
MakeDocument = Callable[..., Document]


@pytest.fixture(scope="module")
def samples() -> dict[str, Document]:
    """By the sha256 of their files."""
    files = [path for path in sorted(SAMPLES.iterdir()) if path.suffix != ".yml"]
    configuration = Configuration()
    return {
        hashlib.sha256(path.read_bytes()).hexdigest(): extract(
            path, source="local", limits=Limits(), configuration=configuration
        )
        for path in files
    }


@pytest.fixture(scope="module")
def rules() -> LinkRules:
    return link_rules(Configuration())


def test_every_cited_sample_is_asked_for_when_hidden_and_heals_when_it_arrives(
    samples: dict[str, Document], rules: LinkRules
) -> None:
    whole = link_all(samples, rules)
    leads = Counter(one.held for one in whole if one.held and not one.is_self and one.held != one.citing)
    assert len(leads) >= 4, "the samples cite one another"
    for hidden in leads:
        rest = {content: one for content, one in samples.items() if one.canonical != hidden}
        without = link_all(rest, rules)
        by_id = {one.id: one for one in without}
        for one in whole:
            if one.held != hidden or one.is_self or one.id not in by_id:
                continue
            now = by_id[one.id]
            # A citation without revision falls back on another version of the work, where one is held.
            assert now.held != hidden
            assert now.missing is not None or (now.held is not None and split(now.held)[0] == split(hidden)[0])
        work = split(hidden)[0]
        if not any(split(one.canonical)[0] == work for one in rest.values()):
            asked = {split(entry.canonical)[0] for entry in missing_of(without)}
            assert work in asked, hidden
        assert link_all({**rest, **samples}, rules) == whole, "all links are as if it had always been there"


def test_an_older_version_that_arrives_takes_the_citations_of_its_time(
    document: MakeDocument, rules: LinkRules
) -> None:
    old = document("CMS/Resolution/9.1", ["See {CMS/Resolution/3.1}."], dates=Dates(adopted="2008"))
    revised = document("CMS/Resolution/3.1/Rev.COP12", ["x"], dates=Dates(adopted="2017-10-28"))
    (before,) = link_all({"aa": old, "bb": revised}, rules)
    assert (before.held, before.younger) == ("CMS/Resolution/3.1/Rev.COP12", True)
    original = document("CMS/Resolution/3.1", ["x"], dates=Dates(adopted="1991-09-13"))
    (after,) = link_all({"aa": old, "bb": revised, "cc": original}, rules)
    assert (after.held, after.younger) == ("CMS/Resolution/3.1", False)


def test_over_the_ledger_links_heal_and_un_heal_and_rest(
    settings: Settings, configuration: Configuration, document: MakeDocument
) -> None:
    blobs = Blobs(settings.blobs_url)
    citing = document("CMS/Resolution/9.1", ["See {CMS/Resolution/3.1} and {CMS/Resolution/3.2}."])
    target = document("CMS/Resolution/3.1", ["One."])
    with open_ledger(settings) as ledger:
        ledger.begin_run("ingest", program="test")

        def take_in(name: str, one: Document) -> str:
            content = hashlib.sha256(name.encode()).hexdigest()
            ledger.record([SeenFile(source="local", name=name, content=content, size=1)])
            key = blobs.put(to_json(one))
            claim = ledger.claim(content, "understand", key)
            assert claim is not None
            assert ledger.finish_document(claim, key, one)
            return content

        def asked() -> list[str]:
            return [one.canonical for one in missing(settings)]

        take_in("/a.pdf", citing)
        assert link(ledger, blobs, configuration).done
        assert asked() == ["CMS/Resolution/3.1", "CMS/Resolution/3.2"]
        content = take_in("/b.pdf", target)
        assert link(ledger, blobs, configuration).done
        assert asked() == ["CMS/Resolution/3.2"]
        healed = ledger.links_digest()
        assert link(ledger, blobs, configuration).done is False
        assert link(ledger, blobs, configuration, force=True).done
        assert ledger.links_digest() == healed, "a second run changes nothing"
        claim = ledger.claim(content, "understand", "withdrawn")
        assert claim is not None
        assert ledger.give_up(claim, "refused", "not-a-document", cause="Withdrawn.")
        assert link(ledger, blobs, configuration).done
        assert asked() == ["CMS/Resolution/3.1", "CMS/Resolution/3.2"]


def test_a_decision_of_a_person_is_applied_at_the_next_linking_and_outlives_a_rebuild(
    settings: Settings, tmp_path: Path, document: MakeDocument
) -> None:
    blobs = Blobs(settings.blobs_url)
    folder = tmp_path / "own"
    folder.mkdir()
    with open_ledger(settings) as ledger:
        ledger.begin_run("ingest", program="test")
        citing = document("CMS/Resolution/9.1", ["See {CMS/Resolution/3.1}."])
        key = blobs.put(to_json(citing))
        ledger.record([SeenFile(source="local", name="/a.pdf", content="a" * 64, size=1)])
        claim = ledger.claim("a" * 64, "understand", key)
        assert claim is not None
        ledger.finish_document(claim, key, citing)
        assert link(ledger, blobs, Configuration(folder)).missing == 1
        (folder / "overrides.yml").write_text(
            "links:\n  - {citing: CMS/Resolution/9.1, cited: CMS/Resolution/3.1, action: reject, reason: No citation.}\n"
        )
        assert link(ledger, blobs, Configuration(folder)).missing == 0
        assert link(ledger, blobs, Configuration(folder)).done is False
        link(ledger, blobs, Configuration(folder), force=True)
        (one,) = ledger.links()
        assert (one.rule, one.held, one.missing) == ("override:reject", None, None)
