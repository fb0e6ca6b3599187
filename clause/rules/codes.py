"""Code lists that rules depend on; the stored and exchanged spelling of each code is its value."""

from enum import StrEnum


class HireMode(StrEnum):
    """How the holder has the hours done; the company chooses freely."""

    DIRECT_HIRE = "DIRECT_HIRE"
    STAFF_SUPPLY = "STAFF_SUPPLY"
    SUBCONTRACT = "SUBCONTRACT"
    CO_CONTRACT = "CO_CONTRACT"


class ContractType(StrEnum):
    """Kinds of employment contract, with the codes of the State's insertion platform."""

    PERMANENT = "PERMANENT"
    PERMANENT_I = "PERMANENT_I"
    FIXED_TERM = "FIXED_TERM"
    FIXED_TERM_USAGE = "FIXED_TERM_USAGE"
    FIXED_TERM_I = "FIXED_TERM_I"
    FIXED_TERM_TREMPLIN = "FIXED_TERM_TREMPLIN"
    APPRENTICESHIP = "APPRENTICESHIP"
    PROFESSIONAL_TRAINING = "PROFESSIONAL_TRAINING"
    TEMPORARY = "TEMPORARY"
    BUSINESS_CREATION = "BUSINESS_CREATION"
    OTHER = "OTHER"

    @property
    def is_cdi(self) -> bool:
        """True for a contract without a term: the ordinary CDI and the CDI of an insertion structure."""
        return self in {ContractType.PERMANENT, ContractType.PERMANENT_I}


class Sector(StrEnum):
    """Kinds of work for which usual values of the obligation formula are known."""

    BUILDING = "BUILDING"
    INDOOR_PAINTING = "INDOOR_PAINTING"
    MASONRY = "MASONRY"
    METAL_FRAME = "METAL_FRAME"
    CLEANING = "CLEANING"
    DIGITAL = "DIGITAL"


class RegionCategory(StrEnum):
    """Category of region of an operation; it sets the highest co-financing rate."""

    MORE_DEVELOPED = "MORE_DEVELOPED"
    TRANSITION = "TRANSITION"
    LESS_DEVELOPED = "LESS_DEVELOPED"


class Cadence(StrEnum):
    """How often a company sends its hours."""

    MONTHLY = "MONTHLY"
    QUARTERLY = "QUARTERLY"
    HALF_YEARLY = "HALF_YEARLY"


class TrainingRule(StrEnum):
    """Which hours of training count towards a clause."""

    NONE = "NONE"
    IN_CONTRACT = "IN_CONTRACT"
    """Those that are part of the employment contract."""
    ALL = "ALL"
    """Those outside it too, where the contract's documents say so."""


class HoursNature(StrEnum):
    """What a person did in declared hours."""

    WORK = "WORK"
    TRAINING_IN_CONTRACT = "TRAINING_IN_CONTRACT"
    """Training that is part of the employment contract."""
    TRAINING_OUTSIDE_CONTRACT = "TRAINING_OUTSIDE_CONTRACT"
    """Training before or beside the employment contract."""
    TUTORING = "TUTORING"
    """Hours of the person who teaches the participant."""
