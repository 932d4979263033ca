"""Articles of treaties, with paragraphs and letters on either side: `Article 20(3)(a)`, `paragraphs 1 and 2 of Article 7`."""

from __future__ import annotations

import re
from collections.abc import Iterator

import re2
from msgspec import Struct

from core.symbols.normalise import View
from core.symbols.numerals import from_roman, to_roman

_HEAD = re.compile(
    r"art(?:icles?|s?\.|s?(?= (?:[0-9]{1,2}|[ivx]{1,6})(?:[.,;:()]|$| (?:of|du|de|and|et|para)\b| ?[0-9]?\()))"
    r"(?:\(s\))? ?(?:no?s?\.? ?o? ?)?"
)
"""`art` without full stop only before what can be the number of an article: `Art 20(3)`, and not `art in 20 museums`."""
_NUMBER = re.compile(
    r"(?P<first>premier|premiere|1 ?er\b|1re\b|i ?er\b)|(?P<roman>[ivx]{1,6})\b|"
    r"(?P<arabic>[1-9][0-9]{0,3})(?: ?(?P<more>bis|ter|quater|qua|quinquies|quin)\b|(?P<letter>[a-z])\b)?"
)
_PARA_WORD = re.compile(
    r",? ?\(?(?:sub-?paragraphs?|paragraphes?|paragraphs?|sous-paragraphes?|paras?\.?|par\.|alineas?|al\.|"
    r"parapgraphes?|\$+|points?|lit\.|letters?|lettres?) ?"
)
_PARA = re.compile(r"\(? ?(?P<para>[1-9][0-9]?)(?: ?\))?(?: ?(?P<more>bis|ter|quater|qua|quinquies|quin)\b)?")
_PARA_PLAIN = re.compile(r"(?P<para>[1-9][0-9]?)(?: ?(?P<more>bis|ter|quater|qua|quinquies|quin)\b)?")
_PARA_DOT = re.compile(r"\. ?(?P<para>[1-9][0-9]?)(?![0-9])(?: ?(?P<more>bis|ter|quater|qua|quinquies|quin)\b)?")
_PARA_WITH_LETTER = re.compile(r" ?\( ?(?P<para>[1-9][0-9]?) ?(?P<letter>[a-k]) ?\)")
_PARA_BRACKET = re.compile(r" ?\( ?(?P<para>[1-9][0-9]?) ?\)(?: ?(?P<more>bis|ter|quater|qua|quinquies|quin)\b)?")
_LETTER = re.compile(
    r",? ?(?:(?:sub-?paragraphs?|sous-paragraphes?|paragraphe?s?|paras?\.?|alineas?|al\.|points?|lit\.|letters?|"
    r"lettres?) ?)?\(? ?(?P<letter>[a-z])(?P<more>bis|ter)? ?\)"
)
_LETTER_NAMED = re.compile(
    r",? ?(?:lit|let)(?:\.|tera|ters?|tres?)? (?P<letter>[a-z])\b(?![)'.])|"
    r",? (?:alinea|sub-?paragraph|point) (?P<plain>[b-z]|a(?= ?[,;]|$| (?:of|de|du)\b))\b(?![)'.])"
)
_LETTER_BRACKET = re.compile(r"\([a-z]\)")
_LETTER_GLUED = re.compile(r"\.?(?P<letter>[a-k])\b(?!\.[a-z0-9])")
_ROMAN = re.compile(r" ?\(? ?(?P<roman>i{1,3}|iv|vi{0,3}|ix|x) ?\)")
_PARAGRAPHS = ("paragraphs", "paragraphes", "paras", "para. ", "par. ")
_JOIN = re.compile(
    r" ?(?:,|;|&|and\b|et\b|ou\b|or\b|/|as well as\b|ainsi que\b)(?: ?(?:,|and\b|et\b|ou\b|or\b|"
    r"also\b))* ?(?:(?:of|to|de|a|in)\b ?|[ld]')* ?"
)
_SPAN = re.compile(r" ?(?:to|a|au|through|-) ?(?:l')?")
_TITLE = re.compile(r" ?\([a-z][a-z ,'/-]{2,80}\)")
"""What an article is on: `Articles 5 (benefit-sharing), 6 (access) and 10`."""
_DOTTED_ON = re.compile(r"\.[0-9]")
_MEASURE = re.compile(
    r" ?(?:%|(?:[mgk]t|[gt]g)(?:co2)?\b|t?co2|(?:per ?cent|pour ?cent|pp[mb]|millions?|milliards?|billions?|km|kg|ha|hectares?|"
    r"tonnes?|tons?|usd|eur|euros?|dollars?)\b)"
)
_BEFORE = re2.compile(
    r"(?P<word>sub-?paragraphs?|paragraphes?|paragraphs?|sous-paragraphes?|paras?\.?|par\.|al\.|alineas?) "
    r"(?P<list>\(?[0-9a-z]{1,2}\)?(?: ?(?:bis|ter|qua)\b)?(?: ?\(?[a-z0-9]{1,4}\))*(?:(?: ?, ?| and | et | or |"
    r" ou |, and | to | a |-)(?:(?:sub)?paragraphe?s? )?\(?[0-9a-z]{1,2}\)?(?: ?\(?[a-z0-9]{1,4}\))*)*)"
    r",?(?:,? (?:of|du|de|des|d'|in|sous|"
    r"under))(?: (?:the )?paragraphe? (?P<inner>[0-9]{1,2}))?,? ?(?:(?:of|de|in|du|to) ?)?(?:the |l'|cet |"
    r"this )?(?P<article>(?:articles?|arts?\.?) (?:no?\.? ?)?)"
)
_BEFORE_ITEM = re.compile(
    r"(?:(?:sub)?paragraphe?s? )?\(?(?:(?P<para>[0-9]{1,2})(?: ?(?P<more>bis|ter|qua)\b)?|"
    r"(?P<letter>[a-z])\b)\)?(?P<rest>(?: ?\(?[a-z0-9]{1,4}\))*)"
)
_PARA_OF_ANOTHER = re.compile(r"[^()]{1,24}?(?: ?\([a-z]{1,4}\))* (?:of|de|du|des)\b")
"""`Article 4 (para. 75(h) of the guidelines)`: the brackets speak of another text."""
_OF_ANOTHER = re.compile(r",? (?:of|to|de|du|des)\b|,? d'")
_PARA_DASH = re.compile(r"-(?P<para>[1-9][0-9]?)(?![0-9a-z/.-])")
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "premier": 1,
    "deuxieme": 2, "troisieme": 3, "quatrieme": 4, "cinquieme": 5, "sixieme": 6, "septieme": 7, "huitieme": 8,
}  # fmt: skip
_ORDINAL = rf"(?P<ordinal>{'|'.join(_ORDINALS)}) (?:paragraphe?|alinea)"
_ORDINAL_BEHIND = re.compile(rf",? (?:the |le )?{_ORDINAL}\b")
_ORDINAL_BEFORE = re.compile(rf"\b(?:{_ORDINAL}|paragraphe (?P<first>premier)),? (?:of|de|in) ?(?:the |l')?$")
_ORDINAL_REACH = 40
_REST = re.compile(r"([a-z0-9]+)\)")


