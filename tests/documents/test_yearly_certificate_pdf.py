"""A company's yearly certificate as a PDF."""

import pytest

from clause.documents.yearly_certificate import render_yearly_certificate
from clause.domain.certificates import GroundLine, ModeLine, YearlyContent
from tests.documents.reading import assert_laid_out, plain, reader, text_of
from tests.documents.samples import yearly, yearly_line

LONG = "Société coopérative « Les Bâtisseuses et Bâtisseurs de l’Œuvre Éco-Responsable du Grand Pays de Brisemer » " * 3


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """The sample certificate."""
    return render_yearly_certificate(yearly())


def many_lots(count: int) -> YearlyContent:
    total = f"{count}.00"
    return yearly(
        lines=tuple(yearly_line(number, "1.00") for number in range(1, count + 1)),
        hours_credited=total,
        hours_training="0.00",
        by_mode=(ModeLine(mode="DIRECT_HIRE", hours_credited=total),),
        by_ground=(GroundLine(ground="DELD", label="Demandeur d’emploi", hours_credited=total),),
    )


@pytest.mark.parametrize(
    "expected",
    [
        "Année 2026, heures travaillées jusqu’au 21 novembre 2026",
        "Bâtisseurs de l’Œuvre SARL (SIRET 990 000 038 00010) a contribué en 2026 à 1 204,25 h",
        "avec 7 personnes éloignées de l’emploi",
        "2025TRX001 – Lot 1 – Gros œuvre",
        "Titulaire · Communauté d’agglomération de Brisemer",
        "lot entier : 964,50 h prises en compte depuis le début, pour 833,00 h dues",
        "Membre du groupement",
        "Employeur des personnes",
        "Dont heures de formation 84,00 h",
        "Part des heures faites par des femmes 31,25 %",
        "Part des heures, habitants des QPV 10,00 %",
        "Sorties vers un emploi durable 2",
        "7K3M-9QXR-2D4F-8HTX",
        "Page 1/1",
    ],
)
def test_the_yearly_certificate_says(pdf: bytes, expected: str) -> None:
    assert expected in text_of(pdf)


def test_a_share_that_would_speak_of_too_few_people_is_not_told() -> None:
    text = text_of(render_yearly_certificate(yearly(women_share=None, qpv_share=None)))
    assert "Part des heures" not in text


def test_a_year_without_hours_says_so() -> None:
    nothing = yearly(
        lines=(), hours_validated="0.00", hours_credited="0.00", hours_training="0.00", by_mode=(), by_ground=()
    )
    assert "Aucune heure prise en compte pour cette entreprise" in text_of(render_yearly_certificate(nothing))


def test_the_same_content_gives_the_same_bytes(pdf: bytes) -> None:
    assert render_yearly_certificate(yearly()) == pdf


def test_sixty_lots_run_over_pages_that_all_say_what_they_are() -> None:
    rendered = render_yearly_certificate(many_lots(60))
    pages = [plain(page.extract_text()) for page in reader(rendered).pages]
    assert len(pages) > 1
    assert all(f"Page {number}/{len(pages)}" in text for number, text in enumerate(pages, start=1))
    assert all(f"2025TRX{number:03d}" in " ".join(pages) for number in range(1, 61))
    assert_laid_out(rendered)


@pytest.mark.parametrize("field", ["contract_object", "lot_label", "contract_reference"])
def test_nothing_leaves_the_page_however_long_it_is(field: str) -> None:
    assert_laid_out(render_yearly_certificate(yearly(lines=(yearly_line(1, "1204.25", **{field: LONG}),))))
