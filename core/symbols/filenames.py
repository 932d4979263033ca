"""Symbols that the sites of conventions write into the names of their files."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Callable, Mapping
from types import MappingProxyType

_ENDING = re.compile(r"\.(?:pdf|docx?|rtf|odt|html?|txt)$", re.IGNORECASE)
_CMS = re.compile(
    r"^cms_(?P<body>cop|stc|scc|mos)(?P<session>\d+)_(?P<kind>doc|inf|res|crp|dec)\.?_?(?P<number>\d+(?:\.\d+)*(?:\([a-z]\))?)"
    r"(?P<tail>(?:_(?:rev|corr|add)\.?(?:cop)?\d*)*)(?=_|$)",
    re.IGNORECASE,
)
_CITES = re.compile(
    r"^[EFS]-(?P<body>CoP|SC|AC|PC)(?P<session>\d+)-(?:(?P<kind>Prop|Inf|Doc)-)?(?P<number>\d+(?:-\d+)*)(?:-A(?P<annex>\d+)[a-z]?)?"
    r"(?:-R(?P<revision>\d+))?(?=_|$)",
    re.IGNORECASE,
)
_CITES_NORM = re.compile(
    r"^[EFS]-(?P<kind>Res|Dec)-(?P<session>\d+)-(?P<number>\d+)(?:-R(?P<revision>\d+))?(?=_|$)", re.IGNORECASE
)
_CBD_DECISION = re.compile(r"^cop-(?P<session>\d+)-dec-(?P<number>\d+)(?:-[a-z]{2})?$", re.IGNORECASE)
_CBD = re.compile(
    r"^(?P<body>cop|sbstta|sbi|wg8j|wg2020|excop)-(?P<session>\d+)(?:-(?P<kind>l|inf))?-(?P<number>\d+)"
    r"(?P<tail>(?:-(?:rev|add|corr)-?\d+)*)(?:-[a-z]{2})?$",
    re.IGNORECASE,
)
_STEM = re.compile(
    r"^(?P<stem>UNEP-[A-Z0-9.-]+?)(?:\.(?:English|French|Spanish|Arabic|Chinese|Russian))?$", re.IGNORECASE
)
_MODS = re.compile(r"(rev|corr|add)[.-]?(cop)?(\d*)", re.IGNORECASE)


def _tail(text: str) -> str:
    steps = []
    for word, body, number in _MODS.findall(text):
        steps.append(f"/{word.capitalize()}.{body.upper()}{int(number) if number else ''}")
    return "".join(steps)


def _cms(found: re.Match[str]) -> str:
    kind, number, tail = found["kind"].lower(), found["number"], _tail(found["tail"])
    if kind == "res":
        return f"UNEP/CMS/Resolution {number}{tail}"
    if kind == "dec":
        return f"UNEP/CMS/Decision {number}{tail}"
    return f"UNEP/CMS/{found['body']}{found['session']}/{kind}.{number}{tail}"


def _cites(found: re.Match[str]) -> str:
    number = ".".join(str(int(part)) for part in found["number"].split("-"))
    kind = (found["kind"] or "Doc").capitalize()
    revision = f" (Rev. {int(found['revision'])})" if found["revision"] else ""
    annex = f" A{int(found['annex'])}" if found["annex"] else ""
    return f"CITES {found['body']}{int(found['session'])} {kind}. {number}{annex}{revision}"


def _cites_norm(found: re.Match[str]) -> str:
    number = f"{int(found['session'])}.{int(found['number'])}"
    revision = f" (Rev. CoP{int(found['revision'])})" if found["revision"] else ""
    return (
        f"CITES Resolution Conf. {number}{revision}"
        if found["kind"].lower() == "res"
        else f"CITES Decision {number}{revision}"
    )


def _cbd_decision(found: re.Match[str]) -> str:
    return f"CBD/COP/DEC/{int(found['session'])}/{int(found['number'])}"


def _cbd(found: re.Match[str]) -> str:
    kind = {"l": "L.", "inf": "INF/"}.get((found["kind"] or "").lower(), "")
    return f"CBD/{found['body'].upper()}/{int(found['session'])}/{kind}{int(found['number'])}{_tail(found['tail'])}"


def _stem(found: re.Match[str]) -> str:
    return re.sub(r"/(SC|RC|BC|MC)/(?=\d)", r"/\1-", found["stem"].replace("-", "/"))


_RULES: Mapping[re.Pattern[str], Callable[[re.Match[str]], str]] = MappingProxyType(
    {
        _CMS: _cms,
        _CITES: _cites,
        _CITES_NORM: _cites_norm,
        _CBD_DECISION: _cbd_decision,
        _CBD: _cbd,
        _STEM: _stem,
    }
)


def symbol_in_file_name(name: str) -> str | None:
    """The symbol as it would be printed, for the resolver to read; None where the name follows no known rule.

    CMS: `cms_cop14_doc.29.1_title_f.pdf`; CITES: `F-CoP18-008-A1.pdf`, `E-Res-10-10-R18.pdf`; CBD: `cop-15-dec-04-fr.pdf`,
    `sbstta-24-inf-31-en.pdf`; Basel, Rotterdam, Stockholm: `UNEP-POPS-COP.4-SC-4-28.French.doc`.
    """
    base = name.strip().replace("\\", "/").rpartition("/")[2]
    stem, count = _ENDING.subn("", base)
    for pattern, rule in _RULES.items():
        if count == 0 and pattern is _STEM:
            continue
        found = pattern.match(stem)
        if found is not None:
            return rule(found)
    return None


_SYMBOL_HOSTS = frozenset({"undocs.org", "www.undocs.org", "docs.un.org"})
"""Sites whose addresses are the symbol of the document behind the name of the host, and perhaps a language."""
_LANGUAGE_STEP = re.compile(r"^(?:en|fr|es|ar|zh|ru)/", re.IGNORECASE)


def symbol_in_address(address: str) -> str | None:
    """The symbol that a web address names: by its file name, or by its path on the document sites of the United Nations."""
    try:
        parts = urllib.parse.urlsplit(address.strip())
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host:
        return None
    path = urllib.parse.unquote(parts.path).strip("/")
    if host in _SYMBOL_HOSTS:
        return _LANGUAGE_STEP.sub("", path) or None
    return symbol_in_file_name(path)
