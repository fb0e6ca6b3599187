"""The heads of the journals, sealed each day with a key that the database does not hold."""

from clause.db.queries import journal_seals as queries
from clause.domain.journal_chain import NO_HASH, Seal, seal_text
from clause.gateways.seal_key import seal_key
from clause.services.unit_of_work import UnitOfWork, writing


@writing()
async def seal_heads(uow: UnitOfWork) -> int:
    """Seal the end of every chain that has grown since its last seal; the result is how many were sealed.

    The database shows heads to the service itself alone: called for anybody else, it finds none.
    """
    await queries.lock_seals()
    last = await queries.find_last_seal()
    number, previous = (last.number, last.signature) if last else (0, NO_HASH)
    seals = []
    for head in await queries.list_unsealed_heads():
        number += 1
        signature = seal_key.sign(seal_text(number, previous, head, uow.now))
        seal = Seal(
            number=number,
            previous=previous,
            org_id=head.org_id,
            seq=head.seq,
            hash=head.hash,
            sealed_at=uow.now,
            key_id=seal_key.id,
            signature=signature,
        )
        seals.append((uow.new_id(), seal))
        previous = signature
    await queries.insert_seals(seals)
    return len(seals)
