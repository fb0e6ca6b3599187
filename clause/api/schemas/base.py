"""What every body of the API is made of: closed objects, and figures as strings.

Hours and euros are strings with two decimals, rates strings as fractions, days ``YYYY-MM-DD``, months ``YYYY-MM``.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints, WithJsonSchema

from clause.rules.calendar import Month

T = TypeVar("T")


class Schema(BaseModel):
    """A body: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def exact(value: str) -> Decimal:
    """The figure that a text of its form writes. Not ``Decimal`` itself: reading its signature costs a millisecond."""
    return Decimal(value)


def _two_decimals(value: Decimal) -> str:
    return f"{value:.2f}"


def _fraction(value: Decimal) -> str:
    """At least four decimals, and all those that are known."""
    text = f"{value.normalize():f}"
    decimals = len(text.partition(".")[2])
    return text if decimals > 4 else f"{value:.4f}"


def _month_text(value: Month) -> str:
    return str(value)


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _no_control_characters(value: str) -> str:
    if any(character < " " and character not in "\n\r\t" for character in value):
        raise ValueError("control character")
    return value


def _string(pattern: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": [example]})


HOURS_PATTERN = r"^[0-9]{1,8}(\.[0-9]{1,2})?$"
EUROS_PATTERN = r"^[0-9]{1,12}(\.[0-9]{1,2})?$"
RATE_PATTERN = r"^(0\.[0-9]{1,10}|1\.0{1,10}|0|1)$"
MONTH_PATTERN = r"^[0-9]{4}-(0[1-9]|1[0-2])$"

HoursIn = Annotated[
    str, StringConstraints(pattern=HOURS_PATTERN), AfterValidator(exact), _string(HOURS_PATTERN, "35.00")
]
EurosIn = Annotated[
    str, StringConstraints(pattern=EUROS_PATTERN), AfterValidator(exact), _string(EUROS_PATTERN, "1000000.00")
]
RateIn = Annotated[str, StringConstraints(pattern=RATE_PATTERN), AfterValidator(exact), _string(RATE_PATTERN, "0.0500")]
MonthIn = Annotated[
    str, StringConstraints(pattern=MONTH_PATTERN), AfterValidator(Month.parse), _string(MONTH_PATTERN, "2026-03")
]

HoursOut = Annotated[Decimal, PlainSerializer(_two_decimals), _string(r"^-?[0-9]+\.[0-9]{2}$", "833.00")]
EurosOut = Annotated[Decimal, PlainSerializer(_two_decimals), _string(r"^-?[0-9]+\.[0-9]{2}$", "26640.03")]
RateOut = Annotated[Decimal, PlainSerializer(_fraction), _string(r"^-?[0-9]+\.[0-9]{4,10}$", "0.6000")]
MonthOut = Annotated[Month, PlainSerializer(_month_text), _string(MONTH_PATTERN, "2026-03")]
InstantOut = Annotated[datetime, PlainSerializer(_instant), WithJsonSchema({"type": "string", "format": "date-time"})]
DayIn = date
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), AfterValidator(_no_control_characters)
]
ShortText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_no_control_characters)
]
# A length told beside the type would not replace the type's own: each length is a type.
Text10 = Annotated[ShortText, Field(max_length=10)]
Text40 = Annotated[ShortText, Field(max_length=40)]
Text80 = Annotated[ShortText, Field(max_length=80)]
Text120 = Annotated[ShortText, Field(max_length=120)]


class FindingOut(Schema):
    """One observation about a field or line, with its sentence."""

    code: str
    severity: str
    field: str
    raw: str | None
    detail: str


class Page(Schema, Generic[T]):
    """A page of a list; ``next`` goes into ``?after=`` for the following one, null at the end."""

    items: list[T]
    next: str | None = Field(examples=["MDE5YWEwMDA"])
