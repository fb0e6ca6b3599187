"""The consolidation as files: the figures of the JSON answer, written for French spreadsheets, and no formula."""

import csv
import io
import zipfile
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from clause.documents.statistics_csv import HEADER, consolidation_csv
from clause.documents.statistics_xlsx import KEY_FIGURES, READ_ME, consolidation_xlsx
from clause.domain.statistics import Consolidation, FinancingCell
from clause.domain.statistics_figures import YearFacts, consolidate
from clause.domain.statistics_tables import Measure, TableCode
from clause.rules.statistics import FundingSource
from clause.text.spreadsheets import safe_text
from clause.text.statistics import COLUMNS, FIGURES, SHEETS, TITLES, row_label
from tests.builders.statistics import OWN, PUBLISHED, a_table, a_year, facts_of

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def sample(*, is_publication: bool = True) -> Consolidation:
    cells = a_year(a_table("SEX", F=3, M=24, X=9), a_table("AGE", YOUNG=12, ADULT=18, SENIOR=6))
    counts = {("CONTRACTS", ""): 1234, ("CONTRACTS_AMOUNT", "BAND_1"): 1234}
    money = [
        FinancingCell(
            source=FundingSource.LOCAL, amount_eur=Decimal("1234.50"), posts_fte=Decimal("0.80"), organisations=1
        )
    ]
    return consolidate(YearFacts(cells, counts, money), PUBLISHED if is_publication else OWN)


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def read_xlsx(content: bytes) -> dict[str, list[list[str]]]:
    """Sheet → rows of texts, read from the XML itself."""
    book = zipfile.ZipFile(io.BytesIO(content))
    names = {sheet.get(_LINK): str(sheet.get("name")) for sheet in _xml(book, "xl/workbook.xml").iter(f"{_MAIN}sheet")}
    targets = {link.get("Id"): str(link.get("Target")) for link in _xml(book, "xl/_rels/workbook.xml.rels")}
    texts = [
        "".join(part.text or "" for part in item.iter(f"{_MAIN}t"))
        for item in _xml(book, "xl/sharedStrings.xml").iter(f"{_MAIN}si")
    ]
    sheets = {}
    for key, name in names.items():
        found = []
        for row in _xml(book, f"xl/{targets[key]}").iter(f"{_MAIN}row"):
            values = []
            for cell in row.iter(f"{_MAIN}c"):
                assert cell.find(f"{_MAIN}f") is None, "a formula"
                value = cell.findtext(f"{_MAIN}v") or ""
                values.append(texts[int(value)] if cell.get("t") == "s" else value)
            found.append(values)
        sheets[name] = found
    return sheets


def _xml(book: zipfile.ZipFile, path: str) -> ElementTree.Element:
    return ElementTree.fromstring(book.read(path))  # noqa: S314


def test_the_csv_is_for_a_french_spreadsheet() -> None:
    content = consolidation_csv(sample())
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines()[0] == ";".join(HEADER)
    assert b"\r\n" in content
    found = {(line["Tableau"], line["Code"], line["Indicateur"]): line["Valeur"] for line in read_csv(content)}
    assert found[(TITLES[TableCode.AGE], "YOUNG", "Heures prises en compte")] == "1080,00"
    assert found[(TITLES[TableCode.FINANCING], "LOCAL", "Montant (€)")] == "1234,50"
    assert found[(TITLES[TableCode.CONTRACTS_AMOUNT], "BAND_1", "Nombre")] == "1234"


def test_what_is_withheld_is_an_s_and_what_does_not_apply_is_empty() -> None:
    lines = read_csv(consolidation_csv(sample()))
    women = {line["Indicateur"]: line["Valeur"] for line in lines if line["Code"] == "F"}
    assert women == dict.fromkeys(
        ("Personnes", "Contrats de travail", "Heures prises en compte", "Heures validées", "ETP", "Part des heures"),
        "s",
    )
    ratios = {line["Code"]: line["Valeur"] for line in lines if line["Tableau"] == "Chiffres clés"}
    assert (ratios["share_women"], ratios["share_lasting_m3"]) == ("s", "")


