"""What a person decided, and what is younger than its text, is said on both pages: the citing and the cited one."""

from __future__ import annotations

from types import ModuleType

import lxml.html
import pytest
from fastapi.testclient import TestClient

from core.overrides import LinkOverride, Overrides
from core.records.document import Dates
from core.settings import load_settings
from search_api.app import create_app

CITING, CITED = "CSKW/Resolution/3.4", "CSKW/Resolution/2.5"


def page(client: TestClient, canonical: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(client.get(f"/documents/{canonical}?lang=en").text)


@pytest.mark.parametrize(
    ("row", "led"),
    [
        ({"exact": "Resolution 2.4", "action": "replace", "target": CITED}, True),
        ({"exact": "Resolution 2.4", "action": "reject"}, False),
    ],
)
def test_decisions_are_shown(tmp_path, made_index: ModuleType, row: dict[str, str], led: bool) -> None:
    settings = load_settings({"data_dir": tmp_path})
    cited = made_index.document(CITED, "en", ["Moorings are listed."], dates=Dates(adopted="2024-01-01"), meeting=None)
    citing = made_index.document(
        CITING, "en", ["Recalling Resolution 2.4,"], {"Resolution 2.4": "CSKW/Resolution/2.4"},
        dates=Dates(adopted="2019-06-01"), meeting=None,
    )  # fmt: skip
    decided = LinkOverride.model_validate({"citing": CITING, "reason": "The print has a misprint.", **row})
    made_index.index_documents(settings, [cited, citing], overrides=Overrides((), (decided,)))
    with TestClient(create_app(settings), headers={"accept-language": "en"}) as client:
        shown = " ".join(page(client, CITING).xpath("string(//details[@class='evidence'])").split())
        assert f"override:{row['action']}" in shown
        assert "The print has a misprint." in shown
        assert "The program read: CSKW/Resolution/2.4" in shown
        assert bool(page(client, CITING).xpath("//article//a[contains(@class, 'cite held')]")) is led
        assert ("The cited text is younger" in shown) is led
        incoming = " ".join(page(client, CITED).xpath("string(//section[@class='incoming'])").split())
        assert ("Decided by a person" in incoming) is led
        assert ("older than this text" in incoming) is led
        assert client.get(f"/v1/citations?document={CITED}").json()["total"] == led
        assert client.get("/v1/missing").json()["total"] == 0
