"""Bad files of every kind that is known to have hurt somebody: each ends in a named state, within the limits, and says why.

Beside these stand the attacks on PDF readers (test_pdf_attacks.py) and the damaged PDFs (test_pdf_mending.py).
"""

from __future__ import annotations

import gzip
import io
import pickle
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from core.errors import DocumentError
from core.limits import Limits
from extract.read.pdf import second_reader
from extract.read.sandbox import Sandbox

LIMITS = Limits(read_seconds=30, read_cpu_seconds=5, read_bytes=900_000_000, file_bytes=40_000_000)
DONE = "done"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(LIMITS) as sandbox:
        yield sandbox


def ordinary(text: str = "1. The Parties shall keep a list of the meadows they protect.") -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(100, 700, text)
    canvas.save()
    return out.getvalue()


def changed(change: Callable[[pikepdf.Pdf], object], **saving: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(ordinary())) as document:
        change(document)
        document.save(out, **saving)
    return out.getvalue()


def assembled(objects: list[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    parts, offsets, at = [b"%PDF-1.7\n"], [], 9
    for number, content in enumerate(objects, 1):
        offsets.append(at)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        at += len(parts[-1])
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    parts += (b"%010d 00000 n \n" % offset for offset in offsets)
    parts.append(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, at))
    return b"".join(parts)


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"


def one_page(content: bytes, filters: bytes = b"", media: bytes = b"0 0 500 500") -> bytes:
    return assembled(
        [
            CATALOGUE,
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>" % media,
            b"<<%s/Length %d>>stream\n%s\nendstream" % (filters, len(content), content),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
    )


def many_pages() -> bytes:
    count = 100_000
    kids = b" ".join(b"%d 0 R" % (3 + number) for number in range(count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]>>"
    return assembled([CATALOGUE, b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count), *[page] * count])


def deep_tree() -> bytes:
    """A tree of pages of 5,000 levels with one page at its foot."""
    levels = 5_000
    nodes = [
        b"<</Type/Pages/Parent %d 0 R/Kids[%d 0 R]/Count 1>>" % (1 + level, 3 + level) for level in range(1, levels)
    ]
    page = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 500 500]>>" % (1 + levels)
    return assembled([CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", *nodes, page])


def million_lines() -> bytes:
    drawn = b"".join(b"%d %d m %d %d l S " % (x, y, x + 300, y) for x in range(100) for y in range(100)) * 100
    text = b"BT /F1 12 Tf 50 450 Td (A page of words under a million lines.) Tj ET "
    return one_page(zlib.compress(text + drawn), b"/Filter/FlateDecode")


def thrice_inflating() -> bytes:
    packer = zlib.compressobj(9)
    once = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(1 << 9)) + packer.flush()
    return one_page(zlib.compress(zlib.compress(once, 9), 9), b"/Filter[/FlateDecode/FlateDecode/FlateDecode]")


def with_xfa(document: pikepdf.Pdf) -> None:
    form = document.make_stream(b'<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template/></xdp:xdp>')
    document.Root.AcroForm = pikepdf.Dictionary(Fields=[], XFA=[pikepdf.String("template"), form])


def with_script(document: pikepdf.Pdf) -> None:
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("while (true) app.alert('x');"))
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("/bin/sh"))
    document.Root.OpenAction = script
    document.pages[0].obj.AA = pikepdf.Dictionary(O=launch)


