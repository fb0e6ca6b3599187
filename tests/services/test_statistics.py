"""The yearly consolidation over real people, hires and hours."""

from datetime import date
from decimal import Decimal

import pytest

from clause.db import sql
from clause.db.queries.identity import set_identity
from clause.domain.accounts import Organisation, OrganisationChange
from clause.domain.actors import Actor, ActorKind
from clause.domain.errors import Forbidden, Refused
from clause.domain.obligations import ObligationInputs, ObligationTerms
from clause.domain.statistics import Consolidation, Row, Value, parse_perimeter
from clause.domain.statistics_tables import Measure, TableCode
from clause.rules.codes import HoursNature
from clause.rules.obligation import ObligationMethod
from clause.services import accounts, ledger, obligations, statistics
from tests.builders.contracts import a_lot
from tests.builders.hours import a_submitted_statement
from tests.builders.outcomes import an_ended_hire, an_outcome
from tests.builders.people import a_hire
from tests.builders.statistics import a_financing, a_worker, a_worker_again
from tests.builders.territory import Caller, Territory

pytestmark = pytest.mark.usefixtures("transaction")


async def consolidation(
    caller: Caller, year: int = 2026, scope: str = "org", *, is_publication: bool = False
) -> Consolidation:
    return await statistics.load_consolidation(
        caller.context, year, parse_perimeter(scope), is_publication=is_publication
    )


def rows(found: Consolidation, code: TableCode) -> dict[str, Row]:
    table = next(table for table in found.tables if table.code is code)
    return {row.code: row for row in (*table.rows, table.total)}


def column(found: Consolidation, code: TableCode, measure: Measure = Measure.PEOPLE) -> dict[str, Value]:
    """What a column holds, zeros left out; the total under the empty name."""
    values = {name: row.values[measure] for name, row in rows(found, code).items()}
    return {name: value for name, value in values.items() if value}


def figure(found: Consolidation, code: str) -> Value:
    return next(figure.value for figure in found.figures if figure.code == code)


async def attributes(owner: Caller, organisation: Organisation, **changes: str) -> None:
    """Attributes of an organisation, set by itself."""
    context = owner.context
    found = await accounts.load_organisation(context, organisation.kind, organisation.id)
    change = OrganisationChange.model_validate(changes)
    await accounts.change_organisation(context, organisation.kind, organisation.id, change, found.version)


async def test_people_and_hours_are_told_by_what_the_hire_says_of_them(territory: Territory) -> None:
    facilitator, company = territory.facilitator, territory.company
    lot = await a_lot(facilitator, territory)
    await a_worker(
        facilitator, lot, company, sex="F", ground="QPV", education_level="41", lives_in_qpv=True, sector="BUILDING"
    )
    await a_worker(facilitator, lot, company, sex="M", hours="50.00", contract_type="PERMANENT")
    found = await consolidation(facilitator)
    assert column(found, TableCode.SEX) == {"F": 1, "M": 1, "": 2}
    assert column(found, TableCode.GROUND) == {"QPV": 1, "RSA": 1, "": 2}
    assert column(found, TableCode.EDUCATION) == {"LEVEL_4": 1, "UNKNOWN": 1, "": 2}
    assert column(found, TableCode.QPV) == {"YES": 1, "NO": 1, "": 2}
    hours = Measure.HOURS_CREDITED
    assert column(found, TableCode.SECTOR, hours) == {
        "BUILDING": Decimal("100.00"), "UNKNOWN": Decimal("50.00"), "": Decimal("150.00"),
    }  # fmt: skip
    assert column(found, TableCode.CONTRACT_TYPE, hours)["PERMANENT"] == Decimal("50.00")
    assert (figure(found, "fte"), figure(found, "hours_per_person")) == (Decimal("0.09"), Decimal("75.00"))
    assert (figure(found, "share_women"), figure(found, "share_qpv")) == (Decimal("0.6667"), Decimal("0.6667"))


