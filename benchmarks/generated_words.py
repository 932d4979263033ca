"""Words and turns of phrase of a made-up convention, in English and French.

Function words and the subject's own words stand at the head, words made of syllables follow; how often a word comes falls
with its rank as in real texts (Zipf). No made-up word is in both languages, so a query knows whose word it asks for.
"""

from __future__ import annotations

from itertools import accumulate
from random import Random

from msgspec import Struct

MADE_UP = 60_000
"""Words of syllables in each language; a real corpus of this size has about as many that come more than once."""
NAMES = 2_500
"""Made-up species."""
LANGUAGES = ("en", "fr")

_FUNCTION = {
    "en": "the of and to in for on by with that as be is at from are which or its this an not has been it their will all",
    "fr": "de la et les des à le du en pour sur par dans que une aux qui un au avec est sont ce ses leur plus ou être ne",
}
_SUBJECT = {
    "en": (
        "wetlands flyways threatened species measures breeding habitat monitoring national reporting "
        "protected waterbirds guidelines funding capacity building strategy working group scientific advice bycatch "
        "poisoning illegal trade threats knowledge"
    ),
    "fr": (
        "humides migration menacées espèces mesures nidification habitats surveillance rapports nationaux protégées oiseaux lignes "
        "directrices financement renforcement capacités stratégie groupe travail avis scientifiques captures empoisonnement menaces"
    ),
}  # fmt: skip
_SYLLABLES = {
    "en": ("b c d f g h k l m n p r s t w st tr gr ch th sh", "a e i o u ea oo y"),
    "fr": ("b c d f g j l m n p r s t v pr br ch gn qu", "a e i o u é è ai ou eau"),
}
_ENDINGS = {
    "en": ("", "", "s", "ed", "ing", "ness", "ly", "ment", "ship"),
    "fr": ("", "", "s", "er", "ée", "ées", "ité", "ement", "ique"),
}
PHRASES = {
    "en": ("conservation status", "range states", "plan of action", "subject to the availability of resources"),
    "fr": ("état de conservation", "aire de répartition", "plan d’action", "sous réserve de la disponibilité des ressources"),
}  # fmt: skip
"""Each stands in some of the turns below."""
TURNS = {
    "en": (
        "Recalling {norm} and its annexes,",
        "Further recalling {norm}, in particular its third paragraph,",
        "Noting with concern the conservation status of {name} in several range states,",
        "Urges Parties to carry out the plan of action for {name};",
        "Requests the Secretariat, subject to the availability of resources, to hold a workshop on {name};",
        "Invites the range states of {name} to join the working group;",
        "Decides to replace {norm} with the present text;",
        "The report of the meeting in {year} was taken note of.",
    ),
    "fr": (
        "Rappelant la {norm} et ses annexes,",
        "Rappelant en outre la {norm}, en particulier son troisième paragraphe,",
        "Notant avec préoccupation l’état de conservation de {name} dans son aire de répartition,",
        "Exhorte les Parties à mettre en œuvre le plan d’action pour {name} ;",
        "Prie le Secrétariat, sous réserve de la disponibilité des ressources, de tenir un atelier sur {name} ;",
        "Invite les États de l’aire de répartition de {name} à se joindre au groupe de travail ;",
        "Décide de remplacer la {norm} par le présent texte ;",
        "Il a été pris note du rapport de la session de {year}.",
    ),
}


class Vocabulary(Struct, frozen=True):
    lang: str
    common: tuple[str, ...]
    """Words of the subject, the most frequent that are no function words."""
    middling: tuple[str, ...]
    """Made-up words of which each stands in about one of 100 to 10,000 paragraphs."""
    words: tuple[str, ...]
    weights: tuple[float, ...]
    """Cumulative, as `random.choices` takes them."""


def vocabularies() -> dict[str, Vocabulary]:
    """Always the same. Takes half a second."""
    known = {lang: (*_FUNCTION[lang].split(), *_SUBJECT[lang].split()) for lang in LANGUAGES}
    taken = {word for lang in LANGUAGES for word in known[lang]}
    found = {}
    for lang in LANGUAGES:
        made = _made_up(lang, taken)
        words = (*known[lang], *made)
        found[lang] = Vocabulary(
            lang=lang,
            common=tuple(_SUBJECT[lang].split()),
            middling=tuple(made[100:3000]),
            words=words,
            weights=tuple(accumulate(1 / (rank + 2.7) ** 1.05 for rank in range(len(words)))),
        )
    return found


def names(count: int) -> tuple[str, ...]:
    """Names of made-up species, two words each, the same in both languages."""
    draw = Random(11)
    consonants, vowels = _syllables("en")

    def word() -> str:
        return "".join(draw.choice(consonants) + draw.choice(vowels) for _ in range(draw.randint(2, 4)))

    return tuple(f"{word().capitalize()} {word()}us" for _ in range(count))


def _made_up(lang: str, taken: set[str]) -> list[str]:
    draw = Random(lang)
    consonants, vowels = _syllables(lang)
    made: list[str] = []
    while len(made) < MADE_UP:
        syllables = draw.choice((1, 2, 2, 2, 3, 3, 4))
        word = "".join(draw.choice(consonants) + draw.choice(vowels) for _ in range(syllables))
        word += draw.choice(_ENDINGS[lang])
        if len(word) > 2 and word not in taken:
            taken.add(word)
            made.append(word)
    return made


def _syllables(lang: str) -> tuple[list[str], list[str]]:
    consonants, vowels = _SYLLABLES[lang]
    return consonants.split(), vowels.split()
