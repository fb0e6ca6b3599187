"""The report of a verification as a PDF: what it says, and that long texts stay on its pages."""

from typing import Any

import pytest

from clause.documents.verification import render_verification
from clause.domain.verification_report import VerificationReport
from clause.domain.verifications import ChecklistAnswer
from tests.documents.reading import assert_laid_out, text_of
from tests.documents.verification_samples import report, set_aside

LONG = "Syndicat mixte pour l’emploi, l’insertion et la formation du Grand Pays de Brisemer " * 5
CORRECTION: dict[str, Any] = {"stage": "correction", "reason": LONG * 12, "body": "Cour des comptes"}


@pytest.mark.parametrize(
    "expected",
    [
        "Rapport de contrôle de service fait Conclusions finales – bilan n° 2, du 1er janvier 2026 au 31 décembre 2026",
        "Lignes vues 4 sur 13",
        "8 E-12 – août 2026 Écarté : Pièce justificative manquante 2 897,51 € 0,00 € La feuille de temps n’est pas",
        "Coût retenu de ce bilan 44 621,65 €",
        "À payer 17 772,99 €",
        "La publicité est-elle faite ? Oui – Affiche vue sur place",
        "SHA-256 des conclusions, enregistrées le 15 mars 2027.",
    ],
)
def test_the_report_says(expected: str) -> None:
    assert expected in text_of(render_verification(report()))


def test_a_correction_says_why_and_who_found_it_and_asks_the_money_back() -> None:
    text = text_of(render_verification(report({**CORRECTION, "reason": "Double financement"}, {"to_settle": "-12.30"})))
    assert "Motif de la correction Constat Double financement Établi par Cour des comptes" in text
    assert "À reverser 12,30 €" in text
    assert "Motif de la correction" not in text_of(render_verification(report()))


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render_verification(report()) == render_verification(report())
    assert render_verification(report(claim_number=3)) != render_verification(report())


@pytest.mark.parametrize(
    "shown",
    [
        report(),
        report(set_aside=(), terms={"comment": None, "checklist": (), "sample_method": None}),
        report(CORRECTION, {"to_settle": "-999999999.99", "certified": "999999999.99"}),
        report({"sample_method": LONG * 2, "risk_assessment_ref": "x" * 400}, operation_title=LONG, beneficiary=LONG),
        report({"comment": LONG * 40, "checklist": (ChecklistAnswer(question=LONG, answer=LONG, comment=LONG * 9),)}),
        report(set_aside=tuple(set_aside(at, about="x" * 80, comment=LONG * (at % 4)) for at in range(1, 60))),
    ],
    ids=["ordinary", "nothing", "correction", "names", "texts", "lines"],
)
def test_nothing_leaves_the_page_or_covers_its_neighbour(shown: VerificationReport) -> None:
    assert_laid_out(render_verification(shown))
