"""Replicas of the sites: servers on loopback, pages and files made from the plans beside this file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.settings import Settings

HERE = Path(__file__).resolve().parent
# Tests are no packages: the replicas are found by their folder, whose name is unlike any installed module's.
sys.path.append(str(HERE))

from replicas.aewa import aewa_plan, aewa_site  # noqa: E402
from replicas.answers import Site  # noqa: E402
from replicas.cbd import cbd_plan, cbd_site  # noqa: E402
from replicas.cites import cites_plan, cites_site  # noqa: E402
from replicas.cms import cms_plan, cms_site, elsewhere  # noqa: E402
from replicas.crawled import Pass, crawl_once, settings_in  # noqa: E402
from replicas.plan import Plan  # noqa: E402
from replicas.ramsar import ramsar_plan, ramsar_site  # noqa: E402
from replicas.server import ReplicaServer  # noqa: E402

Replica = tuple[Callable[[], Plan], Callable[[Plan], Site]]

REPLICAS: dict[str, Replica] = {
    "cms": (cms_plan, cms_site),
    "aewa": (aewa_plan, aewa_site),
    "cites": (cites_plan, cites_site),
    "cbd": (cbd_plan, cbd_site),
    "ramsar": (ramsar_plan, ramsar_site),
}


@pytest.fixture(scope="module", params=sorted(REPLICAS))
def replica(request: pytest.FixtureRequest) -> tuple[Plan, Site]:
    """Plan and site of each replica."""
    plan_of, site_of = REPLICAS[request.param]
    plan = plan_of()
    return plan, site_of(plan)


@dataclass(frozen=True, kw_only=True)
class Crawled:
    """A replica crawled twice, nothing having changed."""

    plan: Plan
    site_of: Callable[[Plan], Site]
    server: ReplicaServer
    settings: Settings
    first: Pass
    second: Pass


@pytest.fixture(scope="module", params=sorted(REPLICAS))
def crawled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    plan_of, site_of = REPLICAS[request.param]
    plan = plan_of()
    settings = settings_in(tmp_path_factory.mktemp(plan.site))
    with ReplicaServer([site_of(plan), elsewhere()]) as server:
        first = crawl_once(server, settings, plan.site)
        second = crawl_once(server, settings, plan.site)
        yield Crawled(plan=plan, site_of=site_of, server=server, settings=settings, first=first, second=second)
        assert server.faults == []
