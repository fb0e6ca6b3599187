"""A published contract as an import reads it: one vocabulary for DECP formats 1.5.0 and 2.0.x.

Nothing is rejected for being imperfect. What each imperfection does to a record is decided here and nowhere else;
the strongest one decides the record's ``reading``:

    code     does      when
    DEC-101  refused   the entry of the list is not an object
    DEC-102  refused   no buyer identifier: absent, zeros, or without a single digit
    DEC-103  refused   neither id nor object nor holder: nothing to know the record by
    DEC-201  review    buyer identifier that is no valid SIRET
    DEC-202  review    no id, or only zeros
    DEC-203  review    no object
    DEC-204  review    no holder
    DEC-205  review    holder that is not an object
    DEC-206  review    holder without an identifier
    DEC-207  review    holder SIRET that is not valid, or a SIREN only
    DEC-208  review    holder named in an unknown register
    DEC-209  review    the same SIRET buys and holds
    DEC-210  review    no notification date (signature for a concession)
    DEC-211  review    a date that cannot be read, or of a year outside 1990-2100
    DEC-212  review    no amount
    DEC-213  review    amount that cannot be read or cannot be one: text, NaN, negative, 10^12 and more (left empty)
    DEC-214  review    amount that stands for "unknown": 0, 1, nothing but nines (kept)
    DEC-215  review    no CPV on a contract (concessions of 1.5.0 have none)
    DEC-216  review    CPV without eight digits, or of no division of the nomenclature (left empty)
    DEC-217  review    no duration
    DEC-218  review    duration that cannot be read or cannot be one: text, 0, negative, over 1 200 months (left empty)
    DEC-219  review    contract (not concession) of more than 120 months (kept)
    DEC-220  review    modification that is not an object
    DEC-221  review    modification without a date
    DEC-222  review    social consideration outside the list of the format
    DEC-223  review    "no social consideration" beside another one
    DEC-224  review    a text, list or object where another type belongs (left empty)
    DEC-225  review    a text longer than Clause keeps (cut; the raw record is whole)
    DEC-226  review    parts nested too deep to be data (cut)
    DEC-301  told      SIRET that was valid once its separators were taken away
    DEC-302  told      register of an identifier spelt in another way, or left out and taken for SIRET
    DEC-303  told      HTML taken out of a text
    DEC-304  told      letters destroyed before publication (U+FFFD); kept, they cannot be restored
    DEC-305  told      object of exactly 256 characters in 1.5.0: perhaps cut by the publisher
    DEC-306  told      CPV that needed cleaning
    DEC-307  told      amount with more than two decimals, rounded half up
    DEC-308  told      value outside the list of the format, kept as read
    DEC-309  told      published before it was notified
    DEC-310  told      no publication date
    DEC-311  told      stated uid that is not buyer + id
    DEC-312  told      amount of a modification so small that it may be a difference and not the new total
    DEC-313  told      no social consideration at all in format 2.0, which demands one
    DEC-314  told      a holder listed twice, kept once
    DEC-315  told      the whole record repeated in the same file

A date or amount that is left empty stays in the finding and in the raw record; nothing is ever guessed.
Amounts of modifications are only *stated*: some publishers write the new total, others the difference.
DEC-401 to DEC-406 say why a contract is proposed for follow-up (``clause.domain.decp_follow_up``); the refusals of a
whole file, DEC-001 to DEC-004, and what is told of one, DEC-011 to DEC-013, are in ``clause.gateways.decp``.
"""

import hashlib
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from json.encoder import encode_basestring

from pydantic import BaseModel, ConfigDict

from clause.domain.findings import Finding, Severity
from clause.domain.identifiers import IdentifierReading, SiretReading

RAW_SHOWN_CHARACTERS = 200

_CONSTANTS = {None: "null", True: "true", False: "false"}