class Article(Struct, kw_only=True):
    """One reference to an article; offsets are of the view."""

    start: int
    end: int
    number: str
    """`VII`, `20`, `4B`, as the treaty numbers them where the text does."""
    steps: tuple[str, ...] = ()
    """`para.3`, `a`, `i`."""
    head: int
    tail: int = 0
    roman: bool = False
    glued: bool = False
    """The number may end in the digits of a footnote call."""


def articles_in(view: View) -> Iterator[list[Article]]:
    """The lists of articles of a text, in order."""
    if "art" not in view.text:
        return
    done = 0
    text = view.text
    before: dict[int, re2._Match] | None = None
    for head in _HEAD.finditer(view.text):
        start = head.start()
        if (
            start < done
            or view.text[start - 1 : start].isalnum()
            or (view.text[start - 1 : start] in {"_", "-"} and start and view.text[max(0, start - 4) : start] != "non-")
        ):
            continue
        items = _list_at(view, start, head.end())
        if not items:
            continue
        if before is None:  # only where there is an article: the search for paragraphs before one reads the whole text
            named = "para" in text or "alinea" in text or "par. " in text
            before = {match.end(): match for match in _BEFORE.finditer(view.data)} if named else {}
        leading = (before.get(end) for end in (head.end(), head.end() - 1, head.end() + 1))
        lead = next((match for match in leading if match is not None and match.start() >= done), None)
        if lead is not None:
            items = [*_leading(view, lead, items[0]), *items[1:]]
        elif not items[0].steps and (start > done) and "graph" in text[max(0, start - _ORDINAL_REACH) : start]:
            _ordinal_before(view, items[0], done)
        for item in items:
            item.tail = items[-1].end
            item.head = items[0].start
        done = items[-1].end
        yield items


