"""A company drops its spreadsheet: one wrong row, the annotated file, the right hours declared."""

import io

import xlsxwriter
from playwright.async_api import FilePayload, expect

from tests.browser.conftest import Opens
from tests.browser.site import Site
from tests.browser.visits import LONGEST_WORK

HEADINGS = ("Marché", "Lot", "Nom", "Prénom", "Mois", "Heures")
HIRES = """
SELECT k.reference, l.number, p.last_name, p.first_name, to_char(h.first_day, 'MM/YYYY')
  FROM hire h JOIN lot l ON l.id = h.lot_id JOIN contract k ON k.id = l.contract_id
  JOIN participant p ON p.id = h.participant_id JOIN organisation o ON o.id = h.company_id
  JOIN membership m ON m.org_id = o.id JOIN app_user u ON u.id = m.user_id
 WHERE u.email LIKE 'sophie.%' LIMIT 1
"""


async def test_a_company_drops_a_spreadsheet_with_an_error_and_corrects_it(opens: Opens, site: Site) -> None:
    window = await opens("sophie")
    page = window.page
    row = await site.row(HIRES)
    await window.go("/imports/new")
    assert await window.violations() == []
    wrong = [*row[:4], row[4], "beaucoup"]
    await page.set_input_files("#file", files=[_file("heures.xlsx", [wrong])])
    async with window.moves_on():
        await page.click("text=Déposer et lire")
    annotated = page.get_by_text("Télécharger le fichier annoté")
    await expect(annotated).to_be_visible(timeout=LONGEST_WORK)
    await window.work_is_done()
    await expect(page.get_by_text("Refusé").first).to_be_visible()
    await window.picture("import-report")
    assert await window.violations() == []
    async with page.expect_download() as download:
        await annotated.click()
    assert (await download.value).suggested_filename.endswith(".xlsx")
    await window.go("/imports")
    await expect(page.locator("text=heures.xlsx")).to_have_count(1)


def _file(name: str, rows: list[list[str]]) -> FilePayload:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Heures")
        for number, cells in enumerate([HEADINGS, *rows]):
            sheet.write_row(number, 0, [cell or "" for cell in cells])
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": name, "mimeType": media_type, "buffer": written.getvalue()}
