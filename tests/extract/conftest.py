"""Builders that the tests of reading and understanding share: WordprocessingML to pages, pages or files to documents."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from core.configuration import Configuration
from core.limits import Limits
from core.records.document import Document
from core.records.files import Provenance, Sidecar
from core.records.pages import Line, Pages
from extract.read.docx.reader import read_docx
from extract.read.readers import read
from extract.understand.document import understand
from extract.understand.knowledge import Knowledge

NAMESPACES = nsdecls("w", "r")


class Wordprocessing:
    """Makes DOCX files of pieces of WordprocessingML, which need no namespaces, and reads them."""

    @staticmethod
    def file(
        *body: str, numbering: str | None = None, styles: str = "", parts: Mapping[str, str] | None = None
    ) -> bytes:
        """`numbering` replaces the numbering part of python-docx's template, `styles` are added to its styles."""
        document = docx.Document()
        for element in body:
            document.element.body.insert_element_before(_element(element), "w:sectPr")
        if styles:
            for style in _element(f"<w:styles>{styles}</w:styles>"):
                document.styles.element.append(style)
        made = io.BytesIO()
        document.save(made)
        replaced = dict(parts or {})
        if numbering is not None:
            replaced["word/numbering.xml"] = f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>"
        out = io.BytesIO()
        with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                new.writestr(name, replaced.get(name, old.read(name)))
        return out.getvalue()

    @staticmethod
    def pages(data: bytes) -> Pages:
        return read_docx(data, "made.docx", Limits())

    def lines(self, *body: str, **parts: Any) -> tuple[Line, ...]:
        return self.pages(self.file(*body, **parts)).pages[0].lines


def _element(xml: str) -> Any:
    at = xml.index(">") - (xml[xml.index(">") - 1] == "/")
    return parse_xml(f"{xml[:at]} {NAMESPACES}{xml[at:]}")


@pytest.fixture(scope="session")
def wordprocessing() -> Wordprocessing:
    return Wordprocessing()


@pytest.fixture(scope="session")
def knowledge(configuration: Configuration) -> Knowledge:
    return Knowledge.load(configuration)


@pytest.fixture(scope="session")
def understood(knowledge: Knowledge) -> Callable[..., Document]:
    """The Document of some pages, or of a file that is read first."""

    def build(given: Pages | Path, *, name: str = "/made/up.txt", sidecar: Sidecar = Sidecar()) -> Document:  # noqa: B008
        if isinstance(given, Path):
            data, name = given.read_bytes(), str(given)
            pages = read(data, name, Limits())
        else:
            data, pages = repr(given).encode(), given
        names = (Provenance(source="local", name=name, sidecar=sidecar),)
        return understand(pages, names, hashlib.sha256(data).hexdigest(), knowledge)

    return build