@pytest.mark.parametrize("is_publication", [True, False])
def test_the_three_formats_hold_the_same_figures(is_publication: bool) -> None:
    found = sample(is_publication=is_publication)
    lines = read_csv(consolidation_csv(found))
    sheets = read_xlsx(consolidation_xlsx(found))
    for table in found.tables:
        written = [line for line in lines if line["Tableau"] == TITLES[table.code]]
        assert len(written) == (len(table.rows) + 1) * len(table.measures)
        body = sheets[SHEETS[table.code]][2:]
        for index, row in enumerate((*table.rows, table.total)):
            in_csv = [line["Valeur"] for line in written if line["Code"] == row.code]
            shown = ["s" if measure in row.withheld else row.values[measure] for measure in table.measures]
            assert [_same(text) for text in in_csv] == [_same(value) for value in shown]
            assert body[index][0] == row_label(found, table.code, row.code)
            assert [_same(text) for text in body[index][1:]] == [_same(value) for value in shown if value is not None]


def _same(value: object) -> object:
    """A figure as a number however it is written."""
    text = str("" if value is None else value).replace(",", ".")
    return text if text in ("", "s") else Decimal(text).quantize(Decimal("0.0001"))


def test_the_workbook_has_its_notes_its_key_figures_and_a_sheet_a_table() -> None:
    sheets = read_xlsx(consolidation_xlsx(sample()))
    assert list(sheets)[:2] == [READ_ME, KEY_FIGURES]
    assert list(sheets)[2:] == [SHEETS[table.code] for table in sample().tables]
    notes = "\n".join(" ".join(row) for row in sheets[READ_ME])
    for expected in ("secret statistique", "compte une fois dans chacun", "fte_hours", "Alliance Villes Emploi"):
        assert expected in notes


def test_an_internal_workbook_says_that_it_is_internal() -> None:
    notes = "\n".join(" ".join(row) for row in read_xlsx(consolidation_xlsx(sample(is_publication=False)))[READ_ME])
    assert "Document interne" in notes
    assert "secret statistique" not in notes


def test_the_same_figures_give_the_same_bytes() -> None:
    assert consolidation_xlsx(sample()) == consolidation_xlsx(sample())
    assert consolidation_csv(sample()) == consolidation_csv(sample())


@pytest.mark.parametrize(
    "name", ['=HYPERLINK("http://x.example")', "+33 2 98", "-1+1", "@SUM(A1)", "\t=1+1", " =1+1", "\u00a0=1+1"]
)
def test_a_name_that_looks_like_a_formula_stays_text(name: str) -> None:
    assert safe_text(name) == f"'{name}"
    found = consolidate(facts_of([]), replace(OWN, organisation=name))
    texts = [text for row in read_xlsx(consolidation_xlsx(found))[READ_ME] for text in row]
    assert not any(text.lstrip().startswith(("=", "+", "-", "@")) for text in texts)


@pytest.mark.parametrize("name", ["Maison de l'emploi", "s", "", "1 234,50", "Ville de Port-Brisemer"])
def test_an_ordinary_text_is_left_alone(name: str) -> None:
    assert safe_text(name) == name


def test_a_code_that_looks_like_a_formula_is_neutralised_in_the_csv() -> None:
    counts = {("CONTRACTS", ""): 1, ("CONTRACTS_CPV", "=1"): 1}
    lines = read_csv(consolidation_csv(consolidate(YearFacts((), counts, ()), OWN)))
    assert [line["Code"] for line in lines if line["Valeur"] == "1" and line["Code"]] == ["'=1"]


def test_everything_has_a_french_name() -> None:
    found = sample()
    assert set(TITLES) == set(SHEETS) == set(TableCode)
    assert set(COLUMNS) == set(Measure)
    assert {figure.code for figure in found.figures} == set(FIGURES)
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in SHEETS.values())
    for table in found.tables:
        labels = [row_label(found, table.code, row.code) for row in (*table.rows, table.total)]
        assert len(set(labels)) == len(labels), table.code
        assert all(
            label and (label != row.code or label == "CDI") for label, row in zip(labels, table.rows, strict=False)
        ), table.code


def test_bands_are_named_by_their_bounds() -> None:
    found = sample()
    assert row_label(found, TableCode.AGE, "ADULT") == "De 26 à 49 ans"
    assert row_label(found, TableCode.HIRES_DURATION, "BAND_0") == "Moins de 1 mois"
    assert row_label(found, TableCode.HIRES_DURATION, "BAND_2") == "De 3 mois à moins de 6 mois"
    assert row_label(found, TableCode.HIRES_DURATION, "BAND_4") == "12 mois et plus"
    amounts = row_label(found, TableCode.CONTRACTS_AMOUNT, "BAND_1").replace("\u202f", " ").replace("\u00a0", " ")
    assert amounts == "De 40 000 € à moins de 100 000 €"
