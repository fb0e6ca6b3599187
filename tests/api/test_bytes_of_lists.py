"""Lists written without their models: byte for byte what the models would write."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from clause.api.bytes_of_lists import entry_item, handed_item, page_bytes, statement_item
from clause.api.bytes_of_traces import trace_again
from clause.api.schemas.base import Page
from clause.api.schemas.hours import StatementSummaryOut
from clause.api.schemas.intermediate_body import HandedClaimOut
from clause.api.schemas.ledger import LedgerEntryOut
from clause.domain.accounts import OrgSummary
from clause.domain.actors import OrgKind
from clause.domain.claims import ClaimKind, ClaimState
from clause.domain.hours import StatementState, StatementSummary
from clause.domain.intermediate_body import HandedClaim
from clause.domain.ledger import EntryKind, LedgerEntry
from clause.rules.calendar import Month
from clause.rules.codes import HoursNature
from clause.rules.counting import NotCredited
from clause.rules.parameter import value_in_force
from clause.rules.quantities import Unit
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Formula, Trace, used

IDS = some.uuids()
# What PostgreSQL gives: instants in UTC, hours with two decimals; sums of statements have none (nothing to add up).
INSTANTS = some.datetimes(datetime(1990, 1, 1), datetime(2190, 1, 1), timezones=some.just(UTC))  # noqa: DTZ001
BOOKED = some.integers(-(10**9), 10**9).map(lambda hundredths: Decimal(hundredths).scaleb(-2))
HOURS = BOOKED | some.just(Decimal(0))
DAYS = some.dates(date(1990, 1, 1), date(2190, 1, 1))
MONTHS = DAYS.map(Month.of)
TEXTS = some.text(some.characters(codec="utf-8"), max_size=30)
TRACES = some.builds(
    lambda text, inputs: (
        Formula(
            "T-1", text, Unit.HOUR, LegalReference(text="art. « 1 »", source=text or "a source"), Confidence.PROBABLE
        )
        .figure(Decimal("1.50"), inputs)
        .trace
    ),
    TEXTS,
    some.dictionaries(TEXTS, TEXTS, max_size=3),
)
SUMMARIES = some.builds(
    StatementSummary,
    id=IDS,
    facilitator_org_id=IDS,
    company=some.builds(OrgSummary, id=IDS, kind=some.just(OrgKind.COMPANY), name=TEXTS, identifier=TEXTS),
    month=some.dates(date(1990, 1, 1), date(2090, 1, 1)).map(Month.of),
    last_month=some.none() | some.dates(date(2090, 1, 2), date(2190, 1, 1)).map(Month.of),
    nothing_worked=some.booleans(),
    state=some.sampled_from(StatementState),
    submitted_at=some.none() | INSTANTS,
    decided_at=some.none() | INSTANTS,
    line_count=some.integers(0, 5000),
    hours_declared=HOURS,
    hours_validated=some.none() | HOURS,
    version=some.integers(1, 10**6),
)
ENTRIES = some.builds(
    LedgerEntry,
    id=IDS,
    facilitator_org_id=IDS,
    company_id=IDS,
    lot_id=IDS,
    hire_id=IDS,
    statement_line_id=IDS,
    kind=some.sampled_from(EntryKind),
    reverses_id=some.none() | IDS,
    replaces_id=some.none() | IDS,
    month=MONTHS,
    first_day=DAYS,
    last_day=DAYS,
    nature=some.sampled_from(HoursNature),
    hours_validated=BOOKED,
    hours_credited=BOOKED,
    not_credited_reason=some.none() | some.sampled_from(NotCredited),
    reason=some.none() | TEXTS,
    trace=TRACES,
    booked_by=some.none() | IDS,
    booked_at=INSTANTS,
)
HANDED = some.builds(
    HandedClaim,
    id=IDS,
    facilitator_org_id=IDS,
    sequence=some.integers(1, 2**31 - 1),
    number=some.integers(1, 10**6),
    kind=some.sampled_from(ClaimKind),
    state=some.sampled_from(ClaimState),
    first_month=MONTHS,
    last_month=MONTHS,
    submitted_at=INSTANTS,
    updated_at=INSTANTS,
    snapshot_hash=TEXTS,
    document_id=some.none() | IDS,
    operation_id=IDS,
    operation_number=TEXTS,
    operation_title=TEXTS,
    beneficiary_name=TEXTS,
    beneficiary_identifier=TEXTS,
    total_cost=HOURS,
    amount_requested=HOURS,
    receipt_reference=some.none() | TEXTS,
    received_at=some.none() | INSTANTS,
    conclusions=some.none(),
)
MARKS = some.none() | some.just("MDE5YWEwMDA")


def _same(found: list[Any], following: str | None, show: Callable[[Any], Any], write: Callable[[Any], Any]) -> None:
    modelled = Page[Any](items=[show(item) for item in found], next=following)
    assert page_bytes(found, following, write) == modelled.model_dump_json().encode()


@given(found=some.lists(SUMMARIES, max_size=3), following=MARKS)
def test_statements_are_written_as_their_model_would(found: list[StatementSummary], following: str | None) -> None:
    _same(found, following, StatementSummaryOut.of, statement_item)


def _row(entry: LedgerEntry) -> dict[str, Any]:
    """An entry as PostgreSQL gives it: the account's keys in an order of its own, and what is empty left out."""
    columns = {name: value for name, value in entry if name != "trace"}
    kept = entry.trace.model_dump(mode="json", exclude_defaults=True)
    by_length = dict(sorted(kept.items(), key=lambda pair: (len(pair[0]), pair[0])))
    by_length["inputs"] = dict(reversed(kept["inputs"].items()))
    trace = json.dumps(by_length, ensure_ascii=False)
    return {**columns, "month": entry.month.first_day, "trace": trace}


@given(found=some.lists(ENTRIES, max_size=3), following=MARKS)
def test_entries_are_written_as_their_model_would(found: list[LedgerEntry], following: str | None) -> None:
    modelled = Page[Any](items=[LedgerEntryOut.of(entry) for entry in found], next=following)
    assert page_bytes([_row(entry) for entry in found], following, entry_item) == modelled.model_dump_json().encode()


def test_an_account_that_is_none_is_not_passed_on() -> None:
    with pytest.raises(msgspec.ValidationError):
        trace_again('{"formula_id": "T-1"}')


@given(trace=TRACES)
def test_an_account_keeps_its_steps_and_the_values_it_used(trace: Trace) -> None:
    whole = trace.model_copy(
        update={"steps": (trace, trace), "parameters": (used(value_in_force("statement_cadence", date(2026, 6, 1))),)}
    )
    assert bytes(trace_again(whole.model_dump_json())) == whole.model_dump_json().encode()


@given(found=some.lists(HANDED, max_size=3), following=MARKS)
def test_claims_handed_over_are_written_as_their_model_would(found: list[HandedClaim], following: str | None) -> None:
    _same(found, following, HandedClaimOut.of, handed_item)


def test_ids_are_written_as_texts() -> None:
    assert page_bytes([UUID(int=1)], None, lambda one: {"id": one}) == (
        b'{"items":[{"id":"00000000-0000-0000-0000-000000000001"}],"next":null}'
    )
