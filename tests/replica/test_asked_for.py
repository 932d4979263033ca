"""Documents that are cited and not held are asked for where their site would have them, and told as found or not."""

from __future__ import annotations

from pathlib import Path

import pytest
from replicas.cbd import cbd_plan, cbd_site
from replicas.cites import cites_plan, cites_site
from replicas.crawled import addresses_of, crawl_once, listed, path_of, settings_in
from replicas.server import ReplicaServer


@pytest.mark.parametrize(
    ("source", "symbol", "asked_for", "absent"),
    [
        ("cbd", "CBD/SBSTTA/24/INF/31", "CBD/SBSTTA/24/INF/31", "CBD/SBSTTA/24/INF/99"),
        ("cites", "CoP18 Doc. 98", "CITES/CoP18/Doc.98", "CITES/CoP18/Doc.99"),
    ],
)
def test_what_no_listing_has_is_found_when_asked_for(
    tmp_path: Path, source: str, symbol: str, asked_for: str, absent: str
) -> None:
    plan, site_of = {"cbd": (cbd_plan(), cbd_site), "cites": (cites_plan(), cites_site)}[source]
    settings = settings_in(tmp_path)
    with ReplicaServer([site_of(plan)]) as server:
        without = crawl_once(server, settings, source)
        document = plan.by_symbol[symbol]
        paths = {plan.path(file): file for file in document.files}
        assert paths.keys() & without.paths() == set()
        one = crawl_once(server, settings, source, targets=(asked_for, absent))
        assert server.faults == []
    assert one.summary.targets == {asked_for: "found", absent: "not_found"}
    assert one.summary.state == "done", one.summary.cause
    known = addresses_of(settings, source)
    for path, file in paths.items():
        assert known[path].state == "done"
        assert listed(known[path]).lang == file.listed
    looked_for = [entry for entry in one.log if entry.status == 404 and path_of(entry).endswith(".pdf")]
    assert {entry.method for entry in looked_for} <= {"HEAD"} or source == "cbd", (
        "what may not be there is asked for by HEAD"
    )
