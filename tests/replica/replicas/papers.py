"""Papers of conferences, written by us in the shape that each secretariat gives them: masthead, headings, numbered text."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Literal

from replicas.mastheads import masthead
from replicas.subjects import title as title_of

Family = Literal["cms", "aewa", "cites", "cbd", "ramsar", "unfccc", "brs"]
Shape = Literal["paper", "resolution"]

_ENGLISH = (
    "This document reports on “{t}” and on what the Parties have done since the last meeting.",
    "The Secretariat received answers from nineteen Parties about “{t}” and thanks them for their work.",
    "The working group met twice by video and agreed that the matter of “{t}” deserves a longer programme.",
    "Costs of the activities are shown in the table of the annex; they remain within the approved budget.",
    "Several range States have asked for guidance that their field officers can use without further training.",
    "The figures of the last survey should be read with care, because two regions were not visited.",
    "The Conference is invited to take note of this document and to agree on the actions recommended below.",
    "The Secretariat will report again at the next meeting, subject to the availability of resources.",
)
_FRENCH = (
    "Le présent document rend compte de la question « {t} » et de ce que les Parties ont fait depuis la dernière session.",
    "Le Secrétariat a reçu de dix-neuf Parties des réponses au sujet de « {t} » et les remercie de leur travail.",
    "Le groupe de travail s’est réuni deux fois en ligne et a jugé que la question « {t} » mérite un programme plus long.",
    "Les coûts des activités figurent dans le tableau de l’annexe ; ils restent dans les limites du budget approuvé.",
    "Plusieurs États de l’aire de répartition ont demandé des orientations utilisables sur le terrain sans autre formation.",
    "Les chiffres du dernier recensement sont à lire avec prudence, car deux régions n’ont pas été visitées.",
    "La Conférence est invitée à prendre note du présent document et à convenir des mesures recommandées ci-dessous.",
    "Le Secrétariat fera de nouveau rapport à la prochaine session, sous réserve des ressources disponibles.",
)
_SPANISH = (
    "Este documento informa sobre «{t}» y sobre lo que las Partes han hecho desde la última reunión.",
    "La Secretaría recibió respuestas de diecinueve Partes y agradece su trabajo.",
    "El grupo de trabajo se reunió dos veces y acordó que el asunto merece un programa más largo.",
    "Los costos de las actividades figuran en el anexo y permanecen dentro del presupuesto aprobado.",
)
_SENTENCES = {"en": _ENGLISH, "fr": _FRENCH, "es": _SPANISH}

_PREAMBLE = {
    "en": ("Recalling the work done so far on “{t}”,", "Concerned that the decline continues in most of the range,"),
    "fr": (
        "Rappelant les travaux déjà accomplis au sujet de « {t} »,",
        "Préoccupée par le déclin qui se poursuit dans la plus grande partie de l’aire,",
    ),
}
_OPERATIVE = {
    "en": (
        "Urges Parties to apply within {n} years the measures that the annex describes for “{t}”;",
        "Requests the Secretariat to help those Parties that ask for it; and",
        "Invites donors to consider support for this work.",
    ),
    "fr": (
        "Prie instamment les Parties d’appliquer dans un délai de {n} ans les mesures que l’annexe décrit pour « {t} » ;",
        "Demande au Secrétariat d’aider les Parties qui en font la demande ; et",
        "Invite les donateurs à envisager un soutien à ces travaux.",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """What a masthead says of its meeting."""

    ordinal: int
    place_en: str
    place_fr: str
    days_en: str
    """As printed, `23 - 28 October 2017`."""
    days_fr: str


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One paper in one language, `text`. What the masthead says of the language is `text` too."""

    family: Family
    symbol: str
    text: str
    """en, fr, es, or `en+fr` for a bilingual paper."""
    subject: int
    meeting: Meeting
    item: str | None = None
    date: tuple[int, int, int] = (2017, 6, 8)
    shape: Shape = "paper"
    edition: int = 1
    """Changes a number in the operative part, and so the meaning."""
    dressing: int = 1
    """Changes the emblem, and nothing that is read."""

    def lines(self) -> list[tuple[str, str]]:
        """Pairs of role (`masthead`, `title`, `text`) and line or paragraph."""
        langs = self.text.split("+")
        parts = [self._in(lang) for lang in langs]
        return list(itertools.chain.from_iterable(parts))

    def _in(self, lang: str) -> list[tuple[str, str]]:
        printed = [("masthead", line) for line in masthead(self, lang)]
        title = title_of(self.subject, lang)
        body = _resolution(self, lang, title) if self.shape == "resolution" else _paper(self, lang, title)
        shown = title.upper() if self.family != "cbd" else title
        return [*printed, ("title", shown), *(("text", line) for line in body)]


def _paper(paper: Paper, lang: str, title: str) -> list[str]:
    bank = _SENTENCES.get(lang, _ENGLISH)
    first = paper.subject % 3
    chosen = [bank[0], *(bank[(first + step) % (len(bank) - 1) + 1] for step in range(len(bank) - 2))]
    numbered = [f"{number}. {sentence.format(t=title)}" for number, sentence in enumerate(chosen, start=1)]
    if paper.edition > 1:
        more = {"fr": "Les montants ont été relevés de {n} pour cent.", "es": "Los montos subieron {n} por ciento."}
        line = more.get(lang, "The amounts were raised by {n} per cent.").format(n=10 * paper.edition)
        numbered.append(f"{len(numbered) + 1}. {line}")
    return numbered


def _resolution(paper: Paper, lang: str, title: str) -> list[str]:
    lang = lang if lang in _PREAMBLE else "en"
    years = 2 + paper.edition
    operative = [line.format(t=title, n=years) for line in _OPERATIVE[lang]]
    first = 1
    preamble = [line.format(t=title) for line in _PREAMBLE[lang]]
    if paper.family == "ramsar":
        # Ramsar numbers the preamble too, and the numbers go on after the enacting line.
        preamble = [
            f"{number}. {line.upper().split(' ')[0]} {line.split(' ', 1)[1]}" for number, line in enumerate(preamble, 1)
        ]
        first = len(preamble) + 1
    numbered = [f"{number}. {line}" for number, line in enumerate(operative, start=first)]
    return [*preamble, _ENACTING[lang][paper.family if paper.family in _ENACTING[lang] else ""], *numbered]


_ENACTING = {
    "en": {
        "": "The Conference of the Parties,",
        "cms": "The Conference of the Parties to the Convention on the Conservation of Migratory Species of Wild Animals",
        "aewa": "The Meeting of the Parties:",
        "cites": "THE CONFERENCE OF THE PARTIES TO THE CONVENTION",
        "ramsar": "THE CONFERENCE OF THE CONTRACTING PARTIES",
    },
    "fr": {
        "": "La Conférence des Parties,",
        "cms": "La Conférence des Parties à la Convention sur la conservation des espèces migratrices appartenant à la faune "
        "sauvage",
        "aewa": "La Réunion des Parties :",
        "cites": "LA CONFÉRENCE DES PARTIES À LA CONVENTION",
        "ramsar": "LA CONFÉRENCE DES PARTIES CONTRACTANTES",
    },
}
