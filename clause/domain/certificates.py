"""What a certificate says, frozen: everything the PDF and the public page show, and nothing about a single person.

A certificate is about one lot and one holder, or about one company's whole year. Its content is stored as canonical
bytes; the PDF is a function of that content alone. A correction is a new certificate that names the one it replaces.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    model_validator,
)

from clause.domain.errors import Unreadable


def _exact_input(value: object) -> object:
    """Only a Decimal or its text is taken for a figure: a float has already lost cents."""
    if not isinstance(value, Decimal | str):
        raise ValueError("a figure is a Decimal or its text")
    return value


def _two_decimals(value: Decimal) -> Decimal:
    return _with_places(value, 2)


def _four_decimals(value: Decimal) -> Decimal:
    return _with_places(value, 4)


def _with_places(value: Decimal, places: int) -> Decimal:
    if not value.is_finite() or abs(value) >= Decimal(10) ** 15:
        raise ValueError("a figure is finite and below 10^15")
    exact = value.quantize(Decimal(1).scaleb(-places))
    if exact != value:
        raise ValueError(f"a figure has at most {places} decimals here")
    return abs(exact) if exact.is_zero() else exact


def _composed(value: str) -> str:
    return unicodedata.normalize("NFC", value)


TwoDecimals = Annotated[Decimal, BeforeValidator(_exact_input), AfterValidator(_two_decimals)]
"""Hours or euros, exact, always written with two decimals: equal figures have equal canonical bytes."""

RateFraction = Annotated[Decimal, BeforeValidator(_exact_input), AfterValidator(_four_decimals)]
"""A rate as a fraction with four decimals."""

ExactRate = Annotated[Decimal, BeforeValidator(_exact_input), Field(ge=0, le=1)]
"""A rate as a fraction with the decimals it was agreed with."""

ShownText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_composed)]
"""Text a reader will see: composed accents, no blank at either end, never empty."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]*$")]
"""A stable code; its French label is found when it is shown."""


class FrozenContent(BaseModel):
    """What a document shows; cannot be changed once built, and takes no field it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CertificateKind(StrEnum):
    """When a certificate is given: on the way, at the end, or for a company's whole year."""

    PROGRESS = "PROGRESS"
    FINAL = "FINAL"
    COMPANY_YEARLY = "COMPANY_YEARLY"


class Party(FrozenContent):
    """An organisation as a document names it."""

    name: ShownText
    identifier: ShownText
    identifier_kind: Code = "SIRET"

    @model_validator(mode="after")
    def _siret_has_fourteen_digits(self) -> Self:
        if self.identifier_kind == "SIRET" and not (len(self.identifier) == 14 and self.identifier.isdecimal()):
            raise ValueError("a SIRET has 14 digits")
        return self


class Signatory(FrozenContent):
    """Who answers for the certificate at the facilitator organisation."""

    name: ShownText
    capacity: ShownText


class ObligationLine(FrozenContent):
    """One version of what the lot owes; ``basis`` says in French where the number comes from."""

    version: int = Field(ge=1)
    effective_on: date
    hours_owed: TwoDecimals
    basis: ShownText


class ModeLine(FrozenContent):
    """Hours credited through one hire mode."""

    mode: Code
    hours_credited: TwoDecimals


class GroundLine(FrozenContent):
    """Hours credited under one eligibility ground; never a number of people, which could point at one of them."""

    ground: Code
    label: ShownText
    hours_credited: TwoDecimals


class NotCreditedLine(FrozenContent):
    """Validated hours that do not count, why, and over how many booked lines."""

    reason: Code
    hours_not_credited: TwoDecimals
    entries: int = Field(ge=1)


class ReliefLine(FrozenContent):
    """A decision of the buyer that eased the obligation; the hours it took off are in the versions."""

    kind: Code
    decided_on: date
    first_day: date


