"""Sites that are known less well, and protection pages: small replicas, each for what is particular to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from replicas import protection
from replicas.answers import Resource, Site
from replicas.basel import DOWNLOAD, basel_files, basel_site
from replicas.cbd import cbd_plan, cbd_site
from replicas.cites import cites_plan, cites_site
from replicas.crawled import Pass, addresses_of, crawl_once, listed, path_of, settings_in
from replicas.informea import DECISIONS, informea_site
from replicas.server import ReplicaServer
from replicas.unfccc import ADVANCE, unfccc_files, unfccc_site

from core.ledger import open_ledger
from core.ledger.frontier import known_addresses
from core.settings import Settings

Visit = Callable[[Site, str], Pass]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path)


@pytest.fixture
def visit(settings: Settings) -> Visit:
    def visit(site: Site, source: str) -> Pass:
        with ReplicaServer([site]) as server:
            one = crawl_once(server, settings, source)
            assert server.faults == []
        return one

    return visit


@pytest.mark.parametrize("wrapped", [True, False], ids=["d.results", "d"])
def test_a_service_that_honours_skip_is_read_to_its_end(visit: Visit, wrapped: bool) -> None:
    one = visit(informea_site(decisions=47, wrapped=wrapped), "informea")
    assert one.summary.state == "done", one.summary.cause
    asked = [entry for entry in one.log if path_of(entry) == DECISIONS and entry.scheme == "https"]
    assert [entry.target.rpartition("skip=")[2] for entry in asked] == ["0", "20", "40", "60"], "the last page is empty"


def test_a_service_that_ignores_skip_is_left_when_it_repeats_itself(visit: Visit) -> None:
    one = visit(informea_site(decisions=47, honours_skip=False), "informea")
    asked = [entry.target for entry in one.log if path_of(entry) == DECISIONS and entry.scheme == "https"]
    assert len(asked) == 2, "the second page begins with the id of the first, so that there is no third"
    assert one.summary.pending == 0


def test_files_of_a_service_that_is_there_to_compare_are_not_fetched(visit: Visit) -> None:
    one = visit(informea_site(decisions=5), "informea")
    assert {path_of(entry) for entry in one.log} == {"/robots.txt", DECISIONS}
    assert one.summary.held == 0


def test_files_in_options(visit: Visit, settings: Settings) -> None:
    """Rows repeat, four languages of each file stand in one menu, and one file has no language in its name."""
    one = visit(unfccc_site(), "unfccc")
    known = addresses_of(settings, "unfccc")
    assert known.keys() == unfccc_files().keys()
    assert {path: listed(address).lang for path, address in known.items()} == unfccc_files()
    advance = next(listed(address) for path, address in known.items() if path.endswith(ADVANCE))
    assert [evidence.origin for evidence in advance.languages] == ["row_label"]
    asked = [path_of(entry) for entry in one.log if entry.status == 200 and entry.method == "GET"]
    assert sorted(path for path in asked if path.endswith(".pdf")) == sorted(unfccc_files())


def test_the_interstitial_of_imperva_is_no_listing(visit: Visit) -> None:
    one = visit(unfccc_site(blocked=True), "unfccc")
    assert one.summary.state == "blocked"
    assert one.summary.blocked is not None
    assert "inbox" in " ".join(one.summary.issues)
    assert len(one.log) <= 2, "after the first sign the host is left"


def test_files_whose_identity_is_a_parameter(visit: Visit, settings: Settings) -> None:
    """All languages stand on each page; the name of the file is the value of `d`, its ending in any case."""
    visit(basel_site(), "basel")
    with open_ledger(settings) as ledger:
        known = [one for one in known_addresses(ledger, "basel") if one.kind == "file"]
    found = {one.url.rpartition("?d=")[2]: one for one in known}
    assert found.keys() == basel_files().keys()
    assert {name: listed(one).lang for name, one in found.items()} == basel_files()
    assert {one.state for one in known} == {"done"}
    assert all(DOWNLOAD in one.url for one in known)
    dates = {listed(one).published for one in known}
    assert dates == {"2021-05-13"}, "5/13/2021 3:05 PM"


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (protection.cloudflare(), "403 with the header of a challenge"),
        (protection.cloudflare_refusal(), "403 that only its title tells from one of the site"),
    ],
)
def test_a_protection_page_ends_the_crawl_of_its_host(visit: Visit, page: Resource, reason: str) -> None:
    whole = cites_site(cites_plan())
    site = Site(name="cites", hosts=whole.hosts, missing=page, robots=whole.robots)
    one = visit(site, "cites")
    assert one.summary.state == "blocked", reason
    assert "inbox" in " ".join(one.summary.issues)
    assert len([entry for entry in one.log if entry.status == 403]) <= 4, (
        "one request in hand for each of a few addresses"
    )


def test_protection_that_begins_in_mid_crawl_loses_nothing(settings: Settings) -> None:
    """What came before stays; the next crawl, let in again, fetches the rest."""
    plan = cites_plan()
    whole = cites_site(plan)
    closed = {plan.path(file): protection.cloudflare() for _, file in plan.rows() if "COP/19" in file.name}
    with ReplicaServer([whole.changed(closed)]) as server:
        first = crawl_once(server, settings, "cites")
        assert first.summary.state == "blocked"
        server.show(whole)
        second = crawl_once(server, settings, "cites")
    assert second.summary.state == "done", second.summary.cause
    held = {path for path, address in addresses_of(settings, "cites").items() if address.digest is not None}
    assert held == {plan.path(file) for _, file in plan.rows() if file.state == "collected"}


def test_a_site_that_answers_everything_with_its_shell_is_only_asked_by_its_service(visit: Visit) -> None:
    one = visit(cbd_site(cbd_plan()), "cbd")
    assert {path_of(entry).split("/")[1] for entry in one.log} == {"robots.txt", "api", "doc"}
    assert {entry.host for entry in one.log} == {"www.cbd.int"}, "the other host is closed by its robots.txt"
