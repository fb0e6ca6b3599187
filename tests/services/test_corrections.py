"""Corrections that move hours to other days, another month or another hire, in one action that leaves its trail."""

from datetime import date
from decimal import Decimal

import pytest

from clause.db import sql
from clause.domain.errors import NotFound, Refused
from clause.domain.hires import NamedHire
from clause.domain.ledger import LedgerEntry, Replacement
from clause.domain.rule_sets import RuleSetTerms
from clause.rules.calendar import Month
from clause.rules.codes import HoursNature
from clause.rules.counting import NotCredited
from clause.services import compliance, ledger, rule_sets
from tests.builders.contracts import a_lot
from tests.builders.hours import a_draft, a_validated_statement, booked_entries
from tests.builders.people import a_hire
from tests.builders.territory import Territory


@pytest.fixture
async def hire(territory: Territory, transaction: None) -> NamedHire:
    return await a_hire(territory.facilitator, territory, await a_lot(territory.facilitator, territory))


async def booked(territory: Territory, hire: NamedHire, month: str = "2026-03") -> LedgerEntry:
    [entry] = await booked_entries(
        territory.facilitator, await a_validated_statement(territory.facilitator, hire, month=month)
    )
    return entry


async def credited(territory: Territory, hire: NamedHire, on: date) -> Decimal:
    return (await compliance.assess_one_lot(territory.facilitator.context, hire.lot_id, on)).hours.hours_credited


APRIL = {"first_day": date(2026, 4, 1), "last_day": date(2026, 4, 30)}


async def test_hours_declared_in_the_wrong_month_are_redated_in_one_action(
    territory: Territory, hire: NamedHire
) -> None:
    entry = await booked(territory, hire)
    replacement = Replacement(hours_validated=Decimal("100.00"), **APRIL)
    corrected = await ledger.reverse_entry(territory.facilitator.context, entry.id, "Heures d'avril", replacement)
    assert corrected.replacement is not None
    assert (corrected.replacement.month, corrected.replacement.replaces_id) == (Month(2026, 4), entry.id)
    assert await credited(territory, hire, date(2026, 3, 31)) == Decimal("0.00")
    assert await credited(territory, hire, date(2026, 4, 30)) == Decimal("100.00")
    again = await a_draft(territory.company_agent, hire, month="2026-03")
    assert again.findings == ()
    with pytest.raises(Refused):
        await a_draft(territory.company_agent, hire, month="2026-04")


async def test_a_month_that_has_its_hours_takes_no_others(territory: Territory, hire: NamedHire) -> None:
    entry = await booked(territory, hire)
    await booked(territory, hire, "2026-04")
    replacement = Replacement(hours_validated=Decimal("100.00"), **APRIL)
    with pytest.raises(Refused) as refused:
        await ledger.reverse_entry(territory.facilitator.context, entry.id, "Heures d'avril", replacement)
    assert {finding.code for finding in refused.value.findings} == {"HRS-023"}


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ({"first_day": date(2026, 4, 1)}, ("HRS-015", "replacement.last_day")),
        ({"last_day": date(2026, 4, 1)}, ("HRS-016", "replacement.last_day")),
        ({"first_day": date(2026, 2, 28)}, ("HRS-016", "replacement.last_day")),
    ],
)
async def test_a_replacement_lies_in_one_month(
    territory: Territory, hire: NamedHire, days: dict[str, date], found: tuple[str, str]
) -> None:
    entry = await booked(territory, hire)
    replacement = Replacement(hours_validated=Decimal("20.00"), **days)
    with pytest.raises(Refused) as refused:
        await ledger.reverse_entry(territory.facilitator.context, entry.id, "Erreur", replacement)
    assert (refused.value.findings[0].code, refused.value.findings[0].field) == found


async def test_hours_booked_on_the_wrong_person_are_reassigned_to_another_lot(
    territory: Territory, hire: NamedHire
) -> None:
    who = territory.facilitator
    other = await a_hire(who, territory, await a_lot(who, territory))
    entry = await booked(territory, hire)
    replacement = Replacement(hours_validated=Decimal("100.00"), hire_id=other.id)
    corrected = await ledger.reverse_entry(who.context, entry.id, "Mauvais salarié", replacement)
    assert corrected.replacement is not None
    assert (corrected.replacement.hire_id, corrected.replacement.lot_id) == (other.id, other.lot_id)
    on = date(2026, 3, 31)
    assert (await credited(territory, hire, on), await credited(territory, other, on)) == (
        Decimal(0),
        Decimal("100.00"),
    )
    data = await sql.fetch_value("SELECT data FROM journal WHERE subject_id = $1 AND action LIKE '%reversed'", entry.id)
    assert all(str(value) in data for value in (other.id, other.lot_id, corrected.replacement.id))


