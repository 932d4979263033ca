"""What a file is, by its content."""

from __future__ import annotations

import io
import zipfile

import pytest

from core.errors import Refused
from extract.read.media_types import DOCX, HTML, MARKDOWN, PDF, TEXT, media_type

OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "kind", "reason"),
    [
        (b"%PDF-1.4\n...", "a.docx", PDF, "the name lies"),
        (b"\x00junk" * 100 + b"%PDF-1.4\n", "a.pdf", PDF, "readers allow junk before the first 1,024 bytes end"),
        (b"<!DOCTYPE html><title>About %PDF-1.4</title>", "a.pdf", HTML, "a page that speaks of PDF is no PDF"),
        (archive("[Content_Types].xml", "word/document.xml"), "a.pdf", DOCX, "the name lies"),
        (b"\xef\xbb\xbf  <!-- saved --><HTML><body>x", "a", HTML, "mark, comment, capitals"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html><html xmlns="x"/>', "a.xml", HTML, "XHTML"),
        (b"<p>A fragment of a page</p>", "a.html", HTML, "no html element"),
        ("<html>".encode("utf-16"), "a.html", HTML, "wide characters"),
        (b"# A convention\n\nText.", "a.md", MARKDOWN, "only the name tells Markdown from text"),
        (b"<!doctype html><p>x", "page.php", HTML, "what a program has made is named as the program"),
        (b"%PDF-1.4\n...", "a.log", PDF, "the name settles only what plain text is"),
        ("<p>été".encode() + b"\xe9</p>", "a.html", HTML, "a fault in a short text"),
        ("Décision 3 adopté".encode() + b"\xe9", "a.txt", TEXT, "a fault in a short text"),
        (b"1. The Parties agree.", "Resolution 11.10", TEXT, "a point is not yet an ending"),
        (b"<div>Kept in Markdown</div>\n\nText.", "a.MD", MARKDOWN, "Markdown may begin with an element"),
        (b"# A convention\n\nText.", "a.txt", TEXT, "only the name tells Markdown from text"),
        ("Décision 3, adoptée".encode("cp1252"), "a.txt", TEXT, "an old encoding"),
        ("Décision 3, adoptée".encode("utf-16-le"), "a.txt", TEXT, "wide characters without a mark"),
        (b"One, two.\nThree.\nFour, five, six.\nSeven.\nEight.\nNine.\n", "a.txt", TEXT, "commas of prose"),
        (("é" * 150_000).encode(), "a.txt", TEXT, "the sample must not halve a character"),
    ],
)
def test_known_kinds(data: bytes, name: str, kind: str, reason: str) -> None:
    assert media_type(data, name) == kind, reason


@pytest.mark.parametrize(
    ("data", "name", "code", "says", "reason"),
    [
        (b"", "a.pdf", "empty", "no bytes", "nothing"),
        (b" \n\t\n ", "a.txt", "no-text", "blanks", "nothing but blanks"),
        (
            OLE2 + b"\0" * 600 + "WordDocument".encode("utf-16-le"),
            "a.docx",
            "old-word",
            "binary Word",
            "a .doc renamed",
        ),
        (OLE2 + b"\0" * 600 + "Workbook".encode("utf-16-le"), "a.xls", "not-a-document", "no Word text", "a sheet"),
        (OLE2 + "EncryptedPackage".encode("utf-16-le"), "a.docx", "encrypted", "password", "a DOCX under a password"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "a.docx", "not-a-document", "sheet", "an XLSX renamed"),
        (archive("mimetype", "content.xml"), "a.odt", "not-a-document", "zip", "another archive"),
        (archive("[Content_Types].xml", "word/document.xml")[:-40], "a.docx", "truncated", "directory", "no end"),
        (archive("[Content_Types].xml", "word/document.xml")[:60], "a.docx", "truncated", "directory", "cut off"),
        (b"{\\rtf1 text}", "a.rtf", "office-format", "RTF", "another kind of text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a.pdf", "not-a-document", "binary", "a picture"),
        (b"a,b,c\n" * 6, "a.txt", "not-a-document", "CSV", "a table of data"),
        (b'id;title;"a;b"\n' * 6, "a.csv", "not-a-document", "CSV", "quotes hold a delimiter"),
        (b'{"a": [1, 2]}', "a.txt", "not-a-document", "JSON", "data"),
        (b"<?xml version='1.0'?><records/>", "a.xml", "not-a-document", "XML", "data"),
        (b"import os\n\nprint(os.name)\n", "build.py", "not-a-document", r"(.py)", "a program is plain text too"),
        (b"title: Birds\nparts:\n  - one\n", "A.YML", "not-a-document", "(.YML)", "a file of settings"),
        (b"10:22 started\n10:23 ended\n", "run.log", "not-a-document", "(.log)", "what a program says"),
        (b"404 not found", "a.pdf", "not-a-document", "plain text", "what a server says in place of a file"),
    ],
)
def test_refused_kinds(data: bytes, name: str, code: str, says: str, reason: str) -> None:
    with pytest.raises(Refused) as caught:
        media_type(data, name)
    assert caught.value.code == code, reason
    assert says in caught.value.cause, reason
    assert caught.value.hint, reason