class CertificateFacts(FrozenContent):
    """What every certificate shows, whatever it is about. Hours have two decimals."""

    number: Annotated[ShownText, StringConstraints(max_length=20)]
    verification_code: Annotated[str, StringConstraints(pattern=r"^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$")]
    verify_url: Annotated[str, StringConstraints(pattern=r"^https?://[!-~]+$", max_length=200)]
    issued_on: date
    replaces_number: Annotated[ShownText, StringConstraints(max_length=20)] | None = None

    facilitator_org: Party
    signatory: Signatory
    holder: Party
    figures_on: date

    hours_validated: TwoDecimals
    hours_credited: TwoDecimals
    by_mode: tuple[ModeLine, ...] = ()
    by_ground: tuple[GroundLine, ...] = ()
    number_of_people: int | None = Field(default=None, ge=0)
    number_of_hires: int | None = Field(default=None, ge=0)
    """None stands for some, but fewer than ``fewer_than``."""
    hours_training: TwoDecimals | None = None
    """The part of the hours credited that is training; None in what was frozen before it was counted."""
    women_share: RateFraction | None = None
    qpv_share: RateFraction | None = None
    """Shares of the hours credited; None where they would speak of too few people."""
    lasting_hires: int | None = Field(default=None, ge=0)
    """People who left for a lasting job; None as above, and in what was frozen before they were counted."""
    fewer_than: int | None = Field(default=None, gt=1)
    """The size of a group that may be counted out; None where every number is told."""

    remark: ShownText | None = None
    eu_mention: ShownText | None = None
    """The sentence that tells of European money, when the facilitator's post is co-financed."""

    def _totals(self) -> dict[str, tuple[Decimal, Decimal]]:
        """Each total with what its rows add up to."""
        return {
            "by_mode": (self.hours_credited, _sum(line.hours_credited for line in self.by_mode)),
            "by_ground": (self.hours_credited, _sum(line.hours_credited for line in self.by_ground)),
        }

    @model_validator(mode="after")
    def _figures_tie(self) -> Self:
        """A certificate whose rows do not add up to its totals is never built."""
        wrong = [name for name, (stated, expected) in self._totals().items() if stated != expected]
        if wrong:
            raise ValueError(f"figures do not tie: {', '.join(wrong)}")
        if self.fewer_than is None and None in (self.number_of_people, self.number_of_hires):
            raise ValueError("a number that is not told without the size below which none is")
        if self.hours_training is not None and self.hours_training > self.hours_credited:
            raise ValueError("more hours of training than hours credited")
        return self


class CertificateContent(CertificateFacts):
    """Everything a certificate on one lot shows; ``gap`` is owed less credited, negative in surplus."""

    kind: Literal[CertificateKind.PROGRESS, CertificateKind.FINAL]
    buyer: Party
    consortium: ShownText | None = None
    """When the holder is one of several: with whom, and which part is its own. The figures are those of all."""
    contract_reference: ShownText
    contract_object: ShownText
    lot_label: ShownText | None = None

    execution_first_day: date
    execution_last_day: date
    obligations: Annotated[tuple[ObligationLine, ...], Field(min_length=1)]
    relief: tuple[ReliefLine, ...] | None = None

    hours_owed: TwoDecimals
    hours_declared: TwoDecimals
    hours_not_credited: TwoDecimals
    not_credited: tuple[NotCreditedLine, ...] = ()
    hours_pooled_in: TwoDecimals | None = None
    hours_pooled_out: TwoDecimals | None = None
    """Under a pooling agreement: worked on another contract and credited here, and the other way round."""
    gap: TwoDecimals
    ratio: RateFraction | None
    """Credited over owed, a fraction that may pass 1; None when nothing is owed."""

    def _totals(self) -> dict[str, tuple[Decimal, Decimal]]:
        own = self.hours_credited - (self.hours_pooled_in or _NOTHING) + (self.hours_pooled_out or _NOTHING)
        return {
            **super()._totals(),
            "gap": (self.gap, self.hours_owed - self.hours_credited),
            "hours_validated": (self.hours_validated, own + self.hours_not_credited),
            "not_credited": (self.hours_not_credited, _sum(line.hours_not_credited for line in self.not_credited)),
        }

    @model_validator(mode="after")
    def _execution_is_in_order(self) -> Self:
        if self.execution_last_day < self.execution_first_day:
            raise ValueError("the execution period ends before it starts")
        return self


