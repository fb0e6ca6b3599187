"""The certificate as a PDF: what can be read in it, how it is made, and that it can be made again."""

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clause.documents.certificate import render_certificate
from clause.domain.certificates import CertificateContent, GroundLine, Party, Signatory, canonical_bytes
from tests.documents.reading import assert_laid_out, fonts_of, language_of, links_of, plain, reader, text_of
from tests.documents.samples import certificate, nothing_done, obligation


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """The sample certificate."""
    return render_certificate(certificate())


@pytest.mark.parametrize(
    "expected",
    [
        "Attestation de clause sociale d’insertion",
        "Bilan final de l’engagement, arrêté au 15 novembre 2026",
        "N° 2026-000012",
        "Délivrée le 21 novembre 2026",
        "Maison de l’emploi du Pays de Brisemer",
        "Hélène Quéméner-Lœuil",
        "Bâtisseurs de l’Œuvre SARL – SIRET 990 000 038 00010",
        "Lot 2 – Gros œuvre",
        "du 1er mars 2025 au 31 octobre 2026",
        "Heures dues 833,00 h",
        "Heures prises en compte 964,50 h",
        "Taux de réalisation 115,79 %",
        "Excédent 131,50 h",
        "Hors de la période d’exécution du marché (1 ligne) 12,00 h",
        "Embauche directe 612,50 h",
        "Demandeur d’emploi de longue durée 752,50 h",
        "Version 2, au 2 mars 2025 833,00 h",
        "1 000 000,00 € × 50 % × 5 % ÷ 30,00 €/h",
        "Personnes concernées 6",
        "Embauches 8",
        "7K3M-9QXR-2D4F-8HTW",
        "https://clause.brisemer.example/verify/7K3M-9QXR-2D4F-8HTW",
        "Page 1/1",
    ],
)
def test_the_certificate_says(pdf: bytes, expected: str) -> None:
    assert expected in text_of(pdf)


def test_thousands_are_grouped_by_a_space_that_never_breaks() -> None:
    content = nothing_done(hours_owed="12345.50", gap="12345.50")
    page = reader(render_certificate(content)).pages[0].extract_text()
    assert "12\u202f345,50" in page


def test_an_ordinary_certificate_is_one_a4_page(pdf: bytes) -> None:
    pages = reader(pdf).pages
    assert len(pages) == 1
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == [595, 842]


def test_the_file_names_itself_in_french_and_is_dated_by_its_content(pdf: bytes) -> None:
    document = reader(pdf)
    assert document.metadata is not None
    assert document.metadata.title == "Attestation n° 2026-000012 – clause sociale d’insertion"
    assert document.metadata.author == "Maison de l’emploi du Pays de Brisemer"
    assert document.metadata.subject == "Bilan final de l’engagement, arrêté au 15 novembre 2026"
    assert document.metadata.creation_date is not None
    assert document.metadata.creation_date.date() == date(2026, 11, 21)
    assert language_of(pdf) == "fr-FR"


def test_every_font_is_in_the_file(pdf: bytes) -> None:
    fonts = fonts_of(pdf)
    assert len(fonts) == 2
    assert all(fonts.values()), fonts
    assert b"Helvetica" not in pdf


def test_the_address_of_the_check_can_be_clicked(pdf: bytes) -> None:
    assert links_of(pdf) == {"https://clause.brisemer.example/verify/7K3M-9QXR-2D4F-8HTW"}


def test_the_same_content_gives_the_same_bytes(pdf: bytes) -> None:
    assert render_certificate(certificate()) == pdf


def test_the_same_content_gives_the_same_bytes_in_another_process(pdf: bytes) -> None:
    script = (
        "import hashlib, sys\n"
        "from clause.documents.certificate import render_certificate\n"
        "from clause.domain.certificates import CertificateContent\n"
        "content = CertificateContent.model_validate_json(sys.stdin.buffer.read())\n"
        "print(hashlib.sha256(render_certificate(content)).hexdigest())\n"
    )
    for changes in ({"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"}, {"PYTHONHASHSEED": "2", "SOURCE_DATE_EPOCH": "1"}):
        done = subprocess.run(
            [sys.executable, "-c", script],
            input=canonical_bytes(certificate()),
            env=os.environ | changes,
            capture_output=True,
            check=True,
        )
        assert done.stdout.decode().strip() == hashlib.sha256(pdf).hexdigest()


def test_documents_made_at_the_same_time_do_not_mix(pdf: bytes) -> None:
    other = render_certificate(nothing_done())
    contents = [certificate(), nothing_done()] * 8
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(render_certificate, contents))
    assert made == [pdf, other] * 8


@pytest.mark.parametrize(
    "change",
    [
        {"number": "2026-000013"},
        {"issued_on": date(2026, 11, 22)},
        {"verify_url": "https://clause.brisemer.example/verify/other"},
        {"hours_declared": "981.51"},
        {"number_of_people": 7},
        {"eu_mention": "Cofinancé par l’Union européenne"},
    ],
)
def test_another_content_gives_other_bytes(pdf: bytes, change: dict[str, Any]) -> None:
    assert render_certificate(certificate(**change)) != pdf


def test_a_small_group_is_told_as_such() -> None:
    few = certificate(number_of_people=None, number_of_hires=None, lasting_hires=None, fewer_than=5)
    text = text_of(render_certificate(few))
    assert "avec moins de 5 personnes éloignées de l’emploi" in text
    assert "Personnes concernées moins de 5" in text
    assert "Embauches moins de 5" in text
    assert "Sorties vers un emploi durable moins de 5" in text


