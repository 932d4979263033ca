"""Symbols that the sites of conventions write into the names of their files, and into addresses."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Mapping
from types import MappingProxyType

from core.symbols.file_name_parts import bare, behind
from core.symbols.file_name_rules import CLIMATE_NUMBER, RULES, climate


def symbol_in_file_name(name: str, *, home: str | None = None) -> str | None:
    """The symbol as it would be printed, for the resolver to read; None where the name follows no known rule.

    CMS: `cms_cop14_doc.29.1_title_f.pdf`; CITES: `F-CoP18-008-A1.pdf`, `E-Res-10-10-R18.pdf`; CBD: `cop-15-dec-04-fr.pdf`; climate:
    `cp2015_10a01E.pdf`; and so on (`core.symbols.file_name_rules`). `home` is the treaty of the site that the file comes from: some
    sites write numbers that mean something on that site only. What a name says beyond the symbol and its title (`_e2`, `_part-2`)
    may make it another text: then the answer is None too.
    """
    stem, ended = bare(name)
    if not stem:
        return None
    typed = not ended and " " in stem  # words that somebody typed, of which none is left over
    for rule in RULES:
        if (rule.ended and not ended) or (rule.homes and home not in rule.homes):
            continue
        found = rule.pattern.match(stem)
        if found is None:
            continue
        tail = behind(stem[found.end() :], titled=rule.titled and not typed, norm=rule.norm)
        symbol = rule.printed(found) if tail is not None else None
        if symbol is not None:
            return f"{symbol}{tail}"
    return None


_SYMBOL_HOSTS = frozenset({"undocs.org", "docs.un.org"})
"""Sites whose addresses are the symbol of the document behind the name of the host, and perhaps a language."""
_LANGUAGE_STEP = re.compile(r"^(?:en|fr|es|ar|zh|ru)/", re.IGNORECASE)
_HOMES: Mapping[str, str] = MappingProxyType(
    {"cms.int": "CMS", "unep-aewa.org": "AEWA", "eurobats.org": "EUROBATS", "ascobans.org": "ASCOBANS", "accobams.org": "ACCOBAMS",
     "acap.aq": "ACAP", "cites.org": "CITES", "cbd.int": "CBD", "ramsar.org": "RAMSAR", "helcom.fi": "HELCOM", "iwc.int": "IWC",
     "unccd.int": "UNCCD", "basel.int": "BASEL", "pic.int": "ROTTERDAM", "pops.int": "STOCKHOLM",
     "minamataconvention.org": "MINAMATA"}
)  # fmt: skip
"""Treaties by the ends of the names of their hosts."""
_PARAMETERS = ("d", "symbol", "ds", "finalsymbol", "file", "filename")
"""Of addresses that serve files by a parameter: `download.aspx?d=UNEP-CHW.12-27.English.pdf`, `view_doc.asp?symbol=A/RES/70/1`."""
_CLIMATE_PATH = re.compile(
    r"(?:^|/)resource/docs/(?:(?P<year>(?:19|20)\d\d)/(?P<body>[a-z]+?)(?:\d{1,2}(?:-\d)?)?|cop(?P<session>[1-9]|1\d|2[0-5]))/"
    r"(?:(?:eng|fre|spa|ara|chi|rus)/)?(?P<stem>[^/]+)\.pdf$",
    re.IGNORECASE,
)
"""`/resource/docs/2015/cop21/eng/10a01.pdf`, `/resource/docs/cop7/13a01.pdf`."""
_CLIMATE_STEM = re.compile(CLIMATE_NUMBER, re.IGNORECASE)
_COP_YEARS = 1994  # COP 1 was in 1995, and one in each year until COP 25
_DECISION_PATH = re.compile(
    r"(?:^|/)decisions?/(?P<body>cop|np-mop|cp-mop)/(?P<session>\d{1,2})/(?P<number>\d{1,2})(?:/|$)", re.IGNORECASE
)
_DOCUMENT_PATH = re.compile(r"(?:^|/)documents/(?P<symbol>(?:UNEP/)?CBD/.+)$", re.IGNORECASE)


def symbol_in_address(address: str) -> str | None:
    """The symbol that a web address names: by its file name, a parameter, or its path where the site's paths are symbols."""
    try:
        parts = urllib.parse.urlsplit(address.strip())
        host = parts.hostname
        query = urllib.parse.parse_qsl(parts.query)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host:
        return None
    host = host.removeprefix("www.")
    path = urllib.parse.unquote(parts.path).strip("/")
    if host in _SYMBOL_HOSTS and _is_symbol(host, path):
        return _LANGUAGE_STEP.sub("", path)
    home = next((treaty for name, treaty in _HOMES.items() if host == name or host.endswith(f".{name}")), None)
    if (named := _in_path(path, home)) is not None:
        return named
    for part in (path.rpartition("/")[2], path.rpartition("/")[0].rpartition("/")[2]):
        if named := symbol_in_file_name(part, home=home):
            return named
    for name, value in query:
        if name.lower() in _PARAMETERS:
            named = symbol_in_file_name(value, home=home) or (value if _is_symbol(host, value) else None)
            if named is not None:
                return named
    return None


def _is_symbol(host: str, value: str) -> bool:
    """On the sites of the United Nations a parameter may be the symbol itself."""
    return (host in _SYMBOL_HOSTS or host.endswith("un.org")) and "/" in value and any(sign.isdigit() for sign in value)


def _in_path(path: str, home: str | None) -> str | None:
    if home == "CBD":
        if found := _DECISION_PATH.search(path):
            return symbol_in_file_name(f"{found['body']}-{found['session']}-dec-{found['number']}")
        if found := _DOCUMENT_PATH.search(path):
            return found["symbol"]
    if found := _CLIMATE_PATH.search(path):
        number = _CLIMATE_STEM.match(found["stem"])
        year = found["year"] or str(_COP_YEARS + int(found["session"]))
        return climate(found["body"] or "cop", year, number) if number is not None else None
    return None
