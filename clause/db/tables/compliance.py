"""What follows from a lot's progress: notices and absences, penalties proposed and decided, final balances."""

from piccolo.constraints import Unique
from piccolo.table import Table

from clause.db.tables import columns as c
from clause.db.tables.accounts import Organisation
from clause.db.tables.contracts import Lot


class FormalNotice(Table):
    """A formal notice that the buyer sent to the holders of a lot, and when it was settled."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.uuid()
    lot_id = c.reference(Lot)
    about = c.code()
    reference = c.text(length=200)
    sent_on = c.day()
    due_on = c.day(null=True)
    settled_on = c.day(null=True)
    recorded_by = c.uuid(null=True)
    created_at = c.instant()
    version = c.integer()

    formal_notice_unique_reference = Unique(["lot_id", "reference"])


class MeetingAbsence(Table):
    """A meeting on the clause that a holder missed."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.uuid()
    lot_id = c.reference(Lot)
    meeting = c.text(length=200)
    happened_on = c.day()
    recorded_by = c.uuid(null=True)
    created_at = c.instant()
    withdrawn_at = c.instant(null=True)
    withdrawal_reason = c.text(null=True)
    version = c.integer()


class PenaltyProposal(Table):
    """A proposal of penalties as it stood on a day, frozen; versions are added, never changed."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.uuid()
    lot_id = c.reference(Lot)
    version_no = c.integer()
    figures_on = c.day()
    amount_eur = c.euros()
    content = c.octets()
    content_hash = c.text(length=64)
    recorded_by = c.uuid(null=True)
    recorded_at = c.instant()

    penalty_proposal_unique_version = Unique(["lot_id", "version_no"])


class PenaltyDecision(Table):
    """What the buyer decided on a proposal; a later decision is a new version."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.uuid()
    lot_id = c.reference(Lot)
    proposal_id = c.reference(PenaltyProposal)
    version_no = c.integer()
    outcome = c.code()
    amount_eur = c.euros()
    decided_on = c.day()
    decided_by_name = c.text(length=200)
    reason = c.text()
    recorded_by = c.uuid(null=True)
    recorded_at = c.instant()

    penalty_decision_unique_version = Unique(["proposal_id", "version_no"])


class FinalBalance(Table):
    """The balance of a lot whose execution is over, frozen; a correction is a new version."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.uuid()
    lot_id = c.reference(Lot)
    version_no = c.integer()
    figures_on = c.day()
    outcome = c.code()
    hours_owed = c.hours()
    hours_credited = c.hours()
    content = c.octets()
    content_hash = c.text(length=64)
    reason = c.text(null=True)
    recorded_by = c.uuid(null=True)
    recorded_at = c.instant()

    final_balance_unique_version = Unique(["lot_id", "version_no"])
