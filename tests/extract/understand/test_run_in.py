"""Lists that run in: a paragraph whose items lost their line breaks, as one line (DOCX) and as printed lines (PDF)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.records.document import Document
from core.records.pages import Line, Page, Pages

Understood = Callable[..., Document]


def one_line(text: str) -> tuple[Line, ...]:
    return (Line(text=text, whole=True),)


def printed(text: str) -> tuple[Line, ...]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > 70:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return tuple(
        Line(text=line, box=(72, 100 + 13 * at, 72 + 6 * len(line), 111 + 13 * at), indent=72, size=11)
        for at, line in enumerate(lines)
    )


@pytest.mark.parametrize("made", [one_line, printed])
@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("4. The Secretariat is requested to:a) keep a register of corridors;b) publish it each year; and c) report on it.",
         [("4", "The Secretariat is requested to:"), ("4/a", "keep a register of corridors;"), ("4/b", "publish it each year; and"),
          ("4/c", "report on it.")], "without blanks"),
        ("Les Parties : a) tiennent un registre ; b) le publient ; et c) en rendent compte à la prochaine réunion.",
         [("p1", "Les Parties :"), ("p1/a", "tiennent un registre ;"), ("p1/b", "le publient ; et"),
          ("p1/c", "en rendent compte à la prochaine réunion.")], "in French"),
        ("2. Parties shall: (i) keep their corridors open, (ii) mark them on charts, and (iii) report all collisions.",
         [("2", "Parties shall:"), ("2/i", "keep their corridors open,"), ("2/ii", "mark them on charts, and"),
          ("2/iii", "report all collisions.")], "Roman, between commas"),
        ("2. Parties shall: (a) mark on charts: (i) moorings; and (ii) masts of all kinds; and (b) report collisions.",
         [("2", "Parties shall:"), ("2/a", "mark on charts:"), ("2/a/i", "moorings; and"), ("2/a/ii", "masts of all kinds; and"),
          ("2/b", "report collisions.")], "a list in an item"),
        ("As set out in paragraph 2: a) is the first option; see also c) for the third.",
         [("p1", "As set out in paragraph 2: a) is the first option; see also c) for the third.")], "labels that do not follow"),
        ("They keep the charts (see the note: a) a register; b) a list), and more besides.",
         [("p1", "They keep the charts (see the note: a) a register; b) a list), and more besides.")], "an aside in brackets"),
    ],
)  # fmt: skip
def test_lists_get_their_items_back(
    text: str,
    expected: list[tuple[str, str]],
    reason: str,
    made: Callable[[str], tuple[Line, ...]],
    understood: Understood,
) -> None:
    pages = Pages(media_type="test", reader="test", pages=(Page(number=1, width=595, height=842, lines=made(text)),))
    assert [(one.path, one.text) for one in understood(pages).segments] == expected, reason
