"""People far from employment, what makes them eligible, and their hires."""

from piccolo.constraints import Unique
from piccolo.table import Table

from clause.db.tables import columns as c
from clause.db.tables.accounts import Organisation
from clause.db.tables.contracts import Lot


class Participant(Table):
    """A person followed by a facilitator organisation."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    first_name = c.text(length=100)
    last_name = c.text(length=100, index=True)
    birth_date = c.day()
    sex = c.code()
    postal_code = c.text(null=True, length=10)
    created_at = c.instant()
    version = c.integer()
    purged_at = c.instant(null=True)


class Eligibility(Table):
    """A ground on which a person is eligible, its proof and the facilitator's decision."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    participant_id = c.reference(Participant)
    ground = c.code()
    is_principal = c.flag()
    proof_kind = c.text(null=True, length=200)
    proof_issued_on = c.day(null=True)
    assessed_on = c.day()
    state = c.code()
    decided_by = c.uuid(null=True)
    decided_at = c.instant(null=True)
    decision_reason = c.text(null=True)
    structure_id = c.reference(Organisation, null=True, index=False)
    proof_valid_until = c.day(null=True)
    proof_fresh_until = c.day(null=True)
    opinion_text = c.text(null=True)
    opinion_author = c.text(null=True, length=200)
    opinion_on = c.day(null=True)
    expired_on = c.day(null=True)
    expiry_cause = c.code(null=True)
    created_at = c.instant()
    version = c.integer()


class EligibilitySuspension(Table):
    """Days on which a person's clock stands still; open until its last day is known."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    participant_id = c.reference(Participant)
    first_day = c.day()
    last_day = c.day(null=True)
    reason = c.text()
    recorded_by = c.uuid(null=True)
    recorded_at = c.instant()
    version = c.integer()


class WindowOverride(Table):
    """The last day of a person's window as decided, or no longer decided; the latest version speaks."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    participant_id = c.reference(Participant)
    version_no = c.integer()
    last_day = c.day(null=True)
    reason = c.text()
    decided_by = c.uuid(null=True)
    decided_at = c.instant()

    window_override_unique_version = Unique(["participant_id", "version_no"])


class ProofDocument(Table):
    """A copy of a proof: its bytes are erased in time, its hash and its dates stay."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    eligibility_id = c.reference(Eligibility)
    media_type = c.text(length=100)
    size_bytes = c.integer()
    sha256 = c.text(length=64)
    content = c.octets(null=True)
    received_by = c.uuid(null=True)
    received_at = c.instant()
    keep_until = c.day()
    purged_at = c.instant(null=True)
    sent_by_org_id = c.reference(Organisation, null=True)


class ProofView(Table):
    """Who looked at a copy of a proof, when and what for."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    proof_document_id = c.reference(ProofDocument)
    purpose = c.text()
    viewed_by = c.uuid(null=True)
    viewed_by_kind = c.code()
    viewed_at = c.instant()


class Hire(Table):
    """An employment contract of a participant for a lot."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    participant_id = c.reference(Participant)
    eligibility_id = c.reference(Eligibility)
    lot_id = c.reference(Lot)
    company_id = c.reference(Organisation)
    mode = c.code()
    contract_type = c.code()
    job_title = c.text(null=True, length=200)
    first_day = c.day()
    planned_last_day = c.day(null=True)
    last_day = c.day(null=True)
    weekly_hours = c.hours()
    eligible_first_day = c.day()
    eligible_last_day = c.day()
    eligibility_trace = c.json()
    for_company_id = c.reference(Organisation, null=True)
    host_company_id = c.reference(Organisation, null=True, index=False)
    education_level = c.code(null=True)
    lives_in_qpv = c.flag(default=False)
    qpv_code = c.text(null=True, length=10)
    commune_code = c.text(null=True, length=5)
    sector = c.code(null=True)
    referrer_kind = c.code(null=True)
    recruitment_channel = c.code(null=True)
    is_full_time = c.flag(null=True)
    tutor_name = c.text(null=True, length=200)
    details = c.json(null=True)
    suspensions = c.json(null=True)
    created_at = c.instant()
    version = c.integer()


class HireOutcome(Table):
    """What became of a person at the end of a hire or some months after; the latest version of a point wins."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    hire_id = c.reference(Hire)
    point = c.code()
    version_no = c.integer()
    outcome = c.code()
    observed_on = c.day()
    note = c.text(null=True)
    recorded_by = c.uuid(null=True)
    recorded_at = c.instant()

    hire_outcome_unique_version = Unique(["hire_id", "point", "version_no"])
