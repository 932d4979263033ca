"""`mea crawl` on the bundled site: what comes, what a second crawl costs, what changed, what was asked for."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from core.errors import ConfigurationError, Locked, UsageError
from core.ledger import open_ledger
from core.ledger.crawls import pause, unpause
from core.lock import run_lock
from core.settings import Settings, load_settings
from index.search import open_searcher
from jobs.crawl import CrawlOptions, CrawlReport, crawl
from jobs.ingest import ingest
from jobs.sample_site import HOST
from jobs.sources import source_details, sources

SITE_FILES = 21
IN_FOLDER = 11


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        pass


@pytest.fixture
def own_site(tmp_path: Path, root: Path) -> Iterator[tuple[Path, str]]:
    """A copy of the site that a test may change, and its address."""
    folder = tmp_path / "site"
    shutil.copytree(root / "samples" / "site" / "pages", folder)
    (folder / "files").mkdir()
    for documents in (root / "samples" / "documents", root / "samples" / "site" / "documents"):
        for path in documents.iterdir():
            shutil.copy2(path, folder / "files" / path.name)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield folder, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory, root: Path) -> tuple[Settings, CrawlReport, CrawlReport]:
    """The bundled site crawled twice into a data folder that holds the bundled documents already."""
    data = tmp_path_factory.mktemp("crawled") / "data"
    settings = load_settings({"data_dir": data, "log": {"level": "error"}})
    ingest([root / "samples" / "documents"], settings=settings)
    return settings, crawl(["cskw"], settings=settings), crawl(["cskw"], settings=settings)


def test_all_files_of_the_site_come_and_are_searched(crawled: tuple[Settings, CrawlReport, CrawlReport]) -> None:
    settings, first, _ = crawled
    summary = first.sources[0]
    assert first.good, summary.cause
    assert (summary.state, summary.files_listed, summary.new) == ("done", SITE_FILES, SITE_FILES)
    assert summary.by_language == {"en": 11, "fr": 10}
    assert all(met for _, met in summary.expectations)
    assert first.ingest is not None
    # Two names of one content are two files; what was read from the folder is not read again.
    assert (first.ingest.read, first.ingest.by_state.done) == (SITE_FILES - IN_FOLDER, SITE_FILES + IN_FOLDER)
    answer = open_searcher(settings).search("rectificatif", lang="fr")
    assert [hit.canonical for hit in answer.hits] == ["CSKW/COP4/Doc.7.2/Corr.1"]
    assert answer.hits[0].meeting == "CSKW/COP4"
    assert answer.hits[0].languages == ("fr",)


def test_documents_that_are_cited_and_missing_are_looked_for(
    crawled: tuple[Settings, CrawlReport, CrawlReport],
) -> None:
    _, first, second = crawled
    targets = first.sources[0].targets
    assert targets["CSKW/COP3/Inf.2"] == "found"
    assert targets["CSKW/Decision/3.7"] == "found"
    assert targets["CSKW/Decision/3.8"] == "not_found"
    assert "CSKW/StC9/Doc.4" not in targets, "the source knows no place to look for papers of that body"
    assert "CSKW/COP3/Inf.2" not in second.sources[0].targets, "its links are healed"


def test_a_second_crawl_fetches_and_reads_nothing(crawled: tuple[Settings, CrawlReport, CrawlReport]) -> None:
    _, first, second = crawled
    summary = second.sources[0]
    assert (summary.new, summary.changed, summary.not_modified + summary.same) == (0, 0, SITE_FILES)
    assert summary.bytes < 0.05 * first.sources[0].bytes
    assert second.ingest is not None
    assert (second.ingest.read, second.ingest.understood) == (0, 0)
    assert second.changes == ()


def test_the_source_stands_well(crawled: tuple[Settings, CrawlReport, CrawlReport]) -> None:
    settings, _, second = crawled
    report = next(one for one in sources(settings) if one.id == "cskw")
    assert (report.standing, report.enabled) == ("good", False)
    assert report.last is not None
    assert (report.last.crawl, report.last.files) == (second.sources[0].crawl, SITE_FILES)
    assert source_details(settings, "cskw").dead_links == ()


def test_what_changed_at_its_address_is_compared(settings: Settings, own_site: tuple[Path, str]) -> None:
    folder, address = own_site
    options = CrawlOptions(rehearse={HOST: address}, time_scale=0.0)
    assert crawl(["cskw"], settings=settings, options=options).good
    for name, old, new in (
        ("decision-3.7.en.html", "<p>©", "<p> ©  2026"),
        ("decision-4.11.en.html", "30 June 2024", "30 June 2025"),
        ("decision-4.11.fr.html", "sur l’utilisation du registre", "sur l’emploi du registre"),
    ):
        path = folder / "files" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    second = crawl(["cskw"], settings=settings, options=options)
    kinds = {change.file.rpartition("/")[2]: change.kind for change in second.changes}
    assert kinds["decision-3.7.en.html"] == "cosmetic"
    assert kinds["decision-4.11.en.html"] == "substantive"
    assert set(kinds) == {"decision-3.7.en.html", "decision-4.11.en.html", "decision-4.11.fr.html"}
    assert second.sources[0].changed == 3
    deadline = next(change for change in second.changes if change.file.endswith("decision-4.11.en.html"))
    assert deadline.comparison is not None
    assert "numbers" in deadline.comparison.reasons
    assert [change.file for change in source_details(settings, "cskw").changes] == [one.file for one in second.changes]


def test_fetched_now_and_read_later(settings: Settings) -> None:
    fetched = crawl(["cskw"], settings=settings, options=CrawlOptions(fetch_only=True))
    assert fetched.ingest is None
    assert fetched.sources[0].new == SITE_FILES
    summary = ingest([], settings=settings)
    assert (summary.read, summary.by_state.done) == (SITE_FILES, SITE_FILES)


def test_a_second_crawler_of_a_source_is_told_who_is_at_it(settings: Settings) -> None:
    with run_lock(settings.home / "crawls" / "cskw", "mea crawl cskw"), pytest.raises(Locked) as told:
        crawl(["cskw"], settings=settings, options=CrawlOptions(fetch_only=True))
    assert told.value.exit_code == 75


def test_the_report_survives_an_ingest_that_holds_the_lock(settings: Settings) -> None:
    with run_lock(settings.home, "mea ingest"):
        report = crawl(["cskw"], settings=settings)
    assert report.sources[0].new == SITE_FILES
    assert report.ingest is None
    assert report.ingest_error is not None
    assert "mea ingest" in report.ingest_error
    assert report.exit_code == 75


def test_a_source_that_was_never_crawled_whole_is_not_called_good(settings: Settings) -> None:
    crawl(["cskw"], settings=settings, options=CrawlOptions(dry_run=True))
    standing = {one.id: one.standing for one in sources(settings)}
    assert (standing["cskw"], standing["cms"], standing["unfccc"]) == ("unfinished", "never crawled", "off")


def test_a_dry_run_fetches_no_file(settings: Settings) -> None:
    report = crawl(["cskw"], settings=settings, options=CrawlOptions(dry_run=True))
    assert report.sources[0].files_listed == SITE_FILES
    assert report.sources[0].new == 0
    with open_ledger(settings) as ledger:
        assert ledger.count_contents() == 0


def test_one_meeting_only(settings: Settings) -> None:
    report = crawl(["cskw"], settings=settings, options=CrawlOptions(meeting="COP3", fetch_only=True))
    with open_ledger(settings) as ledger:
        names = {name.rpartition("/")[2] for entry in ledger.files() for name in [entry.name]}
    assert report.sources[0].expectations == (), "a part of a source is not measured by the whole"
    assert {"cop3-inf-2.en.pdf", "cop3-doc-5.fr.docx", "resolution-3.4.en.pdf"} <= names
    assert not any(name.startswith("cop4") for name in names)


def test_a_meeting_that_no_listing_shows_is_no_success(settings: Settings) -> None:
    report = crawl(["cskw"], settings=settings, options=CrawlOptions(meeting="COP77", fetch_only=True))
    (summary,) = report.sources
    assert (summary.state, report.exit_code) == ("failed", 1)
    assert "CSKW/COP77" in (summary.cause or "")


@pytest.mark.parametrize("names", [["cskw", "broken"], []], ids=["named beside another", "all that are on"])
def test_a_source_whose_file_has_a_mistake_ends_no_other(settings: Settings, tmp_path: Path, names: list[str]) -> None:
    folder = tmp_path / "own" / "sources"
    folder.mkdir(parents=True)
    (folder / "broken.yml").write_text("id: broken\ntreaty: CSKW\nhostz: []\n", encoding="utf-8")
    # Nothing of the net: of the sources that are on, only the bundled one stays.
    for name in ("aewa", "cbd", "cites", "cms", "ramsar"):
        (folder / f"{name}.yml").write_text(f"id: {name}\nenabled: [\n", encoding="utf-8")
    own = load_settings(settings.model_dump() | {"config_dir": folder.parent})
    report = crawl(names, settings=own, options=CrawlOptions(fetch_only=True))
    states = {one.source: one.state for one in report.sources}
    assert states["broken"] == "failed"
    assert states.get("cskw") == ("done" if names else None)
    assert report.exit_code == ConfigurationError.exit_code
    (cause,) = [one.cause or "" for one in report.sources if one.source == "broken"]
    assert "config/sources/broken.yml, line 3" in cause
    with pytest.raises(ConfigurationError, match="broken"):
        crawl(["broken"], settings=own)


@pytest.mark.parametrize(
    ("names", "options", "words", "why"),
    [
        (["cmss"], CrawlOptions(), "no source cmss", "a misspelt name"),
        (["unfccc"], CrawlOptions(), "is off", "its file says that it is not to be crawled"),
        (
            ["cskw"],
            CrawlOptions(rehearse={HOST: "http://192.0.2.1"}),
            "cannot go to",
            "another machine is no rehearsal",
        ),
        (["cskw"], CrawlOptions(rehearse={HOST: "https://127.0.0.1"}), "cannot go to", "a replica speaks plain http"),
        (["cskw"], CrawlOptions(meeting="the last"), "no meeting of cskw", "a meeting is named by its number"),
        (["cskw"], CrawlOptions(time_scale=0.1), "rehearsal only", "real sites are never asked faster"),
    ],
)
def test_what_is_refused_before_anything_is_asked(
    settings: Settings, names: list[str], options: CrawlOptions, words: str, why: str
) -> None:
    with pytest.raises(UsageError, match=words):
        crawl(names, settings=settings, options=options)


def test_files_dropped_by_hand_come_with_their_sidecars_also_where_the_site_is_closed(
    settings: Settings, root: Path
) -> None:
    inbox = settings.home / "inbox" / "cites"
    inbox.mkdir(parents=True)
    shutil.copy(root / "samples" / "documents" / "resolution-3.4.en.pdf", inbox / "E-CoP19-Doc-99.pdf")
    (inbox / "E-CoP19-Doc-99.pdf.meta.yml").write_text("symbol: CoP19 Doc. 99\ntitle: Dropped by hand\n")
    options = CrawlOptions(rehearse={"cites.org": "http://127.0.0.1:9"}, time_scale=0.0)
    report = crawl(["cites"], settings=settings, options=options)
    assert report.sources[0].state == "failed"
    assert report.ingest is not None
    assert report.ingest.by_state.done == 1
    with open_ledger(settings) as ledger:
        (document,) = ledger.documents()
    assert (document.canonical, document.title) == ("CITES/CoP19/Doc.99", "Dropped by hand")


def test_a_paused_source_is_left_out_with_its_reason(settings: Settings) -> None:
    with open_ledger(settings) as ledger:
        pause(ledger, "cskw", "the whales moult")
    with pytest.raises(UsageError, match="the whales moult"):
        crawl(["cskw"], settings=settings)
    report = next(one for one in sources(settings) if one.id == "cskw")
    assert (report.standing, report.reason) == ("paused", "the whales moult")
    with open_ledger(settings) as ledger:
        unpause(ledger, "cskw")
    assert crawl(["cskw"], settings=settings, options=CrawlOptions(fetch_only=True)).good


def test_a_site_that_does_not_answer_fails_its_source_and_says_so(settings: Settings) -> None:
    options = CrawlOptions(rehearse={HOST: "http://127.0.0.1:9"}, time_scale=0.0)
    report = crawl(["cskw"], settings=settings, options=options)
    assert not report.good
    assert report.sources[0].state == "failed"
    assert report.sources[0].cause
    standing = next(one for one in sources(settings) if one.id == "cskw")
    assert standing.standing == "failing"
    assert standing.since is not None
