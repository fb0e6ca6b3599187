"""What the obligation of a lot is made of: decisions, tranches, reliefs, and the figures that feed a formula.

Every table is append-only: what was recorded stays, and the versions of ``obligation`` say what followed from it.
"""

from piccolo.constraints import Unique
from piccolo.table import Table

from clause.db.tables import columns as c
from clause.db.tables.accounts import Organisation
from clause.db.tables.contracts import Contract, Lot


class ObligationDecision(Table):
    """A decision that states the total owed from a day on, with its inputs and the figure they gave that day."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.uuid()
    lot_id = c.reference(Lot)
    recorded_no = c.integer()
    unit = c.code()
    method = c.code()
    inputs = c.json()
    effective_on = c.day()
    quantity = c.quantity()
    trace = c.json()
    legal_basis = c.code(null=True)
    cause = c.code()
    source_id = c.uuid(null=True)
    reason = c.text(null=True)
    decided_by = c.uuid(null=True)
    recorded_at = c.instant()


class Tranche(Table):
    """A firm or optional tranche, or a renewal, as the contract foresees it."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.uuid()
    lot_id = c.reference(Lot)
    kind = c.code()
    label = c.text(length=200)
    hours = c.hours()
    planned_first_day = c.day(null=True)
    planned_last_day = c.day(null=True)
    recorded_by = c.uuid(null=True)
    recorded_at = c.instant()


class TrancheAffirmation(Table):
    """The buyer's decision to carry out an optional tranche or a renewal."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.uuid()
    lot_id = c.reference(Lot)
    tranche_id = c.reference(Tranche)
    recorded_no = c.integer()
    affirmed_on = c.day()
    new_last_day = c.day(null=True)
    recorded_by = c.uuid(null=True)
    recorded_at = c.instant()

    tranche_affirmation_unique_tranche = Unique(["tranche_id"])


class ReliefDecision(Table):
    """What the buyer decides when the holder is in difficulty: suspend, reduce or remove the clause."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.uuid()
    lot_id = c.reference(Lot)
    recorded_no = c.integer()
    kind = c.code()
    hours_delta = c.hours(null=True)
    hours_kept = c.hours(null=True)
    first_day = c.day()
    last_day = c.day(null=True)
    ground = c.code()
    ground_text = c.text(null=True)
    decided_by_name = c.text(length=200)
    decided_on = c.day()
    facilitator_advice = c.text(null=True)
    document_reference = c.text(null=True, length=200)
    recorded_by = c.uuid(null=True)
    recorded_at = c.instant()


class DifficultyNotice(Table):
    """A holder's word that it is in difficulty, and what it tried before."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.uuid()
    lot_id = c.reference(Lot)
    received_on = c.day()
    is_registered_letter = c.flag()
    content = c.text()
    attempts = c.text(null=True)
    recorded_by = c.uuid(null=True)
    recorded_at = c.instant()


class Invoice(Table):
    """An invoice or a credit note of a framework agreement, without VAT; the amount is never negative."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.uuid()
    lot_id = c.reference(Lot)
    kind = c.code()
    number = c.text(length=80)
    issued_on = c.day()
    amount_excl_vat = c.euros()
    recorded_by = c.uuid(null=True)
    recorded_at = c.instant()

    invoice_unique_lot_number = Unique(["lot_id", "number"])


class PurchaseOrder(Table):
    """A purchase order of a framework agreement, and the days over which it is carried out."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.uuid()
    lot_id = c.reference(Lot)
    number = c.text(length=80)
    ordered_on = c.day()
    amount_excl_vat = c.euros()
    first_day = c.day()
    last_day = c.day()
    recorded_by = c.uuid(null=True)
    recorded_at = c.instant()

    purchase_order_unique_lot_number = Unique(["lot_id", "number"])


class WorkedHours(Table):
    """All hours worked on a lot in a month; a later version of a month replaces the one before."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.uuid()
    lot_id = c.reference(Lot)
    month = c.day()
    version_no = c.integer()
    hours_worked = c.hours()
    recorded_by = c.uuid(null=True)
    recorded_at = c.instant()

    worked_hours_unique_version = Unique(["lot_id", "month", "version_no"])


class Achievement(Table):
    """What was done towards an obligation that is not counted in hours; a negative quantity corrects."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.uuid()
    lot_id = c.reference(Lot)
    unit = c.code()
    quantity_done = c.quantity()
    done_on = c.day()
    note = c.text(null=True)
    recorded_by = c.uuid(null=True)
    recorded_at = c.instant()


class SocialConditionWaiver(Table):
    """Why a contract above the thresholds carries no social condition; a later version replaces the one before."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.uuid()
    contract_id = c.reference(Contract)
    version_no = c.integer()
    ground = c.code()
    explanation = c.text()
    decided_on = c.day()
    author = c.text(length=200)
    recorded_by = c.uuid(null=True)
    recorded_at = c.instant()

    social_condition_waiver_unique_version = Unique(["contract_id", "version_no"])
