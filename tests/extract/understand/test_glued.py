"""Words without a blank between them: parted where the document itself says what they are, and told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.records.document import Document
from core.records.pages import Line, Page, Pages, Span

Understood = Callable[..., Document]


def pages(*lines: str | Line) -> Pages:
    whole = tuple(Line(text=line, whole=True) if isinstance(line, str) else line for line in lines)
    return Pages(media_type="test", reader="test", pages=(Page(number=1, lines=whole),))


@pytest.mark.parametrize(
    ("lines", "text", "reason"),
    [
        (["Le Secrétariat tient un registre.", "Elle demande auSecrétariat de le publier."],
         "Elle demande au Secrétariat de le publier.", "the document has the word by itself"),
        (["The Parties meet.", "Proposals ofParties and of theParties are sent on."],
         "Proposals of Parties and of the Parties are sent on.", "twice in a sentence"),
        (["Elle demande auSecrétariat de le publier."], "Elle demande auSecrétariat de le publier.", "nothing says what it is"),
        (["Le Mans est une ville.", "Il vit à leMans.", "Il reste à leMans."], "Il reste à leMans.",
         "glued as often as apart: a name, perhaps"),
        (["The Parties meet.", "It was seen by mcParties and ofthe like."], "It was seen by mcParties and ofthe like.",
         "no word of grammar; no capital"),
        (["The Parties meet.", "See example.org/theParties and the-Parties."], "See example.org/theParties and the-Parties.",
         "an address, a compound"),
        (["In the sense of the Convention,including its annexes, all meet."],
         "In the sense of the Convention, including its annexes, all meet.", "a comma between two words"),
        (["Les Parties,notamment celles (baleines,lamantins) du ciel."],
         "Les Parties, notamment celles (baleines, lamantins) du ciel.", "twice, in French"),
        (["The cases a,b and iii,iv of 1,234 and x,yes."], "The cases a,b and iii,iv of 1,234 and x,yes.", "signs and numbers"),
        (["See example.org/whales,lamps and a@whales,lamps now."], "See example.org/whales,lamps and a@whales,lamps now.",
         "addresses"),
    ],
)  # fmt: skip
def test_words_are_parted_where_it_is_certain(lines: list[str], text: str, reason: str, understood: Understood) -> None:
    assert understood(pages(*lines)).segments[-1].text == text, reason


def test_what_was_parted_is_told_and_marks_stay_with_their_words(understood: Understood) -> None:
    text = "Elle demande auSecrétariat de le publier."
    line = Line(text=text, whole=True, spans=(Span(start=15, end=26, italic=True), Span(start=13, end=15, bold=True)))
    document = understood(pages("Le Secrétariat tient un registre.", line))
    segment = document.segments[-1]
    assert [segment.text[mark.start : mark.end] for mark in segment.marks] == ["au Secrétariat"]
    assert [(one.code, one.segment, one.detail) for one in document.issues] == [
        ("glued-words", segment.id, "auSecrétariat → au Secrétariat")
    ]
