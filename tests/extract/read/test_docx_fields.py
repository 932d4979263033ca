"""Fields of a DOCX: instructions are never text, results are, and hyperlinks keep their targets."""

from __future__ import annotations

from typing import Any

import pytest

from core.records.pages import Line


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def instruction(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(code: str, result: str = "") -> str:
    """A field in its long form; `result` is WordprocessingML, without it the field has none."""
    separated = mark("separate") + result if result else ""
    return mark("begin") + (code if code.startswith("<") else instruction(code)) + separated + mark("end")


def links(lines: tuple[Line, ...]) -> list[tuple[str, str | None]]:
    return [(line.text[span.start : span.end], span.link) for line in lines for span in line.spans if span.link]


@pytest.mark.parametrize(
    ("content", "text", "targets", "reason"),
    [
        (run("See ") + field(' HYPERLINK "https://example.org/a" ', run("the list")) + run("."), "See the list.",
         [("the list", "https://example.org/a")], "the long form"),
        ('<w:fldSimple w:instr=" HYPERLINK &quot;https://example.org/b&quot; "><w:r><w:t>map</w:t></w:r></w:fldSimple>',
         "map", [("map", "https://example.org/b")], "the short form"),
        (field(r' HYPERLINK "https://example.org/c" \l "part2" \o "a tip" ', run("part two")), "part two",
         [("part two", "https://example.org/c#part2")], "a place in another file, and a tip"),
        (field(r" HYPERLINK \l _Toc5 \h ", run("Chapter 5")), "Chapter 5", [("Chapter 5", "#_Toc5")],
         "a bookmark of this file, without quotation marks"),
        (field(r' HYPERLINK "\\\\server\\share\\a.pdf" ', run("the paper")), "the paper",
         [("the paper", "\\\\server\\share\\a.pdf")], "backslashes are written twice"),
        (field(r' HYPERLINK \l "_Toc7" ', run("Aims ") + field(r" PAGEREF _Toc7 \h ", run("12"))), "Aims 12",
         [("Aims 12", "#_Toc7")], "an entry of a table of contents: a field in the result of a field"),
        (field(instruction(' HYPERLINK "https://example.org/') + field(" DOCPROPERTY Year ", run("2023")) + instruction('" '),
               run("report")), "report", [("report", "https://example.org/2023")], "a field in the instruction of a field"),
        (field(instruction(' HYPER') + instruction('LINK "https://example.org/d" '), run("cut")), "cut",
         [("cut", "https://example.org/d")], "an instruction in several runs"),
        (run("Page ") + field(" PAGE ", run("3")) + run(" of ") + field(" NUMPAGES ", run("9")), "Page 3 of 9", [],
         "other fields lead nowhere"),
        (run("Whales") + field(' XE "Whales, sky" ') + run(" pass."), "Whales pass.", [], "an entry of an index shows nothing"),
        (run("a") + field(' IF 1 = 2 "never" "always" ', run("lways")), "always", [], "only the result of a condition"),
        ('<w:bookmarkStart w:id="1" w:name="_Hlk1"/>' + run("Open") + '<w:bookmarkEnd w:id="1"/>' + run(" sky"), "Open sky", [],
         "bookmarks are no text"),
        ('<w:hyperlink w:anchor="_Ref9">' + run("paragraph 9") + "</w:hyperlink>", "paragraph 9", [("paragraph 9", "#_Ref9")],
         "a link into the file"),
        (mark("begin") + instruction(" TOC ") + run("Text after a field that never ends."),
         "Text after a field that never ends.", [], "damage: a field without an end swallows nothing"),
        (run("whole") + mark("end") + mark("separate") + run(" text"), "whole text", [], "damage: ends without beginnings"),
        ('<w:r><w:rPr><w:vanish/></w:rPr><w:fldChar w:fldCharType="begin"/><w:instrText> TC "x" </w:instrText></w:r>'
         + mark("end") + run("shown"), "shown", [], "a field that begins in hidden text"),
    ],
)  # fmt: skip
def test_fields_give_their_result(
    content: str, text: str, targets: list[tuple[str, str]], reason: str, wordprocessing: Any
) -> None:
    lines = wordprocessing.lines(f"<w:p>{content}</w:p>")
    assert [line.text for line in lines] == [text], reason
    assert links(lines) == targets, reason


def test_a_field_may_run_over_paragraphs(wordprocessing: Any) -> None:
    lines = wordprocessing.lines(
        f"<w:p>{mark('begin')}{instruction(' TOC ')}{mark('separate')}{run('Aims')}</w:p>",
        f"<w:p>{run('Means')}{mark('end')}</w:p>",
        f"<w:p>{run('The text.')}</w:p>",
    )
    assert [line.text for line in lines] == ["Aims", "Means", "The text."]


def test_numbers_of_fields_that_the_file_does_not_store(wordprocessing: Any) -> None:
    data = wordprocessing.file(
        f"<w:p>{field(' AUTONUM ')}{run('Parties meet.')}</w:p>",
        f"<w:p>{field(' AUTONUMLGL ')}{run('They report.')}</w:p>",
        f"<w:p>{field(' LISTNUM NumberDefault ')}{run('They vote.')}</w:p>",
    )
    pages = wordprocessing.pages(data)
    assert [line.text for line in pages.pages[0].lines] == ["1. Parties meet.", "2. They report.", "They vote."]
    assert [(issue.code, issue.detail) for issue in pages.issues] == [
        ("number-not-stored", "LISTNUM NumberDefault (1 in all)")
    ]