class DecpRule(Enum):
    """The table above, for the code: a stable code and what it does to the record."""

    NOT_AN_OBJECT = ("DEC-101", Severity.BLOCKING)
    BUYER_MISSING = ("DEC-102", Severity.BLOCKING)
    NOTHING_TO_KNOW_IT_BY = ("DEC-103", Severity.BLOCKING)
    BUYER_INVALID = ("DEC-201", Severity.WARNING)
    ID_MISSING = ("DEC-202", Severity.WARNING)
    OBJECT_MISSING = ("DEC-203", Severity.WARNING)
    HOLDERS_MISSING = ("DEC-204", Severity.WARNING)
    HOLDER_NOT_AN_OBJECT = ("DEC-205", Severity.WARNING)
    HOLDER_UNIDENTIFIED = ("DEC-206", Severity.WARNING)
    HOLDER_SIRET_INVALID = ("DEC-207", Severity.WARNING)
    REGISTER_UNKNOWN = ("DEC-208", Severity.WARNING)
    BUYER_IS_HOLDER = ("DEC-209", Severity.WARNING)
    NOTIFICATION_MISSING = ("DEC-210", Severity.WARNING)
    DATE_INVALID = ("DEC-211", Severity.WARNING)
    AMOUNT_MISSING = ("DEC-212", Severity.WARNING)
    AMOUNT_INVALID = ("DEC-213", Severity.WARNING)
    AMOUNT_PLACEHOLDER = ("DEC-214", Severity.WARNING)
    CPV_MISSING = ("DEC-215", Severity.WARNING)
    CPV_INVALID = ("DEC-216", Severity.WARNING)
    DURATION_MISSING = ("DEC-217", Severity.WARNING)
    DURATION_INVALID = ("DEC-218", Severity.WARNING)
    DURATION_LONG = ("DEC-219", Severity.WARNING)
    MODIFICATION_NOT_AN_OBJECT = ("DEC-220", Severity.WARNING)
    MODIFICATION_UNDATED = ("DEC-221", Severity.WARNING)
    CONSIDERATION_UNKNOWN = ("DEC-222", Severity.WARNING)
    CONSIDERATIONS_CONTRADICTORY = ("DEC-223", Severity.WARNING)
    WRONG_TYPE = ("DEC-224", Severity.WARNING)
    TEXT_TOO_LONG = ("DEC-225", Severity.WARNING)
    TOO_DEEP = ("DEC-226", Severity.WARNING)
    SIRET_CLEANED = ("DEC-301", Severity.INFO)
    REGISTER_RESPELT = ("DEC-302", Severity.INFO)
    HTML_REMOVED = ("DEC-303", Severity.INFO)
    LETTERS_DESTROYED = ("DEC-304", Severity.INFO)
    OBJECT_MAY_BE_CUT = ("DEC-305", Severity.INFO)
    CPV_CLEANED = ("DEC-306", Severity.INFO)
    AMOUNT_ROUNDED = ("DEC-307", Severity.INFO)
    VALUE_OUTSIDE_LIST = ("DEC-308", Severity.INFO)
    PUBLISHED_BEFORE_NOTIFIED = ("DEC-309", Severity.INFO)
    PUBLICATION_MISSING = ("DEC-310", Severity.INFO)
    UID_DIFFERS = ("DEC-311", Severity.INFO)
    AMOUNT_MAY_BE_A_DIFFERENCE = ("DEC-312", Severity.INFO)
    CONSIDERATIONS_MISSING = ("DEC-313", Severity.INFO)
    HOLDER_REPEATED = ("DEC-314", Severity.INFO)
    RECORD_REPEATED = ("DEC-315", Severity.INFO)
    CLAUSE_DECLARED = ("DEC-401", Severity.INFO)
    CRITERION_DECLARED = ("DEC-402", Severity.INFO)
    RESERVATION_DECLARED = ("DEC-403", Severity.INFO)
    CLAUSE_MENTIONED = ("DEC-404", Severity.INFO)
    RESERVATION_MENTIONED = ("DEC-405", Severity.INFO)
    INSERTION_SERVICE_MENTIONED = ("DEC-406", Severity.INFO)

    def __init__(self, code: str, severity: Severity) -> None:
        self.code = code
        self.severity = severity

    def finding(self, field: str, raw: object = None, **values: str) -> Finding:
        """This rule met at a field, with the value as it was read."""
        shown = raw if isinstance(raw, str) or raw is None else canonical_json(raw)
        return Finding(
            code=self.code,
            severity=self.severity,
            field=field,
            raw=None if shown is None else shown[:RAW_SHOWN_CHARACTERS],
            values=values,
        )


class DecpFormat(StrEnum):
    """The two shapes in circulation."""

    V1_5_0 = "1.5.0"
    V2_0 = "2.0"


class RecordKind(StrEnum):
    """A contract, or a concession."""

    MARCHE = "marche"
    CONCESSION = "concession"


class Reading(StrEnum):
    """What the reading of a record came to, before anything is compared with what is already known."""

    READABLE = "READABLE"
    REVIEW = "REVIEW"
    REFUSED = "REFUSED"


class FollowUp(StrEnum):
    """Whether a facilitator should follow the contract: proposed, to be looked at, or no sign of a clause."""

    PRESELECTED = "PRESELECTED"
    REVIEW = "REVIEW"
    NONE = "NONE"


class SocialConsideration(StrEnum):
    """The declared kinds; a reserved concession counts as a reserved contract."""

    SOCIAL_CLAUSE = "SOCIAL_CLAUSE"
    SOCIAL_CRITERION = "SOCIAL_CRITERION"
    RESERVED_CONTRACT = "RESERVED_CONTRACT"
    NONE = "NONE"