async def test_hours_are_not_reassigned_to_a_hire_of_another_company_or_of_nobody(
    territory: Territory, hire: NamedHire
) -> None:
    who = territory.facilitator
    lent = await a_hire(
        who, territory, await a_lot(who, territory), company=territory.other_company, mode="STAFF_SUPPLY"
    )
    foreign = await a_hire(territory.other_facilitator, territory, await a_lot(territory.other_facilitator, territory))
    entry = await booked(territory, hire)
    for other, code in ((lent, "HRS-012"), (foreign, "HRS-011")):
        replacement = Replacement(hours_validated=Decimal("100.00"), hire_id=other.id)
        with pytest.raises(Refused) as refused:
            await ledger.reverse_entry(who.context, entry.id, "Erreur", replacement)
        found = [(finding.code, finding.field) for finding in refused.value.findings]
        assert found == [(code, "replacement.hire_id")]
    assert await credited(territory, hire, date(2026, 3, 31)) == Decimal("100.00")


@pytest.mark.parametrize(
    ("rules", "nature", "hours", "reason"),
    [
        ({}, HoursNature.TRAINING_IN_CONTRACT, "100.00", None),
        ({}, HoursNature.TRAINING_OUTSIDE_CONTRACT, "0.00", NotCredited.TRAINING_NOT_COUNTED),
        ({"training_rule": "ALL"}, HoursNature.TRAINING_OUTSIDE_CONTRACT, "100.00", None),
        ({"training_rule": "NONE"}, HoursNature.TRAINING_IN_CONTRACT, "0.00", NotCredited.TRAINING_NOT_COUNTED),
        ({}, HoursNature.TUTORING, "0.00", NotCredited.TUTORING_NOT_COUNTED),
        ({"tutor_hours_count": True}, HoursNature.TUTORING, "100.00", None),
    ],
)
async def test_the_nature_of_booked_hours_is_judged_by_the_rules_of_the_lot(
    territory: Territory,
    hire: NamedHire,
    rules: dict[str, str | bool],
    nature: HoursNature,
    hours: str,
    reason: NotCredited | None,
) -> None:
    who = territory.facilitator.context
    if rules:
        terms = RuleSetTerms(values=rules, penalties=(), effective_on=date(2026, 1, 1))
        await rule_sets.set_rules(who, hire.lot_id, terms, None)
    entry = await booked(territory, hire)
    replacement = Replacement(hours_validated=Decimal("100.00"), nature=nature)
    corrected = (await ledger.reverse_entry(who, entry.id, "Formation", replacement)).replacement
    assert corrected is not None
    assert (corrected.nature, corrected.not_credited_reason) == (nature, reason)
    assert await credited(territory, hire, date(2026, 3, 31)) == Decimal(hours)
    used = {use.name: use.value for use in corrected.trace.parameters}
    assert set(used) <= {"training_rule", "tutor_hours_count"}
    assert len(used) == 1


async def test_the_history_of_an_entry_is_the_same_from_each_of_its_links(
    territory: Territory, hire: NamedHire
) -> None:
    who = territory.facilitator.context
    entry = first = await booked(territory, hire)
    await booked(territory, hire, "2026-04")
    for hours in ("90.00", "95.50"):
        replacement = Replacement(hours_validated=Decimal(hours))
        corrected = (await ledger.reverse_entry(who, entry.id, "Erreur", replacement)).replacement
        assert corrected is not None
        entry = corrected
    chain = await ledger.list_history(who, first.id)
    assert [line.hours_validated for line in chain] == [
        Decimal(hours) for hours in ("100.00", "-100.00", "90.00", "-90.00", "95.50")
    ]
    assert [line.reverses_id or line.replaces_id for line in chain[1:]] == [chain[at].id for at in (0, 0, 2, 2)]
    for link in chain:
        assert await ledger.list_history(territory.company_agent.context, link.id) == chain
    with pytest.raises(NotFound) as refused:
        await ledger.list_history(territory.other_facilitator.context, first.id)
    assert refused.value.code == "LED-007"
