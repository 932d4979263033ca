"""PDFs that kill, hang or swell their reader: each ends with its cause, and the next document is read all the same."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from core.errors import DocumentError, ReadFailed, Refused
from core.limits import Limits
from extract.read.sandbox import Sandbox

# Small, so that the attacks reach them soon; an ordinary page needs a tenth of any.
LIMITS = Limits(read_seconds=20, read_cpu_seconds=3, read_bytes=700_000_000)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(LIMITS) as sandbox:
        yield sandbox


def ordinary_pdf() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(100, 700, "1. The Parties shall keep a list of the meadows they protect.")
    canvas.save()
    return out.getvalue()


def assembled(objects: list[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


def one_page(contents: bytes, resources: bytes, *more: bytes) -> bytes:
    """Objects from 5 on are `more`; the page's content is object 4."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]/Contents 4 0 R/Resources<<%s>>>>" % resources
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return assembled([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, contents, *more])


def nested_forms() -> bytes:
    """Twelve forms, each of which draws the next one ten times: 10^12 forms to unfold in a file of 3 kB."""
    forms = []
    for depth in range(12):
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F %d 0 R>>>>" % (6 + depth)
        forms.append(stream(b"/F Do " * 10, entries))
    last = stream(b"0 0 9 9 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    return one_page(stream(b"/F Do"), b"/XObject<</F 5 0 R>>", *forms, last)


def form_of_itself() -> bytes:
    """A form that draws itself twice."""
    form = stream(b"/F Do /F Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>")
    return one_page(stream(b"/F Do"), b"/XObject<</F 5 0 R>>", form)


def inflating() -> bytes:
    """A megabyte that unpacks to a gigabyte."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(1 << 10)) + packer.flush()
    return one_page(stream(packed, b"/Filter/FlateDecode"), b"")


def twice_inflating() -> bytes:
    """Some kilobytes that unpack twice, to a gigabyte."""
    inner = zlib.compressobj(9)
    once = b"".join(inner.compress(b" " * (1 << 20)) for _ in range(1 << 10)) + inner.flush()
    return one_page(stream(zlib.compress(once, 9), b"/Filter[/FlateDecode/FlateDecode]"), b"")


def endless_text() -> bytes:
    """Millions of text operators: one page that takes all the time there is."""
    packed = zlib.compress(b"BT /F1 9 Tf " + b"(abcdefghij) Tj 7 3 Td " * 3_000_000 + b"ET", 9)
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    return one_page(stream(packed, b"/Filter/FlateDecode"), b"/Font<</F1 5 0 R>>", font)


def one_page_many_times() -> bytes:
    """A page of 5,000 letters that the tree names 2,500 times: within every limit of size, and longer than all the time."""
    lines = b"".join(b"1 0 0 1 20 %d Tm (%s) Tj " % (790 - 7 * row, b"abcdefghi " * 10) for row in range(50))
    pages = b"<</Type/Pages/Kids[%s]/Count 2500>>" % (b"3 0 R " * 2_500)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    return assembled([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, stream(b"BT /F1 6 Tf " + lines + b"ET"), font])


ATTACKS: list[tuple[Callable[[], bytes], frozenset[str], str]] = [
    (nested_forms, frozenset({"reader-killed", "reader-memory", "reader-timeout"}), "unfolds without end"),
    (form_of_itself, frozenset({"reader-killed", "reader-memory", "reader-timeout"}), "pdfium aborts the process"),
    (inflating, frozenset({"reader-killed", "reader-memory", "no-text", "damaged"}), "more than the memory limit"),
    (
        twice_inflating,
        frozenset({"reader-killed", "reader-memory", "no-text", "damaged"}),
        "the same through two filters",
    ),
    (endless_text, frozenset({"reader-timeout", "reader-memory", "reader-killed"}), "more than fits on any page"),
    (one_page_many_times, frozenset({"reader-timeout"}), "more than the limit of processor time"),
]


@pytest.mark.parametrize(("build", "codes", "reason"), ATTACKS, ids=lambda value: getattr(value, "__name__", None))
def test_an_attack_ends_with_its_cause_and_the_next_document_is_read(
    sandbox: Sandbox, build: Callable[[], bytes], codes: frozenset[str], reason: str
) -> None:
    with pytest.raises(DocumentError) as caught:
        sandbox.read(build(), "attack.pdf")

    assert caught.value.code in codes, f"{reason}: {caught.value}"
    assert caught.value.cause
    assert caught.value.hint
    pages = sandbox.read(ordinary_pdf(), "ordinary.pdf")
    assert "meadows" in pages.pages[0].lines[0].text


def test_at_least_one_attack_kills_its_process(sandbox: Sandbox) -> None:
    """The reason for the sandbox: no handler in the same process would see this."""
    with pytest.raises(ReadFailed) as caught:
        sandbox.read(nested_forms(), "attack.pdf")
    assert "SIG" in caught.value.cause or "seconds" in caught.value.cause


def test_the_clock_ends_a_reader_whatever_it_does() -> None:
    with Sandbox(Limits(read_seconds=0.5)) as sandbox:
        with pytest.raises(ReadFailed, match=r"0\.5 seconds") as caught:
            sandbox.read(one_page_many_times(), "long.pdf")
        assert caught.value.code == "reader-timeout"
        assert sandbox.read(ordinary_pdf(), "ordinary.pdf").pages[0].number == 1


@pytest.mark.parametrize(
    ("data", "code", "reason"),
    [
        (b"%PDF-1.7\n" + bytes(range(256)) * 40, "truncated", "nothing but the first line is a PDF, and no end"),
        (b"%PDF-1.7\n" + b"garbage " * 900 + b"\nstartxref\n0\n%%EOF", "damaged", "an end, and nothing before it"),
        (assembled([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"]), "no-pages", "no page"),
        (
            assembled([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"]),
            "damaged",
            "a tree of pages that is its own child",
        ),
        (one_page(stream(b""), b""), "no-text", "one page with nothing on it"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " not in value else "",
)
def test_broken_files_are_refused(sandbox: Sandbox, data: bytes, code: str, reason: str) -> None:
    with pytest.raises(Refused) as caught:
        sandbox.read(data, "broken.pdf")
    assert caught.value.code == code, f"{reason}: {caught.value}"


def test_a_file_that_ends_early_is_refused_as_truncated(sandbox: Sandbox) -> None:
    whole = ordinary_pdf()
    with pytest.raises(Refused) as caught:
        sandbox.read(whole[: len(whole) // 3], "half.pdf")
    assert caught.value.code == "truncated"


def test_a_password_for_reading_is_refused_and_one_for_changing_is_not(sandbox: Sandbox) -> None:
    def locked(user: str) -> bytes:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(ordinary_pdf())) as pdf:
            pdf.save(out, encryption=pikepdf.Encryption(owner="owner", user=user, R=6))
        return out.getvalue()

    with pytest.raises(Refused) as caught:
        sandbox.read(locked("secret"), "locked.pdf")
    assert caught.value.code == "encrypted"
    assert "meadows" in sandbox.read(locked(""), "open.pdf").pages[0].lines[0].text


def test_more_pages_than_the_limit_are_refused_with_both_numbers() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    for number in range(12):
        canvas.drawString(100, 700, f"Page {number}")
        canvas.showPage()
    canvas.save()
    with Sandbox(Limits(pages=10)) as sandbox, pytest.raises(Refused, match=r"12 pages.*10") as caught:
        sandbox.read(out.getvalue(), "long.pdf")
    assert caught.value.code == "too-many-pages"


def test_a_page_over_its_limit_is_left_out_and_said(sandbox: Sandbox) -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(100, 700, "A short page of a short document.")
    canvas.showPage()
    for row in range(40):
        canvas.drawString(50, 800 - 15 * row, "many letters " * 4)
    canvas.save()
    with Sandbox(Limits(page_chars=1_000)) as small:
        pages = small.read(out.getvalue(), "dense.pdf")
    assert [(issue.code, issue.page) for issue in pages.issues] == [("page-over-limit", 2)]
    assert "1000" in pages.issues[0].detail
    assert pages.pages[0].lines[0].text == "A short page of a short document."