def overlapping() -> bytes:
    """Many entries of the directory that lead to one packed part: a gigabyte in a file of kilobytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/part000.xml", b" " * 10_000_000)
    data = out.getvalue()
    end = data.rindex(b"PK\x05\x06")
    size, start = struct.unpack("<II", data[end + 12 : end + 20])
    directory = data[start : start + size]
    last = directory[directory.rindex(b"PK\x01\x02") :]
    copies = b"".join(last.replace(b"part000", b"part%03d" % number) for number in range(1, 100))
    count = 2 + 99
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, size + len(copies), start, 0)
    return data[:start] + directory + copies + tail


ROWS: list[tuple[str, Callable[[], bytes], str, frozenset[str]]] = [
    ("nothing.pdf", lambda: b"", "no bytes", frozenset({"empty"})),
    ("random.pdf", lambda: random.Random(1).randbytes(50_000), "noise", frozenset({"not-a-document"})),
    ("page.pdf", lambda: b"<!DOCTYPE html><title>404</title><p>The page is not here.</p>", "HTML", frozenset({DONE})),
    ("error.pdf", lambda: b"Internal Server Error", "words of a server", frozenset({"not-a-document"})),
    ("large.pdf", lambda: ordinary() + bytes(40_000_001), "over the limit of bytes", frozenset({"too-large"})),
    (
        "user.pdf",
        lambda: changed(lambda _: None, encryption=pikepdf.Encryption(owner="o", user="u", R=6)),
        "a password for reading",
        frozenset({"encrypted"}),
    ),
    *(
        (
            f"owner{revision}.pdf",
            lambda revision=revision: changed(  # type: ignore[misc]
                lambda _: None,
                encryption=pikepdf.Encryption(
                    owner="o", user="", R=revision, allow=pikepdf.Permissions(extract=False), aes=revision > 3,
                    metadata=revision > 3,
                ),
            ),
            "a password for changing only, copying forbidden",
            frozenset({DONE}),
        )
        for revision in (2, 3, 4, 6)
    ),
    ("pages.pdf", many_pages, "100,000 pages", frozenset({"too-many-pages"})),
    ("deep.pdf", deep_tree, "a tree of 5,000 levels", frozenset({"no-text", "damaged", "no-pages"})),
    (
        "thrice.pdf",
        thrice_inflating,
        "half a gigabyte in some hundred bytes, packed three times",
        frozenset({"reader-killed", "reader-memory", "reader-timeout", "no-text", "damaged"}),
    ),
    (
        "wide.pdf",
        lambda: one_page(b"BT /F1 12 Tf 50 450 Td (A page of a thousand million points.) Tj ET", media=b"0 0 1e9 1e9"),
        "a page larger than the world",
        frozenset({DONE}),
    ),
    ("form.pdf", lambda: changed(with_xfa), "a form of XML", frozenset({DONE})),
    ("script.pdf", lambda: changed(with_script), "scripts and programs to start", frozenset({DONE})),
    ("overlap.docx", overlapping, "parts that overlap", frozenset({"archive-bomb", "damaged"})),
    ("line.txt", lambda: b"whale " * 1_700_000, "one line of ten megabytes", frozenset({DONE})),
    ("marks.txt", lambda: ("e" + "\u0301" * 10_000 + " whale\n").encode() * 20, "marks upon marks", frozenset({DONE})),
    ("nul.txt", lambda: b"The whale\x00s.\x00 " * 500, "NUL bytes", frozenset({DONE, "not-a-document"})),
    ("half.txt", lambda: b"Half a character: \xed\xa0\x80, and the rest.", "a lone surrogate", frozenset({DONE})),
    ("bidi.txt", "The \u202eelahw\u202c swims.".encode, "letters in disguise", frozenset({DONE})),
    (
        "charset.html",
        lambda: b'<meta charset="utf-8"><p>The \xe9t\xe9 of the whale.</p>',
        "a charset that is not true",
        frozenset({DONE}),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "build", "reason", "ends"), ROWS, ids=[row[0] for row in ROWS])
def test_every_bad_file_ends_in_a_named_state(
    sandbox: Sandbox, name: str, build: Callable[[], bytes], reason: str, ends: frozenset[str]
) -> None:
    end, text, error = ended(sandbox, build(), name)
    assert end in ends, f"{reason}: {error}"
    if error is not None:
        assert error.cause
        assert error.hint
    else:
        assert text
        assert not re.search("[\x00-\x08\u202a-\u202e\ud800-\udfff]", text)


def ended(sandbox: Sandbox, data: bytes, name: str) -> tuple[str, str, DocumentError | None]:
    """Code or `done`, the text, the error."""
    try:
        pages = sandbox.read(data, name)
    except DocumentError as error:
        return error.code, "", error
    return DONE, "".join(line.text for page in pages.pages for line in page.lines), None


def test_a_page_over_its_limit_of_objects_says_so(sandbox: Sandbox) -> None:
    pages = sandbox.read(million_lines(), "lines.pdf")
    assert [(issue.code, issue.page) for issue in pages.issues] == [("page-over-limit", 1)]
    assert "words" in pages.pages[0].lines[0].text


class Canary:
    """Unpickled, it writes a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return open, (str(self._path), "w")


def test_the_second_reader_runs_no_code_of_the_file(tmp_path: Path) -> None:
    """pdfminer once loaded the table of an encoding as a pickle, from a path that the file names (CVE-2025-64512)."""
    canary = tmp_path / "sings"
    (tmp_path / "table.pickle.gz").write_bytes(gzip.compress(pickle.dumps(Canary(canary))))
    pickle.loads(gzip.decompress((tmp_path / "table.pickle.gz").read_bytes())).close()  # noqa: S301 - our own
    assert canary.exists(), "the canary is alive"
    canary.unlink()
    escaped = str(tmp_path / "table").replace("/", "#2F").encode()
    font = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/%s/DescendantFonts[6 0 R]>>" % escaped
    objects = [
        CATALOGUE,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length 44>>stream\nBT /F1 12 Tf 50 450 Td (A page of words) Tj ET \nendstream",
        font,
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)>>>>",
    ]
    second_reader.read_drafts(assembled(objects), Limits())
    assert not canary.exists()
    assert version("pdfminer.six") >= "20260107"
