"""What a certificate on a lot tells of the people: training, shares, lasting jobs, and what the buyer eased."""

from datetime import date
from decimal import Decimal

import pytest

from clause.domain.contracts import Lot
from clause.domain.hires import NamedHire
from clause.domain.participants import Sex
from clause.domain.reliefs import NewRelief, ReliefGround, ReliefKind
from clause.rules.codes import HoursNature
from clause.services import reliefs
from tests.builders.certificates import ask_certificate, lot_content
from tests.builders.contracts import a_lot
from tests.builders.hours import a_line, a_validated_statement
from tests.builders.outcomes import an_ended_hire, an_outcome
from tests.builders.people import a_hire, a_participant
from tests.builders.territory import Caller, Territory
from tests.services.test_certificates import owe

pytestmark = pytest.mark.usefixtures("transaction")


async def a_person_at_work(territory: Territory, lot: Lot, sex: Sex, *, in_qpv: bool) -> NamedHire:
    who = territory.facilitator
    return await a_hire(who, territory, lot, participant=await a_participant(who, sex=sex), lives_in_qpv=in_qpv)


async def worked(who: Caller, *hours: tuple[NamedHire, str]) -> None:
    lines = [a_line(hire, worked) for hire, worked in hours]
    await a_validated_statement(who, hours[0][0], *lines)


async def test_shares_of_hours_are_told_where_five_people_are_on_either_side(territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    await owe(who, lot)
    nine = [await a_person_at_work(territory, lot, Sex.F, in_qpv=False) for _ in range(4)]
    nine += [await a_person_at_work(territory, lot, Sex.M, in_qpv=True) for _ in range(5)]
    await worked(who, *((hire, "10.00") for hire in nine))
    few = lot_content(await ask_certificate(who, lot.id))
    assert (few.number_of_people, few.women_share, few.qpv_share) == (9, None, None)
    tenth = await a_person_at_work(territory, lot, Sex.F, in_qpv=False)
    await a_validated_statement(who, tenth, a_line(tenth, "40.00"), month="2026-04")
    enough = lot_content(await ask_certificate(who, lot.id))
    assert (enough.women_share, enough.qpv_share) == (Decimal("0.6154"), Decimal("0.3846"))


async def test_training_is_told_apart_from_work(territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    await owe(who, lot)
    hire = await a_hire(who, territory, lot, contract_type="APPRENTICESHIP")
    training = a_line(hire, "30.00", nature=HoursNature.TRAINING_IN_CONTRACT)
    await a_validated_statement(who, hire, a_line(hire, "70.00"), training)
    content = lot_content(await ask_certificate(who, lot.id))
    assert (content.hours_credited, content.hours_training) == (Decimal("100.00"), Decimal("30.00"))


@pytest.mark.parametrize(
    ("outcome", "lasting"), [("CDI", True), ("CDD_GT_6M", True), ("CDD_LT_6M", False), ("UNKNOWN", False)]
)
async def test_people_who_left_for_a_lasting_job_are_counted(territory: Territory, outcome: str, lasting: bool) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    await owe(who, lot)
    hire = await a_hire(who, territory, lot)
    await a_validated_statement(who, hire)
    assert lot_content(await ask_certificate(who, lot.id)).lasting_hires == 0
    await an_outcome(who, await an_ended_hire(who, hire), outcome=outcome)
    after = lot_content(await ask_certificate(who, lot.id)).lasting_hires
    assert after == (None if lasting else 0), "one person is told as fewer than five"


async def test_a_corrected_outcome_counts_instead_of_the_first(territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    await owe(who, lot)
    hire = await a_hire(who, territory, lot)
    await a_validated_statement(who, hire)
    ended = await an_ended_hire(who, hire)
    for outcome in ("CDI", "JOB_SEEKING"):
        await an_outcome(who, ended, outcome=outcome)
    assert lot_content(await ask_certificate(who, lot.id)).lasting_hires == 0


async def test_what_the_buyer_eased_is_told_with_its_day(territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    await owe(who, lot)
    assert lot_content(await ask_certificate(who, lot.id)).relief is None
    new = NewRelief(
        kind=ReliefKind.REDUCTION,
        hours_delta=Decimal("33.00"),
        first_day=date(2026, 5, 1),
        ground=ReliefGround.SITE_STOPPED,
        decided_by_name="Service des marchés",
        decided_on=date(2026, 4, 20),
    )
    await reliefs.add_relief(who.context, lot.id, new)
    content = lot_content(await ask_certificate(who, lot.id))
    assert content.hours_owed == Decimal("800.00")
    assert [(line.kind, line.decided_on) for line in content.relief or ()] == [("REDUCTION", date(2026, 4, 20))]
    before = lot_content(await ask_certificate(who, lot.id, as_of=date(2026, 4, 30)))
    assert (before.hours_owed, before.relief) == (Decimal("833.00"), None)
