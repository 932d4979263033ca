"""Mastheads as each secretariat prints them, in English and French."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from replicas.papers import Paper

MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
}


def masthead(paper: Paper, lang: str) -> list[str]:
    lang = lang if lang in {"en", "fr"} else "en"
    make = {
        "cms": _cms,
        "aewa": _aewa,
        "cites": _cites,
        "cbd": _cbd,
        "ramsar": _ramsar,
        "unfccc": _unfccc,
        "brs": _brs,
    }[paper.family]
    return make(paper, lang)


def _date(paper: Paper, lang: str) -> str:
    year, month, day = paper.date
    shown = "1er" if lang == "fr" and day == 1 else str(day)
    return f"{shown} {MONTHS[lang][month - 1]} {year}"


def english_ordinal(number: int) -> str:
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _cms(paper: Paper, lang: str) -> list[str]:
    meeting = paper.meeting
    if lang == "fr":
        item = [f"Point {paper.item} de l’ordre du jour"] if paper.item else []
        return [
            "CMS", "CONVENTION SUR LES ESPÈCES MIGRATRICES", "Distribution: Générale", paper.symbol, _date(paper, lang),
            "Français", "Original : Anglais", f"{meeting.ordinal}ème SESSION DE LA CONFÉRENCE DES PARTIES",
            f"{meeting.place_fr}, {meeting.days_fr}", *item,
        ]  # fmt: skip
    item = [f"Agenda Item {paper.item}"] if paper.item else []
    return [
        "CMS", "CONVENTION ON MIGRATORY SPECIES", "Distribution: General", paper.symbol, _date(paper, lang), "Original: English",
        f"{english_ordinal(meeting.ordinal)} MEETING OF THE CONFERENCE OF THE PARTIES",
        f"{meeting.place_en}, {meeting.days_en}", *item,
    ]  # fmt: skip


def _aewa(paper: Paper, lang: str) -> list[str]:
    meeting = paper.meeting
    if lang == "fr":
        item = [f"Point {paper.item} de l’ordre du jour"] if paper.item else []
        return [
            "ACCORD SUR LA CONSERVATION DES OISEAUX D’EAU MIGRATEURS D’AFRIQUE-EURASIE", f"Doc : {paper.symbol}", *item,
            "Original : Anglais", f"Date : {_date(paper, lang)}",
            f"{meeting.ordinal}ème SESSION DE LA RÉUNION DES PARTIES CONTRACTANTES",
            f"{meeting.days_fr}, {meeting.place_fr}",
        ]  # fmt: skip
    item = [f"Agenda item: {paper.item}"] if paper.item else []
    return [
        "AGREEMENT ON THE CONSERVATION OF AFRICAN-EURASIAN MIGRATORY WATERBIRDS", f"Doc {paper.symbol}", *item,
        "Original: English", f"Date: {_date(paper, lang)}",
        f"{english_ordinal(meeting.ordinal)} SESSION OF THE MEETING OF THE PARTIES", f"{meeting.days_en}, {meeting.place_en}",
    ]  # fmt: skip


_ORDINALS = {
    "en": {
        2: "Second", 12: "Twelfth", 13: "Thirteenth", 14: "Fourteenth", 15: "Fifteenth", 16: "Sixteenth", 17: "Seventeenth",
        18: "Eighteenth", 19: "Nineteenth", 20: "Twentieth", 21: "Twenty-first",
    },
    "fr": {
        2: "Deuxième", 12: "Douzième", 13: "Treizième", 14: "Quatorzième", 15: "Quinzième", 16: "Seizième", 17: "Dix-septième",
        18: "Dix-huitième", 19: "Dix-neuvième", 20: "Vingtième", 21: "Vingt et unième",
    },
}  # fmt: skip


def _cites(paper: Paper, lang: str) -> list[str]:
    meeting = paper.meeting
    ordinal = _ORDINALS[lang][meeting.ordinal]
    if lang == "fr":
        return [
            f"Langue originale: anglais {paper.symbol}", "CONVENTION SUR LE COMMERCE INTERNATIONAL DES ESPÈCES",
            "DE FAUNE ET DE FLORE SAUVAGES MENACÉES D'EXTINCTION", "____________________",
            f"{ordinal} session de la Conférence des Parties", f"{meeting.place_fr}, {meeting.days_fr}",
        ]  # fmt: skip
    return [
        f"Original language: English {paper.symbol}", "CONVENTION ON INTERNATIONAL TRADE IN ENDANGERED SPECIES",
        "OF WILD FAUNA AND FLORA", "____________________", f"{ordinal} meeting of the Conference of the Parties",
        f"{meeting.place_en}, {meeting.days_en}",
    ]  # fmt: skip


def _cbd(paper: Paper, lang: str) -> list[str]:
    meeting = paper.meeting
    ordinal = _ORDINALS[lang][meeting.ordinal]
    if lang == "fr":
        item = [f"Point {paper.item} de l’ordre du jour"] if paper.item else []
        return [
            "CBD", "CONVENTION SUR LA DIVERSITÉ BIOLOGIQUE", "Distr. GÉNÉRALE", paper.symbol, _date(paper, lang), "FRANÇAIS",
            "ORIGINAL : ANGLAIS", "CONFÉRENCE DES PARTIES À LA CONVENTION SUR LA DIVERSITÉ BIOLOGIQUE", f"{ordinal} réunion",
            f"{meeting.place_fr}, {meeting.days_fr}", *item,
        ]  # fmt: skip
    item = [f"Agenda item {paper.item}"] if paper.item else []
    return [
        f"{paper.symbol}", "Distr.: General", _date(paper, lang), "Original: English",
        "Conference of the Parties to the Convention on Biological Diversity", f"{ordinal} meeting",
        f"{meeting.place_en}, {meeting.days_en}", *item,
    ]  # fmt: skip


def _ramsar(paper: Paper, lang: str) -> list[str]:
    meeting = paper.meeting
    if lang == "fr":
        return [
            paper.symbol,
            (f"{meeting.ordinal}e Session de la Conférence des Parties contractantes à la Convention sur les zones humides "
             "(Ramsar, Iran, 1971)"),
            f"{meeting.place_fr}, {meeting.days_fr}",
        ]  # fmt: skip
    return [
        paper.symbol,
        (f"{english_ordinal(meeting.ordinal)} Meeting of the Conference of the Contracting Parties to the Convention on Wetlands "
         "(Ramsar, Iran, 1971)"),
        f"{meeting.place_en}, {meeting.days_en}",
    ]  # fmt: skip


def _unfccc(paper: Paper, lang: str) -> list[str]:
    if lang == "fr":
        return [
            "Nations Unies", paper.symbol, "Convention-cadre sur les changements climatiques", "Distr. générale",
            _date(paper, lang), "Français", "Original : anglais", "Conférence des Parties",
        ]  # fmt: skip
    return [
        "United Nations", paper.symbol, "Framework Convention on Climate Change", "Distr.: General", _date(paper, lang),
        "Original: English", "Conference of the Parties",
    ]  # fmt: skip


def _brs(paper: Paper, lang: str) -> list[str]:
    if lang == "fr":
        return ["NATIONS UNIES", paper.symbol, "Distr. générale", _date(paper, lang), "Français", "Original : anglais"]
    return ["UNITED NATIONS", paper.symbol, "Distr.: General", _date(paper, lang), "Original: English"]
