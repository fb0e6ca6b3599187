"""A person of two companies in spreadsheets: what both declare is held together, in one file and over several."""

import pytest

from clause.domain.accounts import Organisation
from clause.domain.contracts import Lot
from clause.domain.hires import NamedHire
from clause.domain.hours_import import HoursRowStatus
from tests.builders.contracts import a_lot
from tests.builders.people import a_hire, a_participant
from tests.builders.spreadsheets import HEADINGS, a_csv, a_row, apply_to_the_end, codes, counted, import_hours, rows_of
from tests.builders.territory import Territory

pytestmark = pytest.mark.usefixtures("transaction")


async def _of_two_companies(territory: Territory) -> tuple[Lot, list[tuple[NamedHire, Organisation]]]:
    who, company, lender = territory.facilitator, territory.company, territory.other_company
    lot, person = await a_lot(who, territory), await a_participant(who)
    own = await a_hire(who, territory, lot, participant=person)
    lent = await a_hire(who, territory, lot, participant=person, company=lender, mode="STAFF_SUPPLY")
    return lot, [(own, company), (lent, lender)]


async def test_a_file_that_passes_the_maximum_over_two_companies_is_refused_at_the_second(territory: Territory) -> None:
    lot, hires = await _of_two_companies(territory)
    rows = [a_row(hire, lot.contract_reference, company.identifier, hours="150,00") for hire, company in hires]
    report = await import_hours(territory.facilitator, a_csv([HEADINGS, *rows]))
    read = await rows_of(territory.facilitator, report)
    assert [row.status for row in read] == [HoursRowStatus.NEW, HoursRowStatus.REFUSED]
    assert codes(read) == [("HRS-020", "H3")]


async def test_two_files_that_were_fine_when_read_are_not_both_applied(territory: Territory) -> None:
    lot, hires = await _of_two_companies(territory)
    reports = [
        await import_hours(
            territory.facilitator,
            a_csv([HEADINGS, a_row(hire, lot.contract_reference, company.identifier, hours="150,00")]),
        )
        for hire, company in hires
    ]
    assert [counted(report) for report in reports] == [{"new": 1}, {"new": 1}]
    made = []
    for report in reports:
        applied = await apply_to_the_end(territory.facilitator, report)
        assert applied.hours is not None
        made += [(one.lines_declared, [finding.code for finding in one.findings]) for one in applied.hours.applied]
    assert made == [(1, []), (0, ["HRS-020"])]
