"""Questions of the verification officer on a claim and the answers of its beneficiary; they move the claim."""

from datetime import date
from uuid import UUID

from clause.db.queries import claim_messages as queries
from clause.db.queries import claims as claim_queries
from clause.db.queries.claim_moves import lock_with_operation, move_claim
from clause.domain.actors import Scope
from clause.domain.agreement_rules import agreement_value_of
from clause.domain.claim_messages import ClaimMessage, MessageKind, kind_of_answer
from clause.domain.claim_standing import standing_of
from clause.domain.claims import Claim
from clause.domain.errors import Forbidden, NotFound, Refused
from clause.domain.findings import Finding
from clause.rules.claim_calendar import answer_until
from clause.services.unit_of_work import UnitOfWork, reading, writing


@writing(Scope.OI_VERIFY)
async def ask(uow: UnitOfWork, claim_id: UUID, question: str, due_on: date | None) -> ClaimMessage:
    """Ask the beneficiary; the clock of the payment stops until the answer.

    ``due_on`` None gives the days of the agreement, or the usual ones. NotFound CSF-031, Forbidden CSF-032 for whoever
    prepared or signed the claim, WrongState CLM-002, Refused CSF-033 for a day that is past.
    """
    found = await lock_with_operation(claim_id)
    if found is None:
        raise NotFound("CSF-031")
    claim, operation = found
    if uow.actor.id is not None and uow.actor.id in (claim.prepared_by, claim.signed_by):
        raise Forbidden("CSF-032")
    usual = answer_until(uow.today, agreement_value_of(operation.agreement, "clarification_days", uow.today))
    due = due_on or usual
    if due < uow.today:
        raise Refused("CSF-033", findings=(Finding(code="CSF-120", field="due_on", raw=due.isoformat()),))
    standing = standing_of(claim.conclusions).with_question(uow.today, due)
    await move_claim(uow, claim, "ask", standing=standing)
    return await _send(uow, claim, MessageKind.QUESTION, question, due)


@writing(Scope.CLAIMS_WRITE)
async def answer(uow: UnitOfWork, claim_id: UUID, text: str) -> ClaimMessage:
    """The beneficiary's answer to a question, or its observations on interim conclusions.

    NotFound CSF-034, WrongState CSF-030 when nothing was asked.
    """
    found = await lock_with_operation(claim_id)
    if found is None:
        raise NotFound("CSF-034")
    claim, _ = found
    kind, standing = kind_of_answer(claim.state), standing_of(claim.conclusions)
    if kind is MessageKind.ANSWER:
        await move_claim(uow, claim, "answer", standing=standing.with_clock_running(uow.today))
    else:
        answered = standing.model_copy(update={"observations_received": True})
        await move_claim(uow, claim, "observe", standing=answered)
    return await _send(uow, claim, kind, text, None)


async def _send(uow: UnitOfWork, claim: Claim, kind: MessageKind, text: str, due_on: date | None) -> ClaimMessage:
    message = ClaimMessage(
        id=uow.new_id(),
        claim_id=claim.id,
        seq=await queries.next_seq(claim.id),
        kind=kind,
        text=text,
        due_on=due_on,
        sent_by=uow.actor.id,
        sent_at=uow.now,
    )
    await queries.insert_message(message, claim)
    uow.record(f"claim.{kind.value}_sent", "claim", claim.id, org_id=claim.facilitator_org_id, seq=message.seq)
    return message


@reading(Scope.CLAIMS_READ, Scope.OI_READ)
async def list_messages(uow: UnitOfWork, claim_id: UUID) -> list[ClaimMessage]:
    """The questions and answers on a claim that the caller may see, in their order. NotFound CSF-035."""
    if await claim_queries.find_claim(claim_id) is None:
        raise NotFound("CSF-035")
    return await queries.list_messages(claim_id)
