"""Pooling agreements through the services."""

from datetime import date

from clause.domain.accounts import Organisation
from clause.domain.contracts import Lot
from clause.domain.pooling import PoolingAgreement, PoolingTerms
from clause.services import pooling
from tests.builders.territory import Caller, Territory


async def an_agreement(
    caller: Caller,
    territory: Territory,
    *lots: Lot,
    company: Organisation | None = None,
    first_day: date = date(2026, 1, 1),
    last_day: date = date(2026, 12, 31),
    consented: bool = True,
) -> PoolingAgreement:
    """An agreement of ``territory.company`` over these lots, with the consent of every buyer unless told otherwise."""
    terms = PoolingTerms(
        company_id=(company or territory.company).id,
        lot_ids=tuple(lot.id for lot in lots),
        first_day=first_day,
        last_day=last_day,
        reference="Convention de globalisation n° 1",
    )
    agreement = await pooling.add_agreement(caller.context, terms)
    for buyer in agreement.buyers if consented else ():
        agreement = await pooling.record_consent(
            caller.context, agreement.id, buyer.id, date(2026, 1, 2), "Courriel de l'acheteur"
        )
    return agreement
