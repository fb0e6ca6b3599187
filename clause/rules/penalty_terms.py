"""What a contract's documents foresee when hours or papers are missing: terms as data, amounts come from elsewhere."""

from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, model_validator

from clause.rules.quantities import Euros, Hours, Rate


class PenaltyKind(StrEnum):
    """What is punished: hours not done, papers late, someone absent, or the execution as a share of its price."""

    MISSING_HOURS = "MISSING_HOURS"
    LATE_DOCUMENTS = "LATE_DOCUMENTS"
    ABSENCE = "ABSENCE"
    PRO_RATA = "PRO_RATA"


class ReferenceAmount(StrEnum):
    """A published hourly amount that a rate may be a multiple of; its values are dated parameters."""

    SMIC_HOURLY = "SMIC_HOURLY"
    SOCIAL_SECURITY_HOURLY_CEILING = "SOCIAL_SECURITY_HOURLY_CEILING"


class DayCount(StrEnum):
    """Which days of a delay count; no public holiday is a working day."""

    CALENDAR = "CALENDAR"
    WORKING = "WORKING"
    """Monday to Friday (jours ouvrés)."""
    MONDAY_TO_SATURDAY = "MONDAY_TO_SATURDAY"
    """Every day but Sundays (jours ouvrables)."""


class CountedFrom(StrEnum):
    """What starts a delay."""

    DUE_DATE = "DUE_DATE"
    FORMAL_NOTICE = "FORMAL_NOTICE"


class AppliedAt(StrEnum):
    """When the penalty is looked at: once at the end, or at each checkpoint."""

    END = "END"
    CHECKPOINT = "CHECKPOINT"


class PenaltyTerms(BaseModel):
    """One penalty as a contract's documents word it.

    The price of one hour, day or absence is ``rate_eur``, or ``multiplier`` times the reference amount in force. With
    PRO_RATA it is the share of ``clause_amount_eur`` that was not done.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: PenaltyKind
    rate_eur: Euros | None = None
    multiplier: Decimal | None = None
    reference_amount: ReferenceAmount | None = None
    clause_amount_eur: Euros | None = None
    days: DayCount = DayCount.CALENDAR
    counted_from: CountedFrom = CountedFrom.DUE_DATE
    notice_required: bool = False
    applied_at: AppliedAt = AppliedAt.END
    exempt_hours: Hours | None = None
    """Missing hours up to this many (included) cost nothing; beyond, all of them count."""
    exempt_share: Rate | None = None
    """The same as a share of the hours owed."""
    cap_eur: Euros | None = None
    article: str | None = None
    """Where the contract says so."""

    @model_validator(mode="after")
    def _has_one_price(self) -> "PenaltyTerms":
        is_multiple = self.multiplier is not None and self.reference_amount is not None
        if (self.multiplier is None) != (self.reference_amount is None):
            raise ValueError("a multiplier goes with the reference amount that it multiplies")
        given = [self.rate_eur is not None, is_multiple, self.clause_amount_eur is not None]
        if sum(given) != 1 or (self.kind is PenaltyKind.PRO_RATA) != (self.clause_amount_eur is not None):
            raise ValueError("a penalty has one price: a rate, a multiple, or the amount of the clause for PRO_RATA")
        amounts = (self.rate_eur, self.multiplier, self.clause_amount_eur, self.exempt_hours, self.cap_eur)
        if any(amount is not None and amount < 0 for amount in amounts):
            raise ValueError("no amount of a penalty is negative")
        if self.exempt_share is not None and not 0 <= self.exempt_share <= 1:
            raise ValueError("the exempt share is a fraction of one")
        return self
