"""The claim as a PDF: what can be read in it, and that it can be made again."""

import hashlib
import os
import subprocess
import sys

import pytest

from clause.documents.claim import render_claim
from clause.domain.certificates import Party, canonical_bytes
from clause.domain.claim_document import ClaimAgreement, ClaimDocument
from clause.rules.cofinancing import DueTerm
from tests.documents.reading import assert_laid_out, fonts_of, language_of, plain, reader, text_of
from tests.documents.samples import claim, staff_line, year_of


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """The sample claim."""
    return render_claim(claim())


@pytest.mark.parametrize(
    "expected",
    [
        "Cofinancé par l’Union européenne",
        "Demande de paiement FSE+",
        "Bilan final n° 2, version 1 – du 1er janvier 2026 au 31 décembre 2026",
        "Maison de l’emploi du Pays de Brisemer SIRET 990 000 012 00017",
        "Programme 2021FR05SFPR001",
        "Objectif spécifique H – Inclusion active",
        "Organisme intermédiaire Département du Ponant",
        "Coût total prévu 96 000,00 €",
        "Taux de cofinancement 60,00 %",
        "E-12 – Facilitatrice de la clause sociale",
        "août 2026 M2 3 912,37 € 98,50 h 133,00 h 2 897,51 €",
        "Total E-12 1 182,00 h 34 770,12 €",
        "Forfait sur le personnel (40 %) 13 908,04 €",
        "Coût total éligible 48 678,16 €",
        "Subvention conventionnée 30 000,00 €",
        "cumulé – borne retenue 29 206,89 €",
        "Coût cumulé − autres ressources 40 678,16 €",
        "Montant dû 29 206,89 €",
        "Montant déjà demandé 9 000,00 €",
        "Montant demandé 20 206,89 €",
        "Autofinancement 11 471,27 €",
        "Erwan Kervœn Représentant légal Signé le 12 janvier 2027",
        "Page 2/2",
    ],
)
def test_the_claim_says(pdf: bytes, expected: str) -> None:
    assert expected in text_of(pdf)


def test_the_hash_of_the_claim_is_printed_whole(pdf: bytes) -> None:
    assert "a3f0" * 16 in text_of(pdf).replace(" ", "")


def test_every_font_is_in_the_file(pdf: bytes) -> None:
    assert fonts_of(pdf)
    assert all(fonts_of(pdf).values())
    assert b"Helvetica" not in pdf


def test_the_file_names_itself_in_french(pdf: bytes) -> None:
    metadata = reader(pdf).metadata
    assert metadata is not None
    assert metadata.title is not None
    assert metadata.title.startswith("Bilan n° 2, version 1 – 202300417")
    assert language_of(pdf) == "fr-FR"


def test_the_same_claim_gives_the_same_bytes_in_another_process(pdf: bytes) -> None:
    script = (
        "import hashlib, sys\n"
        "from clause.documents.claim import render_claim\n"
        "from clause.domain.claim_document import ClaimDocument\n"
        "document = ClaimDocument.model_validate_json(sys.stdin.buffer.read())\n"
        "print(hashlib.sha256(render_claim(document)).hexdigest())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=canonical_bytes(claim()),
        env=os.environ | {"PYTHONHASHSEED": "7", "SOURCE_DATE_EPOCH": "1"},
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().strip() == hashlib.sha256(pdf).hexdigest()
    assert render_claim(claim()) == pdf


def test_another_version_gives_other_bytes(pdf: bytes) -> None:
    assert render_claim(claim(version=2)) != pdf


def test_the_lines_of_several_people_run_on_with_their_headings_again() -> None:
    rendered = render_claim(claim(year_of("E-10", "E-11", "E-12", "E-13")))
    pages = [plain(page.extract_text()) for page in reader(rendered).pages]
    assert len(pages) == 3
    assert "E-11 – Facilitatrice de la clause sociale (suite)" in pages[1]
    assert all("Coût employeur" in page for page in pages[:2])
    assert " ".join(pages).count("décembre 2026 M2") == 4
    assert_laid_out(rendered)


def test_a_claim_of_a_single_month_is_one_page() -> None:
    assert len(reader(render_claim(claim((staff_line(3),), requested_before="0.00"))).pages) == 1


def test_a_claim_without_a_line_says_so_and_asks_the_money_back() -> None:
    text = text_of(render_claim(claim((), resources="0.00")))
    assert "Aucune dépense de personnel sur la période." in text
    assert "Montant à reverser 9 000,00 €" in text


def test_resources_that_are_not_tested_yet_are_not_given_a_figure() -> None:
    due = claim().due.model_copy(update={"by_resources": None})
    text = text_of(render_claim(claim(kind="INTERIM", due=due)))
    assert "autres ressources non examiné" in text
    assert "Bilan intermédiaire n° 2" in text


@pytest.mark.parametrize(
    ("lines", "resources", "binding", "expected"),
    [
        (year_of("E-12", "E-13"), "0.00", DueTerm.GRANT, "Subvention conventionnée – borne retenue 30 000,00 €"),
        (year_of("E-12"), "0.00", DueTerm.RATE, "cumulé – borne retenue 29 206,89 €"),
        (year_of("E-12"), "40000.00", DueTerm.RESOURCES, "ressources – borne retenue 8 678,16 €"),
    ],
)
def test_the_bound_that_limits_is_marked(
    lines: tuple[object, ...], resources: str, binding: DueTerm, expected: str
) -> None:
    document = claim(lines, resources=resources)  # type: ignore[arg-type]
    assert document.due.binding is binding
    assert expected in text_of(render_claim(document))


def test_the_rate_is_printed_as_the_agreement_prints_it() -> None:
    agreement = ClaimAgreement(
        reference="CONV-1",
        planned_total_cost="64120.47",
        grant="28125.00",
        rate="0.438627",
        rate_decimals=4,
        cost_plan="P40",
    )
    assert "43,8627 %" in text_of(render_claim(claim(agreement=agreement)))


LONG = "Syndicat mixte pour l’emploi, l’insertion et la formation du Grand Pays de Brisemer et de l’Arrière-Côte " * 4


@pytest.mark.parametrize(
    "document",
    [
        claim(),
        claim(beneficiary=Party(name=LONG, identifier="99000001200017"), intermediate_body=LONG),
        claim(operation=claim().operation.model_copy(update={"title": LONG, "priority": LONG})),
        claim(signature=claim().signature.model_copy(update={"name": LONG, "capacity": LONG})),
        claim(tuple(line.model_copy(update={"function": LONG}) for line in year_of("E-12", "E-13"))),
        claim(declarations=(LONG,) * 12),
        claim(tuple(staff_line(month, amount="9999999.99") for month in range(1, 13))),
    ],
    ids=["ordinary", "names", "operation", "signature", "functions", "declarations", "amounts"],
)
def test_nothing_leaves_the_page_or_covers_its_neighbour(document: ClaimDocument) -> None:
    assert_laid_out(render_claim(document))
