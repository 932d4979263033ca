"""A damaged index is found out, row by row, in every engine that is always at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from msgspec.structs import replace

from index.analysis import Analyser
from index.engines.brute_force import BruteForceEngine
from index.engines.embedded import EmbeddedEngine
from index.engines.protocol import Engine
from index.engines.schema import CollectionName, EngineRow
from index.generations import Batch, build
from index.verify import Verification, verification

Damage = Callable[[CollectionName, list[EngineRow]], list[EngineRow]]


def row(name: str, text: str, **given: object) -> EngineRow:
    fields = {"id": name, "order": len(name), "group": 1, "texts": {"stems": (text,)}, "keywords": {}, "numbers": {}}
    return EngineRow(**(fields | {"source": b'{"id":"%s","text":"%s"}' % (name.encode(), text.encode())} | given))  # type: ignore[arg-type]


def batches(documents: int = 60) -> list[Batch]:
    found: list[Batch] = []
    for number in range(documents):
        name = f"CMS/Resolution/1.{number}"
        found += [
            (
                "documents",
                [row(name, f"en:bird en:number{number}", keywords={"id": (name,), "text_language": ("en",)})],
            ),
            ("paragraphs", [row(f"{name}?lang=en#{place}", f"en:bird en:place{place}") for place in range(3)]),
            ("citations", [row(f"{number}:s1:4", "", texts={}, keywords={"target": (name,)})]),
        ]
    return found


@pytest.fixture(params=["embedded", "brute-force"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    return EmbeddedEngine(tmp_path) if request.param == "embedded" else BruteForceEngine()


@pytest.fixture
def verified(engine: Engine, analyser: Analyser) -> Callable[..., Verification]:
    """Builds an index of damaged rows and compares it with the whole ones."""

    def verified(
        damage: Damage = lambda _, rows: rows, digest: str = "now", whole: Iterable[Batch] = ()
    ) -> Verification:
        held = [(name, damage(name, rows)) for name, rows in batches()]
        manifest = build(engine, held, analyser=analyser, digest="now")
        reader = engine.open(manifest.generation)
        try:
            return verification(reader, batches, digest)
        finally:
            reader.close()

    return verified


def without(collection: CollectionName, name: str) -> Damage:
    return lambda of, rows: [one for one in rows if (of, one.id) != (collection, name)]


def changed(collection: CollectionName, name: str, **fields: object) -> Damage:
    return lambda of, rows: [replace(one, **fields) if (of, one.id) == (collection, name) else one for one in rows]


def with_another(collection: CollectionName, other: EngineRow) -> Damage:
    return lambda of, rows: (
        [*rows, other] if of == collection and rows[0].id.startswith(("CMS/Resolution/1.7", "7:")) else rows
    )


LOST = "CMS/Resolution/1.7?lang=en#1"


def test_a_whole_index_agrees(verified: Callable[..., Verification]) -> None:
    found = verified()
    assert found.agrees
    assert {name: (one.ledger, one.index) for name, one in found.counts.items()} == {
        "documents": (60, 60), "paragraphs": (180, 180), "citations": (60, 60),
    }  # fmt: skip
    assert (found.documents, found.differences) == ((), ())


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (without("paragraphs", LOST), [("missing", "paragraphs", LOST)]),
        (without("documents", "CMS/Resolution/1.7"), [("missing", "documents", "CMS/Resolution/1.7")]),
        (without("citations", "7:s1:4"), [("missing", "citations", "7:s1:4")]),
        (changed("paragraphs", LOST, source=b'{"id":"x"}'), [("different", "paragraphs", LOST)]),
        (with_another("paragraphs", row("stray", "en:bird")), [("superfluous", "paragraphs", "stray")]),
        (
            changed("paragraphs", LOST, id="stray", source=b'{"id":"stray"}'),
            [("missing", "paragraphs", LOST), ("superfluous", "paragraphs", "stray")],
        ),
    ],
    ids=[
        "paragraph lost",
        "document lost",
        "citation lost",
        "text changed",
        "row too many",
        "one lost and one too many",
    ],
)
def test_damage_is_named(
    verified: Callable[..., Verification], damage: Damage, expected: list[tuple[str, str, str]]
) -> None:
    found = verified(damage)
    assert not found.agrees
    assert [(one.fault, one.collection, one.id) for one in found.differences] == expected
    told = {one.document for one in found.differences if one.document}
    assert {one.document for one in found.documents} == told
    assert all(one.ledger != one.index for one in found.documents)


def test_a_row_that_is_held_twice_is_superfluous(verified: Callable[..., Verification]) -> None:
    found = verified(with_another("citations", batches()[3 * 7 + 2][1][0]))
    assert {(one.fault, one.collection, one.id) for one in found.differences} >= {
        ("superfluous", "citations", "7:s1:4")
    }
    assert (found.counts["citations"].ledger, found.counts["citations"].index) == (60, 61)


def test_rows_that_their_own_words_do_not_find_are_told(verified: Callable[..., Verification]) -> None:
    def emptied(_: CollectionName, rows: list[EngineRow]) -> list[EngineRow]:
        return [replace(one, texts={}) for one in rows]

    found = verified(emptied)
    assert {one.fault for one in found.differences} == {"not_found"}
    assert {one.collection for one in found.differences} == {"documents", "paragraphs"}


def test_an_index_of_something_else_is_not_up_to_date(verified: Callable[..., Verification]) -> None:
    found = verified(digest="later")
    assert (found.agrees, found.up_to_date, found.differences) == (False, False, ())
