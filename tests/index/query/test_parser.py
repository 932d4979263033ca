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
    ("mentionne:CITES organe:CMS/StC", "mentions:CITES AND body:CMS/StC", "treaties and bodies that a text names"),
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
    ('"a b"~3', '"a b"~3', "words near one another"),
    ('"a b"~0', '"a b"', "with nothing between: a phrase"),
    ("« a b »~12 c", '"a b"~12 AND c', "the same in French quotation marks"),
    ('"plan of act*"', '"plan of act*"', "a phrase that ends with a beginning"),
    (
        "échéance:2020 demandé:Parties en_vigueur:oui",
        "due:2020 AND asked:Parties AND in_effect:oui",
        "fields for later",
    ),
    ("cop:12..14 year:..2015 date:2014-11..", "cop:12..14 AND year:..2015 AND date:2014-11..", "ranges, open ones too"),
    ("NOT a", "NOT a", "not alone"),
    ("a AND (b OR (c NOT (d e)))", "a AND (b OR (c AND NOT (d AND e)))", "nested"),
]
MENDED = [
    ('x "open phrase', "x AND open AND phrase", "not closed; what follows it is read as single words. (character 3)"),
    ("x (a b", "x AND a AND b", "not closed; it is closed at the end. (character 3)"),
    ("a) b", "a AND b", "no opening one; it is left out. (character 2)"),
    ("a AND", "a", "both sides; it is left out where one is missing. (character 3)"),
    ("OR a", "a", "both sides; it is left out where one is missing. (character 1)"),
    ("a NOT", "a", "behind it; it is left out. (character 3)"),
    ("x traety:CMS", "x AND traety:CMS", "did you mean treaty:?); it is read as a word. (character 3)"),
    ("a~9", "a~2", "read as ~2"),
    ("a)) b)", "a AND b", "left out. (characters 2, 3, 6)"),
    (")" * 9, "", "left out. (characters 1, 2, 3, 4, 5 and 4 more)"),
    ('"a b"~', '"a b"~5', "read as ~5. (character 1)"),
    ('x "a b"~999', 'x AND "a b"~100', "~999 is read so. (character 3)"),
    ('"plan of ac* now"', '"plan of ac now"', "* counts only behind two letters at the end"),
    ('"plan of a*"', '"plan of a"', "* counts only behind two letters at the end"),
    ('"cms/res/1*"', "cms/res/1", "* counts only behind two letters"),
    ('"* cms/res/12*"~2', "cms/res/12", "do not go together"),
    ('"plan acti*"~3', '"plan acti"~3', "do not go together"),
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
    '"~3',
    '*"',
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


IN_FRENCH = [
    ("a b", "a ET b"),
    ("a OR (b NOT c)", "a OU (b ET SAUF c)"),
    (
        "treaty:CMS meeting:COP2 cop:2 year:2014 date:2014 lang:fr type:decision",
        "traité:CMS ET réunion:COP2 ET cop:2 ET année:2014 ET date:2014 ET langue:fr ET type:decision",
    ),
    (
        "cites:cms/res/12 in_effect:yes asked:x due:2020",
        "cite:cms/res/12 ET en_vigueur:yes ET demandé:x ET échéance:2020",
    ),
]


@pytest.mark.parametrize(("text", "expected"), IN_FRENCH)
def test_restated_in_french_it_is_the_same_query(text: str, expected: str) -> None:
    query = parse(text, find_ids)
    assert restated(query.tree, "fr") == expected
    assert restated(parse(expected, find_ids).tree) == restated(query.tree)


@given(text=texts)
def test_both_languages_say_the_same(text: str) -> None:
    tree = parse(text, find_ids).tree
    assert restated(parse(restated(tree, "fr"), find_ids).tree) == restated(parse(restated(tree), find_ids).tree)


WITHOUT = [
    ("loss and damage", "loss AND damage"),
    ("(loss and) OR x", "loss OR x"),
    ("(x OR and) loss", "x AND loss"),
    ("NOT (a b and) and", "NOT (a AND b)"),
    ("NOT and", ""),
    ("and", ""),
    ('"loss and damage" and', '"loss and damage"'),
]


@pytest.mark.parametrize(("text", "expected"), WITHOUT)
def test_words_that_ask_for_nothing_are_not_restated(text: str, expected: str) -> None:
    assert restated(parse(text).tree, ignored={"and"}) == expected
