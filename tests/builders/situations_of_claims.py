"""Situations of the team, its time, operations and claims: see ``situations``."""

from datetime import UTC, date, datetime
from uuid import UUID

from clause.domain.agreements import AgreementOptions
from clause.domain.evidence import EvidenceKind
from clause.domain.operation_moves import MoveTerms, OperationAction
from clause.rules.calendar import Month
from clause.rules.cost_codes import ParticipantMode
from clause.services import (
    amendments,
    claim_messages,
    claims,
    operation_moves,
    operations,
    timesheets,
    verifications,
)
from clause.services.timesheets import MonthOf
from tests.builders.claims import (
    a_claim,
    a_recorded_month,
    a_signed_month,
    agreement_terms,
    an_employment,
    an_operation,
    operation_terms,
)
from tests.builders.operation_participants import an_entity, an_operation_with_participants
from tests.builders.operations import a_scheme, amendment_terms
from tests.builders.pay import an_evidence_file
from tests.builders.situations import OPEN, PAID, Ground, Situation, Values, collected, session, values_of
from tests.builders.verifications import (
    a_paid_claim,
    an_opened_claim,
    deducted,
    final_conclusions,
    lines_of,
)

OF_CLAIMS: dict[str, Situation] = {}
before = collected(OF_CLAIMS)


@before("POST /employments")
async def _nobody_employs(ground: Ground) -> Values:
    return values_of(person_id=ground.leader.user_id)


@before("PUT /employments/{employment_id}/payroll/{month}")
async def _paid(ground: Ground) -> Values:
    return values_of(employment_id=ground.employment_id, month=PAID, etag='"1"')


@before("POST /operations/{operation_id}/hourly-rates", "POST /operations/{operation_id}/assignments")
async def _somebody_new(ground: Ground) -> Values:
    employment = await an_employment(ground.leader, ground.leader, "F-077", first_day=date(2025, 1, 1))
    document = await an_evidence_file(ground.leader, "taux", EvidenceKind.RATE_CALCULATION)
    return values_of(operation_id=ground.operation.id, employment_id=employment.id, document_id=document.id)


@before("PUT /timesheets/{person_id}/{month}/entries", "POST /timesheets/{person_id}/{month}/sign")
async def _open_month(ground: Ground) -> Values:
    await a_recorded_month(ground.worker, OPEN, {ground.operation.id: "98.50"})
    view = await timesheets.load_timesheet(ground.worker.context, MonthOf(ground.worker.user_id, Month.parse(OPEN)))
    found = values_of(person_id=ground.worker.user_id, month=OPEN, operation_id=ground.operation.id)
    return found | values_of(etag=f'"{view.sheet.version if view.sheet else 0}"') | session(ground.worker)


@before(
    "POST /timesheets/{person_id}/{month}/approve",
    "POST /timesheets/{person_id}/{month}/reopen",
    "POST /timesheets/approvals",
    "POST /timesheets/reopenings",
)
async def _signed_month(ground: Ground) -> Values:
    await a_signed_month(ground.worker, OPEN, {ground.operation.id: "98.50"})
    return values_of(person_id=ground.worker.user_id, month=OPEN)


@before("POST /funding-schemes")
async def _other_body(ground: Ground) -> Values:
    return values_of(intermediate_body_id=ground.territory.other_intermediate_body.id)


@before("POST /funding-schemes/{scheme_id}/calls")
async def _scheme(ground: Ground) -> Values:
    return values_of(scheme_id=(await a_scheme(ground.territory, "DISP-2026-H-09")).id)


@before("POST /operations/{operation_id}/moves", "POST /oi/operations/{operation_id}/moves")
async def _not_started(ground: Ground) -> Values:
    return values_of(operation_id=(await an_operation(ground.leader, ground.territory, "202500901")).id)


@before("POST /oi/operations/{operation_id}/payments")
async def _started(ground: Ground) -> Values:
    operation = await an_operation(ground.leader, ground.territory, "202500904")
    at = datetime(2026, 1, 15, 8, tzinfo=UTC)
    start = MoveTerms(action=OperationAction.CERTIFY_START, at=at, reference="Attestation de démarrage")
    await operation_moves.move(ground.leader.context, operation.id, start)
    return values_of(operation_id=operation.id)


