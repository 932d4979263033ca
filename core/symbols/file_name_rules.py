"""How the sites of conventions write symbols into the names of files: one rule a kind of name, tried in this order.

The names are those that the sites publish; where a site writes a number without its treaty the rule holds only for files of that
site (`homes`). What a rule gives is the symbol as it would be printed: the rows of `config/citations.yml` make the id of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from msgspec import Struct

from core.symbols.file_name_parts import steps
from core.symbols.numerals import to_roman, value_of

Maker = Callable[[re.Match[str]], "str | None"]

_FIELD = re.compile(r"\{(\w+)\}")


class Rule(Struct, frozen=True, kw_only=True):
    pattern: re.Pattern[str]
    """Of the beginning of a name, either case; `core.symbols.file_name_parts.bare` says what is gone from it."""
    symbol: str | Maker
    """A template (groups at their names, without zeros before a number, with a dot for a dash), or what makes the symbol."""
    titled: bool = False
    """A title may stand behind the symbol."""
    norm: bool = False
    """A text that meetings adopt and revise."""
    ended: bool = False
    """Only where the name has an ending: without one it may be anything."""
    homes: frozenset[str] = frozenset()
    """Only for files of these treaties; any where empty."""

    def printed(self, found: re.Match[str]) -> str | None:
        return (
            self.symbol(found) if callable(self.symbol) else _FIELD.sub(lambda one: _plain(found[one[1]]), self.symbol)
        )


def _rule(
    pattern: str, symbol: str | Maker, *, titled: bool = False, norm: bool = False, ended: bool = False, homes: str = "",
) -> Rule:  # fmt: skip
    """In patterns `~` is what stands between words of a name (a blank, a line, a dash), `%` a dot more or none before a number."""
    written = pattern.replace("~", "[ _-]+").replace("%", "[ ._-]*")
    return Rule(
        pattern=re.compile(written, re.IGNORECASE), symbol=symbol, titled=titled, norm=norm, ended=ended,
        homes=frozenset(homes.split()),
    )  # fmt: skip


def _plain(text: str | None) -> str:
    return re.sub(r"\d+", lambda number: str(int(number.group())), (text or "").replace("-", "."))


def _inf(found: re.Match[str]) -> str:
    return "INF/" if found["kind"] else ""


# --- CMS and its family

_DOTTED = r"(?P<number>(?:\d{1,3}(?:\.\d{1,3})+|\d{1,3}(?:-\d{1,3})*)(?:\([a-z]\))?)(?!\d)"
_BODIES: Mapping[str, str] = MappingProxyType(
    {"cop": "COP", "stc": "StC", "scc": "ScC", "scc-sc": "ScC-SC", "mos": "MOS"}
)
_PAPERS: Mapping[str, str] = MappingProxyType({"doc": "Doc.", "inf": "Inf.", "crp": "CRP"})
_PAIR = r"(?P<number>\d{1,2}[.-]\d{1,3})(?!\d)"


def _cms(found: re.Match[str]) -> str:
    part = f"{found['part']}/" if found["part"] else ""
    root = "UNEP/CMS" if found["unep"] or not part else "CMS"
    body, kind = _BODIES[found["body"].lower()], _PAPERS[found["kind"].lower()]
    return f"{root}/{part}{body}{int(found['session'])}/{kind}{_plain(found['number'])}"


def _norm_of(treaty: str) -> Maker:
    """A norm of the session that the name states, and of an earlier one where `_rev.cop13` stands behind it."""

    def make(found: re.Match[str]) -> str | None:
        session, number = found["session"], _plain(found["number"].replace("_", "."))
        if "." not in number and session:
            number = f"{int(session)}.{number}"
        revised = re.match(r"[ _.(-]*rev", found.string[found.end() :], re.IGNORECASE)
        if "." not in number or (session and not revised and number.partition(".")[0] != str(int(session))):
            return None  # as another meeting revised it, perhaps
        root = f"UNEP/{treaty}/" if treaty in {"CMS", "AEWA"} else f"{treaty} "
        return f"{root}{'Decision' if found['kind'].lower().startswith('dec') else 'Resolution'} {number}"

    return make


def _aewa(found: re.Match[str]) -> str:
    body, session, kind = (
        found["body"].upper().replace("STC", "StC"),
        int(found["session"]),
        (found["kind"] or "").upper(),
    )
    number = _plain(found["number"])
    if kind == "DR":
        return f"AEWA/{body}{session} DR{number.rpartition('.')[2]}"
    if found["unep"] and kind:
        return f"UNEP/AEWA/{body}{session}/{kind.capitalize()}.{number}"
    dotted = number if number.startswith(f"{session}.") else f"{session}.{number}"
    return f"AEWA/{body} {'Inf. ' if kind == 'INF' else ''}{dotted}"


_CMS_FAMILY = (
    # `cms_cop14_doc.29.1_title_f.pdf`, `UNEP-CMS-COP14-Doc-29-1-Rev1_e.docx`, `cms_sharks_mos3_doc.9.1_e.pdf`
    _rule(r"(?P<unep>(?:unep|pnue)~)?cms~(?:(?P<part>raptors|sharks|dugong|saiga|mikt)~)?(?P<body>cop|stc|scc-sc|scc|mos)"
          rf"[ _-]?(?P<session>\d{{1,2}})~(?P<kind>doc|inf|crp)%{_DOTTED}", _cms, titled=True),
    # `cms_cop13_res.10.8_rev.cop13_e.pdf`, `cms_cop14_dec.14.12_title_e.pdf`
    _rule(rf"(?:(?:unep|pnue)~)?cms~(?:cop[ _-]?(?P<session>\d{{1,2}})~)?(?P<kind>res(?:olution)?|dec(?:ision)?)%{_PAIR}",
          _norm_of("CMS"), titled=True, norm=True),
    # `aewa_mop8_res_8.1_title.pdf`, `aewa_mop8_res8_e.pdf`
    _rule(r"(?:unep~)?aewa~(?:mop[ _-]?(?P<session>\d{1,2})~)?(?P<kind>res(?:olution)?)%(?P<number>\d{1,2}(?:[.-]\d{1,3})?)(?!\d)",
          _norm_of("AEWA"), titled=True, norm=True),
    # `aewa_mop8_20_rev1.pdf`, `aewa_mop8_inf_16_title.pdf`, `aewa_mop7_dr1_title_en.docx`
    _rule(r"(?P<unep>unep~)?aewa~(?P<body>mop|stc|tc)[ _-]?(?P<session>\d{1,2})[ _.-]+(?:(?P<kind>inf|doc|dr)%)?"
          r"(?P<number>\d{1,2}(?:\.\d{1,2})?)(?!\d)", _aewa, titled=True),
    _rule(r"(?P<unep>(?!))?(?P<body>mop|stc|tc)_?(?P<session>\d{1,2})_(?:(?P<kind>inf|doc|dr)%)?(?P<number>\d{1,2}(?:\.\d{1,2})?)(?!\d)",
          _aewa, titled=True, homes="AEWA"),
    # `Doc.EUROBATS.MoP8.12.Title.pdf`, `eurobats_ac25_inf5_title.pdf`
    _rule(r"(?P<kind>Doc|Inf|Record)[._ ]EUROBATS[._ ](?P<body>MoP|AC|StC) ?(?P<session>\d{1,2})[._]"
          r"(?P<number>\d{1,3}(?:\.\d{1,3})*)(?!\d)", "{kind}.EUROBATS.{body}{session}.{number}", titled=True),
    _rule(rf"EUROBATS~(?P<body>MoP|AC|StC) ?(?P<session>\d{{1,2}})~(?P<kind>Doc|Inf)%{_DOTTED}",
          "{kind}.EUROBATS.{body}{session}.{number}", titled=True),
    # `ascobans_mop9_doc6.1_title.pdf`, `ACCOBAMS_MOP7_2019_Doc33_en.pdf`, `ACAP MoP7 Doc 12 Title.pdf`
    _rule(rf"ascobans~(?P<body>mop|ac) ?(?P<session>\d{{1,2}})~(?:20\d\d~)?(?P<kind>doc|inf)%{_DOTTED}",
          "ASCOBANS/{body}{session}/{kind}.{number}", titled=True),
    _rule(rf"accobams~(?P<body>mop|sc|bu) ?(?P<session>\d{{1,2}})~(?P<year>(?:19|20)\d\d)~(?P<kind>doc|inf)%{_DOTTED}",
          "ACCOBAMS-{body}{session}/{year}/{kind}.{number}", titled=True),
    _rule(r"acap~MoP ?(?P<session>\d{1,2})~(?P<kind>Doc|Inf)~(?P<number>\d{1,3})(?!\d)",
          lambda found: f"ACAP MoP{int(found['session'])} {found['kind']} {found['number']}", titled=True),
    *(
        _rule(rf"{treaty}~(?:mop ?(?P<session>\d{{1,2}})~)?(?:20\d\d~)?(?P<kind>res(?:olution)?)%{_PAIR}", _norm_of(treaty),
              titled=True, norm=True)
        for treaty in ("EUROBATS", "ASCOBANS", "ACCOBAMS", "ACAP")
    ),
    # `Res_11_10_Title_E_0.pdf`, `MoP8.Resolution 8.4 Title.pdf`: of the site that they come from
    *(
        _rule(r"(?:(?:cop|mop) ?(?P<session>\d{1,2})[ _.-]+)?(?P<kind>res(?:olution)?)%(?P<number>\d{1,2}[._-]\d{1,2})(?!\d)",
              _norm_of(treaty), titled=True, norm=True, homes=treaty)
        for treaty in ("CMS", "AEWA", "EUROBATS", "ASCOBANS", "ACCOBAMS", "ACAP")
    ),
)  # fmt: skip

# --- CITES

_CITES_BODIES: Mapping[str, str] = MappingProxyType({"cop": "CoP", "": "CoP", "sc": "SC", "ac": "AC", "pc": "PC"})


def _cites(found: re.Match[str]) -> str:
    kind = (found["kind"] or "Doc").replace("-", ". ")
    record = " Rec." if found["rec"] else ""
    tail = f" A{int(found['annex'])}" if found["annex"] else ""
    tail += f" (Rev. {int(found['revision'])})" if found["revision"] else ""
    body = _CITES_BODIES[(found["body"] or "").lower()]
    return f"CITES {body}{int(found['session'])} {kind}.{record} {_plain(found['number'])}{tail}"


def _cites_norm(found: re.Match[str]) -> str | None:
    session, meeting, revision = int(found["session"]), found["meeting"], found["revision"]
    if meeting and not revision and int(meeting) != session:
        return None  # what an earlier meeting adopted, as this one revised it, or not
    kind = "Resolution Conf." if found["kind"].lower() == "res" else "Decision"
    return f"CITES {kind} {session}.{int(found['number'])}" + (f" (Rev. CoP{int(revision)})" if revision else "")


_CITES = (
    # `F-CoP18-008-A1.pdf`, `E-CoP18-069-03-R1.pdf`, `E-CoP18-Com-I-Rec-14.pdf`, `E-SC75-13-R1.pdf`, `E-15-Prop-09.pdf`
    _rule(r"[EFS]-(?:(?P<body>CoP|SC|AC|PC)(?P<session>\d{1,2})-(?:(?P<kind>Prop|Inf|Doc|Sum|Plen|Com-I{1,2}|Com)-)?(?P<rec>Rec-)?"
          r"(?P<number>\d{1,3}(?:-\d{1,2})*))(?:-A(?P<annex>\d{1,2}))?(?:-R(?P<revision>\d{1,2}))?(?=_|$)(?:_\d$)?",
          _cites, titled=True),
    _rule(r"[EFS]-?(?P<body>)(?P<session>\d{2})-(?P<kind>Prop)-(?P<rec>(?!))?(?P<number>\d{1,3})(?P<annex>(?!))?(?:-R(?P<revision>\d{1,2}))?(?=_|$)",
          _cites, titled=True),
    # `E-Res-12-05-R19.pdf`: here R19 is the meeting that revised it; `F-CoP19-Dec-19-13.pdf`
    _rule(r"[EFS]-(?:CoP(?P<meeting>\d{1,2})-)?(?P<kind>Res|Dec)s?-(?:Conf-)?(?P<session>\d{1,2})-(?P<number>\d{1,3})"
          r"(?:-R(?:ev)?-?(?:CoP)?(?P<revision>\d{1,2}))?(?=_|$)", _cites_norm, titled=True, norm=True),
    _rule(r"[EFS]-Notif-(?P<year>(?:19|20)\d\d)-(?P<number>\d{1,3})(?=_|$)", "CITES Notification {year}/{number}", titled=True),
)  # fmt: skip

# --- CBD and its protocols

_PLAIN_CBD: Mapping[str, int] = MappingProxyType(
    {"COP": 14, "EXCOP": 2, "SBSTTA": 21, "SBI": 2, "WG8J": 10, "WG2020": 1, "CP/MOP": 9, "NP/MOP": 3}
)
"""The first session of each body whose papers are `CBD/…`; those before are `UNEP/CBD/…`."""
_BEFORE: Mapping[str, str] = MappingProxyType({"CP/MOP": "BS/COP-MOP", "NP/MOP": "NP/COP-MOP"})
_CBD_BODY = (
    r"(?P<body>excop|cop|sbstta|sbi|wg8j|wg2020|wgri|icnp|iccp|(?:np|cp|bs)-mop|mop(?=-0\d))-(?P<session>\d{1,2})"
)
_LAST_BS = 7  # decisions of COP-MOP 1 to 7 are BS-I to BS-VII
_LAST_ROMAN_SBSTTA = 20


def _cbd_body(found: re.Match[str]) -> str:
    body = found["body"].upper().replace("-", "/")
    return "CP/MOP" if body in {"MOP", "BS/MOP"} else body


def _cbd(found: re.Match[str]) -> str:
    body, session, kind = _cbd_body(found), int(found["session"]), (found["kind"] or "").upper()
    number = f"{kind}{'/' if kind == 'INF' else '.' if kind else ''}{int(found['number'])}"
    root = f"CBD/{body}" if session >= _PLAIN_CBD.get(body, 99) else f"UNEP/CBD/{_BEFORE.get(body, body)}"
    return f"{root}/{session}/{number}"


def _cbd_decision(found: re.Match[str]) -> str | None:
    body, session, number = _cbd_body(found), int(found["session"]), int(found["number"])
    if body == "CP/MOP" and session <= _LAST_BS:
        return f"BS-{to_roman(session)}/{number}"
    if body == "EXCOP":
        return f"EM-I/{number}" if session == 1 else None
    return f"CBD/{body}/DEC/{session}/{number}"


def _cbd_recommendation(found: re.Match[str]) -> str:
    body, session = _cbd_body(found), int(found["session"])
    count = to_roman(session) if body == "SBSTTA" and session <= _LAST_ROMAN_SBSTTA else str(session)
    return f"CBD/{body}/REC/{count}/{int(found['number'])}"


_CBD = (
    # `cop-15-dec-04-fr.pdf`, `np-mop-04-dec-06-en.pdf`, `mop-05-dec-11-en.pdf`, `sbstta-24-rec-02-en.pdf`
    _rule(rf"(?:unep-)?(?:cbd-)?{_CBD_BODY}-dec-(?P<number>\d{{1,2}})(?!\d)", _cbd_decision),
    _rule(rf"(?:unep-)?(?:cbd-)?{_CBD_BODY}-rec-(?P<number>\d{{1,2}})(?!\d)", _cbd_recommendation),
    # `cop-16-l-26-rev1-en.pdf`, `sbstta-24-inf-31-en.pdf`, `sbstta-18-15-fr.pdf`
    _rule(rf"(?:cbd-)?{_CBD_BODY}(?:-(?P<kind>l|inf|crp))?-(?P<number>\d{{1,3}})(?!\d)", _cbd),
    # `ntf-2022-073-cop15-en.pdf`
    _rule(r"ntf-(?P<year>(?:19|20)\d\d)-(?P<number>\d{3})(?!\d)",
          lambda found: f"CBD notification {found['year']}-{found['number']}", titled=True),
)  # fmt: skip

# --- climate and desertification

_CLIMATE: Mapping[str, str] = MappingProxyType(
    {"cp": "CP", "cop": "CP", "cmp": "KP/CMP", "cma": "PA/CMA", "sbi": "SBI", "sbsta": "SBSTA", "sb": "SB", "apa": "APA",
     "adp": "ADP", "awglca": "AWGLCA", "awgkp": "KP/AWG", "awg": "KP/AWG", "tp": "TP"}
)  # fmt: skip
CLIMATE_NUMBER = (
    r"(?P<kind>l|inf|misc|crp)?\.?(?P<number>\d{1,3})(?P<steps>(?:_?(?:add|rev|corr|a|r|c)\.?\d{1,2})*)(?:_?[acefrs])?$"
)
"""`10a01E`, `L19_E`, `inf02`: the language is a letter glued to the number."""


def climate(body: str, year: str, found: re.Match[str]) -> str | None:
    """The paper of a body and a year: `FCCC/CP/2015/10/Add.1`."""
    named = _CLIMATE.get(body.lower())
    kind = f"{found['kind'].upper()}." if found["kind"] else ""
    return f"FCCC/{named}/{year}/{kind}{int(found['number'])}{steps(found['steps'])}" if named else None


def _iccd(found: re.Match[str]) -> str:
    kind = f"{found['kind']}." if found["kind"] else ""
    further = f"/{found['further']}" if found["further"] else ""
    return f"ICCD/{found['body']}({found['session']}){further}/{kind}{int(found['number'])}"


_RIO = (
    # `cp2015_10a01E.pdf`, `cma2022_10a02F.pdf`, `sbsta2018_04_adv.pdf`, `cp2025_L19_E.pdf`, `arr2019_AUS.pdf`
    _rule(rf"(?:unfccc_+)?(?P<body>{'|'.join(_CLIMATE)})(?P<year>(?:19|20)\d\d)_{CLIMATE_NUMBER}",
          lambda found: climate(found["body"], found["year"], found)),
    _rule(r"(?P<kind>arr|irr|asr|sra|trr|tasr)(?P<year>(?:19|20)\d\d)_(?P<country>[a-z]{3})$",
          lambda found: f"FCCC/{found['kind']}/{found['year']}/{found['country']}", ended=True),
    # `ICCD_COP(14)_23_Add.1-1918355E.pdf`, `ICCD-CRIC19-2.pdf`, `ICCD_COP(15)_CST_2_en.pdf`, `2-cop14.pdf`
    _rule(r"ICCD~(?P<body>COP|CRIC|CST)[ _-]?\(?(?P<session>(?:S-)?\d{1,2})\)?~(?:(?P<further>CST|CRIC)~)?"
          r"(?:(?P<kind>INF|MISC|CRP|L)%)?(?P<number>\d{1,2})(?!\d)", _iccd),
    _rule(r"(?P<number>\d{1,2})[ _-]?cop[ _.-]?(?P<session>\d{1,2})$", "{number}/COP.{session}", ended=True, homes="UNCCD"),
)  # fmt: skip

# --- chemicals, ozone

_OZONE: Mapping[str, str] = MappingProxyType(
    {"mop": "OzL.Pro.{}", "oewg": "OzL.Pro.WG.1/{}", "exmop": "OzL.Pro.ExMOP/{}", "impcom": "OzL.Pro/ImpCom/{}",
     "excom": "OzL.Pro/ExCom/{}"}
)  # fmt: skip
_FIRST_OWN_SESSION = 12  # of the ozone bodies: below it `MOP-5-3` may be of many bodies


def _ozone(found: re.Match[str]) -> str | None:
    session, body = int(found["session"]), found["body"].lower()
    if session < _FIRST_OWN_SESSION and not found["own"] and body in {"mop", "oewg"}:
        return None
    return f"UNEP/{_OZONE[body].format(session)}/{_inf(found)}{int(found['number'])}{steps(found['steps'])}"


_CHEMICALS = (
    # `UNEP-POPS-COP.9-SC-9-4.English.docx`, `UNEP-MC-COP4-Dec11-Title.English.pdf`, `BC-15-18.English.pdf`
    _rule(r"UNEP-(?:CHW|POPS|FAO-RC)(?:-COP)?\.?\d{0,2}-(?P<body>BC|RC|SC)-(?P<session>\d{1,2})-(?P<number>\d{1,2})(?!\d)",
          "{body}-{session}/{number}"),
    _rule(r"UNEP-MC-COP[.-]?(?P<session>\d{1,2})-(?:Dec\.?-?|MC-(?P=session)-)(?P<number>\d{1,2})(?!\d)",
          "MC-{session}/{number}", titled=True),
    _rule(r"UNEP-MC-COP[.-]?(?P<session>\d{1,2})-(?:(?P<kind>INF)-)?(?P<number>\d{1,2})(?!\d)",
          lambda found: f"UNEP/MC/COP.{int(found['session'])}/{_inf(found)}{int(found['number'])}", titled=True),
    _rule(r"(?P<body>BC|RC|SC|MC|OEWG|CRC|POPRC)-(?P<session>\d{1,2})-(?P<number>\d{1,2})$", "{body}-{session}/{number}",
          homes="BASEL ROTTERDAM STOCKHOLM MINAMATA"),
    _rule(r"(?P<body>BC|MC)-(?P<session>\d{1,2})-(?P<number>\d{1,2})$", "{body}-{session}/{number}"),
    # `COP-11-7-MOP-29-8E.pdf`: one report of two meetings; `UNEP-OzL-Pro-31-9E.pdf`
    _rule(r"COP-(?P<conv>\d{1,2})-(?P<paper>\d{1,3})-MOP-(?P<session>\d{1,2})-(?P<number>\d{1,3})-?[EFSARC]?$",
          lambda found: f"UNEP/OzL.Conv.{int(found['conv'])}/{int(found['paper'])}\u2013"
          f"UNEP/OzL.Pro.{int(found['session'])}/{int(found['number'])}", ended=True),
    _rule(r"UNEP[-_]OzL[.-](?P<body>Pro)[.-](?P<session>\d{1,2})[-_](?:(?P<kind>INF)[-_])?(?P<number>\d{1,3})"
          r"(?P<steps>(?:[-_](?:Add|Rev|Corr)[.-]?\d{1,2})*)-?(?P<own>[EFSARC])?$",
          lambda found: f"UNEP/OzL.Pro.{int(found['session'])}/{_inf(found)}{int(found['number'])}{steps(found['steps'])}"),
    # `OEWG-47-INF-3-Rev-1.pdf`, `MOP-31-3E.docx`, `EXMOP-3-7-E.pdf`
    _rule(r"(?P<body>MOP|OEWG|EXMOP|IMPCOM|EXCOM)-(?P<session>\d{1,2})-(?:(?P<kind>INF)-)?(?P<number>\d{1,3})"
          r"(?P<steps>(?:-(?:Add|Rev|Corr)[.-]?\d{1,2})*)-?(?P<own>[EFSARC])?$", _ozone, ended=True),
)  # fmt: skip

# --- Ramsar, world heritage, IPBES, IUCN, UNEA, HELCOM, IWC

_ROMAN = r"(?P<session>x{0,2}(?:ix|iv|v?i{0,3}))"


def _roman_norm(found: re.Match[str]) -> str | None:
    session = value_of(found["session"])
    if session is None or not 1 <= session <= 30:
        return None
    kind = "Recommendation" if (found["kind"] or "").lower().startswith("rec") else "Resolution"
    return f"Ramsar {kind} {to_roman(session)}.{int(found['number'])}"


def _unea(found: re.Match[str]) -> str:
    kind = found["kind"].capitalize() + ("/" if found["kind"].lower() == "inf" else ".")
    return f"UNEP/EA.{found['session']}/{kind}{int(found['number'])}"


def _heritage(found: re.Match[str]) -> str:
    added = f".{found['add'].capitalize()}" if found["add"] else ""
    return f"WHC-{found['year']}/{int(found['session'])}.COM/{found['number'].upper()}{added}"


_OTHERS = (
    # `xiii.12_title_e.pdf`, `key_res_vii.11e.pdf`, `res_xiv.17_title_f.pdf`, `cop12_res05_title_e_0.pdf`, `sc57_doc12_e.pdf`
    _rule(rf"(?:ramsar~)?(?:key~)?(?P<kind>res(?:olution)?|rec(?:ommendation)?)%{_ROMAN}[._-](?P<number>\d{{1,2}})(?:[efs]$)?(?![\da-z])",
          _roman_norm, titled=True, norm=True, ended=True),
    _rule(r"(?P<kind>)(?P<session>(?=vii|xi|xx)[xvi]{2,6})\.(?P<number>\d{1,2})(?:[efs]$)?(?![\da-z])", _roman_norm, titled=True,
          norm=True, ended=True),
    _rule(rf"(?P<kind>)(?:ramsar~)?{_ROMAN}[._-](?P<number>\d{{1,2}})(?:[efs]$)?(?![\da-z])", _roman_norm, titled=True, norm=True,
          ended=True, homes="RAMSAR"),
    _rule(r"(?:ramsar~)?cop[ _-]?(?P<session>\d{1,2})[ _.-]+(?P<kind>res|rec)%(?P<number>\d{1,2})(?!\d|\.\d)",
          _roman_norm, titled=True, norm=True, homes="RAMSAR"),
    _rule(r"ramsar~(?P<body>cop|sc)[ _-]?(?P<session>\d{1,2})[ _.-]*(?P<kind>doc|inf|dr)%(?P<number>\d{1,3}(?:\.\d{1,2})?)(?!\d)",
          "Ramsar {body}{session} {kind}.{number}", titled=True),
    _rule(r"(?P<body>cop|sc)[ _-]?(?P<session>\d{1,2})[ _.-]*(?P<kind>doc|inf|dr)%(?P<number>\d{1,3}(?:\.\d{1,2})?)(?!\d)",
          "Ramsar {body}{session} {kind}.{number}", titled=True, homes="RAMSAR"),
    # `whc-06-30com-19e.pdf`, `whc19-43com-7B-en.pdf`
    _rule(r"whc-?(?P<year>\d\d)-(?P<session>\d{1,2})com-(?P<number>\d{1,2}[A-D]?)(?:-?(?P<add>Add(?:\.?\d)?))?"
          r"(?:[ef]$)?(?![\da-z])", _heritage),
    # `ipbes-9-14-add-1_en.pdf`, `ipbes_7_10_add.1_en_1.pdf`, `ipbes-3-inf-7.pdf`, `Decision_IPBES_3_1_EN_0.pdf`
    _rule(r"(?:decision~ipbes|ipbes~dec(?:ision)?)~(?P<session>\d{1,2})~(?P<number>\d{1,2})(?!\d)",
          "IPBES-{session}/{number}", titled=True),
    _rule(r"ipbes~(?P<session>\d{1,2})~dec(?:ision)?%(?P<number>\d{1,2})(?!\d)", "IPBES-{session}/{number}", titled=True),
    _rule(r"ipbes~(?P<session>\d{1,2})~(?:(?P<kind>inf)%)?(?P<number>\d{1,2})(?!\d)",
          lambda found: f"IPBES/{int(found['session'])}/{_inf(found)}{int(found['number'])}"),
    # `WCC-2016-Res-036-EN.pdf`, `WCC_2020_RES_004_EN.pdf`
    _rule(r"WCC~(?P<year>(?:19|20)\d\d)~(?P<kind>Res|Rec)~(?P<number>\d{3})(?!\d)",
          lambda found: f"WCC-{found['year']}-{found['kind'].capitalize()}-{found['number']}", titled=True),
    # `k2200707_-_unep-ea.5-res.1_-_english.pdf`, `UNEP-EA.4-L.2.pdf`
    _rule(r"(?:UNEP|PNUE)[-_/]EA[.-]?(?P<session>(?:SS\.)?\d{1,2})[-_](?P<kind>res|dec|inf|l)%(?P<number>\d{1,2})(?!\d)",
          _unea, titled=True),
    # `UNEA-5-Res-14.pdf`, `unea_res_5_14_e.pdf`
    _rule(r"UNEA~?(?P<session>\d)~(?P<kind>res|dec)(?:olution|ision)?%(?P<number>\d{1,2})(?!\d)",
          "UNEP/EA.{session}/{kind}.{number}", titled=True),
    _rule(r"UNEA~(?P<kind>res|dec)(?:olution|ision)?~(?P<session>\d)~(?P<number>\d{1,2})(?!\d)",
          "UNEP/EA.{session}/{kind}.{number}", titled=True),
    # `Rec-25-7.pdf`, `HELCOM-Recommendation-28E-10.pdf`
    _rule(r"HELCOM~rec(?:ommendation)?~(?P<session>\d{1,2}E?)~(?P<number>\d{1,2})(?!\d)",
          lambda found: f"HELCOM Recommendation {found['session']}/{int(found['number'])}", titled=True),
    _rule(r"rec(?:ommendation)?~(?P<session>\d{1,2}E?)~(?P<number>\d{1,2})(?!\d)",
          lambda found: f"HELCOM Recommendation {found['session']}/{int(found['number'])}", titled=True, homes="HELCOM"),
    # `iwc-resolution-2018-5.pdf`, `RES-2018-5.pdf` on the site of the commission
    _rule(r"IWC~res(?:olution)?~(?P<year>(?:19|20)\d\d)-(?P<number>\d{1,2})(?!\d)", "IWC Resolution {year}-{number}",
          titled=True, norm=True),
    _rule(r"res(?:olution)?~(?P<year>(?:19|20)\d\d)-(?P<number>\d{1,2})(?!\d)", "IWC Resolution {year}-{number}",
          titled=True, norm=True, homes="IWC"),
)  # fmt: skip

# --- whole symbols whose slashes became lines or dashes: `A_RES_73_333-FR.pdf`, `UNEP-CHW.15-5-Add.1-Rev.1.English.pdf`

_WORDS = (
    "RES|DEC|CONF|CN|AC|HRC|PRST|INF|MISC|CRP|L|ADD|REV|CORR|FAO|RC|POPS|CHW|MC|EA|OECPR|COP|MOP|CRC|POPRC|OEWG|EXCOPS?|INC|"
    "CP|KP|PA|CMP|CMA|AWG|SBI|SBSTA|SB|APA|ADP|TP|IDR|SR|CBD|NP|BS|SBSTTA|WG8J|WG2020|WGRI|CRIC|CST|SC|BC|GB|OzL|ICCM|ENERGY|"
    "TRANS|MP|EB|CEP|WG|GE|GC|GCSS|PWPWG|ExCom|ImpCom|ExMOP|PP|CPR|B|C|EFC|PPRC|CC|SSG"
)
_FIGURES = r"\d{1,4}(?:\.\d{1,3})*(?:\([A-Z]+\))?"
_PIECE = rf"(?:(?:{_WORDS})(?:\.[A-Z]{{1,5}})*(?:\.?\(?(?:S-)?\d{{1,4}}\)?(?:\.\d{{1,3}})*)?|{_FIGURES})"
_ROOTS = "UNEP|PNUE|ECE|FCCC|ICCD|CBD|SAICM|IPBES|CGRFA|IWC|IT|TEC|KCI|SCF|GCF|GEF|AFB|ST|A|E|S"


def _slashed(found: re.Match[str]) -> str:
    stem = found.group()
    if "_" in stem:
        return _counted(stem.replace("_", "/"))
    plain = re.sub(r"\bCOP-MOP\b", "COP~MOP", stem, flags=re.IGNORECASE).replace("-", "/").replace("~", "-")
    return _counted(re.sub(r"/(Add|Rev|Corr)/(?=\d)", r"/\1.", plain, flags=re.IGNORECASE))


def _counted(symbol: str) -> str:
    """`CGRFA/17/19/3`: the session of these bodies stands behind a dash."""
    return re.sub(r"^(IT/GB|CGRFA)/(?=\d)", r"\1-", symbol, flags=re.IGNORECASE)


_LAST = rf"(?:{_FIGURES}|(?:ADD|REV|CORR|INF|L|MISC|CRP|RES|DEC)\.?\d{{1,3}})"
_SLASHED = (
    _rule(rf"(?:{_ROOTS})(?:_{_PIECE}|_\d{{1,2}}-\d{{1,2}})*_{_LAST}$", _slashed),
    _rule(rf"(?:{_ROOTS})(?:-{_PIECE})*-{_LAST}$", _slashed, ended=True),
)

RULES: tuple[Rule, ...] = (*_CMS_FAMILY, *_CITES, *_CBD, *_RIO, *_CHEMICALS, *_OTHERS, *_SLASHED)
