"""Pooling agreements: who can make one, when it is usable, and who reads it."""

from datetime import date
from uuid import uuid4

import pytest

from clause.domain.contracts import Lot
from clause.domain.errors import ClauseError, Forbidden, NotFound, Refused, WrongState
from clause.domain.pooling import PoolingAgreement, PoolingState, PoolingTerms
from clause.services import pooling
from tests.builders.contracts import a_lot
from tests.builders.pooling import an_agreement
from tests.builders.territory import Territory

pytestmark = pytest.mark.usefixtures("transaction")


async def two_lots(territory: Territory) -> tuple[Lot, Lot]:
    """Lots of two buyers, both held by the company."""
    own = await a_lot(territory.facilitator, territory)
    return own, await a_lot(territory.facilitator, territory, buyer=territory.other_buyer)


async def refusal(territory: Territory, *lots: Lot, **options: object) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        await an_agreement(territory.facilitator, territory, *lots, **options)  # type: ignore[arg-type]
    return [(finding.code, finding.field) for finding in refused.value.findings]


async def test_an_agreement_is_usable_once_every_buyer_concerned_has_consented(territory: Territory) -> None:
    lots = await two_lots(territory)
    who = territory.facilitator.context
    made = await an_agreement(territory.facilitator, territory, *lots, consented=False)
    assert (made.state, len(made.awaited_buyers)) == (PoolingState.AWAITING_CONSENTS, 2)
    once = await pooling.record_consent(who, made.id, territory.buyer.id, date(2026, 1, 2), "Courriel")
    assert [buyer.id for buyer in once.awaited_buyers] == [territory.other_buyer.id]
    assert once.state is PoolingState.AWAITING_CONSENTS
    twice = await pooling.record_consent(who, made.id, territory.other_buyer.id, date(2026, 6, 15), "Courriel")
    assert (twice.state, twice.awaited_buyers, twice.version) == (PoolingState.AGREED, (), 3)


async def test_lots_that_cannot_be_covered_are_each_named(territory: Territory) -> None:
    held, _ = await two_lots(territory)
    aside = await a_lot(territory.facilitator, territory, set_aside=True)
    foreign = await a_lot(territory.other_facilitator, territory)
    others = await a_lot(territory.facilitator, territory, company=territory.other_company)
    assert await refusal(territory, held, held, aside, foreign, others) == [
        ("POL-012", "lot_ids[1]"),
        ("POL-014", "lot_ids[2]"),
        ("POL-013", "lot_ids[3]"),
        ("POL-015", "lot_ids[4]"),
    ]


async def test_an_agreement_covers_two_lots_and_a_day_at_least(territory: Territory) -> None:
    one, two = await two_lots(territory)
    assert await refusal(territory, one) == [("POL-011", "lot_ids")]
    backwards = {"first_day": date(2026, 6, 2), "last_day": date(2026, 6, 1)}
    assert await refusal(territory, one, two, **backwards) == [("POL-010", "last_day")]
    same = await an_agreement(
        territory.facilitator, territory, one, two, first_day=date(2026, 6, 1), last_day=date(2026, 6, 1)
    )
    assert same.period is not None
    assert same.period.days == 1


async def test_an_agreement_is_signed_by_a_company_that_exists(territory: Territory) -> None:
    one, two = await two_lots(territory)
    terms = PoolingTerms(
        company_id=uuid4(),
        lot_ids=(one.id, two.id),
        first_day=date(2026, 1, 1),
        last_day=date(2026, 1, 2),
        reference="x",
    )
    with pytest.raises(Refused) as refused:
        await pooling.add_agreement(territory.facilitator.context, terms)
    assert [(finding.code, finding.field) for finding in refused.value.findings] == [("POL-021", "company_id")]


@pytest.mark.parametrize(
    ("buyer", "given_on", "kind", "code"),
    [
        ("buyer", date(2026, 1, 3), WrongState, "POL-004"),
        ("other_buyer", date(2026, 6, 16), Refused, "POL-006"),
        ("company", date(2026, 1, 3), Refused, "POL-005"),
    ],
)
async def test_a_consent_is_given_once_by_a_buyer_concerned_and_never_ahead(
    territory: Territory, buyer: str, given_on: date, kind: type[ClauseError], code: str
) -> None:
    who = territory.facilitator.context
    made = await an_agreement(territory.facilitator, territory, *(await two_lots(territory)), consented=False)
    await pooling.record_consent(who, made.id, territory.buyer.id, date(2026, 1, 2), "Courriel")
    with pytest.raises(kind) as refused:
        await pooling.record_consent(who, made.id, getattr(territory, buyer).id, given_on, "Courriel")
    assert refused.value.code == code


@pytest.mark.parametrize(("ended_on", "refused"), [(date(2026, 12, 31), None), (date(2027, 1, 1), "POL-008")])
async def test_an_agreement_ends_by_its_last_day_at_the_latest(
    territory: Territory, ended_on: date, refused: str | None
) -> None:
    made = await an_agreement(territory.facilitator, territory, *(await two_lots(territory)))
    if refused:
        with pytest.raises(Refused) as refusal:
            await pooling.end_agreement(territory.facilitator.context, made.id, ended_on, "Fin")
        assert refusal.value.code == refused
        return
    ended = await pooling.end_agreement(territory.facilitator.context, made.id, ended_on, "Fin")
    assert (ended.state, ended.end_reason) == (PoolingState.ENDED, "Fin")
    with pytest.raises(WrongState) as again:
        await pooling.end_agreement(territory.facilitator.context, made.id, ended_on, "Fin")
    assert again.value.code == "POL-007"
    with pytest.raises(WrongState) as late:
        await pooling.record_consent(territory.facilitator.context, made.id, territory.buyer.id, ended_on, "x")
    assert late.value.code == "POL-003"


async def test_an_agreement_is_read_by_those_whom_it_binds(territory: Territory) -> None:
    made = await an_agreement(territory.facilitator, territory, *(await two_lots(territory)))

    async def seen(name: str) -> list[PoolingAgreement]:
        caller = territory.callers()[name]
        found = await pooling.list_agreements(caller.context)
        if found:
            assert await pooling.load_agreement(caller.context, made.id) == found[0]
        return found

    for name in ("facilitator", "company_agent", "buyer_agent", "other_buyer_agent"):
        assert await seen(name) == [made]
    for name in ("other_facilitator", "other_company_agent"):
        assert await seen(name) == []
        with pytest.raises(NotFound):
            await pooling.load_agreement(territory.callers()[name].context, made.id)
    with pytest.raises(Forbidden):
        await seen("oi_officer")


async def test_agreements_are_found_by_company_and_by_lot(territory: Territory) -> None:
    one, two = await two_lots(territory)
    made = await an_agreement(territory.facilitator, territory, one, two)
    who = territory.facilitator.context
    assert await pooling.list_agreements(who, lot_id=two.id) == [made]
    assert await pooling.list_agreements(who, company_id=territory.company.id) == [made]
    assert await pooling.list_agreements(who, lot_id=uuid4()) == []
    assert await pooling.list_agreements(who, after=made.id) == []


async def test_only_the_facilitator_makes_and_ends_agreements(territory: Territory) -> None:
    lots = await two_lots(territory)
    with pytest.raises(Forbidden):
        await an_agreement(territory.company_agent, territory, *lots)
    made = await an_agreement(territory.facilitator, territory, *lots)
    with pytest.raises(NotFound):
        await pooling.end_agreement(territory.other_facilitator.context, made.id, date(2026, 6, 30), "x")
