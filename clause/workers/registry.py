"""Which service does which kind of work. Every kind is here (a test compares)."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from clause.domain.jobs import JobKind, StepOutcome
from clause.services import (
    bundles,
    certificates,
    claims,
    eligibility,
    hours_imports,
    hours_imports_apply,
    imports,
    mails,
    operation_moves,
    payroll_imports,
    proof_documents,
    timesheet_documents,
    trash,
    webhooks,
)

Step: TypeAlias = Callable[[datetime, UUID], Coroutine[Any, Any, StepOutcome | None]]

STEPS: dict[JobKind, Step] = {
    JobKind.IMPORT_DECP: imports.import_chunk,
    JobKind.IMPORT_HOURS: hours_imports.import_chunk,
    JobKind.IMPORT_PAYROLL: payroll_imports.import_file,
    JobKind.APPLY_HOURS: hours_imports_apply.apply_chunk,
    JobKind.SUBMIT_HOURS: hours_imports_apply.apply_chunk,
    JobKind.RENDER_CERTIFICATE: certificates.render_certificate,
    JobKind.COMPUTE_CLAIM: claims.compute_claim,
    JobKind.RENDER_CLAIM: claims.render_claim,
    JobKind.BUILD_BUNDLE: bundles.build_bundle,
    JobKind.DELIVER_WEBHOOK: webhooks.deliver,
    JobKind.SEND_MAIL: mails.send_mail,
    JobKind.RENDER_TIMESHEET: timesheet_documents.render_timesheet,
    JobKind.EXPIRE_ELIGIBILITIES: eligibility.expire_eligibilities,
    JobKind.ERASE_PROOFS: proof_documents.erase_proofs,
    JobKind.MOVE_OPERATIONS: operation_moves.move_operations,
    JobKind.EMPTY_TRASH: trash.empty_trash,
}