def test_a_number_is_not_left_out_without_the_size_of_a_small_group() -> None:
    with pytest.raises(ValueError, match="without the size"):
        certificate(number_of_people=None)


def test_before_the_first_hour_nothing_is_claimed_and_the_rest_is_told() -> None:
    text = text_of(render_certificate(nothing_done()))
    assert "Avancement de l’engagement au 15 novembre 2026" in text
    assert "Taux de réalisation 0,00 %" in text
    assert "Reste à réaliser 833,00 h" in text
    assert "Aucune heure prise en compte à ce jour." in text
    assert "personne" not in text.split("Marché et titulaire")[0], "no crowd of zero people is boasted of"


@pytest.mark.parametrize(
    ("kind", "gap", "owed", "expected"),
    [
        ("FINAL", "0.01", "964.51", "Heures manquantes 0,01 h"),
        ("PROGRESS", "0.01", "964.51", "Reste à réaliser 0,01 h"),
        ("FINAL", "0.00", "964.50", "Solde 0,00 h"),
        ("FINAL", "-0.01", "964.49", "Excédent 0,01 h"),
    ],
)
def test_the_gap_has_the_name_that_a_reader_expects(kind: str, gap: str, owed: str, expected: str) -> None:
    assert expected in text_of(render_certificate(certificate(kind=kind, gap=gap, hours_owed=owed, ratio="1.0000")))


def test_where_nothing_is_owed_no_ratio_is_shown() -> None:
    content = certificate(hours_owed="0.00", gap="-964.50", ratio=None)
    assert "Taux de réalisation sans objet" in text_of(render_certificate(content))


def test_a_reissue_names_what_it_replaces() -> None:
    text = text_of(render_certificate(certificate(replaces_number="2026-000007")))
    assert "Annule et remplace le n° 2026-000007" in text


def test_the_european_mention_is_there_only_when_the_content_has_it(pdf: bytes) -> None:
    mention = "Cofinancé par l’Union européenne"
    assert mention not in text_of(pdf)
    assert mention in text_of(render_certificate(certificate(eu_mention=mention)))


def test_many_versions_run_over_several_numbered_pages_that_all_say_what_they_are() -> None:
    versions = tuple(obligation(number, "833.00", f"Avenant n° {number} au marché") for number in range(1, 29))
    rendered = render_certificate(certificate(obligations=versions, remark="Une longue observation. " * 120))
    pages = [plain(page.extract_text()) for page in reader(rendered).pages]
    assert len(pages) == 3
    for number, text in enumerate(pages, start=1):
        assert f"Page {number}/3" in text
        assert "Attestation n° 2026-000012" in text
    assert all(f"Avenant n° {number} au marché" in " ".join(pages) for number in range(1, 29))
    assert "7K3M-9QXR-2D4F-8HTW" in pages[-1].split("Vérifier cette attestation")[1]
    assert "observation" in pages[-1], "the signature is never alone on its page"


LONG = "Société coopérative « Les Bâtisseuses et Bâtisseurs de l’Œuvre Éco-Responsable du Grand Pays de Brisemer » " * 3


@pytest.mark.parametrize(
    "content",
    [
        certificate(
            holder=Party(name=LONG, identifier="99000003800010"),
            facilitator_org=Party(name=LONG, identifier="99000001200017"),
        ),
        certificate(contract_object=LONG * 20, lot_label=LONG),
        certificate(signatory=Signatory(name=LONG, capacity=LONG), remark=LONG * 30),
        certificate(remark="x" * 5000),
        certificate(obligations=(obligation(1, "833.00", LONG * 20),)),
        certificate(by_ground=(GroundLine(ground="DELD", label=LONG, hours_credited="964.50"),)),
        certificate(verify_url="https://" + "a" * 192),
    ],
    ids=["names", "object", "signatory", "one word", "basis", "ground", "address"],
)
def test_nothing_leaves_the_page_or_covers_its_neighbour_however_long_it_is(content: CertificateContent) -> None:
    assert_laid_out(render_certificate(content))


def test_a_tab_an_emoji_and_letters_of_another_alphabet_are_no_obstacle() -> None:
    content = certificate(remark="Ligne\tune\n\x00ligne 🙂 deux, Žluťoučký ŁÓDŹ Ωmega العربية 中文")
    assert "Žluťoučký ŁÓDŹ Ωmega" in text_of(render_certificate(content))


# What the extraction of a PDF places where it was drawn: scripts written from left to right, one letter after another.
LEFT_TO_RIGHT = st.characters(max_codepoint=0x24F) | st.sampled_from("€œŒ–—’“”…Ωβ")


def _everywhere(text: str) -> CertificateContent:
    party = Party(name=text, identifier="99000003800010")
    return certificate(holder=party, contract_object=text, remark=text, lot_label=text)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(LEFT_TO_RIGHT, min_size=1, max_size=400).filter(lambda text: text.strip()))
def test_any_latin_text_stays_in_its_place(text: str) -> None:
    assert_laid_out(render_certificate(_everywhere(text)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(min_size=1, max_size=400).filter(lambda text: text.strip()))
def test_any_text_at_all_can_be_printed(text: str) -> None:
    assert render_certificate(_everywhere(text)).startswith(b"%PDF-")
