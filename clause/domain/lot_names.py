"""What frozen documents call a lot."""

from datetime import date

from pydantic import BaseModel, ConfigDict


class LotNames(BaseModel):
    """A lot, its contract and its parties by name; organisations only."""

    model_config = ConfigDict(frozen=True)

    contract_reference: str
    contract_object: str
    lot_number: str | None
    lot_label: str
    buyer_name: str
    facilitator_name: str
    holders: tuple[str, ...]
    first_day: date | None
    last_day: date | None
