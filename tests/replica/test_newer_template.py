"""CMS has moved to a newer Drupal whose markup is not known: the same plan, with nothing left of the older pages."""

from __future__ import annotations

from pathlib import Path

from replicas.cms import cms_moved_site, cms_plan, cms_site, elsewhere, moved_house
from replicas.crawled import addresses_of, crawl_once, differences, path_of, settings_in
from replicas.server import ReplicaServer


def test_the_same_files_come_home_from_the_newer_template(tmp_path: Path) -> None:
    plan = moved_house(cms_plan())
    settings = settings_in(tmp_path)
    with ReplicaServer([cms_moved_site(plan), elsewhere()]) as server:
        one = crawl_once(server, settings, "cms")
        assert server.faults == []
    assert (one.summary.state, one.summary.cause) == ("done", None)
    assert "\n".join(differences(plan, addresses_of(settings, "cms"), known_markup=False)) == ""
    assert {entry.host for entry in one.log} <= {"www.cms.int", "cms.int"}
    assert [path_of(entry) for entry in one.log if "search" in entry.target or "download-all" in entry.target] == []


def test_a_site_that_moves_between_two_crawls_keeps_its_files(tmp_path: Path) -> None:
    """Pages under other addresses and in other markup; the files where they were: nothing is new, nothing is missed."""
    plan = cms_plan()
    settings = settings_in(tmp_path)
    with ReplicaServer([cms_site(plan), elsewhere()]) as server:
        first = crawl_once(server, settings, "cms")
        server.show(cms_moved_site(moved_house(plan)))
        second = crawl_once(server, settings, "cms")
    assert (second.summary.new, second.summary.changed, second.summary.withdrawn) == (0, 0, 0)
    assert second.summary.held == first.summary.held
    assert {one.misses for one in addresses_of(settings, "cms").values() if one.state == "done"} == {0}