def with_paragraphs(view: View, items: list[Article], position: int) -> list[Article]:
    """`items` with the paragraphs that stand at `position`, behind the name of the treaty: `Article VII of the Convention,
    paragraphs 4 and 5`. As they were where none stand there, or these are of another text."""
    last = items[-1]
    steps, end = _steps(view, position, roman=last.roman)
    if not steps or not steps[0].startswith("para.") or end == position:
        return items
    more = [
        Article(start=last.start, end=end, number=last.number, steps=steps, head=last.head, tail=end, roman=last.roman)
    ]
    while len(more) < 60 and (following := _following(view, more[-1], plural=False)) is not None:
        more.append(following)
    if _OF_ANOTHER.match(view.text, more[-1].end):
        return items
    return [*items[:-1], *more]


def _list_at(view: View, start: int, position: int) -> list[Article]:
    first = _article_at(view, start, position)
    if first is None:
        return []
    items = [first]
    plural_article = view.text.startswith(("articles", "arts", "art."), start)
    while len(items) < 60:
        following = _following(view, items[-1], plural_article)
        if following is None:
            return items
        items.append(following)
    return items


def _article_at(view: View, start: int, position: int) -> Article | None:
    """The article whose number stands at `position`; its span begins at `start`."""
    found = _NUMBER.match(view.text, position)
    if found is None:
        return None
    end = found.end()
    roman = bool(found.group("roman"))
    if found.group("first"):
        number = "1"
    elif roman:
        value = from_roman(found.group("roman"))
        if value is None:
            return None
        number = to_roman(value)
    else:
        number = found.group("arabic") + (found.group("more") or "")
        letter = found.group("letter") or ""
        number += letter.upper()
    if (view.text[end : end + 1].isalnum() or view.text[end : end + 1] == "_") and not view.text.startswith(
        "para", end
    ):
        return None
    steps, end = _steps(view, end, roman=roman)
    if not steps and number.isdigit() and view.text.startswith("article ", start):
        dash = _PARA_DASH.match(view.text, end)
        if dash is not None and int(dash.group("para")) < int(number):  # `Article 25-3`: no range goes down
            steps, end = (f"para.{dash.group('para')}",), dash.end()
    if found.group("letter") and not steps and view.text[end : end + 1] == ")" and not _is_open(view, start):
        end += 1
    return Article(start=start, end=end, number=number, steps=steps, head=start, roman=roman)


def _is_open(view: View, position: int) -> bool:
    """Whether a bracket that was opened before `position` is still open."""
    before = view.text[max(0, position - 80) : position]
    return before.rfind("(") > before.rfind(")")


def _ordinal_before(view: View, article: Article, done: int) -> None:
    """`the fourth paragraph of Article 6`."""
    found = _ORDINAL_BEFORE.search(view.text, max(done, article.start - _ORDINAL_REACH), article.start)
    if found is not None:
        article.steps = (f"para.{_ORDINALS[found.group('ordinal') or found.group('first')]}",)
        article.start = found.start()


