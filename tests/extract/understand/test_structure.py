"""Structure on texts of ours. Each test names the rule that it holds; the texts are of a convention that does not exist."""

from __future__ import annotations

from collections.abc import Callable

from core.records.pages import Line, Page, Pages
from extract.understand.nodes import Node

Outline = Callable[..., list[tuple[str, str, str]]]

RESOLUTION = """

CORRIDORS FOR SKY WHALES

Adopted by the Conference of the Parties at its 4th Meeting (Cirrus Harbour, October 2023)

Recalling Resolution 2.5 on mooring, and the decisions that the Parties
took at their third meeting, including those on illumination,

Concerned that lights1 are left burning during the passage of the

whales through the northern arc, and

1 Amber lights are not concerned.
The Conference of the Parties to the

Convention on the Conservation of Sky Whales

1. Adopts the guidelines for the designation of aerial corridors that are

contained in the annex to this resolution;
2. Requests the Secretariat, in consultation with the Parties and with the
Scientific Panel, to:
(a) publish a map;
(b) collect sightings, that is:
(i) of single animals;
(ii) of herds;
(c) report;
- in English;
- in French;
2bis. Invites the operators of airships to take part; and
3. Repeals Resolution 2.5.

ANNEX

GUIDELINES

1. A corridor has two ends.
2. A corridor is open.
"""


def test_understands_a_resolution_in_wrapped_text(outline: Outline) -> None:
    assert outline(RESOLUTION) == [
        ("title", "title", "CORRIDORS FOR SKY WHALES"),
        ("adoption", "adoption", "Adopted by the Conference of the Parties"),
        ("pre1", "preambular", "Recalling Resolution 2.5 on mooring, and"),
        ("pre2", "preambular", "Concerned that lights are left burning d"),
        ("fn1", "footnote", "Amber lights are not concerned."),
        ("enacting", "enacting", "The Conference of the Parties to the Con"),
        ("1", "operative", "Adopts the guidelines for the designatio"),
        ("2", "operative", "Requests the Secretariat, in consultatio"),
        ("2/a", "item", "publish a map;"),
        ("2/b", "item", "collect sightings, that is:"),
        ("2/b/i", "item", "of single animals;"),
        ("2/b/ii", "item", "of herds;"),
        ("2/c", "item", "report;"),
        ("2/c/1", "item", "in English;"),
        ("2/c/2", "item", "in French;"),
        ("2bis", "operative", "Invites the operators of airships to tak"),
        ("3", "operative", "Repeals Resolution 2.5."),
        ("annex/h1", "heading", "ANNEX"),
        ("annex/h2", "heading", "GUIDELINES"),
        ("annex/1", "paragraph", "A corridor has two ends."),
        ("annex/2", "paragraph", "A corridor is open."),
    ]


PAPER = """COULOIRS AÉRIENS
Contexte
1. La troisième réunion a adopté la Résolution 3.4.
2. La Décision 3.7 prévoit ce qui suit :
3.7 Adressée au Secrétariat
Le Secrétariat est chargé de :a) tenir un registre;b) en faire rapport à la 4e réunion.
Mise en œuvre
3. Onze Parties (i) ont répondu ; (ii) ont désigné un couloir, ce qui suffit.
4. Les bureaux ont signalé :
· des cartes trop courtes ;
· des mâts.
Mesures recommandées
5. Il est recommandé à la Conférence des Parties :
1. d'adopter l'Annexe 1 ;
1. de supprimer la Décision 3.7.
ANNEXE 1
PROPOSITIONS D'AMENDEMENTS À LA RÉSOLUTION 3.4
N.B. Le nouveau texte est souligné.
Le texte à supprimer est barré.
Rappelant la Résolution 2.5 sur l'amarrage des baleines célestes,
La Conférence des Parties à la
Convention sur la conservation des baleines célestes
1. Adopte les lignes directrices;
1. Invite les Parties à les suivre;
2bis. Encourage les exploitants;
1. Abroge la Résolution 2.5.
ANNEXE 2
PROJETS DE DÉCISION
Adressée au Secrétariat
4.AA Il est demandé au Secrétariat :
a) d'établir un registre ;
b) d'en faire rapport.
Adressée aux Parties
4.BB Les Parties sont invitées à s'inscrire.
"""


