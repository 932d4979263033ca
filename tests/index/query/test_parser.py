"""What queries mean, and that no text is too strange."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.lexer import SymbolSpan
from index.query.parser import parse
from index.query.tree import restated


def find_ids(text: str) -> tuple[SymbolSpan, ...]:
    return tuple(SymbolSpan(one.start(), one.end(), (one[0].upper(),)) for one in re.finditer(r"(?i)cms/res/\d+", text))


READ = [
    ("espèces migratrices", "espèces AND migratrices", "words side by side are joined by AND"),
    ("a OR b c", "a OR (b AND c)", "AND binds closer than OR"),
    ("a OU b", "a OR b", "French operators"),
    ("a ET b SAUF c", "a AND b AND NOT c", "French operators"),
    ("a et b ou c", "a AND et AND b AND ou AND c", "small letters are words"),
    ("a -b", "a AND NOT b", "minus before a word"),
    ("well-being", "well-being", "minus in a word is none"),
    ("a - b", "a AND - AND b", "minus alone is none"),
    ("a NOT NOT b", "a AND b", "twice not is not"),
    ("NOT (a OR b)", "NOT (a OR b)", "not of a group"),
    ("(a b) c", "a AND b AND c", "parentheses that change nothing"),
    ('"plan d\'action"', '"plan d\'action"', "a phrase"),
    ("« plan d’action »", '"plan d’action"', "French quotation marks"),
    ("“plan”", '"plan"', "typographic quotation marks"),
    ('a"b c"d', 'a AND "b c" AND d', "a phrase needs no blanks around it"),
    ("treaty:CMS,CITES x", "treaty:CMS,CITES AND x", "several values"),
    ("traité:CMS année:2014", "treaty:CMS AND year:2014", "French names of fields"),
    ('meeting:"CMS/COP 14"', 'meeting:"CMS/COP 14"', "a value with blanks"),
    ("-type:décision", "NOT type:décision", "a field can be excluded"),
    ("migrat*", "migrat*", "a beginning"),
    ("x*", "x*", "one letter and a star is a word: nobody wants half the dictionary"),
    ("vultur~ vultur~2", "vultur~1 AND vultur~2", "similar words"),
    ("cms/res/12 birds", "cms/res/12 AND birds", "a symbol in any spelling"),
    ('"cms/res/12"', "cms/res/12", "a symbol in quotation marks is a symbol"),
    ("cites:cms/res/12", "cites:cms/res/12", "a symbol as a value"),
    ("http://example.org/a:b", "http://example.org/a:b", "an address is a word"),
    ("Note:this", "Note:this", "a colon in a sentence is no field"),
    ("", "", "nothing"),
]
MENDED = [
    ('"open phrase', "open AND phrase", "not closed"),
    ("(a b", "a AND b", "not closed"),
    ("a) b", "a AND b", "no opening"),
    ("a AND", "a", "both sides"),
    ("OR a", "a", "both sides"),
    ("a NOT", "a", "behind it"),
    ("traety:CMS", "traety:CMS", "did you mean treaty:"),
    ("a~9", "a~2", "read as ~2"),
    ('"a b"~3', '"a b"', "Words near one another"),
    ('year:" "', "", "has no value"),
    ("(" * 50 + "a" + ")" * 50, "a", "deeper than"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), READ)
def test_read_without_a_word(text: str, expected: str, reason: str) -> None:
    query = parse(text, find_ids)
    assert restated(query.tree) == expected, reason
    assert query.notes == (), reason


@pytest.mark.parametrize(("text", "expected", "note"), MENDED)
def test_mistakes_are_mended_and_told(text: str, expected: str, note: str) -> None:
    query = parse(text, find_ids)
    assert restated(query.tree) == expected
    assert any(note in told for told in query.notes), query.notes


PIECES = [
    "a",
    "plan d’action",
    "AND",
    "OU",
    "NOT",
    "-",
    "(",
    ")",
    '"',
    "«",
    "»",
    "treaty:",
    "CMS",
    "cms/res/12",
    "*",
    "~",
    "~2",
    " ",
    ",",
]
texts = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=20).map("".join))


@given(text=texts)
def test_any_text_is_read_and_reading_it_again_changes_nothing(text: str) -> None:
    query = parse(text, find_ids)
    said = restated(query.tree)
    again = parse(said, find_ids)
    assert restated(again.tree) == said
