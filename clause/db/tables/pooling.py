"""Pooling: agreements by which hours done on one lot are credited to another."""

from piccolo.constraints import Unique
from piccolo.table import Table

from clause.db.tables import columns as c
from clause.db.tables.accounts import Organisation
from clause.db.tables.contracts import Lot


class PoolingAgreement(Table):
    """A written agreement of a company with the buyers of the lots that it holds."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    company_id = c.reference(Organisation)
    buyer_ids = c.uuids()
    reference = c.text()
    first_day = c.day()
    last_day = c.day()
    ended_on = c.day(null=True)
    end_reason = c.text(null=True)
    created_by = c.uuid(null=True)
    created_at = c.instant()
    version = c.integer()


class PoolingAgreementLot(Table):
    """A lot that an agreement covers; never changed."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation, index=False)
    buyer_id = c.uuid()
    company_id = c.uuid()
    agreement_id = c.reference(PoolingAgreement, index=False)
    lot_id = c.reference(Lot)

    pooling_agreement_lot_unique_agreement_lot = Unique(["agreement_id", "lot_id"])


class PoolingConsent(Table):
    """The consent of one of the buyers; never changed."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation, index=False)
    buyer_id = c.reference(Organisation, index=False)
    company_id = c.uuid()
    agreement_id = c.reference(PoolingAgreement, index=False)
    given_on = c.day()
    reference = c.text()
    recorded_by = c.uuid(null=True)
    recorded_at = c.instant()

    pooling_consent_unique_agreement_buyer = Unique(["agreement_id", "buyer_id"])
