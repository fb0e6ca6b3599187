"""Hires: who may be hired by whom, the days that count, the end of a contract, and who sees it."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from clause.db import sql
from clause.domain.contracts import Lot
from clause.domain.errors import Forbidden, NotFound, Refused, StaleVersion
from clause.domain.hires import HireTerms, NamedHire
from clause.rules.codes import ContractType, HireMode
from clause.services import hires
from tests.builders.contracts import a_lot
from tests.builders.people import a_hire, a_participant, an_eligibility
from tests.builders.territory import NOW, Caller, Territory

pytestmark = pytest.mark.usefixtures("transaction")


async def terms_for(who: Caller, territory: Territory, lot: Lot, **changes: Any) -> HireTerms:
    person = await a_participant(who)
    ground = await an_eligibility(who, person.id)
    usual = {
        "participant_id": person.id,
        "eligibility_id": ground.id,
        "lot_id": lot.id,
        "company_id": territory.company.id,
        "mode": HireMode.DIRECT_HIRE,
        "contract_type": ContractType.FIXED_TERM,
        "first_day": date(2026, 1, 5),
        "weekly_hours": Decimal("35.00"),
        "tutor_name": "Camille Le Goff",
    }
    return HireTerms.model_validate({**usual, **changes})


async def findings_of_refusal(who: Caller, terms: HireTerms) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refusal:
        await hires.add_hire(who.context, terms)
    assert refusal.value.code == "HIR-004"
    return [(finding.code, finding.field) for finding in refusal.value.findings]


async def listed(who: Caller, **filters: UUID) -> list[UUID]:
    asked: dict[str, Any] = {"lot_id": None, "company_id": None, "participant_id": None, **filters}
    return [one.id for one in await hires.list_hires(who.context, **asked, after=None, limit=50)]


async def book(who: Caller, hire: NamedHire, lot: Lot, first_day: date, last_day: date) -> UUID:
    """Hours booked and credited on a hire, written straight into the ledger; the result is the entry."""
    await listed(who)  # so that the database knows the tenant, as it would inside a service
    statement, line, entry = uuid4(), uuid4(), uuid4()
    tenant, month = hire.facilitator_org_id, first_day.replace(day=1)
    await sql.execute(
        "INSERT INTO hours_statement (id, facilitator_org_id, company_id, month, state, created_at, version)"
        " VALUES ($1, $2, $3, $4, 'DRAFT', $5, 1)",
        *(statement, tenant, hire.company_id, month, NOW),
    )
    await sql.execute(
        "INSERT INTO hours_statement_line (id, facilitator_org_id, company_id, statement_id, position, hire_id, lot_id,"
        " first_day, last_day, hours_declared) VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $8, 100)",
        *(line, tenant, hire.company_id, statement, hire.id, lot.id, first_day, last_day),
    )
    await sql.execute(
        "INSERT INTO ledger_entry (id, facilitator_org_id, company_id, lot_id, hire_id, statement_line_id, kind, month,"
        " first_day, last_day, hours_validated, trace, booked_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, 'BOOKING', $7, $8, $9, 100, '{}', $10)",
        *(entry, tenant, hire.company_id, lot.id, hire.id, line, month, first_day, last_day, NOW),
    )
    await sql.execute(
        "INSERT INTO allocation (id, facilitator_org_id, buyer_id, company_id, ledger_entry_id, lot_id, worked_on,"
        " hours_credited, booked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 100, $8)",
        *(uuid4(), tenant, lot.buyer.id, hire.company_id, entry, lot.id, last_day, NOW),
    )
    return entry


async def reverse(entry: UUID) -> None:
    """The reversal of an entry, written straight into the ledger."""
    await sql.execute(
        "INSERT INTO ledger_entry (id, facilitator_org_id, company_id, lot_id, hire_id, statement_line_id, kind, month,"
        " first_day, last_day, hours_validated, trace, booked_at, reverses_id, reason)"
        " SELECT $2, facilitator_org_id, company_id, lot_id, hire_id, statement_line_id, 'REVERSAL', month, first_day,"
        " last_day, -hours_validated, trace, booked_at, id, 'Erreur' FROM ledger_entry WHERE id = $1",
        *(entry, uuid4()),
    )


async def test_a_hire_carries_the_days_that_count_and_their_account(territory: Territory) -> None:
    who = territory.facilitator
    made = await a_hire(who, territory, await a_lot(who, territory), first_day=date(2026, 1, 5))
    stored = await hires.load_hire(who.context, made.id)
    assert stored == made
    assert (stored.eligible_first_day, stored.eligible_last_day) == (date(2026, 1, 5), date(2028, 1, 4))
    assert stored.eligibility_trace.result == "2026-01-05/2028-01-04"
    assert stored.facilitator_org_id == territory.facilitator_org.id


async def test_a_second_hire_goes_on_with_the_clock_of_the_first(territory: Territory) -> None:
    who = territory.facilitator
    lot, other_lot = await a_lot(who, territory), await a_lot(who, territory)
    person = await a_participant(who)
    ground = await an_eligibility(who, person.id)
    both: dict[str, Any] = {"participant": person, "eligibility": ground}
    await a_hire(who, territory, lot, first_day=date(2026, 1, 5), planned_last_day=date(2026, 2, 27), **both)
    second = await a_hire(who, territory, other_lot, first_day=date(2026, 5, 4), **both)
    assert (second.eligible_first_day, second.eligible_last_day) == (date(2026, 1, 5), date(2028, 1, 4))
    permanent = await a_hire(who, territory, lot, first_day=date(2026, 6, 1), contract_type="PERMANENT", **both)
    assert permanent.eligible_last_day == date(2030, 1, 4)


async def test_an_earlier_hire_recorded_late_moves_the_windows_of_the_others(territory: Territory) -> None:
    who = territory.facilitator
    lot, other_lot = await a_lot(who, territory), await a_lot(who, territory)
    person = await a_participant(who)
    ground = await an_eligibility(who, person.id, assessed_on=date(2025, 3, 1))
    both: dict[str, Any] = {"participant": person, "eligibility": ground}
    first_recorded = await a_hire(who, territory, lot, first_day=date(2025, 5, 5), **both)
    earlier = await a_hire(who, territory, other_lot, first_day=date(2025, 3, 3), **both)
    moved = await hires.load_hire(who.context, first_recorded.id)
    assert (moved.eligible_first_day, moved.eligible_last_day) == (date(2025, 3, 3), date(2027, 3, 2))
    assert (earlier.eligible_first_day, earlier.eligible_last_day) == (date(2025, 3, 3), date(2027, 3, 2))
    assert moved.version == first_recorded.version + 1
    told = await sql.fetch_value("SELECT data->>'until' FROM journal WHERE action = 'hire.window_moved'")
    assert told == "2027-03-02"


@pytest.mark.parametrize(
    ("last_day", "is_reversed", "codes"),
    [
        (date(2025, 12, 31), False, ["ELG-043"]),
        (date(2025, 12, 31), True, []),
        (date(2025, 12, 19), False, ["ELG-043"]),
        (date(2025, 12, 18), False, []),
    ],
)
async def test_credited_hours_that_a_moved_window_leaves_outside_are_told(
    territory: Territory, last_day: date, is_reversed: bool, codes: list[str]
) -> None:
    who = territory.facilitator
    lot, other_lot = await a_lot(who, territory, first_day=date(2024, 1, 1)), await a_lot(who, territory)
    person = await a_participant(who)
    ground = await an_eligibility(who, person.id, assessed_on=date(2023, 12, 15))
    both: dict[str, Any] = {"participant": person, "eligibility": ground}
    hire = await a_hire(who, territory, lot, first_day=date(2024, 1, 8), **both)
    entry = await book(who, hire, lot, date(2025, 12, 1), last_day)
    if is_reversed:
        await reverse(entry)
    terms = await terms_for(who, territory, other_lot, participant_id=person.id, eligibility_id=ground.id)
    added = await hires.add_hire(who.context, terms.model_copy(update={"first_day": date(2023, 12, 19)}))
    assert [finding.code for finding in added.findings] == codes


async def test_all_that_forbids_a_hire_is_told_at_once(territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    terms = await terms_for(who, territory, lot, company_id=territory.other_company.id, weekly_hours=Decimal("49"))
    assert await findings_of_refusal(who, terms) == [("HIR-017", "company_id"), ("HIR-019", "weekly_hours")]
    nothing = {"participant_id": uuid4(), "eligibility_id": uuid4(), "lot_id": uuid4(), "company_id": uuid4()}
    unknown = await findings_of_refusal(who, terms.model_copy(update={**nothing, "weekly_hours": Decimal("35")}))
    assert [code for code, _ in unknown] == ["HIR-010", "HIR-011", "HIR-015", "HIR-016"]


async def test_a_buyer_employs_nobody_even_as_a_supplier(territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    terms = await terms_for(who, territory, lot, company_id=territory.buyer.id, mode=HireMode.STAFF_SUPPLY)
    assert await findings_of_refusal(who, terms) == [("HIR-016", "company_id")]


async def test_people_and_lots_of_another_organisation_cannot_be_used(territory: Territory) -> None:
    who, stranger = territory.facilitator, territory.other_facilitator
    terms = await terms_for(who, territory, await a_lot(who, territory))
    assert [code for code, _ in await findings_of_refusal(stranger, terms)] == ["HIR-010", "HIR-011", "HIR-015"]


async def test_a_ground_that_is_not_accepted_allows_no_hire(territory: Territory) -> None:
    who = territory.facilitator
    person = await a_participant(who)
    pending = await an_eligibility(who, person.id, accepted=False)
    lot = await a_lot(who, territory)
    terms = await terms_for(who, territory, lot, participant_id=person.id, eligibility_id=pending.id)
    assert await findings_of_refusal(who, terms) == [("HIR-012", "eligibility_id")]


async def test_days_that_no_rule_knows_are_refused(territory: Territory) -> None:
    who = territory.facilitator
    terms = await terms_for(who, territory, await a_lot(who, territory))
    far = terms.model_copy(update={"first_day": date(9999, 1, 1)})
    with pytest.raises(Refused) as refusal:
        await hires.add_hire(who.context, far)
    # The attestation is far too old by then: the hire is refused before its window is looked for.
    assert [finding.code for finding in refusal.value.findings] == ["HIR-014"]
    for_life = await an_eligibility(who, terms.participant_id, ground="IAE_EI", is_principal=False)
    with pytest.raises(Refused) as refusal:
        await hires.add_hire(who.context, far.model_copy(update={"eligibility_id": for_life.id}))
    assert refusal.value.code == "HIR-005"


async def test_a_hire_after_the_end_of_the_lot_is_kept_with_a_warning(territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory, last_day=date(2026, 1, 31))
    terms = await terms_for(who, territory, lot, first_day=date(2026, 2, 1))
    assert [finding.code for finding in (await hires.add_hire(who.context, terms)).findings] == ["HIR-031"]


async def test_the_company_sees_its_own_hires_and_no_other(territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    own = await a_hire(who, territory, lot)
    supplied = await a_hire(who, territory, lot, company=territory.other_company, mode="STAFF_SUPPLY")
    assert await listed(territory.company_agent) == [own.id]
    assert await listed(territory.other_company_agent) == [supplied.id]
    assert await listed(territory.company_agent, company_id=territory.other_company.id) == []
    seen = await hires.load_hire(territory.company_agent.context, own.id)
    assert (seen.first_name, seen.last_name) == (own.first_name, own.last_name)
    with pytest.raises(NotFound) as refusal:
        await hires.load_hire(territory.company_agent.context, supplied.id)
    assert refusal.value.code == "HIR-002"


async def test_filters_narrow_the_list(territory: Territory) -> None:
    who = territory.facilitator
    lot, other_lot = await a_lot(who, territory), await a_lot(who, territory)
    first, second = await a_hire(who, territory, lot), await a_hire(who, territory, other_lot)
    assert await listed(who, lot_id=lot.id) == [first.id]
    assert await listed(who, participant_id=second.participant_id) == [second.id]
    assert await listed(who, company_id=territory.company.id) == [first.id, second.id]
    assert await listed(who, company_id=territory.other_company.id) == []


async def test_buyers_never_see_hires(territory: Territory) -> None:
    who = territory.facilitator
    hire = await a_hire(who, territory, await a_lot(who, territory))
    with pytest.raises(Forbidden) as refusal:
        await hires.load_hire(territory.buyer_agent.context, hire.id)
    assert refusal.value.code == "HIR-001"
    with pytest.raises(Forbidden):
        await listed(territory.buyer_agent)


async def test_another_facilitator_organisation_neither_sees_nor_ends_a_hire(territory: Territory) -> None:
    hire = await a_hire(territory.facilitator, territory, await a_lot(territory.facilitator, territory))
    stranger = territory.other_facilitator
    assert await listed(stranger) == []
    with pytest.raises(NotFound):
        await hires.load_hire(stranger.context, hire.id)
    with pytest.raises(NotFound) as refusal:
        await hires.end_hire(stranger.context, hire.id, date(2026, 3, 1), "Essai", hire.version)
    assert refusal.value.code == "HIR-007"


async def test_the_end_of_a_contract_is_noted_with_its_reason(territory: Territory) -> None:
    who = territory.facilitator
    hire = await a_hire(who, territory, await a_lot(who, territory))
    ended = await hires.end_hire(who.context, hire.id, date(2026, 3, 31), "Fin d'essai", hire.version)
    assert (ended.last_day, ended.version) == (date(2026, 3, 31), 2)
    line = await sql.fetch_one(
        "SELECT reason, data->>'after' AS after FROM journal WHERE subject_id = $1 AND action = 'hire.ended'", hire.id
    )
    assert line == {"reason": "Fin d'essai", "after": "2026-03-31"}
    with pytest.raises(StaleVersion) as refusal:
        await hires.end_hire(who.context, hire.id, date(2026, 4, 30), "Erreur", hire.version)
    assert refusal.value.code == "HIR-003"
    corrected = await hires.end_hire(who.context, hire.id, date(2026, 4, 30), "Erreur de saisie", ended.version)
    assert corrected.last_day == date(2026, 4, 30)


async def test_a_contract_does_not_end_before_hours_that_are_booked(territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    hire = await a_hire(who, territory, lot)
    entry = await book(who, hire, lot, date(2026, 2, 2), date(2026, 2, 27))
    with pytest.raises(Refused) as refusal:
        await hires.end_hire(who.context, hire.id, date(2026, 2, 26), "Départ", hire.version)
    assert [(finding.code, finding.field) for finding in refusal.value.findings] == [("HIR-041", "last_day")]
    on_the_day = await hires.end_hire(who.context, hire.id, date(2026, 2, 27), "Départ", hire.version)
    await reverse(entry)
    sooner = await hires.end_hire(who.context, hire.id, date(2026, 2, 26), "Départ", on_the_day.version)
    assert sooner.last_day == date(2026, 2, 26)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"first_day": date(2026, 2, 3)}, "HIR-042"),
        ({"first_day": date(2026, 2, 2)}, None),
        ({"planned_last_day": date(2026, 2, 26)}, "HIR-043"),
        ({"planned_last_day": date(2026, 2, 27)}, None),
    ],
)
async def test_a_correction_leaves_no_booked_hour_outside_the_contract(
    territory: Territory, changes: dict[str, Any], code: str | None
) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    hire = await a_hire(who, territory, lot)
    await book(who, hire, lot, date(2026, 2, 2), date(2026, 2, 27))
    if code is None:
        kept = await hires.correct_hire(who.context, hire.id, changes, "Erreur de saisie", hire.version)
        assert kept.hire.version > hire.version
        return
    with pytest.raises(Refused) as refusal:
        await hires.correct_hire(who.context, hire.id, changes, "Erreur de saisie", hire.version)
    assert (refusal.value.code, [finding.code for finding in refusal.value.findings]) == ("HIR-008", [code])


async def test_a_corrected_first_day_moves_the_windows_of_the_persons_other_hires(territory: Territory) -> None:
    who = territory.facilitator
    person = await a_participant(who)
    ground = await an_eligibility(who, person.id, assessed_on=date(2025, 12, 1))
    both: dict[str, Any] = {"participant": person, "eligibility": ground}
    first = await a_hire(who, territory, await a_lot(who, territory), first_day=date(2026, 1, 5), **both)
    second = await a_hire(who, territory, await a_lot(who, territory), first_day=date(2026, 3, 2), **both)
    kept = await hires.correct_hire(who.context, first.id, {"first_day": date(2026, 1, 12)}, "Erreur", first.version)
    assert kept.hire.eligible_last_day == date(2028, 1, 11)
    assert (await hires.load_hire(who.context, second.id)).eligible_last_day == date(2028, 1, 11)
    line = await sql.fetch_one("SELECT reason, data->>'fields' AS fields FROM journal WHERE action = 'hire.corrected'")
    assert line == {"reason": "Erreur", "fields": "first_day"}


async def test_a_reserved_lot_and_a_known_employer_are_looked_at(territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    await listed(who)
    await sql.execute("UPDATE lot SET social_considerations = '{RESERVED_CONTRACT}' WHERE id = $1", lot.id)
    added = await hires.add_hire(who.context, await terms_for(who, territory, lot))
    assert [finding.code for finding in added.findings] == ["HIR-056"]
