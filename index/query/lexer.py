"""From the text of a query to tokens. Takes any text and raises nothing."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from index.analysis.folding import fold
from index.query.fields import FIELDS
from index.query.slips import Slip

_QUOTES: Mapping[str, str] = MappingProxyType({'"': '"', "«": "»", "“": "”", "„": "“”", "”": "”"})
_STRAY = "»"
_QUOTE_SIGN = re.compile('["«»“”„]')
_SIGNS = "-−!+"
_OPERATORS: Mapping[str, Literal["AND", "OR", "NOT"]] = MappingProxyType(
    {"AND": "AND", "ET": "AND", "&&": "AND", "OR": "OR", "OU": "OR", "||": "OR", "NOT": "NOT", "SAUF": "NOT"}
)
_FIELD = re.compile(r"([^\W\d]{2,20}):(?=\S)")
_WORD = re.compile(r"[^\s()\"«»“”„]+")
_VALUE = re.compile(r"[^\s()\"«»“”„,]*")
_SLOP = re.compile(r"~(\d*)(?=[\s()\"«»“”„]|$)")
_USUAL_SLOP, _MOST_SLOP = 5, 100
_LETTERS = re.compile(r"(?:[^\W_][\u0300-\u036f]*){2}$")
_FUZZY = re.compile(r"(.+?)~(\d?)")


class SymbolSpan(Struct, frozen=True):
    """A symbol in a query: code points, half open, and the ids that it can mean."""

    start: int
    end: int
    ids: tuple[str, ...]


FindSymbols = Callable[[str], Sequence[SymbolSpan]]


class Token(Struct, frozen=True):
    kind: Literal["word", "quote", "beginning", "similar", "symbol", "field", "(", ")", "AND", "OR", "NOT"]
    text: str = ""
    values: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    distance: int = 0
    is_open: bool = False
    """Of a phrase: whether its last word is the beginning of one."""
    at: int = 0
    """Where it begins, in characters of the query."""


def tokens_of(text: str, find_symbols: FindSymbols) -> tuple[list[Token], list[Slip]]:
    """Tokens in order, and what was mended."""
    return _Lexer(text, find_symbols).run()


class _Lexer:
    def __init__(self, text: str, find_symbols: FindSymbols) -> None:
        self._text = text
        self._find = find_symbols
        self._symbols = {span.start: span for span in find_symbols(text) if span.ids and _stands_alone(span, text)}
        self._at = 0
        self._tokens: list[Token] = []
        self._slips: list[Slip] = []
        self._began = 0

    def run(self) -> tuple[list[Token], list[Slip]]:
        while self._at < len(self._text):
            self._began = self._at
            self._step()
        return self._tokens, self._slips

    def _slip(self, text: str) -> None:
        self._slips.append(Slip(text, self._began))

    def _step(self) -> None:
        text, at = self._text, self._at
        sign = text[at]
        if sign.isspace() or sign in _STRAY:
            self._at += 1
        elif sign in "()":
            self._tokens.append(Token(sign, at=at))  # type: ignore[arg-type]
            self._at += 1
        elif at in self._symbols:
            span = self._symbols[at]
            self._tokens.append(Token("symbol", text[at : span.end].strip(), ids=span.ids, at=at))
            self._at = span.end
        elif sign in _QUOTES:
            self._quote()
        elif (
            sign in "-−!"
            and self._begins_word()
            and not (text[at + 1 : at + 2] or " ").isspace()
            and text[at + 1] not in ")»"
        ):
            self._tokens.append(Token("NOT", at=at))
            self._at += 1
        elif sign == "+" and self._begins_word():
            self._at += 1
        elif not self._field():
            self._word()

    def _begins_word(self) -> bool:
        before = self._text[self._at - 1] if self._at else " "
        return before.isspace() or before in "()" or _QUOTE_SIGN.match(before) is not None

    def _quote(self) -> None:
        text, at = self._text, self._at
        closing = [place for sign in _QUOTES[text[at]] if (place := text.find(sign, at + 1)) >= 0]
        if not closing:
            self._slip("A quotation mark is not closed; what follows it is read as single words.")
            self._at += 1
            return
        end = min(closing)
        content = _QUOTE_SIGN.sub(" ", text[at + 1 : end]).strip()
        self._at = end + 1
        slop = self._slop()
        is_open = False
        if "*" in content:
            content, is_open = self._stars(content, slop)
        whole = None
        if content == text[at + 1 : end].strip():
            whole = next((span for span in self._symbols.values() if self._covers(span, at + 1, end)), None)
        elif not is_open:
            whole = next((span for span in self._find(content) if _is_all(span, content)), None)
        if whole:
            self._tokens.append(Token("symbol", content, ids=whole.ids, at=at))
        elif content:
            self._tokens.append(Token("quote", content, distance=slop, is_open=is_open, at=at))

    def _stars(self, content: str, slop: int) -> tuple[str, bool]:
        """The phrase without its `*`, and whether its last word is the beginning of one."""
        words = content.rstrip("*")
        is_open = words != content and _LETTERS.search(words) is not None
        if "*" in words or (words != content and not is_open):
            self._slip(
                f"* counts only behind two letters at the end of a phrase; “{content}” is read without the others."
            )
        if is_open and slop:
            self._slip(f"* and ~ do not go together; “{words}” is read without *.")
        return " ".join(words.replace("*", " ").split()), is_open and not slop

    def _slop(self) -> int:
        """The number behind a phrase; 0 where there is none, and where it is 0: then the words stand side by side."""
        found = _SLOP.match(self._text, self._at)
        if not found:
            return 0
        self._at = found.end()
        if not found[1]:
            self._slip(f"~ behind a phrase needs a number of words; it is read as ~{_USUAL_SLOP}.")
            return _USUAL_SLOP
        if int(found[1]) > _MOST_SLOP:
            self._slip(f"Words are near one another up to ~{_MOST_SLOP}; {found[0]} is read so.")
        return min(int(found[1]), _MOST_SLOP)

    def _covers(self, span: SymbolSpan, start: int, end: int) -> bool:
        return (
            start <= span.start
            and span.end <= end
            and not (self._text[start : span.start] + self._text[span.end : end]).strip()
        )

    def _field(self) -> bool:
        found = _FIELD.match(self._text, self._at)
        if not found or not self._begins_field():
            return False
        name = FIELDS.get(fold(found[1]))
        if name is None:
            near = difflib.get_close_matches(fold(found[1]), list(FIELDS), n=1, cutoff=0.75)
            if near and not self._text.startswith("//", found.end()):
                self._slip(f"There is no field {found[1]}: (did you mean {near[0]}:?); it is read as a word.")
            return False
        self._at = found.end()
        self._values(name)
        return True

    def _begins_field(self) -> bool:
        return self._begins_word() or self._text[self._at - 1] in _SIGNS

    def _values(self, name: str) -> None:
        values: list[str] = []
        ids: list[str] = []
        while True:
            value = self._quoted_value() or self._symbol_value(name) or self._plain_value()
            values.append(value)
            if name == "cites":
                ids.extend(one for span in self._find(value) for one in span.ids)
            if not self._text.startswith(",", self._at):
                break
            self._at += 1
        kept = tuple(value for value in values if value)
        if kept:
            self._tokens.append(Token("field", name, values=kept, ids=tuple(dict.fromkeys(ids)), at=self._began))
        else:
            self._slip(f"{name}: has no value; write it right behind the colon.")

    def _quoted_value(self) -> str:
        text, at = self._text, self._at
        closing = [place for sign in _QUOTES.get(text[at : at + 1], "") if (place := text.find(sign, at + 1)) >= 0]
        if not closing:
            return ""
        self._at = min(closing) + 1
        return _QUOTE_SIGN.sub(" ", text[at + 1 : min(closing)]).strip()

    def _symbol_value(self, name: str) -> str:
        """A symbol may hold blanks and commas: `cites:CMS Resolution 12.3`."""
        if name != "cites":
            return ""
        rest = self._text[self._at :]
        span = next((one for one in self._find(rest) if one.start == 0 and _stands_alone(one, rest)), None)
        if span is None:
            return ""
        self._at += span.end
        return rest[: span.end].strip()

    def _plain_value(self) -> str:
        found = _VALUE.match(self._text, self._at)
        assert found is not None  # noqa: S101 - the pattern matches the empty string
        self._at = found.end()
        return found[0]

    def _word(self) -> None:
        text, at = self._text, self._at
        found = _WORD.match(text, at)
        if not found:
            self._at += 1
            return
        # A symbol may begin within what blanks alone would take for one word ("(see:UNEP/…").
        end = min([found.end(), *(start for start in self._symbols if at < start < found.end())])
        self._at = end
        word = text[at:end].lstrip(_SIGNS) or text[at]
        operator = _OPERATORS.get(word)
        if operator:
            self._tokens.append(Token(operator, at=at))
            return
        fuzzy = _FUZZY.fullmatch(word)
        if fuzzy:
            self._tokens.append(Token("similar", fuzzy[1], distance=self._distance(fuzzy[2]), at=at))
        elif word.endswith("*") and len(word.rstrip("*")) >= 2:
            self._tokens.append(Token("beginning", word.rstrip("*"), at=at))
        else:
            self._tokens.append(Token("word", word, at=at))

    def _distance(self, digits: str) -> int:
        distance = int(digits) if digits else 1
        if distance not in {1, 2}:
            self._slip(f"~{distance} is read as ~{min(max(distance, 1), 2)}: one or two letters may differ.")
        return min(max(distance, 1), 2)


def _is_all(span: SymbolSpan, text: str) -> bool:
    return bool(span.ids) and not (text[: span.start] + text[span.end :]).strip()


def _stands_alone(span: SymbolSpan, text: str) -> bool:
    before, behind = text[max(span.start - 1, 0) : span.start], text[span.end : span.end + 1]
    return span.start < span.end and not before.isalnum() and not behind.isalnum()
