"""A claim of an operation that follows people: their exits stop it or not, their indicators are frozen with it."""

import json
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from clause.domain.claims import Claim, ClaimState
from clause.domain.operation_participants import ExitData, OperationParticipant
from clause.domain.operations import Operation
from clause.rules.indicator_codes import Answer
from clause.services import claims, intermediate_body, operation_participants
from tests.builders.claims import (
    a_claim,
    a_payroll,
    a_submitted_claim,
    an_approved_month,
    an_assignment,
    an_employment,
    run_computation,
)
from tests.builders.operation_participants import FULL_ENTRY, a_record, an_operation_with_participants, record_terms
from tests.builders.territory import Territory

pytestmark = pytest.mark.usefixtures("transaction")

LEFT_ON = date(2026, 4, 3)
LEFT = ExitData(
    observed_on=date(2026, 4, 7),
    job_search=Answer.NO,
    training=Answer.NO,
    qualification=Answer.NO,
    employment=Answer.YES,
)
DISABLED = FULL_ENTRY.model_copy(update={"disability": Answer.YES})


async def a_followed_operation(territory: Territory) -> tuple[Operation, OperationParticipant]:
    """An operation with one month of time and pay, and someone who left on 3 April without a word on it."""
    manager, worker = territory.manager, territory.facilitator
    operation = await an_operation_with_participants(territory)
    employment = await an_employment(manager, worker)
    await an_assignment(manager, operation, employment)
    await an_approved_month(worker, manager, "2026-04", {operation.id: "98.50", None: "34.50"})
    await a_payroll(manager, employment, "2026-04")
    record = await a_record(worker, operation, exit_on=LEFT_ON, entry=DISABLED, special_consent_on=date(2026, 2, 2))
    return operation, record


async def tell_the_exit(territory: Territory, record: OperationParticipant) -> None:
    """What became of the person, recorded late."""
    terms = record_terms(exit_on=LEFT_ON, entry=DISABLED, special_consent_on=date(2026, 2, 2), exit=LEFT)
    context = territory.facilitator.context
    await operation_participants.change_participant(context, record.operation_id, record.id, terms, 1)


def codes(claim: Claim) -> set[str]:
    return {finding.code for finding in claim.findings}


async def handed(territory: Territory, claim_id: UUID) -> dict[str, Any]:
    content = await intermediate_body.load_claim(territory.oi_client.context, claim_id)
    found: dict[str, Any] = json.loads(content.content)
    return found


async def test_an_exit_without_its_situation_stops_the_claim_until_it_is_told(territory: Territory) -> None:
    operation, record = await a_followed_operation(territory)
    claim = await a_claim(territory.manager, operation, "2026-04", "2026-04")
    assert (claim.state, "IND-130" in codes(claim)) == (ClaimState.DRAFT, True)
    await tell_the_exit(territory, record)
    await run_computation(await claims.recompute_claim(territory.manager.context, claim.id))
    again = await claims.load_claim(territory.manager.context, claim.id)
    assert (again.state, "IND-130" in codes(again)) == (ClaimState.COMPUTED, False)


async def test_the_frozen_claim_has_the_indicators_without_names_or_special_answers(territory: Territory) -> None:
    operation, record = await a_followed_operation(territory)
    await tell_the_exit(territory, record)
    claim = await a_claim(territory.manager, operation, "2026-04", "2026-04")
    submitted = await a_submitted_claim(territory.manager, claim)
    # What is recorded afterwards does not change what was handed over.
    before = await handed(territory, submitted.id)
    await a_record(territory.facilitator, operation, entry_on=date(2026, 4, 1), questionnaire_on=date(2026, 4, 1))
    assert await handed(territory, submitted.id) == before
    frozen = before["indicators"]
    totals = {row["code"]: row["total"] for row in frozen["indicators"]}
    assert (totals["EECO01"], totals["EECO12"], totals["EECR04"]) == (1, 1, 1)
    (person,) = frozen["people"]
    assert person["ref"] == str(record.id)
    assert not {"disability", "minority", "birth_date", "contact", "participant_id"} & set(person)
