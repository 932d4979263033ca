"""Trees of pages that lie about themselves: every page is read, or an issue says which is not."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

import pytest

from core.limits import Limits
from extract.read.pdf.integrity import page_objects
from extract.read.sandbox import Sandbox

PAGES = 5
FIRST = 4  # object of the first page; each page has its content behind it
KIDS = b" ".join(b"%d 0 R" % (FIRST + 2 * number) for number in range(PAGES))
EXTRA = FIRST + 2 * PAGES
"""Object of what else a row brings."""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(read_seconds=30, read_cpu_seconds=10, read_bytes=900_000_000)) as sandbox:
        yield sandbox


def objects_of(tree: bytes, *more: bytes, parents: Sequence[int] = (2,) * PAGES) -> list[bytes]:
    """Catalogue, tree, font, the pages with their contents, `more`."""
    made = [b"<</Type/Catalog/Pages 2 0 R>>", tree, b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    for number, parent in enumerate(parents):
        text = b"BT /F1 12 Tf 50 450 Td (Page %d tells of meadows and lamps.) Tj ET" % (number + 1)
        made += [
            b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 500 500]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
            % (parent, FIRST + 2 * number + 1),
            b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        ]
    return [*made, *more]


def file_of(objects: Sequence[bytes]) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer


def packed_file_of(objects: Sequence[bytes]) -> bytes:
    """The same with all objects but streams packed into one, as files since PDF 1.5 have them."""
    inside = [number for number, content in enumerate(objects, 1) if b"stream" not in content]
    outside = [number for number in range(1, len(objects) + 1) if number not in inside]
    body, pairs = b"", []
    for number in inside:
        pairs.append(b"%d %d" % (number, len(body)))
        body += objects[number - 1] + b"\n"
    head = b" ".join(pairs) + b"\n"
    packed = zlib.compress(head + body)
    holder, table = len(objects) + 1, len(objects) + 2
    out, places = b"%PDF-1.7\n", {}
    for number in outside:
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number - 1])
    places[holder] = len(out)
    entries = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d" % (len(inside), len(head), len(packed))
    out += b"%d 0 obj\n<<%s>>stream\n%s\nendstream\nendobj\n" % (holder, entries, packed)
    places[table] = start = len(out)
    rows = b"\0" + bytes(6)
    for number in range(1, table + 1):
        if number in inside:
            rows += b"\2" + holder.to_bytes(4, "big") + inside.index(number).to_bytes(2, "big")
        else:
            rows += b"\1" + places[number].to_bytes(4, "big") + b"\0\0"
    entries = b"/Type/XRef/Size %d/W[1 4 2]/Root 1 0 R/Length %d" % (table + 1, len(rows))
    out += b"%d 0 obj\n<<%s>>stream\n%s\nendstream\nendobj\n" % (table, entries, rows)
    return out + b"startxref\n%d\n%%%%EOF" % start


def counted(count: bytes) -> list[bytes]:
    return objects_of(b"<</Type/Pages/Kids[%s]%s>>" % (KIDS, b"/Count " + count if count else b""))


def nested(count: bytes, kids: bytes = b"4 0 R 6 0 R") -> list[bytes]:
    """The first two pages in a branch of their own."""
    root = b"<</Type/Pages/Kids[%d 0 R 8 0 R 10 0 R 12 0 R]/Count 5>>" % EXTRA
    branch = b"<</Type/Pages/Parent 2 0 R/Kids[%s]/Count %s>>" % (kids, count)
    return objects_of(root, branch, parents=(EXTRA, EXTRA, 2, 2, 2))


LOOP = objects_of(b"<</Type/Pages/Kids[%s 2 0 R]/Count 5>>" % KIDS)
ROWS = [
    (counted(b"5"), [], "as it should be"),
    (counted(b"1"), ["repaired"], "four pages that viewers do not show"),
    (counted(b"3"), ["repaired"], "two of them"),
    (counted(b"2.5"), ["repaired"], "a count that is no whole number"),
    (counted(b"0"), [], "a count of none"),
    (counted(b"-3"), [], "a negative one"),
    (counted(b"/Many"), [], "one that is no number"),
    (counted(b""), [], "none at all"),
    (counted(b"1000000000"), [], "a count beyond all measure"),
    (counted(b"50"), ["damaged-page"], "more than there are"),
    (nested(b"2"), [], "a branch"),
    (nested(b"1"), [], "a branch that counts too few"),
    (nested(b"0"), [], "none"),
    (nested(b"9"), [], "too many"),
    (LOOP, [], "a tree that is its own child, behind its pages"),
    (objects_of(b"<</Type/Pages/Kids[2 0 R %s]/Count 5>>" % KIDS), [], "and before them"),
    (objects_of(b"<</Type/Pages/Kids[%s 99 0 R null 7]/Count 5>>" % KIDS), [], "children that are none"),
]


@pytest.mark.parametrize("build", [file_of, packed_file_of])
@pytest.mark.parametrize(("objects", "issues", "reason"), ROWS, ids=[row[2] for row in ROWS])
def test_every_page_is_read_whatever_the_tree_counts(
    sandbox: Sandbox, build: object, objects: list[bytes], issues: list[str], reason: str
) -> None:
    pages = sandbox.read(build(objects), "tree.pdf")  # type: ignore[operator]
    texts = [line.text for page in pages.pages for line in page.lines]
    assert texts == [f"Page {number} tells of meadows and lamps." for number in range(1, PAGES + 1)], reason
    assert [issue.code for issue in pages.issues] == issues, reason


def test_pages_that_nobody_can_find_are_told(sandbox: Sandbox) -> None:
    """The count hides three pages, and the tree is a circle, so that no program can mend it."""
    tree = b"<</Type/Pages/Kids[%s 2 0 R]/Count 2>>" % KIDS
    pages = sandbox.read(file_of(objects_of(tree)), "circle.pdf")
    assert len(pages.pages) == 2
    assert [(issue.code, issue.page) for issue in pages.issues] == [("damaged-page", 3)]
    assert "5" in pages.issues[0].detail


def test_a_page_in_place_of_another_is_told(sandbox: Sandbox) -> None:
    """A branch that holds itself and the root: the first page comes twice, and the second never."""
    pages = sandbox.read(file_of(nested(b"2", b"4 0 R %d 0 R 2 0 R 6 0 R" % EXTRA)), "circle.pdf")
    assert [(issue.code, issue.page) for issue in pages.issues] == [("damaged-page", 2)]
    assert pages.issues[0].detail


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (file_of(counted(b"5")) + b"\n4 0 obj\n<</Type/Page/Parent 2 0 R>>\nendobj\n", "a later version of a page"),
        (packed_file_of(counted(b"5")), "packed objects"),
        (file_of(counted(b"5")).replace(b"/Type/Page/", b"/Type /Page\n/"), "blanks"),
    ],
)
def test_objects_that_are_pages_are_counted_once(data: bytes, reason: str) -> None:
    assert page_objects(data) == PAGES, reason
