"""Certificates once registered: what they are worth, how one is made anew, and the days and reliefs they count."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from clause.domain.certificate_register import (
    MOVES,
    Certificate,
    CertificateOrder,
    CertificateState,
    Reissue,
    Standing,
    YearlyOrder,
    account_of,
    execution_of,
    figures_day,
    holder_of,
    order_again,
    progress,
    relief_until,
    year_of,
)
from clause.domain.certificates import CertificateKind, ReliefLine
from clause.domain.errors import Refused, WrongState
from clause.domain.reliefs import Relief
from clause.rules.calendar import Period
from clause.rules.compliance import ComplianceStatus
from tests.documents.samples import certificate, yearly
from tests.domain.test_certificate_register import EXECUTION, LAST_DAY, an_id, holder, subject

AT = datetime(2026, 11, 21, tzinfo=UTC)
TODAY = date(2026, 11, 21)


def registered(**more: Any) -> Certificate:
    fields: dict[str, Any] = {
        "id": an_id(1),
        "facilitator_org_id": an_id(2),
        "buyer_id": an_id(3),
        "company_id": an_id(4),
        "lot_id": an_id(5),
        "kind": CertificateKind.FINAL,
        "year": 2026,
        "sequence": 12,
        "number": "2026-000012",
        "code": "7K3M-9QXR-2D4F-8HTW",
        "state": CertificateState.ISSUED,
        "content": certificate(),
        "content_hash": "0",
        "document_id": an_id(6),
        "job_id": None,
        "issued_on": TODAY,
        "created_by": None,
        "created_at": AT,
        "version": 1,
    }
    return Certificate(**(fields | more))


def test_the_moves_of_a_certificate_lead_from_asked_to_issued_to_taken_back() -> None:
    assert MOVES.after(CertificateState.REQUESTED, "issue") is CertificateState.ISSUED
    assert MOVES.after(CertificateState.ISSUED, "revoke") is CertificateState.REVOKED
    with pytest.raises(WrongState) as refused:
        MOVES.after(CertificateState.REVOKED, "issue")
    assert refused.value.code == "CRT-010"


def test_a_certificate_is_ready_once_it_has_a_file_and_stays_so_when_it_is_taken_back() -> None:
    assert not registered(document_id=None).is_ready
    assert registered(state=CertificateState.REVOKED).is_ready


@pytest.mark.parametrize(
    ("state", "successor", "standing"),
    [
        ("REQUESTED", None, None),
        ("REQUESTED", "2026-000013", None),
        ("ISSUED", None, Standing.VALID),
        ("ISSUED", "2026-000013", Standing.SUPERSEDED),
        ("REVOKED", "2026-000013", Standing.REVOKED),
    ],
)
def test_a_certificate_is_worth_something_once_it_is_issued(
    state: str, successor: str | None, standing: Standing | None
) -> None:
    found = registered(state=CertificateState(state), superseded_by_number=successor)
    assert found.standing is standing


def test_the_others_of_a_lot_are_named_in_the_order_of_its_holders() -> None:
    first, second, third = holder(1, "Un"), holder(2, "Deux"), holder(3, "Trois")
    assert subject(first, second, third).others(second) == ("Un", "Trois")
    assert subject(first).others(first) == ()


def test_the_companies_to_choose_from_are_named() -> None:
    with pytest.raises(Refused) as refused:
        holder_of(subject(holder(1, "Un"), holder(2, "Deux")), None)
    assert refused.value.values == {"companies": "Un, Deux"}


def test_the_window_of_a_certificate_is_that_of_the_lot() -> None:
    assert execution_of(subject()) == EXECUTION


@pytest.mark.parametrize(
    ("kind", "as_of", "code", "values"),
    [
        ("PROGRESS", date(2026, 11, 22), "CRT-015", {"on": "2026-11-22"}),
        ("FINAL", date(2026, 11, 20), "CRT-016", {"last_day": "2026-12-31", "on": "2026-11-20"}),
    ],
)
def test_a_refused_day_is_told(kind: str, as_of: date, code: str, values: dict[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        figures_day(CertificateOrder(kind=CertificateKind(kind), as_of=as_of), EXECUTION, TODAY)
    assert (refused.value.code, refused.value.values) == (code, values)


def test_a_final_certificate_may_count_an_earlier_day_than_today() -> None:
    order = CertificateOrder(kind=CertificateKind.FINAL, as_of=LAST_DAY)
    assert figures_day(order, EXECUTION, date(2027, 6, 1)) == LAST_DAY


def test_gap_and_ratio_of_a_certificate_are_exact() -> None:
    assert progress(Decimal("300.00"), Decimal("100.00"), EXECUTION, TODAY) == {
        "gap": Decimal("200.00"),
        "ratio": Decimal("0.3333"),
    }
    assert progress(Decimal("100.00"), Decimal("150.00"), EXECUTION, TODAY)["gap"] == Decimal("-50.00")
    assert progress(Decimal("0.00"), Decimal("5.00"), EXECUTION, TODAY)["ratio"] is None


def test_the_first_day_of_the_rules_is_told_beside_the_one_refused() -> None:
    assert progress(Decimal("1.00"), Decimal("0.00"), EXECUTION, date(2001, 1, 1))["gap"] == Decimal("1.00")
    with pytest.raises(Refused) as refused:
        progress(Decimal("1.00"), Decimal("0.00"), EXECUTION, date(2000, 12, 31))
    assert refused.value.values == {"on": "2000-12-31", "first": "2001-01-01"}


def test_a_year_is_counted_whole_or_until_today_while_it_runs() -> None:
    assert year_of(YearlyOrder(year=2025), TODAY) == Period(date(2025, 1, 1), date(2025, 12, 31))
    assert year_of(YearlyOrder(year=2026), TODAY) == Period(date(2026, 1, 1), TODAY)
    new_year = date(2027, 1, 1)
    assert year_of(YearlyOrder(year=2027), new_year) == Period(new_year, new_year)


def test_a_year_that_has_not_begun_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        year_of(YearlyOrder(year=2027), date(2026, 12, 31))
    assert (refused.value.code, refused.value.values) == ("CRT-030", {"year": 2027})


def test_a_certificate_is_made_anew_of_the_same_kind_for_the_same_company() -> None:
    reissue = Reissue(as_of=date(2026, 11, 1), remark="Corrigé")
    again = CertificateOrder(kind=CertificateKind.FINAL, company_id=an_id(4), as_of=date(2026, 11, 1), remark="Corrigé")
    assert order_again(registered(), reissue) == again
    assert order_again(registered(state=CertificateState.REVOKED), reissue) == again


def of_a_year(**more: Any) -> Certificate:
    return registered(kind=CertificateKind.COMPANY_YEARLY, content=yearly(), lot_id=None, buyer_id=None, **more)


def test_a_yearly_certificate_is_made_anew_for_its_whole_year() -> None:
    assert order_again(of_a_year(year=2027), Reissue(remark="R")) == YearlyOrder(year=2026, remark="R")
    with pytest.raises(Refused) as refused:
        order_again(of_a_year(), Reissue(as_of=TODAY))
    assert refused.value.code == "CRT-033"


@pytest.mark.parametrize(
    ("changes", "code", "values"),
    [
        ({"state": CertificateState.REQUESTED}, "CRT-031", {"number": "2026-000012"}),
        (
            {"superseded_by_number": "2026-000013"},
            "CRT-032",
            {"number": "2026-000012", "successor": "2026-000013"},
        ),
    ],
)
def test_what_has_no_file_yet_or_was_replaced_is_not_made_anew(
    changes: dict[str, Any], code: str, values: dict[str, str]
) -> None:
    with pytest.raises(WrongState) as refused:
        order_again(registered(**changes), Reissue())
    assert (refused.value.code, refused.value.values) == (code, values)


def relief(number: int, first_day: date, kind: str = "REDUCTION") -> Relief:
    return Relief.model_validate(
        {
            "id": UUID(int=number),
            "lot_id": an_id(5),
            "recorded_by": None,
            "recorded_at": AT,
            "kind": kind,
            "first_day": first_day,
            "ground": "OTHER",
            "decided_by_name": "Achats",
            "decided_on": date(2026, 1, number),
        }
    )


def test_reliefs_that_have_begun_are_told_by_their_first_day() -> None:
    march = date(2026, 3, 1)
    known = [relief(4, date(2026, 3, 2)), relief(3, march, "WAIVER"), relief(2, march), relief(1, date(2026, 2, 1))]
    assert [line.decided_on.day for line in relief_until(known, date(2026, 3, 2))] == [1, 2, 3, 4]
    assert relief_until(known, march) == (
        ReliefLine(kind="REDUCTION", decided_on=date(2026, 1, 1), first_day=date(2026, 2, 1)),
        ReliefLine(kind="REDUCTION", decided_on=date(2026, 1, 2), first_day=march),
        ReliefLine(kind="WAIVER", decided_on=date(2026, 1, 3), first_day=march),
    )


def test_the_account_of_a_certificate_comes_from_its_own_figures() -> None:
    account = account_of(certificate())
    assert (account.on, account.owed, account.credited) == (
        date(2026, 11, 15), Decimal("833.00"), Decimal("964.50"),
    )  # fmt: skip
    assert account.gap.value == Decimal("-131.50")
    assert account.ratio is not None
    assert account.ratio.value == Decimal("1.1579")
    assert (account.total_days, account.status) == (610, ComplianceStatus.MET)
