"""Code lists of co-financing: cost plans, methods of valuing time, posts; what is stored is a code's value."""

from enum import StrEnum


class CostPlan(StrEnum):
    """Which costs an agreement foresees, and which of them are simplified.

    Source: regulation (EU) 2021/1060, art. 53 to 56.
    """

    P40 = "P40"
    """Direct staff costs, and 40 % of them for all the rest (art. 56(1))."""
    P15 = "P15"
    """Staff and other direct costs, and 15 % of the staff costs for indirect ones (art. 54(b))."""
    P07 = "P07"
    """All direct costs, and 7 % of them for indirect ones (art. 54(a))."""
    P25 = "P25"
    """All direct costs, and a calculated rate of up to 25 % of them for indirect ones (art. 54(c))."""
    P20 = "P20"
    """Direct costs other than staff, and 20 % of them for staff (art. 55(1))."""
    P20_P15 = "P20+P15"
    """The same, and 15 % of the staff costs so found for indirect ones."""
    UC = "UC"
    """Units delivered, each at its agreed value."""
    UC_P40 = "UC+P40"
    """Units of staff time at their agreed value, and 40 % of that for all the rest."""
    LS = "LS"
    """Lump sums, each for a deliverable: all or nothing."""
    REAL = "REAL"
    """Real costs only: above 200 000 € or with State aid."""


class CostMethod(StrEnum):
    """How a person's time is valued."""

    M1 = "M1"
    """A fixed share of the working time: that share of what each month cost the employer."""
    M2 = "M2"
    """Variable time, real cost: in proportion of the time worked."""
    M3A = "M3a"
    """An hourly rate from a year's cost ÷ 1720 h, for at most so many hours a year."""
    M3B = "M3b"
    """An hourly rate from a month's cost ÷ the month's working time, for at most so many hours a month."""


class KeyPeriod(StrEnum):
    """Over what the key of method M2 is made: month by month, or once for the whole claim."""

    MONTH = "month"
    CLAIM = "claim"


class RateBasis(StrEnum):
    """What an agreement's rate is computed with: the percentage as printed, or grant ÷ planned cost, exact."""

    PRINTED = "PRINTED"
    EXACT = "EXACT"


class AdvanceRecovery(StrEnum):
    """When an advance is taken back: with the balance, or in part with each claim."""

    FINAL = "final"
    PRO_RATA = "pro_rata"


class PenaltyBase(StrEnum):
    """What a reduction for missing publicity is a percentage of."""

    DUE_TOTAL = "due_total"
    AGREED_GRANT = "agreed_grant"


class BeneficiaryKind(StrEnum):
    """Kinds of beneficiaries, as far as advances go."""

    ASSOCIATION = "association"
    LOCAL_AUTHORITY = "local_authority"
    OPCO = "opco"
    STATE_OPERATOR = "state_operator"
    OTHER = "other"


class ParticipantMode(StrEnum):
    """Whom an operation reaches: people followed one by one, structures, or neither."""

    PARTICIPANTS = "participants"
    ENTITIES = "entities"
    NONE = "none"


class CostPost(StrEnum):
    """The post (poste de dépenses) that a cost belongs to."""

    STAFF = "STAFF"
    OPERATING = "OPERATING"
    SERVICES = "SERVICES"
    PARTICIPANTS = "PARTICIPANTS"
    INDIRECT = "INDIRECT"
    REMAINING = "REMAINING"
    UNITS = "UNITS"
    DELIVERABLES = "DELIVERABLES"