class ConsortiumKind(StrEnum):
    """How several holders answer: each for its part (conjoint), all for everything (solidaire)."""

    CONJOINT = "CONJOINT"
    SOLIDAIRE = "SOLIDAIRE"
    NONE = "NONE"
    UNKNOWN = "UNKNOWN"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Position(_Frozen):
    """Where the record stands in its file: rank from 0 over the whole file, kind, and JSON path."""

    index: int
    kind: RecordKind
    path: str


class Buyer(_Frozen):
    """The buyer or granting authority; format 2.0 gives no name."""

    identifier: SiretReading
    name: str | None = None


class Holder(_Frozen):
    """A company that holds the contract; format 2.0 gives no name."""

    identifier: IdentifierReading
    name: str | None = None


class Place(_Frozen):
    """Place of performance as declared; the code is not coerced, its type is often wrong."""

    code: str | None = None
    type_code: str | None = None
    name: str | None = None


class Modification(_Frozen):
    """One amendment as declared; nothing of it overwrites the contract."""

    number: int
    """The declared number, else the rank from 1."""
    object: str | None = None
    notified_on: date | None = None
    published_on: date | None = None
    amount_stated: Decimal | None = None
    """Euros excluding VAT: the new total, or the difference, nobody knows; negative only as a difference."""
    duration_months: int | None = None
    holders: tuple[Holder, ...] = ()
    content_hash: str


class DecpRecord(_Frozen):
    """One contract, lot or concession as published, normalised, with everything that was noticed on the way."""

    position: Position
    format: DecpFormat
    reading: Reading
    findings: tuple[Finding, ...] = ()
    source_id: str | None = None
    uid: str | None = None
    """Buyer identifier + id, always computed; it names a group of lots and versions, not a record."""
    buyer: Buyer
    nature: str | None = None
    object: str | None = None
    cpv: str | None = None
    """Eight digits, without the check digit."""
    procedure: str | None = None
    place: Place | None = None
    duration_months: int | None = None
    notified_on: date | None = None
    """The local day as written (signature for a concession); never shifted to UTC."""
    published_on: date | None = None
    amount_excl_vat: Decimal | None = None
    """Euros, two decimals; the maximum for a framework agreement, the whole value for a concession."""
    price_form: str | None = None
    price_types: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    ccag: str | None = None
    framework_reference: str | None = None
    holders: tuple[Holder, ...] = ()
    consortium_kind: ConsortiumKind = ConsortiumKind.UNKNOWN
    social_considerations: tuple[SocialConsideration, ...] = ()
    modifications: tuple[Modification, ...] = ()
    lot_number_hint: str | None = None
    follow_up: FollowUp = FollowUp.NONE
    follow_up_reasons: tuple[Finding, ...] = ()
    raw_json: str
    """The record as published, as canonical JSON text, ready for a jsonb column."""
    content_hash: str
    match_key: str
    occurrence: int = 1
    """Rank, from 1, among the records of the file with the same buyer, id and match key but another content."""
    repeat_of: int | None = None
    """Index of the first record of the file with exactly this content; such a repeat shares its occurrence."""

    @property
    def group_key(self) -> str:
        """What gathers lots under one contract of the buyer: the id, or for a record without one the record itself."""
        return self.source_id or f"~{self.match_key[:32]}"


def reading_of(findings: tuple[Finding, ...]) -> Reading:
    """The reading that the most severe finding imposes."""
    severities = {finding.severity for finding in findings}
    if Severity.BLOCKING in severities:
        return Reading.REFUSED
    return Reading.REVIEW if Severity.WARNING in severities else Reading.READABLE


def canonical_json(value: object) -> str:
    """JSON text that is the same for equal values: sorted keys, no spaces, numbers without idle zeros.

    Takes what a JSON reader gives with Decimal for fractions; TypeError for anything else, a float included.
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, dict):
        pairs = (f"{encode_basestring(key)}:{canonical_json(value[key])}" for key in sorted(value))
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical_json, value)) + "]"
    if value is None or isinstance(value, bool):
        return _CONSTANTS[value]
    if isinstance(value, int | Decimal):
        return _plain_number(Decimal(value))
    raise TypeError(f"not a JSON value: {type(value).__name__}")


def content_hash(raw_json: str) -> str:
    """SHA-256, in hexadecimal, of a canonical JSON text."""
    return hashlib.sha256(raw_json.encode()).hexdigest()


def match_key(holders: tuple[Holder, ...], amount: Decimal | None, notified_on: date | None) -> str:
    """What tells the records of one (buyer, id) apart, as a SHA-256: holders in any order, amount, notification day.

    Object, duration and publication may be corrected without making another lot of it.
    """
    named = sorted(f"{holder.identifier.kind}:{holder.identifier.value}" for holder in holders)
    parts = [named, None if amount is None else f"{amount:.2f}", None if notified_on is None else str(notified_on)]
    return content_hash(canonical_json(parts))


def _plain_number(value: Decimal) -> str:
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
