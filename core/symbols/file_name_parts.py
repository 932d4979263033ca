"""Pieces of the names of files: what stands around a symbol (job numbers, languages, copies), and what stands behind it."""

from __future__ import annotations

import re
import urllib.parse

_LONGEST = 255  # no file system has longer names
_ENDING = re.compile(r"\.(?:pdf|docx?|rtf|odt|html?|txt)$", re.IGNORECASE)
_JOB_BEFORE = re.compile(
    r"^(?:[KNG]\d{7}|GE\.?\d{2}-\d{5}|\d{4}-\d{2}-\d{2})[A-Z]?(?:[ _]+(?:-[ _]+)?|[ _]*-[ _]*)(?=.)", re.IGNORECASE
)
"""The number of the printer's job, or the day, before the symbol: `k2200707_-_unep-ea.5-res.1`."""
_JOB_BEHIND = re.compile(r"[ _-]+(?:[KNG]?\d{7})[A-Z]?$", re.IGNORECASE)
_LANGUAGES = (
    "en|fr|es|ar|ru|zh|eng|fre|fra|esp|spa|ara|rus|chi|"
    "english|french|spanish|arabic|chinese|russian|anglais|francais|français|espagnol|espanol|español"
)
_LANGUAGE = re.compile(rf"(?:[ _-]+(?:-[ _]+)?(?:{_LANGUAGES}|[efs]|ef|efs)|\.(?:{_LANGUAGES}))$", re.IGNORECASE)
"""One letter counts only behind a blank, a line or a dash: `Doc.6.1.e` may be a letter of the number."""
_COPY = re.compile(r"_0$| ?\(\d\)$")
_COPY_OF_LANGUAGE = re.compile(rf"(?<=[ _.-])({_LANGUAGES}|[efs])_\d$", re.IGNORECASE)
"""A site adds `_0`, `_1` to a second upload; behind a number any other figure than 0 may belong to it."""
_STATE = re.compile(r"[ _-]+(?:adv|advance|final|web)$", re.IGNORECASE)

_STEP = re.compile(
    r"[ _.,/-]*\(?(?P<what>rev|corr|add|amend)(?:ision|igendum|endum|ment)?[ ._-]{0,2}(?P<scope>cop|mop|cdp|rdp)?[ ._-]?"
    r"(?P<number>\d{1,2})\)?(?![0-9a-z])",
    re.IGNORECASE,
)
_ANNEX = re.compile(r"[ _.-]+annexe?[ ._-]?(?P<number>\d{1,2})(?![0-9a-z])", re.IGNORECASE)
_APART = re.compile(r"[ _.,-]+")
_PIECE = re.compile(
    r"(?:rev|corr|add|amend|addendum|addenda|corrigendum|revision|annexe?s?|app|appendix|appendices?|part|partie|vol|volume|"
    r"attachments?|att|chapter|chapitre|section|suppl|supplement|comments?|presentation|ppt|bis|ter)(?P<number>\d+[a-z]?)?",
    re.IGNORECASE,
)
"""Words behind a symbol that make the file a part of what the symbol names, or another text."""
_NUMBER = re.compile(r"\d{1,2}|[ivx]{1,4}|[a-d]", re.IGNORECASE)
_UNKNOWN = re.compile(r"(?:[efsv]|en|fr|es|ver)\d{1,2}", re.IGNORECASE)
"""`_e2`, `_v3`: another issue of the text, and nothing says which."""
_CODE = re.compile(r"[a-h]|[a-z]{0,2}\d+", re.IGNORECASE)
"""Letters and figures that are no title: `_a`, `-R1`."""
_PLURALS = frozenset({"annexes", "appendices", "attachments", "comments"})
"""With these a title may end."""
_YEAR = re.compile(r"(?:19|20)\d{2}")
_DRAFT = re.compile(r"drafts?|projets?|insession|proposed|crp", re.IGNORECASE)


def bare(name: str) -> tuple[str, bool]:
    """The last part of a path without ending, language, job number and mark of a copy; and whether it had an ending.

    Nothing where it is longer than names of files are.
    """
    base = urllib.parse.unquote(name.strip()).replace("\\", "/").rpartition("/")[2].strip()
    if len(base) > _LONGEST:
        return "", False
    stem, ended = _ENDING.subn("", base)
    stem = _ENDING.sub("", stem)  # `.docx.pdf`
    stem = _JOB_BEFORE.sub("", stem)
    before = None
    while before != stem:
        before = stem
        stem = _COPY_OF_LANGUAGE.sub(r"\1", stem)
        for around in (_COPY, _LANGUAGE, _STATE, _JOB_BEHIND):
            stem = around.sub("", stem)
    return stem, bool(ended)


def steps(text: str) -> str:
    """`a01r02`, `-rev1-add-2`: `/Add.1/Rev.2`."""
    words = {"a": "add", "r": "rev", "c": "corr"}
    return "".join(
        f"/{words.get(what.lower(), what.lower()).capitalize()}.{int(number)}"
        for what, number in re.findall(r"(add|rev|corr|amend|a|r|c)[ ._-]?(\d{1,2})", text, re.IGNORECASE)
    )


def behind(rest: str, *, titled: bool, norm: bool) -> str | None:
    """What stands behind a symbol and belongs to it, as it is printed: `/Rev.1`, `/Annex 3`, `(Rev. COP13)`.

    None where the file is not, or not surely, what the symbol names: a part, a draft of a norm, or something unknown. `titled`: a
    title may follow; its figures are its own. `norm`: what is revised, and never annexed to, by a meeting.
    """
    tail, at, annexed = "", 0, False
    while at < len(rest):
        step = _STEP.match(rest, at)
        annex = _ANNEX.match(rest, at) if not norm else None
        if step is not None and bool(step["scope"]) == norm:
            tail += f" (Rev. {_scope(step)}{int(step['number'])})" if norm else f"/{_word(step)}.{int(step['number'])}"
            at = step.end()
        elif annex is not None and not annexed:
            tail, at, annexed = f"{tail}/Annex {int(annex['number'])}", annex.end(), True
        else:
            break
    words = [word for word in _APART.split(rest[at:]) if word]
    if not words:
        return tail if not rest[at:].strip(" _.,-") else None
    if not titled or _APART.match(rest, at) is None or (words[0][0].isdigit() and not _YEAR.match(words[0])):
        return None
    later = [] if norm else [step for step in _STEP.finditer(rest, at) if not step["scope"]]
    words = [word for word in _APART.split(rest[at:] if norm else _STEP.sub("", rest[at:])) if word]
    if _is_piece(words) or (norm and any(_DRAFT.fullmatch(word) for word in words)):
        return None
    return tail + "".join(f"/{_word(step)}.{int(step['number'])}" for step in later)


def _is_piece(words: list[str]) -> bool:
    """Whether a title says that the file is a part of a text, or an issue of it that has no symbol."""
    for place, word in enumerate(words):
        piece = _PIECE.fullmatch(word)
        if piece is None:
            continue
        following = words[place + 1] if place + 1 < len(words) else None
        alone = following is None and word.lower() not in _PLURALS
        if piece["number"] or place == 0 or alone or (following is not None and _NUMBER.fullmatch(following)):
            return True
    return _UNKNOWN.fullmatch(words[-1]) is not None or all(_CODE.fullmatch(word) for word in words)


def _word(step: re.Match[str]) -> str:
    return step["what"].capitalize()


def _scope(step: re.Match[str]) -> str:
    return {"cdp": "COP", "rdp": "MOP"}.get(step["scope"].lower(), step["scope"].upper())
