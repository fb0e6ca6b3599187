"""What is recorded of a person hired, for follow-up and statistics; each code's stored spelling is its value."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class EducationLevel(StrEnum):
    """The highest education on entry, by the codes of the State's payment agency (ASP)."""

    NON_CERTIFYING = "00"
    NEVER_SCHOOLED = "01"
    POSTGRADUATE = "10"
    BACHELOR = "20"
    BTS_DUT = "30"
    BAC = "40"
    VOCATIONAL_BAC = "41"
    CAP_WITHOUT_DIPLOMA = "50"
    CAP_DIPLOMA = "51"
    ONE_YEAR_TRAINING = "60"
    COMPULSORY_SCHOOL = "70"


class EducationBand(StrEnum):
    """The four levels that statistics show, on the French framework of eight."""

    BELOW_3 = "BELOW_3"
    LEVEL_3 = "LEVEL_3"
    LEVEL_4 = "LEVEL_4"
    LEVEL_5_AND_ABOVE = "LEVEL_5_AND_ABOVE"


_BANDS: Mapping[EducationLevel, EducationBand] = MappingProxyType(
    {
        EducationLevel.NON_CERTIFYING: EducationBand.BELOW_3,
        EducationLevel.NEVER_SCHOOLED: EducationBand.BELOW_3,
        EducationLevel.COMPULSORY_SCHOOL: EducationBand.BELOW_3,
        EducationLevel.ONE_YEAR_TRAINING: EducationBand.BELOW_3,
        EducationLevel.CAP_WITHOUT_DIPLOMA: EducationBand.BELOW_3,
        EducationLevel.CAP_DIPLOMA: EducationBand.LEVEL_3,
        EducationLevel.BAC: EducationBand.LEVEL_4,
        EducationLevel.VOCATIONAL_BAC: EducationBand.LEVEL_4,
        EducationLevel.BTS_DUT: EducationBand.LEVEL_5_AND_ABOVE,
        EducationLevel.BACHELOR: EducationBand.LEVEL_5_AND_ABOVE,
        EducationLevel.POSTGRADUATE: EducationBand.LEVEL_5_AND_ABOVE,
    }
)


def education_band(level: EducationLevel) -> EducationBand:
    """The statistics level of an education code: below 3, 3, 4, or 5 and above.

    The framework grades diplomas: a CAP or BEP that was prepared without being obtained (50) is below level 3, while
    the codes 40 and 41 are taken as level 4, the list having no code for a bac that was not obtained.
    Source: list of the ASP as used by the State's insertion platform; the grouping is ours.
    """
    return _BANDS[level]


class WorkSector(StrEnum):
    """The kind of work that a hire is for."""

    BUILDING = "BUILDING"
    PUBLIC_WORKS = "PUBLIC_WORKS"
    CLEANING = "CLEANING"
    GREEN_SPACES = "GREEN_SPACES"
    SECURITY = "SECURITY"
    LOGISTICS = "LOGISTICS"
    CATERING = "CATERING"
    DIGITAL = "DIGITAL"
    INTELLECTUAL_SERVICES = "INTELLECTUAL_SERVICES"
    WASTE = "WASTE"
    CARE = "CARE"
    OTHER = "OTHER"


class ReferrerKind(StrEnum):
    """Who sent the person; OTHER is told in ``other_referrer``."""

    FRANCE_TRAVAIL = "FRANCE_TRAVAIL"
    MISSION_LOCALE = "MISSION_LOCALE"
    CAP_EMPLOI = "CAP_EMPLOI"
    PLIE = "PLIE"
    SIAE = "SIAE"
    DEPARTMENT = "DEPARTMENT"
    SOCIAL_SERVICE = "SOCIAL_SERVICE"
    PRISON_SERVICE = "PRISON_SERVICE"
    FACILITATOR = "FACILITATOR"
    SPONTANEOUS = "SPONTANEOUS"
    OTHER = "OTHER"


class RecruitmentChannel(StrEnum):
    """How the employer found the person."""

    FACILITATOR = "FACILITATOR"
    REFERRER = "REFERRER"
    SUPPLIER = "SUPPLIER"
    JOB_OFFER = "JOB_OFFER"
    JOB_FAIR = "JOB_FAIR"
    SPONTANEOUS = "SPONTANEOUS"
    ALREADY_KNOWN = "ALREADY_KNOWN"
    OTHER = "OTHER"


class TrainingMode(StrEnum):
    """How the training of a hire is given."""

    ON_SITE = "ON_SITE"
    IN_CENTRE = "IN_CENTRE"
    REMOTE = "REMOTE"
    BLENDED = "BLENDED"
