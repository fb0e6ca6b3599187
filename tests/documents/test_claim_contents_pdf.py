"""The claim as a PDF: every kind of line, resources, narrative, facilitation and waivers, at their longest too."""

import pytest

from clause.documents.claim import render_claim
from clause.domain.claim_document import ClaimDocument
from clause.domain.claim_narrative import ActionTold, ClaimNarrative
from tests.documents.claim_samples import (
    FACILITATION,
    LONG_TEXT,
    OTHER_LINES,
    UNUSUAL,
    a_full_claim,
    narrative,
    other_line,
    resource,
    waiver,
)
from tests.documents.reading import assert_laid_out, pieces_of, plain, reader, text_of
from tests.documents.samples import claim, staff_line, year_of

LONG = "Syndicat mixte pour l’emploi, l’insertion et la formation du Grand Pays de Brisemer " * 4


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """The claim with everything in it."""
    return render_claim(a_full_claim())


@pytest.mark.parametrize(
    "expected",
    [
        "Autre coût Location d’une salle pour la rencontre des entreprises 1 250,00 €",
        "Ajustement d’un mois déjà déclaré E-12 – novembre 2025 -312,45 €",
        "Ligne mise de côté, représentée E-13 – octobre 2025 840,10 €",
        "Dépenses directes de personnel 35 297,77 €",
        "Autres coûts directs 1 250,00 €",
        "Forfait de personnel, sur les autres coûts directs (20 %) 250,00 €",
        "Forfait de coûts indirects, sur le personnel (15 %) 37,50 €",
        "Coût total éligible 36 835,27 €",
        "Montant payable à ce jour, avance comprise 31 101,16 €",
        "Montant dû 22 101,16 €",
        "Montant demandé 22 101,16 €",
        "Communauté de communes du Pays de Brisemer (Commune ou intercommunalité) 16 000,00 € 8 000,00 € 4 000,00 €",
        "Acte : Délibération 2026-041 du 12/02/2026. Reçu le 30/09/2026. Clé : la moitié, au prorata des postes. "
        "Attestation enregistrée",
        "Région du Ponant (Région) 16 000,00 € 8 000,00 € 0,00 €",
        "Finance un poste que le FSE+ paie aussi",
        "1. Accompagner les acheteurs Prévu Vingt acheteurs accompagnés. Dix clauses nouvelles. Réalisé La facil",
        "Écarts et motifs Deux marchés reportés à 2027 faute de crédits.",
        "Calendrier De janvier à décembre 2026 Lieu Pays de Brisemer Moyens Deux facilitatrices, un véhicule",
        "2. Suivre les entreprises",
        "Égalité entre les femmes et les hommes Des offres rédigées",
        "Non-discrimination et accessibilité Des entretiens",
        "Développement durable Des déplacements",
        "Justificatifs de publicité Photographie de l’affiche https://brisemer.example/fse",
        "Difficultés rencontrées Le recrutement",
        "Partenaires Mission locale",
        "Marchés avec clause sociale 14",
        "Entreprises ayant réalisé des heures 27",
        "Heures d’insertion dues par ces lots 41 250,00 h",
        "Heures d’insertion validées 18 344,75 h",
        "Personnes ayant travaillé 63",
        "Embauches commencées 48",
        "CLM-108, le 03/07/2026 Le bilan final était attendu le 30/06/2026 au plus tard. Motif : Le comptable public",
        "Aucune de ces dépenses n’est présentée au titre d’un autre financement européen.",
    ],
)
def test_the_claim_with_everything_says(pdf: bytes, expected: str) -> None:
    assert expected in text_of(pdf)


def test_the_same_claim_gives_the_same_bytes_and_another_text_other_bytes(pdf: bytes) -> None:
    assert render_claim(a_full_claim()) == pdf
    assert render_claim(a_full_claim(narrative=narrative(partners="Personne"))) != pdf


def test_a_claim_that_tells_nothing_has_none_of_these_headings() -> None:
    text = text_of(render_claim(claim()))
    for heading in ("Ressources autres que", "Réalisation de l’opération", "Activité de facilitation", "Anomalies"):
        assert heading not in text
    assert text_of(render_claim(claim(narrative=ClaimNarrative()))) == text


