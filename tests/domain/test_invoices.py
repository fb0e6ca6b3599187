"""What makes hours due is really issued, in the right order, and not reported before its month."""

from datetime import date
from decimal import Decimal

import pytest

from clause.domain.errors import Refused
from clause.domain.invoices import InvoiceKind, NewInvoice, NewPurchaseOrder, check_invoice, check_order
from clause.domain.worked_hours import NewWorkedHours, check_month
from clause.rules.calendar import Month

TODAY = date(2026, 6, 15)


def invoice(issued_on: date) -> NewInvoice:
    return NewInvoice(kind=InvoiceKind.INVOICE, number="F1", issued_on=issued_on, amount_excl_vat=Decimal("100.00"))


def order(first_day: date, last_day: date) -> NewPurchaseOrder:
    amount = Decimal("100.00")
    return NewPurchaseOrder(
        number="B1", ordered_on=TODAY, amount_excl_vat=amount, first_day=first_day, last_day=last_day
    )


@pytest.mark.parametrize("issued_on", [date(2026, 6, 14), TODAY])
def test_an_invoice_that_is_issued_is_taken(issued_on: date) -> None:
    check_invoice(invoice(issued_on), TODAY)


def test_an_invoice_to_come_makes_nothing_due() -> None:
    with pytest.raises(Refused) as refusal:
        check_invoice(invoice(date(2026, 6, 16)), TODAY)
    assert (refusal.value.code, refusal.value.values) == ("OBL-101", {"issued_on": "2026-06-16", "today": "2026-06-15"})


def test_an_order_may_last_one_day() -> None:
    check_order(order(TODAY, TODAY))
    check_order(order(TODAY, date(2026, 6, 16)))


def test_an_order_does_not_end_before_it_begins() -> None:
    with pytest.raises(Refused) as refusal:
        check_order(order(TODAY, date(2026, 6, 14)))
    expected = {"first_day": "2026-06-15", "last_day": "2026-06-14"}
    assert (refusal.value.code, refusal.value.values) == ("OBL-102", expected)


@pytest.mark.parametrize(("today", "may"), [(date(2026, 5, 31), False), (date(2026, 6, 1), True), (TODAY, True)])
def test_the_hours_of_a_month_are_told_once_it_has_begun(today: date, may: bool) -> None:
    june = Month(2026, 6)
    if may:
        check_month(june, today)
        return
    with pytest.raises(Refused) as refusal:
        check_month(june, today)
    assert (refusal.value.code, refusal.value.values) == ("OBL-103", {"month": "2026-06"})


@pytest.mark.parametrize("stored", [date(2026, 6, 1), Month(2026, 6), "2026-06"])
def test_a_month_is_read_as_it_is_stored_and_as_it_is_written(stored: object) -> None:
    read = NewWorkedHours.model_validate({"month": stored, "hours_worked": Decimal("7.00")})
    assert read.month == Month(2026, 6)
