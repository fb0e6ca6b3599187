"""Pooling agreements: what the parties may agree upon, who consents, what may be pooled and how it ends."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from clause.domain.accounts import OrgSummary
from clause.domain.actors import OrgKind
from clause.domain.errors import Refused, WrongState
from clause.domain.findings import Finding
from clause.domain.pooling import (
    CandidateLot,
    Consent,
    PooledLot,
    PoolingAgreement,
    PoolingState,
    PoolingTerms,
    check_consent,
    check_end,
    check_terms,
)
from clause.rules.calendar import Period
from tests.builders.hours import an_id
from tests.builders.refusals import error_of, findings_of

COMPANY, HERE, TOWN, REGION = (an_id(name) for name in ("company", "here", "town", "region"))
ONE, TWO, OTHER = (an_id(name) for name in ("lot 1", "lot 2", "lot 3"))
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
AT = datetime(2026, 1, 1, tzinfo=UTC)


def candidate(lot_id: UUID, **changes: Any) -> CandidateLot:
    known: dict[str, Any] = {
        "buyer_id": TOWN,
        "facilitator_org_id": HERE,
        "is_followed": True,
        "holder_ids": frozenset({COMPANY}),
    }
    return CandidateLot(lot_id=lot_id, **{**known, **changes})


def found(*lots: CandidateLot, named: tuple[UUID, ...] = (ONE, TWO), **changes: Any) -> list[Finding]:
    known: dict[str, Any] = {"first_day": FIRST, "last_day": LAST, "reference": "Convention", "company_id": COMPANY}
    terms = PoolingTerms(lot_ids=named, **{**known, **changes})
    return findings_of("POL-002", lambda: check_terms(terms, lots or (candidate(ONE), candidate(TWO)), HERE))


def organisation(buyer_id: UUID) -> OrgSummary:
    return OrgSummary(id=buyer_id, kind=OrgKind.BUYER, name="Acheteur", identifier="1")


def consent(buyer_id: UUID) -> Consent:
    return Consent(buyer_id=buyer_id, given_on=FIRST, reference="Courriel", recorded_at=AT)


def agreement(*consenting: UUID, **changes: Any) -> PoolingAgreement:
    known = PoolingAgreement(
        id=an_id("agreement"),
        facilitator_org_id=HERE,
        company=OrgSummary(id=COMPANY, kind=OrgKind.COMPANY, name="Entreprise", identifier="2"),
        buyers=(organisation(TOWN), organisation(REGION)),
        lots=(PooledLot(lot_id=ONE, buyer_id=TOWN), PooledLot(lot_id=TWO, buyer_id=REGION)),
        consents=tuple(consent(buyer_id) for buyer_id in consenting),
        reference="Convention",
        first_day=FIRST,
        last_day=LAST,
        ended_on=None,
        end_reason=None,
        created_by=None,
        created_at=AT,
        version=1,
    )
    return known.model_copy(update=changes)


def test_a_company_pools_two_lots_that_it_holds_and_that_are_followed_here() -> None:
    assert found() == []
    assert found(first_day=LAST) == []


def test_the_days_are_in_order() -> None:
    values = {"first_day": "2027-01-01"}
    expected = [Finding(code="POL-010", field="last_day", raw="2026-12-31", values=values)]
    assert found(first_day=date(2027, 1, 1)) == expected


def test_one_lot_is_not_enough_even_named_twice() -> None:
    alone = Finding(code="POL-011", field="lot_ids")
    assert found(named=(ONE,)) == [alone]
    assert found(named=()) == [alone]
    assert found(named=(ONE, ONE)) == [alone, Finding(code="POL-012", field="lot_ids[1]", raw=str(ONE))]


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (candidate(OTHER), "POL-013"),
        (candidate(TWO, facilitator_org_id=an_id("elsewhere")), "POL-013"),
        (candidate(TWO, is_followed=False), "POL-014"),
        (candidate(TWO, is_followed=False, holder_ids=frozenset()), "POL-014"),
        (candidate(TWO, holder_ids=frozenset({TOWN})), "POL-015"),
    ],
)
def test_each_lot_is_known_here_followed_and_held_by_the_company(second: CandidateLot, code: str) -> None:
    assert found(candidate(ONE), second) == [Finding(code=code, field="lot_ids[1]", raw=str(TWO))]


def test_a_lot_named_again_after_two_others_is_told_alone() -> None:
    assert found(named=(ONE, TWO, ONE)) == [Finding(code="POL-012", field="lot_ids[2]", raw=str(ONE))]


def test_all_that_stands_against_an_agreement_is_told_at_once_the_days_first() -> None:
    refused = found(candidate(TWO), named=(ONE,), first_day=date(2027, 1, 1))
    assert [(one.code, one.field) for one in refused] == [
        ("POL-010", "last_day"),
        ("POL-011", "lot_ids"),
        ("POL-013", "lot_ids[0]"),
    ]


def test_an_agreement_waits_for_each_buyer_and_stays_ended_whoever_consented() -> None:
    half, whole = agreement(TOWN), agreement(REGION, TOWN)
    assert [buyer.id for buyer in agreement().awaited_buyers] == [TOWN, REGION]
    assert [buyer.id for buyer in half.awaited_buyers] == [REGION]
    assert (half.state, whole.state) == (PoolingState.AWAITING_CONSENTS, PoolingState.AGREED)
    for one in (half, whole):
        assert one.model_copy(update={"ended_on": LAST}).state is PoolingState.ENDED


@pytest.mark.parametrize(
    ("ended_on", "period"),
    [
        (None, Period(FIRST, LAST)),
        (date(2026, 6, 30), Period(FIRST, date(2026, 6, 30))),
        (FIRST, Period(FIRST, FIRST)),
        (date(2025, 12, 31), None),
    ],
)
def test_work_is_pooled_until_the_end_and_never_when_that_came_before_the_beginning(
    ended_on: date | None, period: Period | None
) -> None:
    one = agreement(TOWN, REGION, ended_on=ended_on)
    assert one.period == period
    assert one.allows(Period(FIRST, FIRST), ONE, TWO) is (period is not None)


@pytest.mark.parametrize(
    ("worked", "lots", "allowed"),
    [
        (Period(FIRST, LAST), (ONE, TWO), True),
        (Period(FIRST, LAST), (TWO, ONE), True),
        (Period(FIRST, LAST), (ONE, OTHER), False),
        (Period(FIRST, LAST), (OTHER, TWO), False),
        (Period(date(2025, 12, 31), FIRST), (ONE, TWO), False),
        (Period(LAST, date(2027, 1, 1)), (ONE, TWO), False),
    ],
)
def test_an_agreement_allows_work_of_its_days_between_its_lots(
    worked: Period, lots: tuple[UUID, UUID], allowed: bool
) -> None:
    assert agreement(TOWN, REGION).allows(worked, *lots) is allowed
    assert not agreement(TOWN).allows(worked, *lots)


@pytest.mark.parametrize(
    ("one", "buyer_id", "given_on", "expected"),
    [
        (agreement(), TOWN, date(2026, 3, 10), None),
        (agreement(REGION), TOWN, date(2026, 3, 9), None),
        (agreement(ended_on=LAST), OTHER, date(2026, 3, 11), (WrongState, "POL-003", {})),
        (agreement(TOWN), TOWN, date(2026, 3, 11), (WrongState, "POL-004", {})),
    ],
)
def test_a_buyer_consents_once_while_the_agreement_runs(
    one: PoolingAgreement, buyer_id: UUID, given_on: date, expected: Any
) -> None:
    assert error_of(lambda: check_consent(one, buyer_id, given_on, date(2026, 3, 10))) == expected


def test_only_a_buyer_of_a_lot_covered_consents_and_not_for_a_day_to_come() -> None:
    today = date(2026, 3, 10)
    stranger = Finding(code="POL-016", field="buyer_id", raw=str(OTHER))
    assert findings_of("POL-005", lambda: check_consent(agreement(), OTHER, date(2026, 3, 11), today)) == [stranger]
    ahead = Finding(code="POL-017", field="given_on", raw="2026-03-11", values={"today": "2026-03-10"})
    assert findings_of("POL-006", lambda: check_consent(agreement(), TOWN, date(2026, 3, 11), today)) == [ahead]


def test_an_agreement_ends_once() -> None:
    ended = agreement(ended_on=date(2026, 6, 30))
    assert error_of(lambda: check_end(ended, date(2027, 1, 1), LAST)) == (WrongState, "POL-007", {})


def test_an_agreement_ends_on_its_last_day_at_the_latest() -> None:
    check_end(agreement(), LAST, None)
    after = Finding(code="POL-018", field="ended_on", raw="2027-01-01", values={"last_day": "2026-12-31"})
    assert findings_of("POL-008", lambda: check_end(agreement(), date(2027, 1, 1), None)) == [after]


def test_an_agreement_does_not_end_before_work_that_was_pooled_by_it() -> None:
    pooled = date(2026, 5, 31)
    check_end(agreement(), pooled, pooled)
    check_end(agreement(), date(2026, 5, 30), None)
    before = Finding(code="POL-019", field="ended_on", raw="2026-05-30", values={"worked_on": "2026-05-31"})
    assert findings_of("POL-009", lambda: check_end(agreement(), date(2026, 5, 30), pooled)) == [before]
    assert error_of(lambda: check_end(agreement(), date(2026, 5, 30), pooled)) == (Refused, "POL-009", {})
