"""What is recorded of a file: what pages say of it together, and how its page links it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from crawler.engine.links import links_of, too_deep
from crawler.engine.naming import merged
from crawler.records import Context, Follow, Found, LanguageEvidence, ListedFile, Probe


def listed(**known: Any) -> ListedFile:
    return ListedFile(
        **({"url": "https://x/a.pdf", "key": "https://x/a.pdf", "step": "s", "page": "https://x/"} | known)
    )


def merge(now: ListedFile, before: ListedFile | None, same_crawl: bool) -> ListedFile:
    def text(one: ListedFile) -> str:
        return msgspec.json.encode(one).decode()

    return msgspec.json.decode(merged(text(now), text(before) if before else None, same_crawl), type=ListedFile)


ROW, NAME = LanguageEvidence(lang="fr", origin="row_label"), LanguageEvidence(lang="en", origin="filename")


@pytest.mark.parametrize(
    ("now", "before", "same_crawl", "holds"),
    [
        pytest.param({"title": "T"}, None, False, {"title": "T"}, id="the first word"),
        pytest.param({"title": "News"}, {"title": "T"}, True, {"title": "T"}, id="within a crawl the first page stands"),
        pytest.param({"symbol": "S"}, {"title": "T"}, True, {"title": "T", "symbol": "S"}, id="and later ones fill its gaps"),
        pytest.param({"title": "New"}, {"title": "Old"}, False, {"title": "New"}, id="a new crawl says it anew"),
        pytest.param({}, {"symbol": "S"}, False, {"symbol": "S"}, id="what it does not say stays"),
        pytest.param({"superseded": True}, {}, False, {"superseded": True}, id="a mark that came"),
        pytest.param({}, {"superseded": True}, False, {"superseded": False}, id="a mark that went"),
        pytest.param(
            {"languages": (NAME,), "lang": "en"}, {"languages": (ROW,), "lang": "fr"}, True,
            {"languages": (ROW, NAME), "lang": "fr"}, id="all evidence of a language is kept",
        ),
        pytest.param({"fields": {"a": "2", "b": "3"}}, {"fields": {"a": "1"}}, True, {"fields": {"a": "1", "b": "3"}}, id="more"),
    ],
)  # fmt: skip
def test_what_several_pages_say(now: Any, before: Any, same_crawl: bool, holds: Any) -> None:
    assert merge(listed(**now), None if before is None else listed(**before), same_crawl) == listed(**holds)


def follow(key: str, reason: Any = "row", step: str = "s") -> Follow:
    return Follow(url=f"https://x/{key}", key=key, step=step, context=Context(), reason=reason)


def test_how_links_are_asked() -> None:
    found = Found(
        files=(listed(key="f"),),
        follows=(follow("row"), follow("next", "next"), follow("row"), follow("row", step="other")),
        probes=(Probe(url="https://x/p", key="p", like=listed(title="like")),),
    )
    links = links_of(found, depth=1, deepest=3)
    assert [(one.kind, one.key) for one in sorted(links, key=lambda one: one.rank)] == [
        ("page", "s next"), ("file", "f"), ("probe", "p"), ("page", "s row"), ("page", "other row"),
    ]  # fmt: skip
    (probe,) = [one for one in links if one.kind == "probe"]
    assert msgspec.json.decode(probe.listed or "", type=ListedFile).url == "https://x/p"
    deep = links_of(found, depth=3, deepest=3)
    assert [one.key for one in deep if one.kind == "page"] == ["s next"], (
        "a listing is read to its end, however deep it lies"
    )
    assert list(too_deep(found, depth=3, deepest=3)) == ["https://x/row"] * 3