def _steps(view: View, end: int, *, roman: bool) -> tuple[tuple[str, ...], int]:
    """Paragraph, letter and roman number behind an article number that ends at `end`."""
    text = view.text
    steps: list[str] = []
    both = _PARA_WITH_LETTER.match(text, end)
    if both is not None:
        return (f"para.{both.group('para')}", both.group("letter")), both.end()
    word = _PARA_WORD.match(text, end)
    if word is not None and "(" in word.group() and _PARA_OF_ANOTHER.match(text, word.end()):
        word = None
    para = _PARA.match(text, word.end()) if word else None
    if para is None:
        para = _PARA_DOT.match(text, end) or _PARA_BRACKET.match(text, end)
    if para is None and text[end : end + 1] == " ":
        plain = _PARA_PLAIN.match(text, end + 1)
        if plain is not None and (
            _LETTER_BRACKET.match(text, plain.end())
            or (text[plain.end() : plain.end() + 1] == ")" and not _is_open(view, end))
            or (roman and (_LETTER_GLUED.match(text, plain.end()) or _LETTER.match(text, plain.end())))
        ):
            para = plain
    ordinal = _ORDINAL_BEHIND.match(text, end) if para is None else None
    if ordinal is not None:
        return (f"para.{_ORDINALS[ordinal.group('ordinal')]}",), ordinal.end()
    if para is not None and not _clipped(view, para.end(), allow_letter=True):
        steps.append(f"para.{int(para.group('para'))}{para.group('more') or ''}")
        end = _tight(view, para.start(1), para.end())
        if word is None and text[end : end + 1] == ")" and text[para.start(1) - 1] == " " and not _is_open(view, end):
            end += 1  # `l'article III 5)`
        if word is not None and "(" in word.group() and text[end : end + 1] == ")":
            return tuple(steps), end + 1
        glued = _LETTER_GLUED.match(text, end)
        if glued is not None:
            steps.append(glued.group("letter"))
            end = glued.end()
            return _with_roman(view, steps, end)
    named = _LETTER_NAMED.match(text, end)
    if named is not None:
        return (*steps, named.group("letter") or named.group("plain")), named.end()
    letter = _LETTER.match(text, end)
    if letter is not None and not (
        letter.group().startswith(" ") and "(" not in letter.group() and ")" not in letter.group()
    ):
        steps.append(letter.group("letter") + (letter.group("more") or ""))
        end = letter.end()
        return _with_roman(view, steps, end)
    return tuple(steps), end


def _with_roman(view: View, steps: list[str], end: int) -> tuple[tuple[str, ...], int]:
    roman = _ROMAN.match(view.text, end)
    if roman is not None:
        steps.append(roman.group("roman"))
        end = roman.end()
    return tuple(steps), end


def _tight(view: View, start: int, end: int) -> int:
    """A closing bracket belongs to the paragraph only where it was opened, a blank never."""
    piece = view.text[start:end]
    if piece.endswith(")") and view.text[:start].rstrip(" ")[-1:] != "(":
        end = start + len(piece.rstrip(") "))
    return end - (len(view.text[start:end]) - len(view.text[start:end].rstrip(" ")))


def _clipped(view: View, end: int, *, allow_letter: bool) -> bool:
    following = view.text[end : end + 2]
    if following[:1].isdigit():
        return True
    return following[:1].isalpha() and not (allow_letter and not following[1:].isalnum())


