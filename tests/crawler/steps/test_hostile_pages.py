"""Pages that attack or are broken: every step answers with what it found and with issues, never with an exception."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.issue_codes import ISSUES
from crawler.records import Context, Found, Page
from crawler.sources.model import SourceDefinition
from crawler.steps.registry import STEPS, parse

SourceOf = Callable[[str], SourceDefinition]
Read = Callable[..., Found]
ROW = (
    '<tr><td class="views-field-field-document-number">UNEP/CMS/COP14/Doc.1</td><td class="views-field-title-field">'
    '<a href="/en/document/x">T</a></td><td>'
    '<a class="cms-doc-file" href="/sites/default/files/document/cms_cop14_doc.1_x_f.pdf">x</a></td></tr>'
)
TABLE = '<table class="views-table"><tbody>{}</tbody></table>'
PAGES = {
    "nothing": b"",
    "blanks": b" \n\t\x00",
    "binary": bytes(range(256)) * 40,
    "zeros": b"\x00" * 10_000,
    "no end": b"<html><body><table class='views-table'><tbody><tr><td",
    "deep": b"<div>" * 100_000,
    "deep table": b"<table><tr><td>" * 20_000,
    "deep inline": b"<b><i>" * 50_000 + b"x",
    "wide": b"<p>" * 50_000,
    "attributes": b"<a " + b"x='1' " * 20_000 + b">",
    "long attribute": b"<a href='/" + b"a" * 2_000_000 + b"'>x</a>",
    "long text": b"<table class='views-table'><tbody><tr><td>" + b"word " * 400_000 + b"</td></tr></tbody></table>",
    "utf-16": TABLE.format(ROW).encode("utf-16"),
    "wrong charset": b'<meta charset="utf-7">' + "é".encode("latin-1") * 100,
    "unknown charset": b'<meta charset="nonsense">' + TABLE.format(ROW).encode(),
    "entities": b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><p>&a;&#0;&#xffffffff;&#xD800;</p>",
    "comments": b"<!--" * 10_000,
    "processing": b"<?php x ?>" * 5_000,
    "cdata": b"<![CDATA[" * 5_000,
    "frameset": b"<frameset><frame src='javascript:x'></frameset>",
    "json": b'{"a": [1, 2]}',
    "xml": b"<?xml version='1.0' encoding='utf-16'?><a/>",
    "pdf": b"%PDF-1.7 \xff\xfe",
}
STEPS_OF_SOURCES = [
    (source, step)
    for source, steps in {
        "cms": ("cop_list", "meeting", "resolutions", "document"),
        "cites": ("cop_new", "cop_old", "resolutions"),
        "ramsar": ("cop", "document"),
        "unfccc": ("documents", "decisions"),
        "cbd": ("meetings", "meeting_documents", "decisions"),
        "informea": ("decisions",),
    }.items()
    for step in steps
]


def sane(found: Found) -> None:
    assert {issue.code for issue in found.issues} <= set(ISSUES), "codes are of the closed list"
    assert not [issue for issue in found.issues if issue.code == "step-failed"]
    for one in (*found.files, *found.follows, *found.probes):
        assert one.url.startswith(("http://", "https://"))
        assert len(one.url) < 5_000
    for file in found.files:
        assert len(file.title or "") <= 4_000
        assert "\x00" not in (file.name or "")


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES.keys())
def test_no_page_raises(source_of: SourceOf, read: Read, body: bytes) -> None:
    for source, step in STEPS_OF_SOURCES:
        sane(read(source_of(source), step, body))


def test_a_page_of_many_megabytes(source_of: SourceOf, read: Read) -> None:
    body = TABLE.format((ROW + f"<!--{'x' * 3_000}-->") * 3_000).encode()
    assert len(body) > 9_000_000
    found = read(source_of("cms"), "meeting", body)
    sane(found)
    assert found.rows == 3_000
    assert (len(found.files), len(found.follows)) == (1, 1), "repeated rows are one file and one page"


def test_a_page_over_the_limit_is_not_read(source_of: SourceOf, read: Read) -> None:
    source = source_of("cms")
    found = read(source, "meeting", b"x" * (source.files.page_max_bytes + 1))
    assert [issue.code for issue in found.issues] == ["page-too-large"]


@pytest.mark.parametrize(
    "content_type", [None, "", "text/html; charset=", "text/html; charset=\x00", "x" * 9_000, "application/pdf"]
)
def test_any_content_type(source_of: SourceOf, read: Read, content_type: str | None) -> None:
    found = read(source_of("cms"), "meeting", TABLE.format(ROW), content_type=content_type)
    sane(found)
    assert len(found.files) == 1


HREFS = [
    *("javascript:alert(1)", "mailto:a@example.org", "ftp://www.cms.int/x.pdf", "https://evil.example.org/x.pdf"),
    *(
        "http://[",
        "//",
        "///",
        "http://",
        "%",
        "%zz",
        "?",
        "\\\\host\\x.pdf",
        "http://a:99999999/",
        "http://www.cms.int:abc/x.pdf",
    ),
    *(
        "https://user:pw@www.cms.int/x.pdf",
        "http://ｗｗｗ.cms.int/x.pdf",
        "http://www.cms.int\u2024/x.pdf",
        "/\u202e/x.pdf",
    ),
    *("/meeting/download-all-files/1/all/all", "\x00", "/" + "é" * 300 + ".pdf"),
]


def test_links_that_are_none_are_issues_or_nothing(source_of: SourceOf, read: Read) -> None:
    row = (
        '<tr><td class="views-field-field-document-number">X</td><td><a class="cms-doc-file" href="{}">x</a></td></tr>'
    )
    found = read(source_of("cms"), "meeting", TABLE.format("".join(row.format(href) for href in HREFS)))
    sane(found)
    hosts = {one.url.split("/")[2] for one in found.files}
    assert hosts <= {"www.cms.int", "cms.int"}
    assert not [one for one in found.files if "download-all" in one.url or "@" in one.url]
    assert {"bad-address", "off-site"} <= {issue.code for issue in found.issues}


def test_broken_links_around_a_good_row_lose_nothing(source_of: SourceOf, read: Read) -> None:
    bad = '<tr><td class="views-field-field-document-number">Y</td><td><a class="cms-doc-file" href="http://[">x</a></td></tr>'
    found = read(source_of("cms"), "meeting", TABLE.format(bad + ROW + bad))
    assert [one.symbol for one in found.files] == ["UNEP/CMS/COP14/Doc.1"]


@pytest.mark.parametrize("kind", sorted(STEPS))
def test_every_kind_of_step_is_read_by_a_function(kind: str) -> None:
    assert callable(STEPS[kind])


def test_a_defect_of_a_step_is_an_issue(source_of: SourceOf, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Found:
        raise ZeroDivisionError("defect")

    monkeypatch.setattr("crawler.steps.registry.STEPS", {"drupal_meeting": broken})
    source = source_of("cms")
    page = Page(url="https://www.cms.int/x", final_url="https://www.cms.int/x", status=200, body=b"<p>x</p>")
    found = parse(page, source.steps["meeting"], source, Context())
    assert [issue.code for issue in found.issues] == ["step-failed"]
    assert "ZeroDivisionError" in found.issues[0].detail


PIECES = st.sampled_from(
    [
        *(
            "<table class=views-table>",
            "<tbody>",
            "<tr>",
            "<td>",
            "</td>",
            "</tr>",
            "<a href='",
            "'>",
            "</a>",
            "x.pdf",
            ROW,
        ),
        *("<div id=accordion>", "<div class=panel>", "<select><option value='/a_f.pdf'>", "<h1>COP14", "<caption>"),
        *("&#0;", "<!--", "-->", "(", "\ud7ff", "\n"),
    ]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, max_size=40))
def test_any_soup(source_of: SourceOf, read: Read, pieces: list[str]) -> None:
    for source, step in STEPS_OF_SOURCES:
        sane(read(source_of(source), step, "".join(pieces)))
