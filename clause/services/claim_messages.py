"""Questions of the verification officer on a claim and the answers of its beneficiary; they move the claim."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from clause.db.queries import claim_messages as queries
from clause.db.queries import claims as claim_queries
from clause.db.queries import documents
from clause.db.queries import message_files as file_queries
from clause.db.queries.claim_moves import lock_with_operation, move_claim
from clause.domain.actors import Scope
from clause.domain.agreement_rules import agreement_value_of
from clause.domain.claim_messages import ClaimMessage, MessageKind, kind_of_answer
from clause.domain.claim_standing import standing_of
from clause.domain.claims import Claim
from clause.domain.documents import StoredFile
from clause.domain.errors import Forbidden, NotFound, Refused
from clause.domain.findings import Finding
from clause.domain.message_files import MESSAGE_FILE_EXTENSIONS, CheckedFile, MessageFile, check_files
from clause.domain.proof_documents import SentFile, fingerprint
from clause.rules.claim_calendar import answer_until
from clause.services.unit_of_work import UnitOfWork, reading, writing

_NAMES = {
    MessageKind.QUESTION: "question",
    MessageKind.ANSWER: "reponse",
    MessageKind.OBSERVATIONS: "observations",
}


@writing(Scope.OI_VERIFY)
async def ask(
    uow: UnitOfWork, claim_id: UUID, question: str, due_on: date | None, files: Sequence[SentFile] = ()
) -> ClaimMessage:
    """Ask the beneficiary; the clock of the payment stops until the answer.

    ``due_on`` None gives the days of the agreement, or the usual ones. NotFound CSF-031, Forbidden CSF-032 for whoever
    prepared or signed the claim, WrongState CLM-002, Refused CSF-033 for a day that is past, CSF-050 with what is wrong
    with the files.
    """
    checked = check_files(files)
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
    return await _send(uow, claim, MessageKind.QUESTION, question, due, checked)


@writing(Scope.CLAIMS_WRITE)
async def answer(uow: UnitOfWork, claim_id: UUID, text: str, files: Sequence[SentFile] = ()) -> ClaimMessage:
    """The beneficiary's answer to a question, or its observations on interim conclusions.

    NotFound CSF-034, WrongState CSF-030 when nothing was asked, Refused CSF-050 with what is wrong with the files.
    """
    checked = check_files(files)
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
    return await _send(uow, claim, kind, text, None, checked)


async def _send(
    uow: UnitOfWork, claim: Claim, kind: MessageKind, text: str, due_on: date | None, files: Sequence[CheckedFile]
) -> ClaimMessage:
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
    kept = tuple(_named(uow, message, place, file) for place, file in enumerate(files, start=1))
    for named, file in zip(kept, files, strict=True):
        await file_queries.insert_file(named, file, message, claim)
    hashes = " ".join(file.sha256 for file in kept) or None
    uow.record(
        f"claim.{kind.value}_sent", "claim", claim.id, org_id=claim.facilitator_org_id, seq=message.seq, sha256=hashes
    )
    return message.model_copy(update={"files": kept})


def _named(uow: UnitOfWork, message: ClaimMessage, place: int, file: CheckedFile) -> MessageFile:
    extension = MESSAGE_FILE_EXTENSIONS[file.media_type]
    return MessageFile(
        id=uow.new_id(),
        claim_message_id=message.id,
        place=place,
        file_name=f"{_NAMES[message.kind]}-{message.seq}-piece-{place}.{extension}",
        media_type=file.media_type,
        size_bytes=len(file.content),
        sha256=fingerprint(file.content),
    )


@reading(Scope.CLAIMS_READ, Scope.OI_READ)
async def list_messages(uow: UnitOfWork, claim_id: UUID) -> list[ClaimMessage]:
    """The questions and answers on a claim that the caller may see, in their order. NotFound CSF-035."""
    if await claim_queries.find_claim(claim_id) is None:
        raise NotFound("CSF-035")
    return await queries.list_messages(claim_id)


@reading(Scope.CLAIMS_WRITE, Scope.OI_READ)
async def load_message_file(uow: UnitOfWork, claim_id: UUID, file_id: UUID) -> StoredFile:
    """A file sent with a message on a claim, for both sides of it. NotFound CSF-051."""
    is_seen = await file_queries.is_of_claim(file_id, claim_id)
    stored = await documents.find_document(file_id) if is_seen else None
    if stored is None:
        raise NotFound("CSF-051")
    return stored
