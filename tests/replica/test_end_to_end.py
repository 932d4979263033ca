"""CMS from the site to the answer of a search, and again when nothing changed, and again when twelve things did."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import pytest
from replicas.answers import redirect
from replicas.changes import Change, twelve_of_cms
from replicas.cms import cms_plan, cms_site, elsewhere
from replicas.crawled import TIME_SCALE, addresses_of, differences, listed, path_of, settings_in
from replicas.plan import Plan, PlannedDocument, PlannedFile
from replicas.server import Logged, ReplicaServer
from replicas.serving import content_of

from core.blobs import Blobs
from core.ledger import open_ledger
from core.ledger.fetches import fetch_entries
from core.records.codec import from_json
from core.records.document import Document
from core.settings import Settings
from index.search import open_searcher
from jobs.crawl import CrawlOptions, CrawlReport, crawl

# Three crawls with all stages of a hundred files: a minute where nothing else runs.
pytestmark = pytest.mark.timeout(900)

_WITHOUT_IDENTITY = frozenset({"UNEP/CMS/Conf.5.1.rev.1"})
"""Symbols of the first meetings, which have a form of their own."""


@dataclass(frozen=True, kw_only=True)
class Story:
    settings: Settings
    plan: Plan
    later: Plan
    changes: tuple[Change, ...]
    reports: tuple[CrawlReport, CrawlReport, CrawlReport]
    logs: tuple[list[Logged], ...]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    settings = settings_in(tmp_path_factory.mktemp("story"))
    plan = cms_plan()
    later, changes = twelve_of_cms(plan)
    with ReplicaServer([cms_site(plan), elsewhere()]) as server:
        options = CrawlOptions(rehearse=server.rehearse, time_scale=TIME_SCALE)
        reports, logs = [], []
        for step in range(3):
            if step == 2:
                moved = plan.by_symbol["UNEP/CMS/COP14/Doc.29.1"].slug
                there = later.by_symbol["UNEP/CMS/COP14/Doc.29.1"].slug
                old = {f"/document/{moved}": redirect(f"https://www.cms.int/document/{there}")}
                server.show(cms_site(later).changed(old))
            reports.append(crawl(["cms"], settings=settings, options=options))
            logs.append(server.forget())
        assert server.faults == []
    return Story(
        settings=settings,
        plan=plan,
        later=later,
        changes=changes,
        reports=(reports[0], reports[1], reports[2]),
        logs=tuple(logs),
    )


def document_of(story: Story, document: PlannedDocument, file: PlannedFile) -> Document:
    content = hashlib.sha256(content_of(story.plan, document, file)).hexdigest()
    with open_ledger(story.settings) as ledger:
        stage = ledger.stage(content, "understand")
    assert stage is not None, f"{file.name} was not understood"
    assert stage.output is not None, f"{file.name} is {stage.state}: {stage.cause}"
    return from_json(Document, Blobs(story.settings.blobs_url).get(stage.output))


def test_all_that_came_is_understood(story: Story) -> None:
    first = story.reports[0]
    assert (first.sources[0].state, first.sources[0].cause) == ("done", None)
    assert first.ingest is not None
    by_state = first.ingest.by_state
    assert (by_state.refused, by_state.waiting, by_state.failed) == (0, 0, 0)
    held = sum(1 for _, file in story.plan.rows() if file.state in {"collected", "copy"})
    assert by_state.done == held


def test_language_symbol_meeting_and_item_of_every_file(story: Story) -> None:
    """The text decides the language, whatever icon and name say."""
    wrong = []
    for document, file in story.plan.rows():
        if file.state != "collected":
            continue
        found = document_of(story, document, file)
        languages = set(file.text.split("+"))
        if not languages <= set(found.langs) or found.lang not in languages:
            wrong.append(f"{file.name}: language {found.langs}, the text is {file.text}")
        if document.symbol in _WITHOUT_IDENTITY:
            continue
        if found.symbol != document.symbol:
            wrong.append(f"{file.name}: symbol {found.symbol}")
        if document.listed_meeting and found.meeting != document.meeting:
            wrong.append(f"{file.name}: meeting {found.meeting}, is of {document.meeting}")
        if found.agenda_item != document.item:
            wrong.append(f"{file.name}: agenda item {found.agenda_item}, is of {document.item}")
    assert "\n".join(wrong) == ""


@pytest.mark.parametrize(
    ("symbol", "number", "listed_as", "text"),
    [("UNEP/CMS/COP12/Doc.23", 0, "en", "fr"), ("UNEP/CMS/COP12/Doc.26", 1, "fr", "en")],
)
def test_what_contradicts_the_text_is_kept(story: Story, symbol: str, number: int, listed_as: str, text: str) -> None:
    document = story.plan.by_symbol[symbol]
    found = document_of(story, document, document.files[number])
    told = {(one.source, one.value) for one in found.evidence["lang"]}
    assert {("listing", listed_as), ("file_name", listed_as), ("text", text)} <= told


@pytest.mark.parametrize(
    ("query", "symbol", "item"),
    [
        ("bruit marin cétacés", "UNEP/CMS/COP12/Doc.21", "21"),  # its icon is inherited and says English
        ("empoisonnement des vautours", "UNEP/CMS/COP12/Doc.24.1", "24.1"),
        ("conservation de l’aigle des steppes", "UNEP/CMS/COP12/Doc.24.2.1", "24.2.1"),
        ("lacs de repos des grues", "UNEP/CMS/COP14/Doc.29.1", "29.1"),  # newer template, PDF and Word
        ("parcs éoliens chauves-souris", "UNEP/CMS/COP12/Doc.27", "27"),  # listed on the page of the document only
    ],
)
def test_a_search_in_french_finds_the_french_file(story: Story, query: str, symbol: str, item: str) -> None:
    planned = story.plan.by_symbol[symbol]
    with open_searcher(story.settings) as searcher:
        hit = searcher.search(query, lang="fr").hits[0]
    assert (hit.canonical.split("/Corr")[0].split("/Add")[0], hit.meeting) == (symbol, planned.meeting)
    assert "fr" in hit.languages
    assert hit.paragraphs[0].lang == "fr"
    french = next(file for file in planned.files if file.text == "fr")
    found = document_of(story, planned, french)
    assert (found.lang, found.symbol, found.meeting, found.agenda_item) == ("fr", symbol, planned.meeting, item)


def test_nothing_is_read_again_when_nothing_changed(story: Story) -> None:
    second = story.reports[1]
    assert second.ingest is not None
    assert (second.ingest.read, second.ingest.understood) == (0, 0)
    assert (second.sources[0].new, second.sources[0].changed) == (0, 0)
    assert second.changes == ()


def test_the_third_crawl_ends_with_the_later_plan(story: Story) -> None:
    """Files that are gone stay known: nothing is deleted."""
    known = addresses_of(story.settings, "cms")
    missed = {story.plan.path(file) for _, file in story.plan.rows()} - {
        story.later.path(file) for _, file in story.later.rows()
    }
    assert missed <= known.keys()
    kept = {path: address for path, address in known.items() if path not in missed}
    assert "\n".join(differences(story.later, kept)) == ""
    assert {known[path].misses for path in missed} == {1}
    assert all(known[path].withdrawn_at is None and known[path].digest for path in missed)


def test_each_change_is_handled_as_its_kind(story: Story) -> None:
    crawled = story.reports[2].sources[0].crawl
    with open_ledger(story.settings) as ledger:
        outcomes = {path_of_url(one.asked): one.outcome for one in fetch_entries(ledger, crawl=crawled)}
    became = {"missed": "gone"}
    wrong = [
        f"{change.kind}: {change.name} is {outcomes.get(story.plan.folder + change.name)}"
        for change in story.changes
        if outcomes.get(story.plan.folder + change.name) != became.get(change.outcome, change.outcome)
    ]
    assert wrong == []
    assert len({change.kind for change in story.changes}) == 12


def test_and_nothing_else_changed(story: Story) -> None:
    summary = story.reports[2].sources[0]
    assert summary.new == sum(1 for change in story.changes if change.outcome == "new")
    assert summary.changed == sum(1 for change in story.changes if change.outcome == "changed")
    said = {
        path_of_url(change.file).removeprefix(story.plan.folder): change.kind for change in story.reports[2].changes
    }
    assert said == {change.name: change.change_class for change in story.changes if change.change_class}


def test_only_new_bytes_are_read(story: Story) -> None:
    ingest = story.reports[2].ingest
    assert ingest is not None
    # The renamed file has known bytes: it is understood again, for its name says other things, and not read.
    new_bytes = sum(1 for change in story.changes if change.outcome in {"new", "changed"} and change.kind != "renamed")
    assert ingest.read == new_bytes
    assert ingest.by_state.failed == 0


def test_a_back_dated_paper_keeps_its_date(story: Story) -> None:
    known = addresses_of(story.settings, "cms")
    (name,) = (change.name for change in story.changes if change.kind == "back-dated paper")
    said = listed(known[story.plan.folder + name])
    assert (said.published, said.meeting) == ("2014-10-14", "CMS/COP11")


def test_a_moved_page_costs_its_files_nothing(story: Story) -> None:
    names = {story.plan.folder + change.name for change in story.changes if change.kind == "moved page"}
    assert {entry.status for entry in story.logs[2] if path_of(entry) in names} == {304}


def path_of_url(url: str) -> str:
    return unquote(urlsplit(url).path)
