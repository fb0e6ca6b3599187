"""A month of time as a PDF: what can be read in it, what never stands in it, and that it can be made again."""

import pytest

from clause.documents.timesheet import render_timesheet
from tests.documents.reading import assert_laid_out, text_of
from tests.documents.timesheet_samples import a_full_month, a_long_month, an_empty_month


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """The full month."""
    return render_timesheet(a_full_month())


@pytest.mark.parametrize(
    "expected",
    [
        "Cofinancé par l’Union européenne",
        "Maison de l’emploi du Pays de Brisemer SIRET 990 000 012 00017",
        "Feuille de temps mai 2026 – révision 1",
        "Facilitatrice de la clause sociale, référente des marchés de rénovation urbaine",
        "Matricule F-001",
        "Responsable Hélène Kervœn",
        "Quotité de travail 80,00 %",
        "202500123 Animation et développement de la clause sociale d’insertion sur le Pays de Brisemer 2026-2027",
        "programme 2021FR05SFPR001. Mission du 01/01/2026 au 30/06/2027, méthode M2",
        "01/05/2026 Jour férié 7,00",
        "9 h 00–12 h 30",
        "saisie tardive",
        "Total travaillé 102,75 h",
        "202500123 (56,20 % du temps travaillé) 57,75 h",
        "Écarts expliqués Deux heures récupérées sur avril",
        "Rouverte le 01/06/2026 Le 12 mai était un congé, et non un jour travaillé",
        "Signé le 2 juin 2026",
        "Approuvé le 4 juin 2026",
    ],
)
def test_the_month_says(pdf: bytes, expected: str) -> None:
    assert expected in text_of(pdf)


def test_both_signatures_carry_the_hash(pdf: bytes) -> None:
    assert text_of(pdf).replace(" ", "").count("b7e2" * 16) == 2


def test_why_somebody_was_away_is_not_told(pdf: bytes) -> None:
    text = text_of(pdf)
    assert "28/05/2026 Non travaillé 7,00" in text
    assert "29/05/2026 Non travaillé 7,00" in text
    assert "maladie" not in text.lower()


def test_an_empty_month_says_that_it_was_declared() -> None:
    text = text_of(render_timesheet(an_empty_month()))
    assert "Aucune heure travaillée ce mois : la personne l’a expressément déclaré." in text
    assert "Total travaillé 0,00 h" in text


def test_every_piece_of_text_is_on_the_page_and_none_on_another(pdf: bytes) -> None:
    assert_laid_out(pdf)
    assert_laid_out(render_timesheet(an_empty_month()))
    assert_laid_out(render_timesheet(a_long_month()))


def test_the_same_month_gives_the_same_bytes(pdf: bytes) -> None:
    assert render_timesheet(a_full_month()) == pdf


def test_another_content_gives_other_bytes(pdf: bytes) -> None:
    assert render_timesheet(a_full_month(manager_name="Andréa Kerven")) != pdf
