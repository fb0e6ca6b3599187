"""What makes the hours owed change: invoices, hours worked, tranches, reliefs and modifications, each a new version."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib import import_module
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest

from clause.db import sql
from clause.db.queries.obligation_components import load_components
from clause.db.queries.obligations import owed_on as owed_in_database
from clause.db.queries.reliefs import list_suspensions
from clause.domain.actors import Scope
from clause.domain.contracts import Lot, NewModification
from clause.domain.errors import Refused, WrongState
from clause.domain.invoices import InvoiceKind
from clause.domain.obligation_timeline import Components, owed_on
from clause.domain.obligations import ObligationCause, ObligationVersion
from clause.domain.reliefs import ReliefKind, Suspension
from clause.domain.rule_sets import RuleSetTerms
from clause.domain.tranches import TrancheKind
from clause.domain.worked_hours import NewWorkedHours
from clause.rules.calendar import Month
from clause.rules.obligation import ObligationMethod
from clause.services import contracts, obligations, reliefs, rule_sets, tranches, worked_hours
from clause.services.unit_of_work import UnitOfWork, reading
from clause.settings import Settings
from tests.builders.committed import committed_territory
from tests.builders.contracts import a_lot
from tests.builders.obligations import a_tranche, bill, by_invoices, decide, fixed, reduction, relief, terms
from tests.builders.territory import NOW, Caller, Territory

DAYS = [date(2026, 1, 1) + timedelta(days=7 * week) for week in range(60)]


@reading(Scope.CONTRACTS_READ)
async def _both_accounts(uow: UnitOfWork, lot_id: UUID) -> list[tuple[date, Decimal | None, Decimal | None]]:
    """For each day, what the database reads and what the pure account says."""
    components, both = await load_components(lot_id), []
    for day in DAYS:
        read, said = await owed_in_database(lot_id, day), owed_on(components, day)
        both.append((day, read.hours_owed if read else None, said.figure.value if said else None))
    return both


@reading(Scope.CONTRACTS_READ)
async def _components(uow: UnitOfWork, lot_id: UUID) -> Components:
    return await load_components(lot_id)


@reading(Scope.CONTRACTS_READ)
async def _suspensions(uow: UnitOfWork, lot_id: UUID) -> list[Suspension]:
    return await list_suspensions(lot_id)


async def owed(who: Caller, lot: Lot, on: date, known_on: date | None = None) -> str | None:
    found = await obligations.owed_then(who.context, lot.id, on, known_on or date(2100, 1, 1))
    return str(found.versions[0].hours_owed) if found.versions else None


async def versions(who: Caller, lot: Lot) -> list[ObligationVersion]:
    return await obligations.list_obligations(who.context, lot.id, after=0, limit=200)


async def test_an_invoice_makes_hours_due_from_its_day(transaction: None, territory: Territory) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await decide(who, lot, by_invoices())
    made = await bill(who, lot, "F-1", date(2026, 3, 10), "5000.00")
    assert [await owed(who, lot, date(2026, 3, day)) for day in (9, 10, 11)] == ["0.00", "2.00", "2.00"]
    assert [(one.cause, one.source_id) for one in made.versions] == [(ObligationCause.INVOICE, made.invoice.id)]


async def test_a_late_invoice_changes_every_day_from_its_own(transaction: None, territory: Territory) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await decide(who, lot, by_invoices())
    await bill(who, lot, "F-2", date(2026, 4, 1), "3000.00")
    late = await bill(who, lot, "F-1", date(2026, 2, 1), "3000.00")
    assert [one.effective_on for one in late.versions] == [date(2026, 2, 1), date(2026, 4, 1)]
    assert [await owed(who, lot, date(2026, month, 1)) for month in (1, 2, 3, 4)] == ["0.00", "1.00", "1.00", "3.00"]


async def test_a_credit_note_takes_hours_off_again(transaction: None, territory: Territory) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await decide(who, lot, by_invoices())
    await bill(who, lot, "F-1", date(2026, 2, 1), "4000.00")
    await bill(who, lot, "A-1", date(2026, 3, 1), "0.01", InvoiceKind.CREDIT_NOTE)
    assert [await owed(who, lot, date(2026, month, 1)) for month in (2, 3)] == ["2.00", "1.00"]


async def test_an_invoice_changes_nothing_where_the_hours_are_fixed(transaction: None, territory: Territory) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await decide(who, lot, fixed("800.00"))
    assert (await bill(who, lot, "F-1", date(2026, 2, 1), "4000.00")).versions == []
    assert len(await versions(who, lot)) == 1


async def test_a_number_is_used_once_a_lot_and_an_invoice_is_not_of_tomorrow(
    transaction: None, territory: Territory
) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await bill(who, lot, "F-1", NOW.date(), "1.00")
    with pytest.raises(WrongState) as twice:
        await bill(who, lot, "F-1", date(2026, 2, 1), "2.00", InvoiceKind.CREDIT_NOTE)
    assert twice.value.code == "DBC-050"
    with pytest.raises(Refused) as tomorrow:
        await bill(who, lot, "F-2", NOW.date() + timedelta(days=1), "1.00")
    assert tomorrow.value.code == "OBL-101"


async def test_a_later_report_of_a_month_replaces_the_one_before(transaction: None, territory: Territory) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await decide(who, lot, terms(ObligationMethod.HOURS_SHARE, date(2026, 1, 1), insertion_rate="0.05"))
    for hours, expected in (("1000.00", "50.00"), ("800.00", "40.00")):
        report = NewWorkedHours(month=Month(2026, 2), hours_worked=Decimal(hours))
        made = await worked_hours.report_worked_hours(who.context, lot.id, report)
        assert [str(one.owed) for one in made.versions] == [expected]
        assert [await owed(who, lot, date(2026, 2, day)) for day in (27, 28)] == ["0.00", expected]


async def test_a_share_keeps_the_rounding_of_the_day_on_which_it_was_decided(
    transaction: None, territory: Territory
) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await decide(who, lot, terms(ObligationMethod.HOURS_SHARE, date(2026, 1, 1), insertion_rate="0.05"))
    half_up = RuleSetTerms(
        values={"rounding_obligation_hours": "HUNDREDTHS_OF_HOUR"}, penalties=(), effective_on=date(2026, 1, 1)
    )
    await rule_sets.set_rules(who.context, lot.id, half_up, None)
    report = NewWorkedHours(month=Month(2026, 2), hours_worked=Decimal("1010.00"))
    await worked_hours.report_worked_hours(who.context, lot.id, report)
    assert await owed(who, lot, date(2026, 3, 1)) == "50.00"
    await decide(who, lot, terms(ObligationMethod.HOURS_SHARE, date(2026, 1, 1), insertion_rate="0.05"))
    assert await owed(who, lot, date(2026, 3, 1)) == "50.50"


async def test_the_rates_of_the_lots_own_rules_stand_in_and_are_named(transaction: None, territory: Territory) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory, amount="1000000.00")
    own = {"labour_share": "0.50", "insertion_rate": "0.10", "loaded_hourly_cost": "25.00"}
    await rule_sets.set_rules(
        who.context, lot.id, RuleSetTerms(values=own, penalties=(), effective_on=date(2026, 1, 1)), None
    )
    await decide(who, lot, terms(ObligationMethod.AMOUNT, date(2026, 1, 1)))
    [made] = await versions(who, lot)
    assert made.hours_owed == Decimal("2000.00")
    assert {use.name: use.reference.source for use in made.trace.parameters}["insertion_rate"] == (
        "règles du lot, version 1"
    )


async def test_an_optional_tranche_is_owed_once_affirmed_and_lengthens_the_lot(
    transaction: None, territory: Territory
) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await decide(who, lot, fixed("800.00"))
    tranche = await a_tranche(who, lot, "200.00")
    assert await owed(who, lot, date(2026, 12, 31)) == "800.00"
    made = await tranches.affirm_tranche(who.context, tranche.id, date(2026, 7, 1), date(2027, 3, 31))
    assert [await owed(who, lot, day) for day in (date(2026, 6, 30), date(2026, 7, 1))] == ["800.00", "1000.00"]
    assert [(one.cause, one.source_id) for one in made.versions] == [(ObligationCause.TRANCHE, tranche.id)]
    assert (await contracts.load_lot(who.context, lot.id)).last_day == date(2027, 3, 31)
    with pytest.raises(WrongState) as again:
        await tranches.affirm_tranche(who.context, tranche.id, date(2026, 8, 1), None)
    assert again.value.code == "OBL-112"


async def test_a_renewal_says_so_in_its_version(transaction: None, territory: Territory) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await decide(who, lot, fixed("800.00"))
    renewal = await a_tranche(who, lot, "400.00", TrancheKind.RENEWAL)
    made = await tranches.affirm_tranche(who.context, renewal.id, date(2026, 7, 1), None)
    assert [one.cause for one in made.versions] == [ObligationCause.RENEWAL]


@pytest.mark.parametrize(
    ("kind", "with_decision", "last_day", "error", "code"),
    [
        (TrancheKind.FIRM, True, None, WrongState, "OBL-111"),
        (TrancheKind.OPTIONAL, False, None, Refused, "OBL-113"),
        (TrancheKind.OPTIONAL, True, date(2026, 12, 30), Refused, "OBL-114"),
    ],
)
async def test_what_cannot_be_affirmed(
    transaction: None, territory: Territory, kind: TrancheKind, with_decision: bool, last_day: date | None,
    error: type[Exception], code: str,
) -> None:  # fmt: skip
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    if with_decision:
        await decide(who, lot, fixed("800.00"))
    tranche = await a_tranche(who, lot, kind=kind)
    with pytest.raises(error) as refusal:
        await tranches.affirm_tranche(who.context, tranche.id, date(2026, 7, 1), last_day)
    assert getattr(refusal.value, "code", None) == code


async def test_a_tranche_affirmed_before_the_decision_is_inside_it_and_says_so(
    transaction: None, territory: Territory
) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await decide(who, lot, fixed("800.00", date(2026, 3, 1)))
    tranche = await a_tranche(who, lot)
    made = await tranches.affirm_tranche(who.context, tranche.id, date(2026, 2, 28), None)
    assert ([one.code for one in made.findings], made.versions) == (["OBL-031"], [])
    assert await owed(who, lot, date(2026, 3, 1)) == "800.00"


async def test_a_reduction_and_a_waiver_hold_from_their_first_day(transaction: None, territory: Territory) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await decide(who, lot, fixed("800.00"))
    await reliefs.add_relief(who.context, lot.id, reduction("100.00", date(2026, 5, 1)))
    kept = relief(ReliefKind.WAIVER, date(2026, 9, 1), hours_kept=Decimal("320.00"))
    made = await reliefs.add_relief(who.context, lot.id, kept)
    months = [await owed(who, lot, date(2026, month, 1)) for month in (4, 5, 8, 9)]
    assert months == ["800.00", "700.00", "700.00", "320.00"]
    assert made.versions[0].cause is ObligationCause.RELIEF


async def test_a_waiver_leaves_nothing_owed_unless_it_keeps_hours(transaction: None, territory: Territory) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await decide(who, lot, fixed("800.00"))
    await reliefs.add_relief(who.context, lot.id, relief(ReliefKind.WAIVER, date(2026, 9, 1)))
    assert await owed(who, lot, date(2026, 9, 1)) == "0.00"


async def test_a_suspension_changes_no_hours_and_its_days_are_known(transaction: None, territory: Territory) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await decide(who, lot, fixed("800.00"))
    suspended = relief(ReliefKind.SUSPENSION, date(2026, 5, 1), last_day=date(2026, 5, 31))
    assert (await reliefs.add_relief(who.context, lot.id, suspended)).versions == []
    assert await _suspensions(who.context, lot.id) == [
        Suspension(first_day=date(2026, 5, 1), last_day=date(2026, 5, 31))
    ]


async def test_names_and_texts_of_a_relief_stay_out_of_the_journal(transaction: None, territory: Territory) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await decide(who, lot, fixed("800.00"))
    told = relief(ReliefKind.WAIVER, date(2026, 9, 1), decided_by_name="Claude Martin", ground_text="Cause privée")
    await reliefs.add_relief(who.context, lot.id, told)
    line = await sql.fetch_one(
        "SELECT data::text, reason FROM journal WHERE subject_id = $1 AND action = 'relief.recorded'", lot.id
    )
    assert line is not None
    assert "WAIVER" in line["data"]
    assert "Martin" not in str(line)
    assert "privée" not in str(line)


async def test_a_modification_changes_the_hours_only_when_it_says_so(transaction: None, territory: Territory) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await decide(who, lot, fixed("800.00"))
    silent = NewModification(lot_id=lot.id, number="1", object="Prolongation", amount_stated=Decimal("2000000.00"))
    await contracts.add_modification(who.context, lot.contract_id, silent)
    assert len(await versions(who, lot)) == 1
    telling = NewModification(lot_id=lot.id, number="2", object="Avenant n° 2")
    made = await contracts.add_modification(who.context, lot.contract_id, telling, fixed("950.00", date(2026, 6, 1)))
    last = (await versions(who, lot))[-1]
    assert (last.cause, last.source_id, last.reason) == (ObligationCause.MODIFICATION, made.id, "Avenant n° 2")
    assert [await owed(who, lot, date(2026, 5, 31)), await owed(who, lot, date(2026, 6, 1))] == ["800.00", "950.00"]


Step = Callable[[Caller, Lot], Awaitable[object]]


async def _affirm(who: Caller, lot: Lot) -> None:
    tranche = await a_tranche(who, lot, "50.00")
    await tranches.affirm_tranche(who.context, tranche.id, date(2026, 4, 15), None)


STEPS: tuple[Step, ...] = (
    lambda who, lot: decide(who, lot, by_invoices(date(2026, 3, 1))),
    lambda who, lot: bill(who, lot, "F-1", date(2026, 2, 1), "9000.00"),
    lambda who, lot: bill(who, lot, "F-2", date(2026, 5, 20), "6000.00"),
    _affirm,
)


@pytest.mark.parametrize("order", list(permutations(range(len(STEPS)))), ids=lambda order: "".join(map(str, order)))
async def test_in_whatever_order_it_is_recorded_the_database_reads_what_the_account_says(
    transaction: None, territory: Territory, order: tuple[int, ...]
) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await decide(who, lot, fixed("10.00"))
    for step in order:
        await STEPS[step](who, lot)
    await reliefs.add_relief(who.context, lot.id, reduction("3.00", date(2026, 6, 1)))
    both = await _both_accounts(who.context, lot.id)
    assert [(day, read) for day, read, _ in both] == [(day, said) for day, _, said in both]
    assert both[-1][1] == Decimal("54.00")


async def test_what_was_owed_as_known_then_stays_whatever_comes_later(transaction: None, territory: Territory) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await decide(who, lot, fixed("800.00"))
    later = Caller(who.later(days=30), who.headers)
    day, then, now = date(2026, 5, 1), NOW.date(), NOW.date() + timedelta(days=30)
    await reliefs.add_relief(later.context, lot.id, reduction("100.00", day))
    known = [await owed(who, lot, day, on) for on in (then - timedelta(days=1), then, now - timedelta(days=1), now)]
    assert known == [None, "800.00", "800.00", "700.00"]


async def test_a_day_ends_at_midnight_in_france(transaction: None, territory: Territory) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    # 22:00 UTC is midnight in summer: what is recorded then is known on the following day only.
    before, after = datetime(2026, 6, 15, 21, 59, 59, tzinfo=UTC), datetime(2026, 6, 15, 22, tzinfo=UTC)
    for instant, hours in ((before, "800.00"), (after, "900.00")):
        await obligations.set_obligation(who.at(instant), lot.id, fixed(hours), "Essai")
    day = date(2026, 6, 1)
    assert [await owed(who, lot, day, date(2026, 6, on)) for on in (14, 15, 16)] == [None, "800.00", "900.00"]


async def test_a_clock_that_goes_back_does_not_change_what_was_known(transaction: None, territory: Territory) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await obligations.set_obligation(who.later(days=2), lot.id, fixed("800.00"), None)
    await obligations.set_obligation(who.context, lot.id, fixed("900.00"), "Écrite par un serveur en retard")
    recorded = [one.recorded_at for one in await versions(who, lot)]
    assert recorded == sorted(recorded)
    assert await owed(who, lot, date(2026, 6, 1), NOW.date()) is None


async def test_invoices_and_decisions_at_once_follow_one_another(territory: Territory, settings: Settings) -> None:
    async with committed_territory(territory, settings) as own:
        who, lot = own.facilitator, await a_lot(own.facilitator, own)
        await decide(who, lot, by_invoices(date(2026, 1, 1)))
        together = [bill(who, lot, f"F-{number}", date(2026, 2, number), "2000.00") for number in range(1, 7)]
        await asyncio.gather(*together, decide(who, lot, by_invoices(date(2026, 1, 15))))
        made = await versions(who, lot)
        assert [one.version_no for one in made] == list(range(1, len(made) + 1))
        both = await _both_accounts(who.context, lot.id)
        assert [read for _, read, _ in both] == [said for _, _, said in both]
        assert both[-1][1] == Decimal("6.00")


async def test_a_tranche_is_affirmed_once_however_many_ask(territory: Territory, settings: Settings) -> None:
    async with committed_territory(territory, settings) as own:
        who, lot = own.facilitator, await a_lot(own.facilitator, own)
        await decide(who, lot, fixed("800.00"))
        tranche = await a_tranche(who, lot, "200.00")
        asked = [tranches.affirm_tranche(who.context, tranche.id, date(2026, 7, 1), None) for _ in range(4)]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        assert sum(not isinstance(answer, BaseException) for answer in answers) == 1
        assert await owed(who, lot, date(2026, 7, 1)) == "1000.00"


async def test_versions_of_before_become_decisions_with_their_inputs(transaction: None, territory: Territory) -> None:
    """What the migration does with the versions that stood alone before decisions were kept."""
    migration = import_module("piccolo_migrations.clause_2026_11_22_1002_obligations")
    [statement] = [one for one in migration.DECISIONS_SO_FAR.split(";") if "INSERT INTO obligation_decision" in one]
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory, amount="1000000.00")
    await decide(who, lot, fixed("812.50"))
    rates: dict[str, Any] = {"labour_share": "0.5", "insertion_rate": "0.05", "loaded_hourly_cost": "30.00"}
    await decide(who, lot, terms(ObligationMethod.AMOUNT, date(2026, 2, 1), **rates))
    await sql.execute(statement)
    first, second = (await _components(who.context, lot.id)).decisions[-2:]
    assert (first.inputs.hours_owed, first.quantity) == (Decimal("812.50"), Decimal("812.50"))
    assert (second.inputs.amount_excl_vat, second.quantity) == (Decimal("1000000.00"), Decimal("833.00"))
    assert [(read, said) for _, read, said in await _both_accounts(who.context, lot.id) if read != said] == []