@pytest.mark.parametrize(
    ("birth_date", "band"),
    [
        (date(2000, 1, 4), "ADULT"),
        (date(2000, 1, 5), "ADULT"),
        (date(2000, 1, 6), "YOUNG"),
        (date(1976, 1, 4), "SENIOR"),
        (date(1976, 1, 5), "SENIOR"),
        (date(1976, 1, 6), "ADULT"),
    ],
)
async def test_age_is_that_of_the_first_day_under_contract(territory: Territory, birth_date: date, band: str) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await a_worker(territory.facilitator, lot, territory.company, birth_date=birth_date)
    found = await consolidation(territory.facilitator)
    assert column(found, TableCode.AGE) == {band: 1, "": 1}


@pytest.mark.parametrize(
    ("ground", "education", "row"),
    [
        ("RSA", "70", "UNQUALIFIED"),
        ("RSA", "51", "OTHER"),
        ("YOUTH_UNQUALIFIED", None, "UNQUALIFIED"),
        ("YOUTH_UNQUALIFIED", "51", "OTHER"),
        ("RSA", None, "OTHER"),
    ],
)
async def test_a_young_person_is_unqualified_below_level_three_or_by_ground_where_the_level_is_unknown(
    territory: Territory, ground: str, education: str | None, row: str
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await a_worker(
        territory.facilitator, lot, territory.company, birth_date=date(2004, 6, 1), ground=ground,
        education_level=education,
    )  # fmt: skip
    found = await consolidation(territory.facilitator)
    assert column(found, TableCode.YOUNG) == {row: 1, "": 1}
    assert figure(found, "share_young_unqualified") == Decimal("1.0000" if row == "UNQUALIFIED" else "0.0000")


async def test_hours_belong_to_the_year_in_which_they_were_worked(territory: Territory) -> None:
    facilitator = territory.facilitator
    lot = await a_lot(facilitator, territory, first_day=date(2025, 1, 1))
    await a_worker(facilitator, lot, territory.company, first_day=date(2025, 12, 1), month="2025-12")
    await a_worker(facilitator, lot, territory.company, month="2026-01", hours="60.00")
    credited = {year: column(await consolidation(facilitator, year), TableCode.SEX, Measure.HOURS_CREDITED)
                for year in (2024, 2025, 2026, 2027)}  # fmt: skip
    assert credited == {
        2024: {},
        2025: {"F": Decimal("100.00"), "": Decimal("100.00")},
        2026: {"F": Decimal("60.00"), "": Decimal("60.00")},
        2027: {},
    }


async def test_who_has_several_hires_is_one_person_and_stands_in_each_of_their_rows(territory: Territory) -> None:
    facilitator, company = territory.facilitator, territory.company
    lot = await a_lot(facilitator, territory)
    first = await a_worker(facilitator, lot, company, month="2026-02", planned_last_day=date(2026, 2, 28))
    await a_worker_again(
        facilitator,
        lot,
        company,
        first.participant_id,
        first.eligibility_id,
        first_day=date(2026, 3, 1),
        contract_type="PERMANENT",
    )
    found = await consolidation(facilitator)
    assert column(found, TableCode.CONTRACT_TYPE) == {"FIXED_TERM": 1, "PERMANENT": 1, "": 1}
    assert column(found, TableCode.CONTRACT_TYPE, Measure.HIRES) == {"FIXED_TERM": 1, "PERMANENT": 1, "": 2}
    assert (figure(found, "hires_per_person"), figure(found, "hours_per_hire")) == (Decimal("2.00"), Decimal("100.00"))


async def test_hours_that_were_reversed_or_only_declared_make_no_participant(territory: Territory) -> None:
    facilitator = territory.facilitator
    lot = await a_lot(facilitator, territory)
    reversed_one = await a_worker(facilitator, lot, territory.company)
    entries = await ledger.list_entries(facilitator.context, hire_id=reversed_one.id)
    await ledger.reverse_entry(facilitator.context, entries[0].id, "Saisie en double", None)
    declared_only = await a_hire(facilitator, territory, lot)
    await a_submitted_statement(facilitator, declared_only)
    found = await consolidation(facilitator)
    assert column(found, TableCode.SEX) == {}
    assert column(found, TableCode.HIRES_TYPE, Measure.HIRES)["FIXED_TERM"] == 2, "both contracts were signed"


async def test_hours_validated_but_not_credited_are_told_apart(territory: Territory) -> None:
    facilitator = territory.facilitator
    lot = await a_lot(facilitator, territory, first_day=date(2026, 1, 1), last_day=date(2026, 2, 28))
    await a_worker(facilitator, lot, territory.company, month="2026-03")
    found = await consolidation(facilitator)
    assert column(found, TableCode.SEX, Measure.HOURS_VALIDATED)["F"] == Decimal("100.00")
    assert column(found, TableCode.SEX, Measure.HOURS_CREDITED) == {}
    assert column(found, TableCode.SEX) == {"F": 1, "": 1}


async def test_work_and_training_are_two_natures(territory: Territory) -> None:
    facilitator = territory.facilitator
    lot = await a_lot(facilitator, territory)
    await a_worker(facilitator, lot, territory.company)
    await a_worker(
        facilitator, lot, territory.company, hours="30.00", nature=HoursNature.TRAINING_IN_CONTRACT,
        contract_type="APPRENTICESHIP",
    )  # fmt: skip
    credited = column(await consolidation(facilitator), TableCode.NATURE, Measure.HOURS_CREDITED)
    assert credited == {
        "WORK": Decimal("100.00"), "TRAINING_IN_CONTRACT": Decimal("30.00"), "": Decimal("130.00"),
    }  # fmt: skip


async def test_supplied_hours_are_of_the_size_of_the_host_and_of_the_role_of_the_supplier(territory: Territory) -> None:
    facilitator = territory.facilitator
    await attributes(territory.company_agent, territory.company, company_size="FROM_10_TO_49")
    await attributes(
        territory.other_company_agent, territory.other_company, company_size="FROM_200", structure_kind="ETTI"
    )
    lot = await a_lot(facilitator, territory)
    await a_worker(
        facilitator, lot, territory.other_company, mode="STAFF_SUPPLY", contract_type="TEMPORARY",
        host_company_id=territory.company.id,
    )  # fmt: skip
    await a_worker(facilitator, lot, territory.company)
    found = await consolidation(facilitator)
    assert column(found, TableCode.COMPANY_SIZE) == {"FROM_10_TO_49": 2, "": 2}
    assert column(found, TableCode.SIAE_ROLE) == {"SIAE_FOR_A_HOLDER": 1, "OTHER_EMPLOYER": 1, "": 2}
    assert column(found, TableCode.MODE) == {"STAFF_SUPPLY": 1, "DIRECT_HIRE": 1, "": 2}
    assert figure(found, "share_small_companies") == Decimal("1.0000")
    assert column(found, TableCode.COMPANIES_SIZE, Measure.COUNT) == {"FROM_10_TO_49": 1, "FROM_200": 1, "": 2}


@pytest.mark.parametrize(
    ("last_day", "band"),
    [
        (date(2026, 4, 3), "BAND_1"),
        (date(2026, 4, 4), "BAND_2"),
        (date(2026, 4, 5), "BAND_2"),
        (None, "UNKNOWN"),
    ],
)
async def test_a_contract_of_three_months_to_the_day_is_in_the_next_band(
    territory: Territory, last_day: date | None, band: str
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await a_hire(territory.facilitator, territory, lot, first_day=date(2026, 1, 5), planned_last_day=last_day)
    found = await consolidation(territory.facilitator)
    assert column(found, TableCode.HIRES_DURATION, Measure.HIRES) == {band: 1, "": 1}


async def test_the_latest_observation_of_an_outcome_is_the_one_that_counts(territory: Territory) -> None:
    facilitator = territory.facilitator
    lot = await a_lot(facilitator, territory)
    ended = await an_ended_hire(facilitator, await a_hire(facilitator, territory, lot))
    await an_outcome(facilitator, ended, outcome="JOB_SEEKING")
    await an_outcome(facilitator, ended, outcome="CDI")
    other = await an_ended_hire(facilitator, await a_hire(facilitator, territory, lot))
    await an_outcome(facilitator, other, outcome="INACTIVE")
    found = await consolidation(facilitator)
    assert column(found, TableCode.OUTCOME_EXIT, Measure.HIRES) == {"CDI": 1, "INACTIVE": 1, "": 2}
    assert figure(found, "share_lasting_exit") == Decimal("0.5000")
    assert column(await consolidation(facilitator, 2025), TableCode.OUTCOME_EXIT) == {}


async def owes(facilitator: Caller, lot_id: object, hours: str, effective_on: date) -> None:
    terms = ObligationTerms(
        method=ObligationMethod.FIXED,
        inputs=ObligationInputs(hours_owed=Decimal(hours)),
        effective_on=effective_on,
    )
    await obligations.set_obligation(facilitator.context, lot_id, terms, "Décision")  # type: ignore[arg-type]


async def test_contracts_with_a_clause_are_those_that_owe_or_have_hours_in_the_year(territory: Territory) -> None:
    facilitator = territory.facilitator
    owing = await a_lot(facilitator, territory, amount="99999.99")
    await owes(facilitator, owing.id, "100.00", date(2026, 1, 1))
    waived = await a_lot(facilitator, territory, amount="100000.00")
    await owes(facilitator, waived.id, "100.00", date(2026, 1, 1))
    await owes(facilitator, waived.id, "0.00", date(2026, 6, 1))
    worked = await a_lot(facilitator, territory, amount="100000.00")
    await a_worker(facilitator, worked, territory.company)
    await a_lot(facilitator, territory, amount=None)
    found = await consolidation(facilitator)
    assert column(found, TableCode.CONTRACTS_AMOUNT, Measure.COUNT) == {"BAND_1": 1, "BAND_2": 1, "": 2}
    assert column(found, TableCode.CONTRACTS_CPV, Measure.COUNT) == {"45": 2, "": 2}
    assert column(found, TableCode.BUYERS, Measure.COUNT) == {"UNKNOWN": 1, "": 1}
    assert column(found, TableCode.COMPANIES_NEW, Measure.COUNT) == {"NEW": 1, "": 1}
    assert column(await consolidation(facilitator, 2025), TableCode.CONTRACTS_AMOUNT, Measure.COUNT) == {}


async def test_a_company_that_had_a_lot_or_a_hire_before_the_year_is_not_new(territory: Territory) -> None:
    facilitator = territory.facilitator
    lot = await a_lot(facilitator, territory, first_day=date(2025, 12, 31))
    await a_worker(facilitator, lot, territory.company)
    found = await consolidation(facilitator)
    assert column(found, TableCode.COMPANIES_NEW, Measure.COUNT) == {"KNOWN": 1, "": 1}


async def test_the_last_version_of_each_source_pays_for_the_posts(territory: Territory) -> None:
    manager = territory.manager
    await a_financing(manager, "LOCAL", "40000.00")
    await a_financing(manager, "FSE", "36000.00")
    await a_financing(manager, "FSE", "20000.00", reason="Solde")
    await a_financing(manager, "STATE", "10000.00", year=2025)
    found = await consolidation(manager)
    assert column(found, TableCode.FINANCING, Measure.AMOUNT) == {
        "LOCAL": Decimal("40000.00"), "FSE": Decimal("20000.00"), "": Decimal("60000.00"),
    }  # fmt: skip
    assert figure(found, "fse_per_local_euro") == Decimal("0.5000")


async def test_a_region_adds_its_organisations_and_counts_a_shared_company_once(territory: Territory) -> None:
    for owner, org in ((territory.manager, territory.facilitator_org),
                       (territory.other_manager, territory.other_facilitator_org)):  # fmt: skip
        await attributes(owner, org, region_code="53")
    for facilitator, people in ((territory.facilitator, 6), (territory.other_facilitator, 5)):
        lot = await a_lot(facilitator, territory)
        for _ in range(people):
            await a_worker(facilitator, lot, territory.company, hours="40.00")
    region = await consolidation(territory.buyer_agent, scope="region:53")
    assert (region.organisations, region.is_publication) == (2, True)
    assert column(region, TableCode.SEX) == {"F": 11, "": 11}
    assert column(region, TableCode.COMPANIES_NEW, Measure.COUNT) == {"NEW": 1, "": 1}
    assert column(await consolidation(territory.facilitator, scope="country"), TableCode.SEX)["F"] == 11
    assert column(await consolidation(territory.facilitator, scope="region:11"), TableCode.SEX) == {}
    assert column(await consolidation(territory.facilitator), TableCode.SEX) == {"F": 6, "": 6}


async def test_a_region_of_two_tells_neither_what_the_other_hides(territory: Territory) -> None:
    for owner, org in ((territory.manager, territory.facilitator_org),
                       (territory.other_manager, territory.other_facilitator_org)):  # fmt: skip
        await attributes(owner, org, region_code="53")
    for facilitator, people in ((territory.facilitator, 6), (territory.other_facilitator, 4)):
        lot = await a_lot(facilitator, territory)
        for _ in range(people):
            await a_worker(facilitator, lot, territory.company, hours="40.00")
    for caller in (territory.facilitator, territory.other_facilitator, territory.buyer_agent):
        region = await consolidation(caller, scope="region:53")
        assert rows(region, TableCode.SEX)[""].suppressed
        assert figure(region, "fte") is None


async def test_a_buyer_sees_its_own_lots_and_no_ground(territory: Territory) -> None:
    facilitator = territory.facilitator
    lot = await a_lot(facilitator, territory)
    elsewhere = await a_lot(facilitator, territory, buyer=territory.other_buyer)
    for where, people in ((lot, 5), (elsewhere, 7)):
        for _ in range(people):
            await a_worker(facilitator, where, territory.company, hours="40.00")
    found = await consolidation(territory.buyer_agent)
    assert column(found, TableCode.SEX) == {"F": 5, "": 5}
    assert TableCode.GROUND not in {table.code for table in found.tables}
    assert column(found, TableCode.CONTRACTS_AMOUNT, Measure.COUNT)[""] == 1


async def test_the_sums_name_nobody_and_are_closed_to_who_has_not_signed_in(territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await a_worker(territory.facilitator, lot, territory.company)
    query = "SELECT * FROM clause_statistics_people(2026, 'all', 26, 50, '{1,3,6,12}', '{}', '{}')"
    await set_identity(territory.other_facilitator.context.actor)
    found = await sql.fetch(query)
    assert {type(value).__name__ for row in found for value in row.values()} <= {"str", "int", "Decimal"}
    assert set(found[0]) == {
        "region", "tab", "code", "people", "hires", "hours_validated", "hours_credited", "days", "timed_hires",
        "organisations", "smallest", "own",
    }  # fmt: skip
    await set_identity(Actor(kind=ActorKind.ANONYMOUS))
    assert await sql.fetch(query) == []


async def test_who_may_not_read_statistics_is_refused(territory: Territory) -> None:
    for caller in (territory.company_agent, territory.oi_officer):
        with pytest.raises(Forbidden):
            await consolidation(caller)


@pytest.mark.parametrize(("year", "is_known"), [(2000, False), (2001, True), (2099, True)])
async def test_a_year_before_any_known_rule_is_refused(territory: Territory, year: int, is_known: bool) -> None:
    if is_known:
        assert (await consolidation(territory.facilitator, year)).organisations == 0
        return
    with pytest.raises(Refused) as refusal:
        await consolidation(territory.facilitator, year)
    assert (refusal.value.code, refusal.value.values) == ("STA-002", {"year": "2000", "first": "2001"})