class YearlyLine(FrozenContent):
    """What a company did on one lot in the year. Owed and cumulated hours only where it holds the lot."""

    role: Code
    buyer: Party
    contract_reference: ShownText
    contract_object: ShownText
    lot_label: ShownText | None = None
    hours_credited: TwoDecimals
    hours_owed: TwoDecimals | None = None
    hours_credited_to_date: TwoDecimals | None = None


class YearlyContent(CertificateFacts):
    """Everything a company's yearly certificate shows: hours worked in one year, on all its lots."""

    kind: Literal[CertificateKind.COMPANY_YEARLY]
    year: int = Field(ge=2000, le=9999)
    lines: tuple[YearlyLine, ...]

    def _totals(self) -> dict[str, tuple[Decimal, Decimal]]:
        return {
            **super()._totals(),
            "lines": (self.hours_credited, _sum(line.hours_credited for line in self.lines)),
        }


AnyContent = Annotated[CertificateContent | YearlyContent, Field(discriminator="kind")]
"""What a certificate says, whatever its kind."""

_ANY_CONTENT: TypeAdapter[CertificateContent | YearlyContent] = TypeAdapter(AnyContent)


def read_content(raw: bytes) -> CertificateContent | YearlyContent:
    """The content that canonical bytes hold; equal to what was frozen."""
    return _ANY_CONTENT.validate_json(raw)


_NOTHING = Decimal("0.00")


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, _NOTHING)


def canonical_bytes(content: FrozenContent) -> bytes:
    """The content as UTF-8 JSON with sorted keys and no blank; equal contents give equal bytes.

    An absent value is left out, so that a field added later does not change the bytes of what was frozen before it.
    """
    fields = content.model_dump(mode="json", exclude_none=True)
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def content_hash(content: FrozenContent) -> str:
    """The SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical_bytes(content)).hexdigest()


def certificate_number(year: int, sequence: int) -> str:
    """The number people quote: year and rank in the year of the facilitator organisation, ``2026-000012``."""
    if not 2000 <= year <= 9999 or sequence < 1:
        raise ValueError(f"no certificate number for year {year}, rank {sequence}")
    return f"{year}-{sequence:06d}"


_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O (read as figures) and no U."""

_CODE_BYTES = 10
_CODE_LENGTH = 16
_READ_AS = str.maketrans("OIL", "011")
_SEPARATORS = dict.fromkeys(map(ord, " \t\r\n-_.\u00a0\u00ad\u2007\u2010\u2011\u2012\u2013\u2014\u2015\u202f\u2212"))


def new_verification_code(random_bytes: bytes) -> str:
    """A code of 80 bits in four groups of four characters, made from the first ten of the given random bytes."""
    if len(random_bytes) < _CODE_BYTES:
        raise ValueError(f"a verification code needs {_CODE_BYTES} random bytes")
    number = int.from_bytes(random_bytes[:_CODE_BYTES], "big")
    characters = (_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_CODE_LENGTH)))
    return _grouped("".join(characters))


def normalise_code(typed: str) -> str:
    """The code as it was issued, from what someone typed: lower case, spaces, no dashes, O for 0, I or L for 1.

    Raises Unreadable (CRT-001) when this cannot be a code.
    """
    cleaned = typed.translate(_SEPARATORS).upper().translate(_READ_AS)
    if len(cleaned) != _CODE_LENGTH or not set(cleaned) <= set(_ALPHABET):
        raise Unreadable("CRT-001", typed=typed[:40])
    return _grouped(cleaned)


def _grouped(characters: str) -> str:
    return "-".join(characters[start : start + 4] for start in range(0, len(characters), 4))
