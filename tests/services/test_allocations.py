"""Hours moved between the lots of a pooling agreement: counted once, for one lot, and taken back with the entry."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from clause.db import sql
from clause.domain.allocations import Move
from clause.domain.certificate_register import CertificateOrder
from clause.domain.certificates import CertificateKind
from clause.domain.contracts import HolderRole, Lot, LotChange
from clause.domain.errors import Forbidden, NotFound, Refused, WrongState
from clause.domain.hires import NamedHire
from clause.domain.ledger import LedgerEntry, Replacement, standing_by_lot
from clause.domain.obligations import ObligationInputs, ObligationTerms
from clause.domain.pooling import PoolingAgreement
from clause.rules.obligation import ObligationMethod
from clause.services import certificate_orders, compliance, contracts, ledger, obligations, pooling
from tests.builders.certificates import lot_content
from tests.builders.contracts import a_lot
from tests.builders.hours import a_validated_statement, booked_entries
from tests.builders.people import a_hire
from tests.builders.pooling import an_agreement
from tests.builders.territory import Territory


@dataclass
class Pool:
    """Two lots of two buyers held by the company, a hire on the first, 100 hours of March booked there."""

    territory: Territory
    own: Lot
    other: Lot
    hire: NamedHire
    entry: LedgerEntry

    async def agree(self, **options: object) -> PoolingAgreement:
        who = self.territory.facilitator
        return await an_agreement(who, self.territory, self.own, self.other, **options)  # type: ignore[arg-type]

    async def move(self, hours: str, **options: object) -> dict[UUID, Decimal]:
        wanted = Move(**{"hours": Decimal(hours), "to_lot_id": self.other.id, **options})
        moved = await ledger.move_hours(self.territory.facilitator.context, self.entry.id, wanted, "globalisation")
        return standing_by_lot(moved)

    async def refused(self, hours: str, **options: object) -> list[tuple[str, str]]:
        with pytest.raises(Refused) as refused:
            await self.move(hours, **options)
        assert refused.value.code == "LED-005"
        assert await self.credited() == (Decimal("100.00"), Decimal("0.00"))
        return [(finding.code, finding.field) for finding in refused.value.findings]

    async def credited(self, on: date | None = None) -> tuple[Decimal, Decimal]:
        who = self.territory.facilitator.context
        one, two = [(await compliance.assess_one_lot(who, lot.id, on)).hours for lot in (self.own, self.other)]
        return one.hours_credited, two.hours_credited


@pytest.fixture
async def pool(territory: Territory, transaction: None) -> Pool:
    who = territory.facilitator
    own = await a_lot(who, territory)
    other = await a_lot(who, territory, buyer=territory.other_buyer)
    hire = await a_hire(who, territory, own)
    [entry] = await booked_entries(who, await a_validated_statement(who, hire))
    return Pool(territory, own, other, hire, entry)


async def test_hours_moved_by_an_agreement_count_for_the_other_lot_and_no_longer_for_their_own(pool: Pool) -> None:
    agreement = await pool.agree()
    assert await pool.move("30.25") == {pool.own.id: Decimal("69.75"), pool.other.id: Decimal("30.25")}
    assert await pool.credited() == (Decimal("69.75"), Decimal("30.25"))
    assert await pool.credited(date(2026, 3, 30)) == (Decimal("0.00"), Decimal("0.00"))
    allocations = await ledger.list_allocations(pool.territory.company_agent.context, pool.entry.id)
    assert [item.hours_credited for item in allocations] == [Decimal("100.00"), Decimal("-30.25"), Decimal("30.25")]
    assert [item.agreement_id for item in allocations] == [None, agreement.id, agreement.id]
    assert allocations[2].buyer_id == pool.territory.other_buyer.id
    [entry] = await ledger.list_entries(pool.territory.facilitator.context, lot_id=pool.own.id)
    assert entry.hours_credited == Decimal("100.00")


async def test_each_buyer_reads_what_counts_for_its_lot_after_a_move(pool: Pool) -> None:
    await pool.agree()
    await pool.move("30.25")
    for caller, lot, hours in (
        (pool.territory.buyer_agent, pool.own, "69.75"),
        (pool.territory.other_buyer_agent, pool.other, "30.25"),
    ):
        assessed = await compliance.assess_one_lot(caller.context, lot.id)
        assert (assessed.hours.hours_credited, assessed.hours.hours_validated) == (Decimal(hours), Decimal(hours))


async def test_hours_come_back_to_their_own_lot_even_after_the_agreement(pool: Pool) -> None:
    agreement = await pool.agree()
    await pool.move("30.25")
    end = date(2026, 3, 31)
    await pooling.end_agreement(pool.territory.facilitator.context, agreement.id, end, "Fin")
    back = {"to_lot_id": pool.own.id, "from_lot_id": pool.other.id}
    assert await pool.move("10.25", **back) == {pool.own.id: Decimal("80.00"), pool.other.id: Decimal("20.00")}
    assert await pool.move("20.00", **back) == {pool.own.id: Decimal("100.00")}


@pytest.mark.parametrize(
    ("hours", "codes"),
    [
        ("0.00", [("LED-010", "hours")]),
        ("-1.00", [("LED-010", "hours")]),
        ("0.001", [("LED-010", "hours")]),
        ("100.01", [("LED-011", "hours")]),
    ],
)
async def test_more_hours_than_stand_on_the_lot_are_not_moved(
    pool: Pool, hours: str, codes: list[tuple[str, str]]
) -> None:
    await pool.agree()
    assert await pool.refused(hours) == codes


async def test_all_hours_of_an_entry_can_be_moved(pool: Pool) -> None:
    await pool.agree()
    assert await pool.move("100.00") == {pool.other.id: Decimal("100.00")}
    with pytest.raises(Refused) as refused:
        await pool.move("0.01")
    assert [finding.values for finding in refused.value.findings] == [{"available": "0.00"}]


async def test_hours_do_not_move_to_their_own_lot_nor_to_one_that_is_unknown(pool: Pool) -> None:
    await pool.agree()
    assert await pool.refused("1.00", to_lot_id=pool.own.id) == [("LED-012", "lot_id")]
    assert await pool.refused("1.00", to_lot_id=uuid4()) == [("LED-013", "lot_id")]
    foreign = await a_lot(pool.territory.other_facilitator, pool.territory)
    assert await pool.refused("1.00", to_lot_id=foreign.id) == [("LED-013", "lot_id")]


@pytest.mark.parametrize(
    ("first_day", "last_day", "is_allowed"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), True),
        (date(2026, 3, 2), date(2026, 12, 31), False),
        (date(2026, 1, 1), date(2026, 3, 30), False),
    ],
)
async def test_an_agreement_covers_every_day_worked(
    pool: Pool, first_day: date, last_day: date, is_allowed: bool
) -> None:
    await pool.agree(first_day=first_day, last_day=last_day)
    if is_allowed:
        assert await pool.move("1.00") == {pool.own.id: Decimal("99.00"), pool.other.id: Decimal("1.00")}
    else:
        assert await pool.refused("1.00") == [("LED-014", "lot_id")]


async def test_without_the_consent_of_every_buyer_no_hour_moves(pool: Pool) -> None:
    agreement = await pool.agree(consented=False)
    who = pool.territory.facilitator.context
    await pooling.record_consent(who, agreement.id, pool.territory.buyer.id, date(2026, 1, 2), "Courriel")
    assert await pool.refused("1.00") == [("LED-014", "lot_id")]
    await pooling.record_consent(who, agreement.id, pool.territory.other_buyer.id, date(2026, 1, 2), "Courriel")
    await pool.move("1.00")


async def test_an_agreement_of_another_company_does_not_serve(pool: Pool) -> None:
    who, territory = pool.territory.facilitator, pool.territory
    for name in ("own", "other"):
        lot = await a_lot(who, territory, role=HolderRole.LEAD_HOLDER)
        await contracts.add_holder(who.context, lot.id, territory.other_company.id, HolderRole.CO_HOLDER)
        setattr(pool, name, lot)
    pool.hire = await a_hire(who, territory, pool.own)
    [pool.entry] = await booked_entries(who, await a_validated_statement(who, pool.hire, month="2026-04"))
    await an_agreement(who, territory, pool.own, pool.other, company=territory.other_company)
    assert await pool.refused("1.00") == [("LED-014", "lot_id")]


async def test_hours_of_people_lent_to_the_holder_move_by_the_holders_agreement(pool: Pool) -> None:
    who, territory = pool.territory.facilitator, pool.territory
    await pool.agree()
    lent = await a_hire(who, territory, pool.own, company=territory.other_company, mode="STAFF_SUPPLY")
    [pool.entry] = await booked_entries(who, await a_validated_statement(who, lent))
    assert await pool.move("40.00") == {pool.own.id: Decimal("60.00"), pool.other.id: Decimal("40.00")}


@pytest.mark.parametrize(("last_day", "codes"), [(date(2026, 3, 30), [("LED-015", "lot_id")]), (date(2026, 3, 31), [])])
async def test_the_lot_that_receives_is_in_execution_on_every_day_worked(
    pool: Pool, last_day: date, codes: list[tuple[str, str]]
) -> None:
    await pool.agree()
    who = pool.territory.facilitator.context
    await contracts.change_lot(who, pool.other.id, LotChange(last_day=last_day), pool.other.version)
    if codes:
        assert await pool.refused("1.00") == codes
    else:
        await pool.move("1.00")


async def test_an_agreement_does_not_end_before_hours_that_it_moved(pool: Pool) -> None:
    agreement = await pool.agree()
    await pool.move("1.00")
    who = pool.territory.facilitator.context
    with pytest.raises(Refused) as refused:
        await pooling.end_agreement(who, agreement.id, date(2026, 3, 30), "Fin")
    assert refused.value.code == "POL-009"
    await ledger.reverse_entry(who, pool.entry.id, "Erreur", None)
    await pooling.end_agreement(who, agreement.id, date(2026, 3, 30), "Fin")


async def test_a_reversal_takes_hours_back_on_every_lot(pool: Pool) -> None:
    await pool.agree()
    await pool.move("30.25")
    who = pool.territory.facilitator.context
    correction = await ledger.reverse_entry(who, pool.entry.id, "Erreur", Replacement(hours_validated=Decimal("50.00")))
    assert await pool.credited() == (Decimal("50.00"), Decimal("0.00"))
    taken = await ledger.list_allocations(who, correction.reversal.id)
    assert standing_by_lot(taken) == {pool.own.id: Decimal("-69.75"), pool.other.id: Decimal("-30.25")}
    assert correction.reversal.hours_credited == Decimal("-100.00")
    await sql.execute("SET CONSTRAINTS ALL IMMEDIATE")


async def test_hours_of_a_reversed_entry_or_of_a_reversal_do_not_move(pool: Pool) -> None:
    await pool.agree()
    who = pool.territory.facilitator.context
    correction = await ledger.reverse_entry(who, pool.entry.id, "Erreur", None)
    wanted = Move(hours=Decimal("1.00"), to_lot_id=pool.other.id)
    for entry, code in ((pool.entry, "LED-003"), (correction.reversal, "LED-002")):
        with pytest.raises(WrongState) as refused:
            await ledger.move_hours(who, entry.id, wanted, None)
        assert refused.value.code == code


async def test_hours_that_count_nowhere_do_not_move(pool: Pool) -> None:
    await pool.agree()
    who = pool.territory.facilitator
    await ledger.reverse_entry(who.context, pool.entry.id, "Erreur", None)
    own = await contracts.load_lot(who.context, pool.own.id)
    await contracts.change_lot(who.context, own.id, LotChange(last_day=date(2026, 2, 28)), own.version)
    [entry] = await booked_entries(who, await a_validated_statement(who, pool.hire))
    assert entry.hours_credited == Decimal("0.00")
    with pytest.raises(WrongState) as refused:
        await ledger.move_hours(who.context, entry.id, Move(hours=Decimal("1.00"), to_lot_id=pool.other.id), None)
    assert refused.value.code == "LED-006"


async def test_a_certificate_of_the_lot_that_receives_counts_pooled_hours_and_the_other_does_not(pool: Pool) -> None:
    await pool.agree()
    await pool.move("30.25")
    order = CertificateOrder(kind=CertificateKind.PROGRESS)
    for lot, worked, hours in ((pool.own, "100.00", "69.75"), (pool.other, "0.00", "30.25")):
        context = pool.territory.facilitator.context
        inputs = ObligationInputs(hours_owed=Decimal("500.00"))
        terms = ObligationTerms(method=ObligationMethod.FIXED, inputs=inputs, effective_on=date(2026, 1, 1))
        await obligations.set_obligation(context, lot.id, terms, None)
        content = lot_content(
            await certificate_orders.request_certificate(context, lot.id, order, "http://clause.test")
        )
        assert (content.hours_validated, content.hours_credited) == (Decimal(worked), Decimal(hours))
        pooled = (content.hours_pooled_in, content.hours_pooled_out)
        assert pooled == ((None, Decimal("30.25")) if lot is pool.own else (Decimal("30.25"), None))
        assert (content.number_of_people, content.fewer_than) == (None, 5)


async def test_hours_are_moved_by_the_facilitator_organisation_alone(pool: Pool) -> None:
    await pool.agree()
    wanted = Move(hours=Decimal("1.00"), to_lot_id=pool.other.id)
    with pytest.raises(Forbidden):
        await ledger.move_hours(pool.territory.company_agent.context, pool.entry.id, wanted, None)
    with pytest.raises(NotFound):
        await ledger.move_hours(pool.territory.other_facilitator.context, pool.entry.id, wanted, None)
    with pytest.raises(NotFound):
        await ledger.list_allocations(pool.territory.other_facilitator.context, pool.entry.id)


async def test_a_move_is_journaled_with_both_lots_and_the_agreement(pool: Pool) -> None:
    agreement = await pool.agree()
    await pool.move("30.25")
    row = await sql.fetch_one(
        "SELECT reason, data->>'hours' AS hours, data->>'to_lot' AS lot, data->>'agreement' AS agreement FROM journal"
        " WHERE subject_id = $1 AND action = 'ledger_entry.hours_moved'",
        pool.entry.id,
    )
    expected = {"hours": "30.25", "lot": str(pool.other.id), "agreement": str(agreement.id), "reason": "globalisation"}
    assert row == expected