def _following(view: View, before: Article, plural: bool) -> Article | None:
    text = view.text
    join = _JOIN.match(text, before.end) or _SPAN.match(text, before.end)
    if join is None:
        title = _TITLE.match(text, before.end)
        join = _JOIN.match(text, title.end()) if title is not None else None
    if join is None:
        return None
    position = join.end()
    if _HEAD.match(text, position):
        return None
    depth = len(before.steps)
    roman = _ROMAN.match(text, position)
    if roman is not None and depth > 1 and "(" in roman.group() and from_roman(before.steps[-1]) is not None:
        return Article(
            start=position,
            end=roman.end(),
            number=before.number,
            steps=(*before.steps[:-1], roman.group("roman")),
            head=before.head,
            roman=before.roman,
        )
    letter = _LETTER.match(text, position)
    if letter is not None and depth and before.steps[-1][:1].isalpha() and not before.steps[-1].startswith("para"):
        parent = before.steps[: next((i for i, step in enumerate(before.steps) if not step.startswith("para")), depth)]
        steps, end = _with_roman(view, [*parent, letter.group("letter")], letter.end())
        return Article(
            start=letter.start(1) - ("(" in letter.group()),
            end=end,
            number=before.number,
            steps=steps,
            head=before.head,
            roman=before.roman,
        )
    word = _PARA_WORD.match(text, position)
    if word is not None:
        para = _PARA.match(text, word.end())
        if para is None or not depth or _DOTTED_ON.match(text, para.end()):
            return None  # `Article II.1; paragraph 3.3 of the Action Plan`: of another text
        return _paragraph(view, before, position, para)
    bracket = _PARA_BRACKET.match(text, position)
    if bracket is not None and depth and before.steps[-1].startswith("para.") and text[before.end - 1] == ")":
        return _paragraph(view, before, position, bracket)
    dotted = before.steps[:1] and view.text[before.start : before.end].find(f".{before.steps[0][5:]}") >= 0
    plain = _PARA_PLAIN.match(text, position)
    if plain is None and not before.roman:
        return None
    paragraphs = depth and any(word in view.text[before.head : before.end] for word in _PARAGRAPHS)
    if (
        plain is not None
        and (paragraphs or (depth and plain.group("more")))
        and not dotted
        and not _PARA_DOT.match(text, plain.end())
    ):
        return _paragraph(view, before, position, plain)
    found = _article_at(view, position, position)
    if found is None or not (plural or dotted or (found.steps and "para" not in view.text[found.start : found.end])):
        return None
    if before.roman != found.roman or _MEASURE.match(text, found.end):
        return None
    found.head = before.head
    return found


def _paragraph(view: View, before: Article, start: int, para: re.Match[str]) -> Article | None:
    if _clipped(view, para.end(), allow_letter=False):
        return None
    end = _tight(view, para.start(1), para.end())
    steps: list[str] = [f"para.{int(para.group('para'))}{para.group('more') or ''}"]
    letter = _LETTER.match(view.text, end)
    done: tuple[str, ...] = tuple(steps)
    if letter is not None:
        done, end = _with_roman(view, [*steps, letter.group("letter")], letter.end())
    return Article(start=start, end=end, number=before.number, steps=done, head=before.head, roman=before.roman)


def _leading(view: View, lead: re2._Match, article: Article) -> list[Article]:
    """The paragraphs that stand before their article; the last one's span goes on to the article's number."""
    first, last = lead.span(2)
    inner = lead.group("inner")
    items: list[Article] = []
    position = first
    parent: tuple[str, ...] = (f"para.{int(inner)}",) if inner else ()
    while position < last:
        item = _BEFORE_ITEM.match(view.text, position)
        if item is None or item.end() == position:
            position += 1
            continue
        steps = list(parent)
        if item.group("para"):
            steps = [f"para.{int(item.group('para'))}{item.group('more') or ''}"]
        else:  # `paragraphs 3(b) and (c)`: the letter belongs to the paragraph before
            above = items[-1].steps[:1] if items and len(items[-1].steps) > 1 else parent
            steps = [*above, item.group("letter")]
        steps.extend(_REST.findall(item.group("rest")))
        start = lead.start() if not items else position
        items.append(
            Article(
                start=start,
                end=item.end(),
                number=article.number,
                steps=tuple(steps),
                head=lead.start(),
                roman=article.roman,
            )
        )
        position = item.end()
        while position < last and view.text[position] in " ,-":
            position += 1
        for word in ("and ", "et ", "or ", "ou ", "to ", "a "):
            if view.text.startswith(word, position):
                position += len(word)
                break
    if not items:
        return [article]
    items[-1].end = article.end
    return items
