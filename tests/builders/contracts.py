"""Contracts and lots for tests, made through the services."""

from datetime import date
from decimal import Decimal
from itertools import count

from clause.domain.accounts import Organisation
from clause.domain.contracts import Contract, FollowUpState, HolderRole, Lot, LotChange, NewContract, NewLot
from clause.services import contracts
from tests.builders.territory import Caller, Territory

_numbers = count(1)


async def a_contract(
    caller: Caller, territory: Territory, *, buyer: Organisation | None = None, reference: str | None = None
) -> Contract:
    """A contract of the territory's buyer, with a reference of its own."""
    new = NewContract(
        buyer_id=(buyer or territory.buyer).id,
        reference=reference or f"2026M{next(_numbers):05d}",
        object="Construction d'une médiathèque",
        nature="Marché",
        procedure="Procédure adaptée",
    )
    return await contracts.add_contract(caller.context, new)


async def a_lot(
    caller: Caller,
    territory: Territory,
    *,
    amount: str | None = "1000000.00",
    first_day: date | None = date(2026, 1, 1),
    last_day: date | None = date(2026, 12, 31),
    company: Organisation | None = None,
    held: bool = True,
    role: HolderRole = HolderRole.HOLDER,
    contract: Contract | None = None,
    buyer: Organisation | None = None,
    label: str = "Lot 1 : gros œuvre",
    set_aside: bool = False,
) -> Lot:
    """A followed lot held by the territory's company (or by the one given; by nobody with ``held=False``)."""
    contract = contract or await a_contract(caller, territory, buyer=buyer)
    new = NewLot(
        label=label,
        number="1",
        cpv="45210000",
        amount_excl_vat=None if amount is None else Decimal(amount),
        notified_on=first_day,
        first_day=first_day,
        last_day=last_day,
    )
    lot = await contracts.add_lot(caller.context, contract.id, new)
    if held:
        lot = await contracts.add_holder(caller.context, lot.id, (company or territory.company).id, role)
    if set_aside:
        change = LotChange(follow_up=FollowUpState.SET_ASIDE, reason="Aucune clause au marché")
        lot = await contracts.change_lot(caller.context, lot.id, change, lot.version)
    return lot
