"""Damaged PDFs: what is mended before it is read, what is said of it, and what no mending helps."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from core.errors import Refused
from core.limits import Limits
from core.records.pages import Pages
from extract.read.pdf.reader import read_pdf

PAGES = 4


def whole(*, compressed: bool = True) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=int(compressed))
    for number in range(1, PAGES + 1):
        for row in range(20):
            canvas.drawString(72, 760 - 20 * row, f"Page {number}, row {row}: a list of the meadows is kept.")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def in_object_streams() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(whole())) as document:
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def without_trailer() -> bytes:
    data = whole()
    return data[: data.rindex(b"trailer")] + b"startxref\n0\n%%EOF"


def cut_in_the_table() -> bytes:
    data = whole()
    return data[: data.rindex(b"xref\n0") + 60]


def with_wrong_offsets() -> bytes:
    return re.sub(rb"(\d{10}) 00000 n", lambda match: b"%010d 00000 n" % (int(match[1]) + 7), whole())


def with_length(length: int, *, compressed: bool = True) -> bytes:
    return re.sub(rb"/Length \d+", b"/Length %d" % length, whole(compressed=compressed))


def texts(pages: Pages) -> list[str]:
    return ["\n".join(line.text for line in page.lines) for page in pages.pages]


@pytest.mark.parametrize(
    ("data", "by_qpdf"),
    [
        pytest.param(without_trailer(), True, id="no trailer"),
        pytest.param(cut_in_the_table(), True, id="cut in its table of objects"),
        pytest.param(whole()[:-200], True, id="the last 200 bytes are lost"),
        pytest.param(with_wrong_offsets(), False, id="a table with wrong offsets"),
        pytest.param(whole().replace(b"startxref\n", b"startxref\n9"), False, id="a wrong pointer to the table"),
        pytest.param(with_length(3), False, id="streams longer than they say"),
        pytest.param(with_length(99_999_999), False, id="streams shorter than they say"),
        pytest.param(with_length(30, compressed=False), False, id="plain streams longer than they say"),
        pytest.param(whole().replace(b"\n", b"\r\n"), False, id="sent as text, with other line ends"),
    ],
)
def test_what_can_be_mended_is_read_whole_and_said(data: bytes, by_qpdf: bool) -> None:
    pages = read_pdf(data, "damaged.pdf", Limits())
    assert texts(pages) == texts(read_pdf(whole(), "whole.pdf", Limits()))
    assert [issue.code for issue in pages.issues] == ["repaired"]
    assert ("pikepdf" in pages.reader) == by_qpdf


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(whole(), id="whole"),
        pytest.param(in_object_streams(), id="whole, its objects packed"),
        pytest.param(b"HTTP/1.1 200 OK\r\nServer: meadow\r\n\r\n" * 20 + whole(), id="700 bytes before its head"),
    ],
)
def test_what_needs_no_mending_is_not_called_mended(data: bytes) -> None:
    pages = read_pdf(data, "whole.pdf", Limits())
    assert pages.issues == ()
    assert len(pages.pages) == PAGES


@pytest.mark.parametrize(
    ("data", "code", "cause"),
    [
        (whole()[: len(whole()) * 6 // 10], "truncated", "3 of its 4 pages"),
        (in_object_streams()[:-100], "truncated", "cannot be opened"),
        (whole().replace(b"/Root", b"/Roof"), "damaged", "cannot be opened"),
    ],
    ids=["pages are lost with the end", "the packed table is lost", "no catalogue"],
)
def test_what_cannot_be_mended_is_refused(data: bytes, code: str, cause: str) -> None:
    with pytest.raises(Refused, match=cause) as caught:
        read_pdf(data, "damaged.pdf", Limits())
    assert caught.value.code == code
    assert caught.value.hint


def test_damaged_and_under_a_password() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(whole())) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="owner", user="secret", R=4))
    data = out.getvalue()
    with pytest.raises(Refused) as caught:
        read_pdf(data.replace(b"startxref\n", b"startxref\n9"), "damaged.pdf", Limits())
    assert caught.value.code == "encrypted"


Damage = Callable[[bytes], bytes]


@pytest.mark.parametrize(
    ("damage", "found", "page", "says"),
    [
        (lambda data: re.sub(rb"/Kids \[ \d+", b"/Kids [ 99", data), [2, 3, 4], 1, "cannot be loaded"),
        (lambda data: data.replace(b"stream\n", b"stream\nx", 1), [1, 2, 3, 4], 1, "cannot be unpacked"),
        (lambda data: re.sub(rb"/Count \d+", b"/Count 5000", data), [1, 2, 3, 4], 5, "5 to 5000"),
    ],
    ids=["a page is not there", "the content of a page is damaged", "more pages than there are"],
)
def test_lost_pages_are_said_once_and_the_others_keep_their_numbers(
    damage: Damage, found: list[int], page: int, says: str
) -> None:
    pages = read_pdf(damage(whole()), "damaged.pdf", Limits())
    assert [one.number for one in pages.pages] == found
    (issue,) = [issue for issue in pages.issues if issue.code == "damaged-page"]
    assert issue.page == page
    assert says in issue.detail


def test_a_count_beyond_all_measure_is_not_believed() -> None:
    pages = read_pdf(re.sub(rb"/Count \d+", b"/Count 999999999", whole()), "damaged.pdf", Limits())
    assert [one.number for one in pages.pages] == [1, 2, 3, 4]
