"""Content of a page of which a part is lost: the rest is read, and an issue names the page."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

import pikepdf
import pytest

from core.limits import Limits
from core.records.pages import Pages
from extract.read.pdf.integrity import is_suspect, is_whole
from extract.read.pdf.reader import read_pdf

LINES = 60
CONTENT = b"BT /F1 10 Tf 14 TL 50 950 Td " + b"".join(
    b"(%d. The Parties keep meadow number %d open to the herds.) Tj T* " % (number, 7 * number) for number in range(1, LINES + 1)
) + b"ET"  # fmt: skip
SOUND = b"BT /F1 12 Tf 50 450 Td (A page as it should be, with \\(brackets\\) and ( a second pair ).) Tj ET"


def made(content: bytes, filters: bytes = b"", *more: bytes) -> bytes:
    """A page with this content, as it is, and a sound one."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 1000]/Contents %s/Resources<</Font<</F1 5 0 R>>>>>>"
    streams = [(content, filters), (zlib.compress(SOUND), b"/Filter/FlateDecode"), *((one, b"") for one in more)]
    packed = [b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(one), one) for one, entries in streams]
    first = b"[6 0 R %s]" % b" ".join(b"%d 0 R" % (8 + number) for number in range(len(more)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
        page % first,
        page % b"7 0 R",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *packed,
    ]
    out, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer


def packed(change: Callable[[bytearray], object] = bytes) -> bytes:
    data = bytearray(zlib.compress(CONTENT, 9))
    change(data)
    return made(bytes(data), b"/Filter/FlateDecode")


def overwritten(data: bytearray) -> None:
    middle = len(data) // 2
    data[middle : middle + 40] = b"\xff" * 40


def cut(data: bytearray) -> None:
    del data[len(data) // 2 :]


def other_checksum(data: bytearray) -> None:
    data[-1] ^= 0xFF


def read(data: bytes) -> Pages:
    return read_pdf(data, "made.pdf", Limits())


DAMAGED = [
    (packed(overwritten), "unpacked", "a hole in packed text"),
    (packed(cut), "unpacked", "packed text that ends early"),
    (packed(other_checksum), "unpacked", "letters that are not those that were packed"),
    (made(CONTENT[: CONTENT.index(b"(30.")]), "middle of a text", "text that ends early"),
    (made(CONTENT.replace(b") Tj T* (9.", b") Tx T* (9.")), "Tx", "an operator that there is not"),
    (made(CONTENT[:700] + b" Kqx\x80\x81ZZ 7 hj " + CONTENT[700:].partition(b"Tj")[2]), "content", "noise"),
]


@pytest.mark.parametrize(("data", "says", "reason"), DAMAGED, ids=[row[2] for row in DAMAGED])
def test_a_page_that_is_read_in_part_is_named(data: bytes, says: str, reason: str) -> None:
    pages = read(data)
    (issue,) = pages.issues
    assert (issue.code, issue.page) == ("damaged-page", 1), reason
    assert says in issue.detail, reason
    assert len(pages.pages[1].lines) == 1, "the other page is whole"


SOUND_FILES = [
    (packed(), "packed"),
    (made(CONTENT), "as it is"),
    (made(CONTENT[:700], b"", CONTENT[700:]), "a text in two streams"),
    (made(b"q " + CONTENT), "a state that is never taken back: no text is lost by it"),
    (made(CONTENT + b" Q Q"), "one that is taken back too often"),
    (made(b"/P <</MCID 0/Lang (en-GB)>> BDC " + CONTENT + b" EMC % Tx is a remark"), "marked content and a remark"),
    (made(CONTENT.replace(b"(9. The", b"(9. \\) BT Tx \\(The\\051 BT")), "operators inside of text"),
    (made(b"BX 1 2 Kqx EX " + CONTENT), "an operator that a reader may not know, and is told so"),
    (made(b"", b"/Filter/FlateDecode"), "nothing at all"),
]


@pytest.mark.parametrize(("data", "reason"), SOUND_FILES, ids=[row[1] for row in SOUND_FILES])
def test_a_whole_page_is_not_called_damaged(data: bytes, reason: str) -> None:
    assert read(data).issues == (), reason


def test_pictures_and_fonts_rouse_no_suspicion() -> None:
    """They are large, and their damage costs no text."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made(CONTENT))) as document:
        picture = document.make_stream(
            zlib.compress(bytes(3000))[:20], Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image
        )
        picture.Filter = pikepdf.Name.FlateDecode
        document.pages[0].obj.Resources.XObject = pikepdf.Dictionary(Im=picture)
        document.save(out)
    assert not is_suspect(out.getvalue())
    assert is_suspect(packed(cut))


def test_encrypted_streams_rouse_no_suspicion() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made(CONTENT))) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="owner", user="", R=6))
    assert not is_suspect(out.getvalue())
    assert read(out.getvalue()).issues == ()


def test_a_form_that_a_page_draws_counts_as_its_content() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made(CONTENT))) as document:
        broken = zlib.compress(SOUND)[:40]
        form = pikepdf.Stream(document, broken, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
        form.write(broken, filter=pikepdf.Name.FlateDecode)
        document.pages[1].obj.Resources.XObject = pikepdf.Dictionary(Fm=document.make_indirect(form))
        document.save(out)
    assert [(issue.code, issue.page) for issue in read(out.getvalue()).issues] == [("damaged-page", 2)]


@pytest.mark.parametrize(("level", "cut", "whole"), [(9, 0, True), (0, 0, True), (9, 3, False), (0, 3, False)])
def test_what_looks_like_the_end_of_a_stream_inside_of_it_is_not_its_end(level: int, cut: int, *, whole: bool) -> None:
    """Level 0 keeps the letters as they are, so that the packed bytes hold the word."""
    packed = zlib.compress(b"BT (A word such as endstream) Tj ET " * 50, level)
    assert is_whole(packed[: len(packed) - cut] + b"\nendstream\nendobj\n") is whole
