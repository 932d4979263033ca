"""Letters that extraction changes change no id: the labelled passages with noise put in, and texts that are only noise."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from core.symbols.finder import Reference, find
from core.symbols.grammar import Grammar

_SOFT = re.compile(r"(?<=[A-Za-zéèàç]{2})(?=[A-Za-zéèàç]{2})")
_NOISE: dict[str, Callable[[str], str]] = {
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "narrow no-break spaces": lambda text: text.replace(" ", "\u202f"),
    "double blanks": lambda text: text.replace(" ", "  "),
    "line breaks": lambda text: text.replace(" ", "\n"),
    "tabs": lambda text: text.replace(" ", "\t "),
    "soft hyphens": lambda text: _SOFT.sub("\u00ad", text),
    "zero-width spaces": lambda text: _SOFT.sub("\u200b", text),
    "right-to-left marks": lambda text: text.replace(" ", " \u200f"),
    "full-width dashes": lambda text: text.replace("-", "\u2010"),
    "decomposed accents": lambda text: text.replace("é", "e\u0301").replace("è", "e\u0300").replace("ç", "c\u0327"),
    "entities of web pages": lambda text: text.replace(" ", "&nbsp;").replace("é", "&eacute;").replace("–", "&#8211;"),
    "escapes of programs": lambda text: text.replace("\n", "\\n").replace("é", "\\u00e9").replace("/", "\\/"),
    "tags of letters": lambda text: re.sub(r"\b([Rr][ée]solution|[Dd][ée]cision|[Aa]rticle)\b", r"<b>\1</b>", text),
    "ligatures": lambda text: text.replace("fi", "\ufb01"),
}


def _ids(references: tuple[Reference, ...]) -> list[str | tuple[str, ...]]:
    """Initials of clerks in the notifications of one secretariat are small or not as printed: capitals hide which."""
    return [
        one.canonical.upper() if one.canonical and "/SCBD/" in one.canonical else one.canonical or one.readings
        for one in references
    ]


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["dev.jsonl", "seeds.jsonl"])
@pytest.mark.parametrize("noise", [*_NOISE, "capitals"])
def test_noise_in_labelled_passages_changes_no_id(noise: str, name: str, shared: Path, grammar: Grammar) -> None:
    changed = []
    for line in (shared / "eval" / "references" / name).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = row["text"]
        plain = _ids(find(text, lang=row["lang"], home=row["home_treaty"], grammar=grammar))
        noisy = text.upper() if noise == "capitals" else _NOISE[noise](text)
        found = _ids(find(noisy, lang=row["lang"], home=row["home_treaty"], grammar=grammar))
        if found != plain:
            changed.append((row["id"], plain, found))
    assert changed == []


_TRAPS = [
    (home, text, ids)
    for file in sorted(Path(__file__).parent.glob("traps*.yml"))
    for rows in yaml.safe_load(file.read_text(encoding="utf-8")).values()
    for home, text, ids, _ in rows
    if not any(
        mark in text for mark in ("&nbsp;", "\\", "SCBD", "LMOs", "OVM")
    )  # in capitals an entity or an escape is none; initials stay
]


@pytest.mark.parametrize(
    "noise", ["capitals", "no-break spaces", "double blanks", "line breaks", "soft hyphens", "zero-width spaces"]
)
def test_noise_in_our_own_sentences_changes_no_id(noise: str, grammar: Grammar) -> None:
    change = str.upper if noise == "capitals" else _NOISE[noise]
    changed = [
        (home, text, found, ids)
        for home, text, ids in _TRAPS
        if (found := [one.canonical for one in find(change(text), lang=None, home=home, grammar=grammar)]) != ids
    ]
    assert changed == []


_HOSTILE = {
    "no blank": lambda size: "x" * size,
    "slashes without blank": lambda size: "unep/cms/" * (size // 9),
    "spaced slashes": lambda size: "unep / cms / " * (size // 13),
    "dots": lambda size: "1.1.1.1." * (size // 8),
    "brackets": lambda size: "(" * size,
    "open brackets in a list": lambda size: "decisions 1/CP.1 (" * (size // 18),
    "titles": lambda size: "resolutions 1.1 on a, " * (size // 22),
    "titles without end": lambda size: "resolutions 1.1 on " + "a, " * (size // 3),
    "combining marks": lambda size: "e\u0301\u0302" * (size // 3),
    "right-to-left marks": lambda size: "\u200f\u202e" * (size // 2),
    "lone surrogates": lambda size: "\ud800 1/CP.1 " * (size // 9),
    "paragraphs": lambda size: "paragraphs 1, 2, 3 and 4 " * (size // 25),
    "roman": lambda size: "xi/1 " * (size // 5),
    "tags": lambda size: "<fn>1/CP.1" * (size // 10),
    "joined symbols": lambda size: "FCCC/SBI/2010/5-" * (size // 16),
    "papers in short": lambda size: "FCCC/SBI/2010/5, 6, INF/7, Add.1, 2, " * (size // 37),
    "numbers in front": lambda size: "decisions 1, 2, 3, 4, 5, " * (size // 25),
    "brackets with citations": lambda size: "decisions 1/CP.1 (decision 2/CP.1), " * (size // 36),
    "titles without commas": lambda size: "Resolution 7.9 Title 8.1 Title " * (size // 31),
    "entities": lambda size: "&nbsp;&#" * (size // 8),
    "escapes": lambda size: "\\u00e9\\" * (size // 7),
    "tags open": lambda size: "<b <span " * (size // 9),
    "quotes and blanks": lambda size: '" ' * (size // 2),
    "months": lambda size: "decision 1/CP.1 of 1 May 2000, " * (size // 31),
}


@pytest.mark.parametrize("kind", _HOSTILE)
@pytest.mark.timeout(60)
def test_hostile_text_of_200_000_characters_comes_to_an_end(kind: str, grammar: Grammar) -> None:
    text = _HOSTILE[kind](200_000)
    found = find(text, lang=None, home="CMS", grammar=grammar)
    assert all(one.start < one.end <= len(text) for one in found)


@pytest.mark.timeout(120)
def test_five_million_characters_without_a_blank(grammar: Grammar) -> None:
    assert find("abc/def." * 640_000, lang=None, home="CMS", grammar=grammar) == ()


@pytest.mark.parametrize(
    ("text", "ids", "reason"),
    [
        ("United NationsFCCC/CP/2015/10/Add.1", ["FCCC/CP/2015/10/Add.1"], "a word before a symbol"),
        ("see documentUNEP/CMS/COP13/Doc.18 and", ["UNEP/CMS/COP13/Doc.18"], "a type word before a symbol"),
        ("16/CP.1Physical location", ["UNFCCC/Decision/16/CP.1"], "a title behind a number"),
        ("decision 7/CMA.3Annex to it", ["PARIS/Decision/7/CMA.3"], "a word behind a number"),
        ("UNFCCC/SBI/2015/10", [], "a longer word of capitals"),
        ("Resolution 12.3Bis", [], "a number that goes on"),
    ],
)
def test_a_blank_that_was_lost(text: str, ids: list[str], reason: str, grammar: Grammar) -> None:
    """Only the size of letters tells where the word ends."""
    assert [one.canonical for one in find(text, lang=None, home="CMS", grammar=grammar)] == ids, reason