@before("POST /amendments/{amendment_id}/sign", "POST /amendments/{amendment_id}/withdraw")
async def _amendment(ground: Ground) -> Values:
    proposed = await amendments.propose(ground.leader.context, ground.operation.id, amendment_terms(ground.operation))
    return values_of(amendment_id=proposed.id)


@before("POST /operations/{operation_id}/entities", "POST /operations/{operation_id}/entities/{entity_id}/withdraw")
async def _structures(ground: Ground) -> Values:
    mode = {"participant_mode": ParticipantMode.ENTITIES}
    operation = await an_operation_with_participants(ground.territory, "202500902", **mode)
    entity = await an_entity(ground.facilitator, operation, ground.territory.buyer.id)
    return values_of(operation_id=operation.id, entity_id=entity.id, organisation_id=ground.territory.company.id)


@before("POST /operations/{operation_id}/claims")
async def _nothing_claimed(ground: Ground) -> Values:
    return values_of(operation_id=ground.operation.id)


@before(
    "PATCH /claims/{claim_id}/narrative",
    "POST /claims/{claim_id}/recompute",
    "POST /claims/{claim_id}/sign",
    "POST /claims/{claim_id}/withdraw",
)
async def _computed(ground: Ground) -> Values:
    claim = await ground.computed()
    return values_of(claim_id=claim.id, etag=f'"{claim.version}"') | session(ground.leader)


@before("POST /claims/{claim_id}/waivers")
async def _late(ground: Ground) -> Values:
    options = AgreementOptions(interim_claims_due_on=(date(2026, 5, 31),))
    operation = await operations.add_operation(
        ground.leader.context, operation_terms(ground.territory, "202500903"), agreement_terms(options=options)
    )
    claim = await a_claim(ground.leader, operation, PAID, PAID)
    return values_of(claim_id=claim.id) | session(ground.leader)


@before("POST /claims/{claim_id}/filing", "POST /claims/{claim_id}/submit")
async def _signed(ground: Ground) -> Values:
    claim = await ground.computed()
    await claims.sign_claim(ground.leader.context, claim.id)
    return values_of(claim_id=claim.id)


@before(
    "POST /oi/claims/{claim_id}/receipt",
    "POST /oi/claims/{claim_id}/inadmissible",
    "POST /oi/claims/{claim_id}/verification/open",
)
async def _submitted(ground: Ground) -> Values:
    return values_of(claim_id=(await ground.submitted()).id)


@before("POST /claims/{claim_id}/redo")
async def _sent_back(ground: Ground) -> Values:
    claim = await ground.submitted()
    await verifications.declare_inadmissible(ground.territory.oi_officer.context, claim.id, "Sans pouvoir")
    return values_of(claim_id=claim.id)


@before(
    "POST /oi/claims/{claim_id}/clarifications",
    "POST /oi/claims/{claim_id}/clarifications/with-files",
    "POST /oi/claims/{claim_id}/verification",
)
async def _opened(ground: Ground) -> Values:
    claim = await an_opened_claim(ground.territory.oi_officer, await ground.submitted())
    (line, *_) = await lines_of(ground.leader, claim)
    return values_of(claim_id=claim.id, claim_line_id=line.id)


@before("POST /claims/{claim_id}/messages", "POST /claims/{claim_id}/messages/with-files")
async def _asked(ground: Ground) -> Values:
    claim = await an_opened_claim(ground.territory.oi_officer, await ground.submitted())
    await claim_messages.ask(ground.territory.oi_officer.context, claim.id, "Merci de joindre la paie.", None)
    return values_of(claim_id=claim.id)


@before("POST /oi/claims/{claim_id}/payments")
async def _concluded(ground: Ground) -> Values:
    claim = await ground.submitted()
    (line, *_) = await lines_of(ground.leader, claim)
    await final_conclusions(ground.territory.oi_officer, ground.leader, claim, deducted(line, "10.00"))
    return values_of(claim_id=claim.id, claim_line_id=line.id)


@before("POST /oi/claims/{claim_id}/corrections")
async def _paid_claim(ground: Ground) -> Values:
    found = await _concluded(ground)
    await a_paid_claim(ground.territory.oi_officer, UUID(found["CLAIM_ID"]), "VIR-2026-0043")
    return found
