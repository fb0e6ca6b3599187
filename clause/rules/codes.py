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


class ObligationUnit(StrEnum):
    """What an obligation is counted in; hours are the rule, the others are open kinds met in real documents."""

    HOURS = "HOURS"
    PERSONS = "PERSONS"
    WEEKS = "WEEKS"
    """Weeks of one person's work."""
    ACTIONS = "ACTIONS"
    """Visits, workshops, placements… as the contract words them."""
    EUROS = "EUROS"
    """Amount subcontracted to the social economy, without VAT."""


class RegionCategory(StrEnum):
    """Category of region of an operation; it sets the highest co-financing rate."""

    MORE_DEVELOPED = "MORE_DEVELOPED"
    TRANSITION = "TRANSITION"
    LESS_DEVELOPED = "LESS_DEVELOPED"
    NATIONAL = "NATIONAL"
    """No region: a project managed nationally, at the composite rate."""


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

    @property
    def is_training(self) -> bool:
        """Whether the participant was being trained, inside or outside the employment contract."""
        return self in {HoursNature.TRAINING_IN_CONTRACT, HoursNature.TRAINING_OUTSIDE_CONTRACT}


class StructureKind(StrEnum):
    """Kinds of insertion structure, and of other employers that the field tells apart."""

    EI = "EI"
    ACI = "ACI"
    AI = "AI"
    ETTI = "ETTI"
    EITI = "EITI"
    EA = "EA"
    EATT = "EATT"
    ESAT = "ESAT"
    GEIQ = "GEIQ"
    RQ = "RQ"
    """Régie de quartier or de territoire."""
    ETT = "ETT"
    """Ordinary temporary work agency."""
    SEP = "SEP"
    """Prison production."""
    NONE = "NONE"
    """An ordinary company; a kind that nobody has said is no code at all."""


class CompanySize(StrEnum):
    """Size bands of companies, by number of employees."""

    LT_10 = "LT_10"
    FROM_10_TO_49 = "FROM_10_TO_49"
    FROM_50_TO_199 = "FROM_50_TO_199"
    FROM_200 = "FROM_200"


class BuyerKind(StrEnum):
    """Kinds of buyer."""

    STATE = "STATE"
    REGION = "REGION"
    DEPARTMENT = "DEPARTMENT"
    MUNICIPALITY = "MUNICIPALITY"
    INTERMUNICIPALITY = "INTERMUNICIPALITY"
    PUBLIC_BODY = "PUBLIC_BODY"
    HOSPITAL = "HOSPITAL"
    SOCIAL_HOUSING = "SOCIAL_HOUSING"
    OTHER = "OTHER"


class Region(StrEnum):
    """French regions, by their INSEE code (code officiel géographique)."""

    GUADELOUPE = "01"
    MARTINIQUE = "02"
    GUYANE = "03"
    LA_REUNION = "04"
    MAYOTTE = "06"
    ILE_DE_FRANCE = "11"
    CENTRE_VAL_DE_LOIRE = "24"
    BOURGOGNE_FRANCHE_COMTE = "27"
    NORMANDIE = "28"
    HAUTS_DE_FRANCE = "32"
    GRAND_EST = "44"
    PAYS_DE_LA_LOIRE = "52"
    BRETAGNE = "53"
    NOUVELLE_AQUITAINE = "75"
    OCCITANIE = "76"
    AUVERGNE_RHONE_ALPES = "84"
    PROVENCE_ALPES_COTE_D_AZUR = "93"
    CORSE = "94"


class Evidence(StrEnum):
    """What shows that declared hours were done."""

    PAYSLIP = "PAYSLIP"
    ATTENDANCE_SHEET = "ATTENDANCE_SHEET"
    SIAE_INVOICE = "SIAE_INVOICE"
    """The invoice of an insertion structure; that of a GEIQ leaves training hours out."""
    OTHER = "OTHER"


class ReminderLevel(StrEnum):
    """Steps of the reminders of a statement that has not come."""

    FIRST = "FIRST"
    SECOND = "SECOND"
    ESCALATION = "ESCALATION"
    """To the buyer."""
