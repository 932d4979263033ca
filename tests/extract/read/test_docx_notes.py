"""Footnotes of a DOCX: the labels that Word prints, the calls in the text, and notes that have a sign of their own."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from docx.oxml.ns import nsdecls

KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def call(note: int, sign: str = "") -> str:
    own = ' w:customMarkFollows="1"' if sign else ""
    text = f"<w:t>{sign}</w:t>" if sign else ""
    return (
        f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{note}"{own}/>{text}</w:r>'
    )


def with_notes(data: bytes, *texts: str) -> bytes:
    """Adds a part of footnotes with the ids 1, 2, …"""
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r>{run(text)}</w:p></w:footnote>'
        for number, text in enumerate(texts, 1)
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/_rels/document.xml.rels":
                part = part.replace(
                    b"</Relationships>",
                    f'<Relationship Id="rId99" Type="{KIND}" Target="footnotes.xml"/></Relationships>'.encode(),
                )
            elif name == "[Content_Types].xml":
                part = part.replace(
                    b"</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{MEDIA}"/></Types>'.encode()
                )
            new.writestr(name, part)
        new.writestr("word/footnotes.xml", f"<w:footnotes {nsdecls('w')}>{notes}</w:footnotes>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "calls", "notes", "reason"),
    [
        ([run("One"), call(2), run(" and two"), call(1), run(".")], ["1", "2"], [("1", "Second."), ("2", "First.")],
         "counted in the order of the calls, not of the file"),
        ([run("One"), call(1, "*"), run(" and two"), call(2), run(".")], ["*", "1"], [("*", "First."), ("1", "Second.")],
         "a sign of the author's is the label and does not count"),
        ([run("One"), call(1), run(" and again"), call(1), run(".")], ["1", "1"], [("1", "First."), ("", "Second.")],
         "called twice; one that nobody calls is kept"),
        ([run("One"), call(7), run(".")], [], [("", "First."), ("", "Second.")], "a call of a note that is not there"),
    ],
)  # fmt: skip
def test_labels_of_notes(
    body: list[str], calls: list[str], notes: list[tuple[str, str]], reason: str, wordprocessing: Any
) -> None:
    data = with_notes(wordprocessing.file(f"<w:p>{''.join(body)}</w:p>"), "First.", "Second.")
    text, *found = wordprocessing.pages(data).pages[0].lines
    assert [span.note for span in text.spans if span.note] == calls, reason
    assert [(line.note or "", line.text) for line in found] == notes, reason


@pytest.mark.parametrize(
    ("properties", "labels", "reason"),
    [
        ("", ["1", "2"], "figures from one on"),
        ('<w:numFmt w:val="lowerLetter"/>', ["a", "b"], "letters"),
        ('<w:numFmt w:val="chicago"/>', ["*", "†"], "signs"),
        ('<w:numFmt w:val="lowerRoman"/><w:numStart w:val="4"/>', ["iv", "v"], "Roman, from four on"),
    ],
)
def test_numbering_of_a_section(properties: str, labels: list[str], reason: str, wordprocessing: Any) -> None:
    section = f"<w:sectPr><w:footnotePr>{properties}</w:footnotePr></w:sectPr>"
    data = with_notes(
        wordprocessing.file(f"<w:p><w:pPr>{section}</w:pPr>{run('One')}{call(1)}{run(' and two')}{call(2)}</w:p>"),
        "First.", "Second.",
    )  # fmt: skip
    assert [line.note for line in wordprocessing.pages(data).pages[0].lines[1:]] == labels, reason


def test_a_sign_is_no_letter_of_the_text(wordprocessing: Any, understood: Any) -> None:
    body = f"<w:p>{run('1. Parties keep the corridors open')}{call(1, '*')}{run(' all year.')}</w:p>"
    document = understood(wordprocessing.pages(with_notes(wordprocessing.file(body), "Amber ones excepted.")))
    text, note = document.segments
    assert text.text == "Parties keep the corridors open all year."
    assert [(mark.kind, mark.start, mark.target) for mark in text.marks] == [("note_call", 31, "*")]
    assert (note.kind, note.label, note.path, note.text) == ("footnote", "*", "fn*", "Amber ones excepted.")