def test_understands_a_paper_with_quotation_draft_resolution_and_draft_decisions(outline: Outline) -> None:
    assert outline(PAPER, whole=True) == [
        ("title", "title", "COULOIRS AÉRIENS"),
        ("h1", "heading", "Contexte"),
        ("1", "paragraph", "La troisième réunion a adopté la Résolut"),
        ("2", "paragraph", "La Décision 3.7 prévoit ce qui suit :"),
        ("quote1/to1", "addressee", "Adressée au Secrétariat"),
        ("quote1", "operative", "Le Secrétariat est chargé de :"),
        ("quote1/a", "item", "tenir un registre;"),
        ("quote1/b", "item", "en faire rapport à la 4e réunion."),
        ("h2", "heading", "Mise en œuvre"),
        ("3", "paragraph", "Onze Parties (i) ont répondu ; (ii) ont "),  # its (i) … (ii) are part of the sentence
        ("4", "paragraph", "Les bureaux ont signalé :"),
        ("4/1", "item", "des cartes trop courtes ;"),
        ("4/2", "item", "des mâts."),
        ("h3", "heading", "Mesures recommandées"),
        ("5", "paragraph", "Il est recommandé à la Conférence des Pa"),
        ("5/1", "item", "d'adopter l'Annexe 1 ;"),
        ("5/2", "item", "de supprimer la Décision 3.7."),
        ("annex1/h1", "heading", "ANNEXE 1"),
        ("annex1/h2", "heading", "PROPOSITIONS D'AMENDEMENTS À LA RÉSOLUTI"),
        ("annex1/note1", "note", "N.B. Le nouveau texte est souligné."),
        ("annex1/note2", "note", "Le texte à supprimer est barré."),
        ("annex1/pre1", "preambular", "Rappelant la Résolution 2.5 sur l'amarra"),
        ("annex1/enacting", "enacting", "La Conférence des Parties à la Conventio"),
        ("annex1/1", "operative", "Adopte les lignes directrices;"),
        ("annex1/2", "operative", "Invite les Parties à les suivre;"),
        ("annex1/2bis", "operative", "Encourage les exploitants;"),
        ("annex1/3", "operative", "Abroge la Résolution 2.5."),
        ("annex2/h1", "heading", "ANNEXE 2"),
        ("annex2/h2", "heading", "PROJETS DE DÉCISION"),
        ("annex2/to1", "addressee", "Adressée au Secrétariat"),
        ("annex2/4.AA", "operative", "Il est demandé au Secrétariat :"),
        ("annex2/4.AA/a", "item", "d'établir un registre ;"),
        ("annex2/4.AA/b", "item", "d'en faire rapport."),
        ("annex2/to2", "addressee", "Adressée aux Parties"),
        ("annex2/4.BB", "operative", "Les Parties sont invitées à s'inscrire."),
    ]


def test_inferred_numbers_are_said_to_be_inferred(
    text_pages: Callable[..., Pages], nodes_of: Callable[[Pages], tuple[Node, ...]]
) -> None:
    origin = {node.path: node.inferred for node in nodes_of(text_pages(PAPER, whole=True))}
    assert origin["annex1/1"]
    assert origin["annex1/3"]
    assert not origin["annex1/2bis"]
    assert not origin["4"]
    assert not origin["annex2/4.AA/b"]


def test_knows_spanish_by_its_one_file(outline: Outline) -> None:
    text = """CORREDORES AÉREOS
Recordando la Resolución 2.5 sobre el amarre de las ballenas celestes,
La Conferencia de las Partes en la Convención sobre las Ballenas Celestes,
1. Aprueba las directrices;
ANEXO 1
DIRECTRICES
"""
    assert [(path, kind) for path, kind, _ in outline(text, whole=True)] == [
        ("title", "title"), ("pre1", "preambular"), ("enacting", "enacting"), ("1", "operative"),
        ("annex1/h1", "heading"), ("annex1/h2", "heading"),
    ]  # fmt: skip


def test_articles_hold_their_paragraphs(outline: Outline) -> None:
    text = """CONVENTION ON SKY WHALES
Article 1
1. In this Convention:
(a) "whale" means a sky whale;
2. Nothing else is meant.
Article 2
1. Parties keep the corridors open.
"""
    assert [path for path, _, _ in outline(text, whole=True)] == [
        "title", "art1", "art1/1", "art1/1/a", "art1/2", "art2", "art2/1",
    ]  # fmt: skip


def test_a_list_that_begins_anew_is_put_below_its_heading(outline: Outline) -> None:
    text = "TITLE\nFirst matter\n1. One thing.\n2. Another.\nSecond matter\n1. A third.\n1bis. A fourth.\n2. A fifth.\n"
    assert [path for path, _, _ in outline(text, whole=True)] == [
        "title", "h1", "1", "2", "h2", "h2/1", "h2/1bis", "h2/2",
    ]  # fmt: skip


def test_letter_and_roman_are_told_apart_by_their_list(outline: Outline) -> None:
    items = "".join(f"({letter}) member;\n" for letter in "abcdefghij")
    text = f"TITLE\n1. The panel shall:\n{items}2. The Secretariat shall:\n(i) meet;\n(ii) part.\n"
    paths = [path for path, _, _ in outline(text, whole=True)]
    assert paths[2:12] == [f"1/{letter}" for letter in "abcdefghij"]
    assert paths[13:] == ["2/i", "2/ii"]


def test_what_looks_like_a_label_and_fits_no_list_is_text(outline: Outline) -> None:
    assert outline("TITLE\nM. Dupont opened the meeting.\np. 12 of the report is void.\n", whole=True)[1:] == [
        ("p1", "body", "M. Dupont opened the meeting."),
        ("p2", "body", "p. 12 of the report is void."),
    ]


def test_computed_labels_and_levels_make_the_outline(nodes_of: Callable[[Pages], tuple[Node, ...]]) -> None:
    given = [("1.", 0, "Requests the Secretariat:"), ("(a)", 1, "to write;"), ("(i)", 2, "in ink;"), ("(b)", 1, "to read."),
             ("2.", 0, "Thanks the Secretariat.")]  # fmt: skip
    lines = tuple(
        Line(text=text, whole=True, label=label, level=level, indent=float(level)) for label, level, text in given
    )
    nodes = nodes_of(Pages(media_type="x", reader="test", pages=(Page(number=1, lines=lines),)))
    assert [node.path for node in nodes] == ["1", "1/a", "1/a/i", "1/b", "2"]
    assert [node.parent.path if node.parent else None for node in nodes] == [None, "1", "1/a", "1", None]
