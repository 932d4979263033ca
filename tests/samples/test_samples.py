"""The committed samples hold the texts they are built from, and stay small, fictional and rebuildable."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import lxml.etree
import lxml.html
import msgspec
import pypdfium2
import pytest

from core.configuration import Configuration
from core.records.files import Sidecar
from core.symbols.grammar import Grammar
from core.symbols.refs import refs

ROOT = Path(__file__).resolve().parents[2]
GROUPS = (ROOT / "samples", ROOT / "samples" / "site")
DOCUMENTS = ROOT / "samples" / "documents"
NAMES = {path.stem: group for group in GROUPS for path in sorted((group / "texts").glob("*.yml"))}
MAX_BYTES = 150_000  # they go into every clone and every wheel


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """`samples` is no package of the distribution; it is found from the folder of the project."""
    monkeypatch.syspath_prepend(str(ROOT))
    return import_module("samples.build")


def sample_of(build: ModuleType, name: str) -> Any:
    return next(one for one in build.read_samples(NAMES[name] / "texts") if one.name == name)


def built(name: str) -> Path:
    found = [path for path in (NAMES[name] / "documents").glob(f"{name}.*") if not path.name.endswith(".meta.yml")]
    assert len(found) == 1, "run: python -m samples.build"
    return found[0]


def squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def text_of(path: Path, symbol: str) -> str:
    """Letters and digits of a file; running head and page number left out."""
    if path.suffix == ".pdf":
        pages = []
        with pypdfium2.PdfDocument(path) as pdf:
            for number, page in enumerate(pdf, 1):
                lines = page.get_textpage().get_text_range().splitlines()
                first = 1 if number > 1 and lines[0].strip() == symbol else 0
                last = len(lines) - 1 if number > 1 and lines[-1].strip() == str(number) else len(lines)
                pages.append(" ".join(lines[first:last]))
        return squeezed(" ".join(pages))
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as package:
            names = ("word/document.xml", "word/footnotes.xml")
            parts = [package.read(name) for name in names if name in package.namelist()]
        return squeezed("".join("".join(lxml.etree.fromstring(part).itertext()) for part in parts))
    return squeezed(lxml.html.document_fromstring(path.read_bytes()).text_content())


def expected(sample: Any) -> Iterator[str]:
    """Squeezed paragraphs; in a PDF the digit of a footnote call stands glued to its word."""

    def walk(paragraph: Any) -> Iterator[str]:
        calls = sample.format == "pdf"
        yield squeezed("".join(run.text + (run.note or "" if calls else "") for run in paragraph.runs()))
        for item in paragraph.items:
            yield from walk(item)

    for block in sample.blocks:
        for paragraph in block.paragraphs:
            yield from walk(paragraph)
        if block.table is not None:
            yield from (squeezed("".join(row)) for row in (block.table.head, *block.table.rows))
    yield from (squeezed(note) for note in sample.notes.values())


@pytest.mark.parametrize("name", NAMES)
def test_file_holds_its_text(name: str, build: ModuleType) -> None:
    sample = sample_of(build, name)
    path = built(name)
    assert path.suffix == f".{sample.format}"
    found = text_of(path, sample.symbol)
    assert squeezed(sample.symbol) in found
    missing = [paragraph for paragraph in expected(sample) if paragraph not in found]
    assert not missing, "run: python -m samples.build"
    assert path.stat().st_size < MAX_BYTES


@pytest.mark.parametrize("name", [name for name in NAMES if built(name).suffix != ".pdf"])
def test_docx_and_html_are_rebuilt_byte_for_byte(name: str, build: ModuleType) -> None:
    sample = sample_of(build, name)
    assert parts(build.render(sample)) == parts(built(name).read_bytes())


def parts(content: bytes) -> dict[str, bytes]:
    """Parts of a DOCX are compared unpacked: how well zlib packs them differs between its versions."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return {"": content}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_no_file_without_a_text_and_no_sidecar_without_a_file() -> None:
    files = {path.name for group in GROUPS for path in (group / "documents").iterdir()}
    sidecars = {name for name in files if name.endswith(".meta.yml")}
    assert {name.removesuffix(".meta.yml") for name in sidecars} <= files
    assert sorted(Path(name).stem for name in files - sidecars) == sorted(NAMES)


def test_sidecars_are_valid() -> None:
    for path in DOCUMENTS.glob("*.meta.yml"):
        sidecar = msgspec.yaml.decode(path.read_bytes(), type=Sidecar)
        assert sidecar.dates, path.name


def test_what_the_samples_promise(build: ModuleType) -> None:
    samples = build.read_samples(ROOT / "samples" / "texts")
    english, french = ({one.name[:-3] for one in samples if one.lang == lang} for lang in ("en", "fr"))
    assert len(english | french) == 7
    assert len(english & french) >= 2
    assert {one.format for one in samples} == {"pdf", "docx", "html"}
    plain_text = import_module("samples.source").plain_text
    text = " ".join(line for one in samples for line in plain_text(one))
    for cited in ("CMS Resolution 12.9", "CBD Decision 15/4", "Repeals Resolution 2.5", "Abroge la Résolution 2.5"):
        assert cited in text


def test_symbols_of_the_samples_are_known(build: ModuleType, configuration: Configuration) -> None:
    """Treaty, forms and meetings of the fictional convention are rows of the configuration like any other."""
    grammar = Grammar.load(configuration)
    found = {
        reference["canonical"]
        for group in GROUPS
        for one in build.read_samples(group / "texts")
        for reference in refs({"text": one.symbol, "lang": one.lang}, grammar)["refs"]
    }
    assert found == {
        "CSKW/COP3/Doc.5",
        "CSKW/COP3/Inf.2",
        "CSKW/COP4/Doc.1",
        "CSKW/COP4/Doc.7.2",
        "CSKW/COP4/Doc.7.2/Corr.1",
        "CSKW/COP4/Doc.8.1",
        "CSKW/COP4/Doc.9",
        "CSKW/COP4/Inf.3",
        "CSKW/Decision/3.7",
        "CSKW/Decision/4.11",
        "CSKW/Resolution/2.5",
        "CSKW/Resolution/3.4",
        "CSKW/Resolution/3.4/Rev.COP4",
    }