def test_facilitation_is_told_without_a_narrative() -> None:
    text = text_of(render_claim(claim(facilitation=FACILITATION)))
    assert "Activité de facilitation sur la période" in text
    assert "Réalisation de l’opération" not in text


def test_resources_of_which_the_total_was_typed_say_so() -> None:
    typed = a_full_claim().model_copy(update={"resources_typed": True})
    assert "a été saisi par le bénéficiaire" in text_of(render_claim(typed))
    assert "a été saisi par le bénéficiaire" not in text_of(render_claim(a_full_claim()))


def test_a_waived_finding_that_is_not_known_any_more_is_named_by_its_code() -> None:
    text = text_of(render_claim(a_full_claim(waivers=(waiver(values=None),))))
    assert "CLM-108 – last_month Motif : Le comptable public" in text


def test_unusual_characters_are_kept_and_control_characters_are_not() -> None:
    text = text_of(render_claim(a_full_claim()))
    assert "Œuvre d’Ÿ – « ça » … 5 × 3 ≠ 16 ½ ; ł, ő, ß ; é ; tab ulation" in text
    # What the font does not have is drawn as a box, and what follows is not lost.
    assert "; fin." in text
    assert "\t" in UNUSUAL


def test_a_long_text_loses_no_paragraph_and_names_itself_on_each_page() -> None:
    rendered = render_claim(a_full_claim(narrative=narrative(difficulties=LONG_TEXT)))
    pages = [plain(page.extract_text()) for page in reader(rendered).pages]
    text = " ".join(pages)
    assert [number for number in range(1, 31) if f"Paragraphe {number}." not in text] == []
    holding = [page for page in pages if "Paragraphe" in page]
    assert len(holding) > 2
    assert all("Difficultés rencontrées (suite)" in page for page in holding[1:])


def test_forty_eight_lines_are_all_there_with_their_totals() -> None:
    rendered = render_claim(a_full_claim(year_of("E-10", "E-11", "E-12", "E-13")))
    text = text_of(rendered)
    assert text.count("2 897,51 €") == 48
    assert all(f"Total E-1{number} 1 182,00 h 34 770,12 €" in text for number in range(4))
    assert_laid_out(rendered)


def test_a_title_of_an_action_never_ends_a_page() -> None:
    for lines in range(1, 40):
        actions = (
            ActionTold(title="Avant", planned="\n".join(["ligne"] * lines), achieved="fait"),
            ActionTold(title="Action suivie", planned="Prévu ici", achieved="fait"),
        )
        rendered = render_claim(claim((staff_line(3),), narrative=ClaimNarrative(actions=actions)))
        pieces = pieces_of(rendered)
        pages = [[piece.text for piece in pieces if piece.page == number] for number in range(3)]
        assert [page for page in pages if "2. Action suivie" in page and "Prévu ici" not in page] == []


@pytest.mark.parametrize(
    "document",
    [
        a_full_claim(),
        a_full_claim(narrative=narrative(difficulties=LONG_TEXT, gender_equality=LONG_TEXT, partners="x" * 3000)),
        a_full_claim(narrative=narrative(actions=(ActionTold(title=LONG_TEXT, planned=LONG, achieved=LONG_TEXT),))),
        a_full_claim(
            funders=tuple(resource(LONG * 6, act_reference=LONG, allocation_key=LONG * 9) for _ in range(5)),
            waivers=tuple(waiver(reason=LONG * 9) for _ in range(4)),
        ),
        a_full_claim(funders=(resource(amount_committed="999999999.99", amount_received="999999999.99"),)),
        a_full_claim(other_lines=(*OTHER_LINES, *(other_line("COST", "99999999.99", label=LONG * 3) for _ in "abcd"))),
    ],
    ids=["ordinary", "texts", "actions", "funders", "money", "costs"],
)
def test_nothing_leaves_the_page_or_covers_its_neighbour(document: ClaimDocument) -> None:
    assert_laid_out(render_claim(document))
