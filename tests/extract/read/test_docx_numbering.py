"""Automatic numbering of a DOCX: the labels that Word prints and never stores, in made files of every kind of list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

Shown = list[tuple[str | None, int | None]]


def level(format_: str, pattern: str, *inner: str, start: int | None = 1) -> str:
    begins = "" if start is None else f'<w:start w:val="{start}"/>'
    return f'{begins}<w:numFmt w:val="{format_}"/>{"".join(inner)}<w:lvlText w:val="{pattern}"/>'


def abstract(*levels: str, key: int = 3, extra: str = "") -> str:
    inner = "".join(f'<w:lvl w:ilvl="{index}">{one}</w:lvl>' for index, one in enumerate(levels))
    return f'<w:abstractNum w:abstractNumId="{key}">{extra}{inner}</w:abstractNum>'


def num(number: int, *overrides: str, key: int = 3) -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{key}"/>{"".join(overrides)}</w:num>'


def restart(at: int, start: int) -> str:
    return f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def item(at: int, number: int = 7, text: str = "x", properties: str = "") -> str:
    run = f"<w:r><w:t>{text}</w:t></w:r>" if text else ""
    return f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>{properties}</w:pPr>{run}</w:p>'


LEGAL = (level("decimal", "%1."), level("decimal", "%1.%2"), level("lowerLetter", "(%3)"), level("lowerRoman", "(%4)"))
OWN_LEVEL = f'<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0">{level("upperRoman", "%1.")}</w:lvl></w:lvlOverride>'
UN = (level("decimal", "%1."), level("lowerLetter", "(%2)"), level("lowerRoman", "(%3)"))


@pytest.mark.parametrize(
    ("numbering", "items", "labels", "reason"),
    [
        (abstract(*UN) + num(7), [0, 1, 1, 2, 0, 1], ["1.", "(a)", "(b)", "(i)", "2.", "(a)"], "lower levels start anew"),
        (abstract(*LEGAL) + num(7), [0, 1, 2, 2, 1, 2, 3, 0, 1],
         ["1.", "1.1", "(a)", "(b)", "1.2", "(a)", "(i)", "2.", "2.1"], "numbers of two levels"),
        (abstract(level("upperRoman", "%1."), level("decimal", "%1.%2")) + num(7), [0, 1, 0, 1], ["I.", "I.1", "II.", "II.1"],
         "each number in the format of its own level"),
        (abstract(level("upperRoman", "%1."), level("decimal", "%1.%2", "<w:isLgl/>")) + num(7), [0, 1, 0, 1],
         ["I.", "1.1", "II.", "2.1"], "legal numbering: all in Arabic figures"),
        (abstract(level("upperRoman", "%1."), level("decimal", "%1.%2", '<w:isLgl w:val="0"/>')) + num(7), [0, 1], ["I.", "I.1"],
         "legal numbering switched off"),
        (abstract(level("upperLetter", "%1.")) + num(7), [0] * 28, [*(f"{c}." for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), "AA.", "BB."],
         "letters after Z are doubled"),
        (abstract(level("lowerRoman", "%1)")) + num(7), [0] * 9,
         ["i)", "ii)", "iii)", "iv)", "v)", "vi)", "vii)", "viii)", "ix)"], "Roman"),
        (abstract(level("decimalZero", "%1")) + num(7), [0] * 10, [*(f"0{n}" for n in range(1, 10)), "10"], "two figures"),
        (abstract(level("decimal", "Article %1")) + num(7), [0, 0], ["Article 1", "Article 2"], "words in the label"),
        (abstract(level("upperRoman", "ANNEX %1 –")) + num(7), [0, 0], ["ANNEX I –", "ANNEX II –"], "a heading's number"),
        (abstract(level("decimal", "%1.", start=4)) + num(7), [0, 0], ["4.", "5."], "a list that begins at four"),
        (abstract(level("decimal", "%1.", start=None)) + num(7), [0, 0], ["0.", "1."], "no start is zero"),
        (abstract(level("decimal", "%1."), level("decimal", "%1.%2", start=3)) + num(7), [0, 1, 0, 1], ["1.", "1.3", "2.", "2.3"],
         "a level below that begins at three"),
        (abstract(*LEGAL) + num(7), [1, 1, 0, 1], ["1.1", "1.2", "2.", "2.1"], "a level above that nobody used counts as begun"),
        (abstract(level("decimal", "%1."), level("lowerLetter", "(%2)", '<w:lvlRestart w:val="0"/>')) + num(7), [0, 1, 0, 1],
         ["1.", "(a)", "2.", "(b)"], "a level that never starts anew"),
        (abstract(level("decimal", "%1."), level("decimal", "%1.%2"), level("lowerLetter", "(%3)", '<w:lvlRestart w:val="1"/>'))
         + num(7), [0, 1, 2, 1, 2, 0, 2], ["1.", "1.1", "(a)", "1.2", "(b)", "2.", "(a)"], "anew after the first level only"),
        (abstract(level("decimal", "%1."), level("decimal", "")) + num(7), [0, 1, 0],
         ["1.", None, "2."], "a level that prints nothing"),
        (abstract(level("none", "")) + num(7), [0], [None], "a list that prints no number"),
        (abstract(level("none", "Note")) + num(7), [0, 0], ["Note", "Note"], "a list that prints words alone"),
        (abstract(level("decimal", "%1.", "<w:suff w:val='nothing'/>")) + num(7), [0, 0], ["1.", "2."], "nothing behind the label"),
        (abstract(level("decimal", "(%1)", "<w:rPr><w:vanish/></w:rPr>")) + num(7), [0], [None], "a hidden label"),
        (abstract(level("decimal", "%1 bis.")) + num(7), [0], ["1 bis."], "a suffix in the pattern"),
        (abstract(level("upperLetter", "%1."), level("decimal", "%1.%2"), level("lowerLetter", "%1.%2.%3")) + num(7),
         [0, 1, 2, 2, 0],
         ["A.", "A.1", "A.1.a", "A.1.b", "B."], "letter, figure, letter"),
    ],
)  # fmt: skip
def test_labels_as_word_prints_them(
    numbering: str, items: Sequence[int], labels: list[str | None], reason: str, wordprocessing: Any
) -> None:
    lines = wordprocessing.lines(*(item(at) for at in items), numbering=numbering)
    assert [line.label for line in lines] == labels, reason
    assert [line.level for line in lines] == [
        None if line.label is None else at for line, at in zip(lines, items, strict=True)
    ]


@pytest.mark.parametrize(
    ("numbering", "items", "labels", "reason"),
    [
        (abstract(*UN) + num(7) + num(8), [(0, 7), (0, 8), (0, 7)], ["1.", "2.", "3."], "two lists of one kind go on together"),
        (abstract(*UN) + num(7) + num(8, restart(0, 1)), [(0, 7), (0, 7), (0, 8), (0, 8)], ["1.", "2.", "1.", "2."], "begins anew"),
        (abstract(*UN) + num(7) + num(8, restart(0, 5)), [(0, 7), (0, 8), (0, 8), (0, 7)], ["1.", "5.", "6.", "7."],
         "begins at five, and the first goes on from there"),
        (abstract(*LEGAL) + num(7) + num(8, restart(0, 1), restart(1, 1)), [(0, 7), (1, 7), (1, 7), (1, 8), (0, 8), (1, 8)],
         ["1.", "1.1", "1.2", "1.1", "1.", "1.1"], "each level begins anew where it is first used"),
        (abstract(*LEGAL) + num(8, restart(0, 3), restart(1, 1)), [(1, 8), (1, 8), (0, 8)], ["3.1", "3.2", "4."],
         "the level below stands first"),
        (abstract(*UN) + num(7) + num(8, restart(1, 4)), [(0, 7), (1, 7), (1, 8), (0, 8), (1, 8)],
         ["1.", "(a)", "(d)", "2.", "(a)"], "an own start counts once"),
        (abstract(*UN) + num(7, OWN_LEVEL),
         [(0, 7), (1, 7), (0, 7)], ["I.", "(a)", "II."], "a level of its own in place of the list's"),
        (abstract(*UN) + abstract(level("bullet", "–"), key=4) + num(7) + num(8, key=4), [(0, 7), (0, 8), (0, 8), (0, 7)],
         ["1.", "–", "–", "2."], "another kind of list between"),
        (abstract(*UN) + num(7), [(0, 7), (0, 9), (0, 0), (0, 7)],
         ["1.", None, None, "2."], "an unknown list; numbering taken away"),
        (abstract(*UN, extra='<w:styleLink w:val="Paras"/>') + abstract(key=4, extra='<w:numStyleLink w:val="Paras"/>')
         + num(7) + num(8, key=4), [(0, 8), (1, 8), (0, 8)], ["1.", "(a)", "2."], "a list that is another one by its style"),
    ],
)  # fmt: skip
def test_lists_that_share_and_restart(
    numbering: str, items: list[tuple[int, int]], labels: list[str | None], reason: str, wordprocessing: Any
) -> None:
    lines = wordprocessing.lines(*(item(at, number) for at, number in items), numbering=numbering)
    assert [line.label for line in lines] == labels, reason


@pytest.mark.parametrize(
    ("font", "glyph", "label", "reason"),
    [
        (None, "–", "–", "a dash"),
        ("Courier New", "o", "o", "the circle of Courier"),
        ("Symbol", "\uf0b7", "•", "in the private area, as Word writes it"),
        ("Symbol", "\u00b7", "•", "the same sign without the private area"),
        ("Wingdings", "\u00a7", "▪", "no section sign"),
        ("Wingdings", "\u00fc", "✓", "no letter"),
        ("Wingdings", "v", "◆", "no letter"),
        ("Wingdings", "\uf0ff", "•", "a picture that is not known here"),
        (None, "", "•", "a picture from outside of all fonts"),
    ],
)
def test_bullets(font: str | None, glyph: str, label: str, reason: str, wordprocessing: Any) -> None:
    inner = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>' if font else ""
    numbering = abstract(f'<w:numFmt w:val="bullet"/><w:lvlText w:val="{glyph}"/>{inner}') + num(7)
    (line,) = wordprocessing.lines(item(0), numbering=numbering)
    assert line.label == label, reason


STYLES = (
    '<w:style w:type="paragraph" w:styleId="Para1"><w:name w:val="UN Para 1"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr>'
    "</w:pPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="Para2"><w:name w:val="UN Para 2"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr>'
    "</w:pPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="Para2b"><w:name w:val="UN Para 2 bold"/><w:basedOn w:val="Para2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Plain2"><w:name w:val="UN Plain"/><w:basedOn w:val="Para2"/><w:pPr><w:numPr>'
    '<w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Para3"><w:name w:val="UN Para 3"/><w:pPr><w:numPr><w:ilvl w:val="2"/>'
    '<w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
)


def styled(style: str, properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr><w:r><w:t>x</w:t></w:r></w:p>'


def test_styles_number_their_paragraphs(wordprocessing: Any) -> None:
    linked = abstract(
        level("decimal", "%1.", '<w:pStyle w:val="Para1"/>'),
        level("lowerLetter", "(%2)", '<w:pStyle w:val="Para2"/>'),
        level("lowerRoman", "(%3)"),
    )
    found: Shown = [
        (line.label, line.level)
        for line in wordprocessing.lines(
            styled("Para1"),
            styled("Para2"),
            styled("Para2b"),
            styled("Para3"),
            styled("Plain2"),
            styled("Para1", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
            styled("Para1"),
            numbering=linked + num(7),
            styles=STYLES,
        )
    ]
    assert found == [("1.", 0), ("(a)", 1), ("(b)", 1), ("(i)", 2), (None, None), (None, None), ("2.", 0)]


def test_a_paragraph_without_text_takes_its_number_and_a_hidden_one_none(wordprocessing: Any) -> None:
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    lines = wordprocessing.lines(
        item(0),
        item(0, text=""),
        item(0),
        item(0, text="", properties=hidden),
        item(0),
        numbering=abstract(*UN) + num(7),
    )
    assert [line.label for line in lines] == ["1.", "3.", "4."]


def test_lists_count_through_tables_and_text_boxes(wordprocessing: Any) -> None:
    boxed = f"<w:p><w:r><w:t>y</w:t></w:r><w:r><w:pict><w:txbxContent>{item(0)}</w:txbxContent></w:pict></w:r></w:p>"
    table = f"<w:tbl><w:tr><w:tc>{item(0)}</w:tc><w:tc>{item(0)}</w:tc></w:tr></w:tbl>"
    lines = wordprocessing.lines(item(0), table, boxed, item(0), numbering=abstract(*UN) + num(7))
    assert [(line.label, line.text) for line in lines] == [
        ("1.", "x"),
        (None, "2. x\t3. x"),
        (None, "y"),
        ("4.", "x"),
        ("5.", "x"),
    ]
