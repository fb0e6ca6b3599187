"""Code lists of the common ESF+ indicators: answers of the questionnaire, and the indicators themselves."""

from enum import StrEnum


class Answer(StrEnum):
    """An answer to a yes/no question; not to know and not to want to say are answers, an empty field is none."""

    YES = "YES"
    NO = "NO"
    UNKNOWN = "UNKNOWN"
    REFUSED = "REFUSED"


class NotGiven(StrEnum):
    """Why something other than a yes or a no is not known."""

    UNKNOWN = "UNKNOWN"
    REFUSED = "REFUSED"


class Gender(StrEnum):
    """The breakdown of every indicator about people; U where it was not asked."""

    F = "F"
    M = "M"
    X = "X"
    U = "U"


class LabourStatus(StrEnum):
    """Situation on the labour market on entry."""

    UNEMPLOYED = "UNEMPLOYED"
    INACTIVE = "INACTIVE"
    EMPLOYED = "EMPLOYED"
    UNKNOWN = "UNKNOWN"
    REFUSED = "REFUSED"

    @property
    def is_known(self) -> bool:
        """True for one of the three situations."""
        return self.value not in tuple(NotGiven)


class Attainment(StrEnum):
    """Highest education completed, in the bands of the regulation (ISCED 2011)."""

    ISCED_0_2 = "ISCED_0_2"
    ISCED_3_4 = "ISCED_3_4"
    ISCED_5_8 = "ISCED_5_8"
    UNKNOWN = "UNKNOWN"
    REFUSED = "REFUSED"

    @property
    def is_known(self) -> bool:
        """True for one of the three bands."""
        return self.value not in tuple(NotGiven)


class EntityKind(StrEnum):
    """What a supported structure counts as."""

    PUBLIC_SERVICE = "PUBLIC_SERVICE"
    """A public administration or service (EECO18)."""
    SMALL_ENTERPRISE = "SMALL_ENTERPRISE"
    """A micro, small or medium enterprise, cooperatives and social enterprises included (EECO19)."""


class IndicatorCode(StrEnum):
    """The common output (EECO) and result (EECR) indicators.

    Source: regulation (EU) 2021/1057, Annex I; code numbers of SFC2021 (01 and 12 to 16 sure, the others probable).
    """

    EECO01 = "EECO01"
    EECO02 = "EECO02"
    EECO03 = "EECO03"
    EECO04 = "EECO04"
    EECO05 = "EECO05"
    EECO06 = "EECO06"
    EECO07 = "EECO07"
    EECO08 = "EECO08"
    EECO09 = "EECO09"
    EECO10 = "EECO10"
    EECO11 = "EECO11"
    EECO12 = "EECO12"
    EECO13 = "EECO13"
    EECO14 = "EECO14"
    EECO15 = "EECO15"
    EECO16 = "EECO16"
    EECO17 = "EECO17"
    EECO18 = "EECO18"
    EECO19 = "EECO19"
    EECR01 = "EECR01"
    EECR02 = "EECR02"
    EECR03 = "EECR03"
    EECR04 = "EECR04"
    EECR05 = "EECR05"
    EECR06 = "EECR06"
