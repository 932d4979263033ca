"""The plans are what the replicas are measured by: they must be large, name the traps, and be what the pages show."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from urllib.parse import unquote

from replicas.aewa import aewa_plan
from replicas.answers import Asked, Site
from replicas.cbd import cbd_plan
from replicas.cites import cites_plan
from replicas.cms import cms_plan
from replicas.plan import Plan, PlannedFile
from replicas.ramsar import ramsar_plan

FILES_AT_LEAST = 60


def test_a_plan_has_files_enough(replica: tuple[Plan, Site]) -> None:
    plan, _ = replica
    collected = [file for _, file in plan.rows() if file.state == "collected"]
    assert len(collected) >= FILES_AT_LEAST
    by_language = Counter(file.text for file in collected)
    assert by_language["fr"] >= 20
    assert by_language["en"] >= 20


def test_no_file_stands_twice(replica: tuple[Plan, Site]) -> None:
    plan, _ = replica
    assert [path for path, times in Counter(plan.path(file) for _, file in plan.rows()).items() if times > 1] == []


def test_each_plan_has_its_traps(replica: tuple[Plan, Site]) -> None:
    plan, _ = replica
    rows = [file for _, file in plan.rows()]
    assert {"gone", "not_asked"} & {file.state for file in rows}
    assert {document.rev for document in plan.documents} - {None}, "no revision"
    assert {file.format for file in rows} >= {"pdf"}
    assert any(file.listed != file.text and file.listed is not None for file in rows), (
        "no file in another language than said"
    )
    assert any(file.serve == "none" for file in rows), "no file without validators"


def test_the_pages_link_what_the_plan_says(replica: tuple[Plan, Site]) -> None:
    """Every planned file is linked on some page of the replica but those that the plan says no page links, and no other is."""
    plan, site = replica
    linked = _linked(site)
    planned = {plan.path(file): file for _, file in plan.rows()}
    assert {path for path, file in planned.items() if _somewhere(file)} - linked == set()
    assert {path for path, file in planned.items() if not _somewhere(file)} & linked == set()


def _somewhere(file: PlannedFile) -> bool:
    return file.only != "nowhere"


def _linked(site: Site) -> set[str]:
    """Paths in all HTML and JSON that the site serves, pages of listings included."""
    found: set[str] = set()
    host = site.canonical_host or site.hosts[0]
    queries = [f"?page={number}" for number in range(4)]
    index = [f"?q=schema_s:x AND meeting_ss:COP-{n}&rows=100".replace(" ", "%20") for n in (14, 15, 16)]
    for path in site.resources:
        if re.search(r"\.(pdf|docx?)$", path, re.IGNORECASE):
            continue
        for query in ["", *queries, *(index if "index" in path else [])]:
            answer = site.answer(Asked(method="GET", host=host, target=path + query, headers={}))
            if answer.status == 200 and answer.delivery == "whole":
                found |= _addresses(answer.body.decode())
    return found


def _addresses(text: str) -> set[str]:
    links = re.findall(r'(?:href|value)="([^"]+)"', text) + re.findall(r'"url": "([^"]+)"', _unwrapped(text))
    paths = (re.sub(r"^https?://[^/]+", "", html.unescape(link)) for link in links)
    return {unquote(path.partition("?")[0]) for path in paths}


def _unwrapped(text: str) -> str:
    """Rows of the search service hold files as JSON within strings."""
    if not text.startswith("{"):
        return text
    docs = json.loads(text).get("response", {}).get("docs", [])
    return text + "\n".join(one for doc in docs for one in doc.get("file_ss", []))


def test_all_evidence_of_language_and_both_generations_are_planned() -> None:
    plans = [cms_plan(), aewa_plan(), cites_plan(), cbd_plan(), ramsar_plan()]
    evidence = {origin for plan in plans for _, file in plan.rows() for origin in file.by}
    assert evidence == {"row_label", "file_term", "filename", "url_prefix", "sibling"}
    assert any(not file.by for plan in plans for _, file in plan.rows()), "no file that nothing but its text says"
    assert {held.generation for held in cms_plan().meetings.values()} == {"old", "new"}
    assert {held.generation for held in cites_plan().meetings.values()} == {"old", "new"}
    traps = [file.trap for plan in plans for _, file in plan.rows() if file.trap]
    assert len(set(traps)) >= 40
