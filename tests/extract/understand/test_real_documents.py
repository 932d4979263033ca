"""Floors on real documents, read where they lie, and on the project's own samples through their readers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from core.amendments import reading
from core.limits import Limits
from core.records.codec import to_json
from core.records.document import Document
from extract.read.readers import read
from extract.understand.language import FunctionWords, LanguageModels, paragraph_languages
from extract.understand.wording import Wording

Understood = Callable[..., Document]


@pytest.mark.corpus
def test_structure_of_the_seeds(shared: Path, understood: Understood, tmp_path: Path) -> None:
    predicted = []
    for number in ("000", "001"):
        (seed,) = (shared / "seeds").glob(f"{number}_*.txt")
        predicted.append(tmp_path / f"{number}.json")
        predicted[-1].write_bytes(to_json(understood(seed)))
    folder = shared / "eval" / "structure"
    answer = subprocess.run(
        [sys.executable, folder / "score.py", folder / "seeds.jsonl", shared / "seeds", *predicted, "--json"],
        check=True,
        capture_output=True,
    )
    report = json.loads(answer.stdout)["all"]
    assert report["f1"] >= 0.99
    assert report["numbered"]["share"] >= 0.99
    assert report["kind"]["share"] >= 0.98
    assert report["part"]["share"] >= 0.98
    assert report["path"]["share"] >= 0.98


@pytest.mark.corpus
def test_identity_and_relations_of_the_seeds(shared: Path, understood: Understood) -> None:
    (first,) = (shared / "seeds").glob("000_*.txt")
    document = understood(first)
    assert (document.treaty, document.lang, document.meeting, document.dates.adopted) == (
        "CMS",
        "fr",
        "CMS/COP12",
        "2017-10",
    )
    assert sum(segment.kind == "operative" for segment in document.segments) == 27
    assert [segment.path for segment in document.segments if segment.kind == "footnote"] == ["fn1"]
    repealed = {c.canonical for c in document.citations if c.relation == "repeals"}
    assert repealed == {f"CMS/Resolution/{number}" for number in ("7.9", "8.11", "9.6", "10.21")}

    (second,) = (shared / "seeds").glob("001_*.txt")
    document = understood(second)
    assert (document.canonical, document.identity, document.meeting) == (
        "UNEP/CMS/COP14/Doc.18.1",
        "stated",
        "CMS/COP14",
    )
    assert [part.id for part in document.parts] == [
        "main",
        "quote1",
        "annex1",
        "annex2",
        "annex2/14.AA",
        "annex2/14.BB",
    ]
    assert not any(
        c.canonical == "UNEP/CMS/COP14/Doc.18.1" for c in document.citations
    )  # its page header cites nothing
    repeals = {c.force for c in document.citations if c.relation == "repeals"}
    assert repeals == {"proposed"}


@pytest.mark.corpus
def test_language_of_paragraphs(shared: Path, wording: Wording) -> None:
    models = LanguageModels()
    function_words = FunctionWords({one.code: one.open_words for one in wording.languages})
    right: Counter[str] = Counter()
    rows = [json.loads(row) for row in (shared / "eval/langid/paragraphs.jsonl").read_text("utf-8").splitlines()]
    answers = paragraph_languages((row["text"] for row in rows), models, function_words)
    for row, found in zip(rows, answers, strict=True):
        answer = found or "und"
        group = "und" if row["lang"] == "und" else row["set"]
        right[group, "all"] += 1
        right[group, "right"] += answer == row["lang"]
        right[group, "wrong"] += answer not in (row["lang"], "und")
    for group, share in (("main", 0.96), ("caps", 0.96), ("und", 0.9)):
        assert right[group, "right"] >= share * right[group, "all"], group
    assert right["main", "wrong"] <= 0.01 * right["main", "all"]
    assert right["caps", "wrong"] <= 0.01 * right["caps", "all"]


SAMPLES = (
    ("cop4-doc-7.2.en.docx", "CSKW/COP4/Doc.7.2", ["none", "proposed", "proposed", "proposed"]),
    ("cop4-doc-7.2.fr.docx", "CSKW/COP4/Doc.7.2", ["none", "proposed", "proposed", "proposed"]),
    ("cop4-doc-8.1.en.docx", "CSKW/COP4/Doc.8.1", ["none", "proposed"]),
    ("cop4-doc-8.1.fr.docx", "CSKW/COP4/Doc.8.1", ["none", "proposed"]),
    ("cop4-inf-3.en.pdf", "CSKW/COP4/Inf.3", ["none"]),
    ("decision-4.11.en.html", "CSKW/Decision/4.11", ["adopted"]),
    ("decision-4.11.fr.html", "CSKW/Decision/4.11", ["adopted"]),
    ("resolution-2.5.fr.pdf", "CSKW/Resolution/2.5", ["adopted"]),
    ("resolution-3.4.en.pdf", "CSKW/Resolution/3.4", ["adopted", "adopted"]),
    ("resolution-3.4-rev-cop4.en.pdf", "CSKW/Resolution/3.4/Rev.COP4", ["adopted", "adopted"]),
    ("resolution-3.4-rev-cop4.fr.pdf", "CSKW/Resolution/3.4/Rev.COP4", ["adopted", "adopted"]),
)


@pytest.mark.parametrize(("name", "canonical", "forces"), SAMPLES)
def test_samples_know_who_they_are(
    name: str, canonical: str, forces: list[str], root: Path, understood: Understood
) -> None:
    document = understood(root / "samples/documents" / name)
    assert (document.canonical, document.identity, document.treaty) == (canonical, "stated", "CSKW")
    assert document.lang == name.split(".")[-2]
    assert [part.force for part in document.parts] == forces
    assert document.title is not None
    assert document.title.isupper()


@pytest.mark.parametrize("name", [name for name, *_ in SAMPLES])
def test_no_letter_of_a_sample_is_lost(name: str, root: Path, understood: Understood) -> None:
    path = root / "samples/documents" / name
    lines = [line for page in read(path.read_bytes(), name, Limits()).pages for line in page.lines]
    given = Counter(c for line in lines if line.role not in ("header", "footer") for c in line.text if c.isalpha())
    kept = Counter(c for s in understood(path).segments for c in f"{s.label or ''}{s.text}" if c.isalpha())
    assert not given - kept


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("resolution-3.4-rev-cop4.{}.pdf", ("3/b/ii", "item")),
        ("cop4-doc-7.2.{}.docx", ("annex1/2bis", "operative")),
        ("cop4-doc-8.1.{}.docx", ("annex1/10/c", "item")),
    ],
)
def test_both_languages_of_a_sample_have_one_outline(
    name: str, holds: tuple[str, str], root: Path, understood: Understood
) -> None:
    outlines = [
        [(s.path, s.kind) for s in understood(root / "samples/documents" / name.format(lang)).segments
         if s.kind not in ("masthead", "table", "body", "footnote")]
        for lang in ("en", "fr")
    ]  # fmt: skip
    assert outlines[0] == outlines[1]
    assert holds in outlines[0]


@pytest.mark.parametrize(
    ("lang", "path", "proposed", "former"),
    [
        ("en", "1", "meets every four years", "meets every three years"),
        ("en", "2", "", "Its sessions are held in the open air, weather permitting."),
        ("en", "4", "A quorum is present when half of the Parties are represented.", ""),
        ("en", "5", "Proposals are submitted to the Secretariat in writing and are sent to all Parties",
         "Proposals are sent to all Parties are submitted to the Secretariat in writing and in both"),
        ("en", "6", "a list of all proposals, and shows it", "a list of all proposals, 7. and shows it"),
        ("en", "11", "touches Resolution 3.4.", "touches Resolution 3.4 or Resolution 2.5."),
        ("fr", "1", "se réunit tous les quatre ans", "se réunit tous les trois ans"),
        ("fr", "10/a", "a reporté ; et", "a reporté ;"),
        ("fr", "10/c", "ce que trois Parties au moins demandent.", "ce que plusieurs Parties demandent."),
    ],
)  # fmt: skip
def test_the_sample_with_tracked_changes_has_three_texts(
    lang: str, path: str, proposed: str, former: str, root: Path, understood: Understood
) -> None:
    document = understood(root / f"samples/documents/cop4-doc-8.1.{lang}.docx")
    segment = next(one for one in document.segments if one.path == f"annex1/{path}")
    for words, version in ((proposed, "proposed"), (former, "former")):
        text = reading(segment.text, segment.marks, version).text
        assert words in text if words else not text
    deleted = {citation.canonical for citation in document.citations if citation.deleted}
    assert deleted == {"CSKW/Resolution/2.5"}
