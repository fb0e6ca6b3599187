"""Reading a form: its fields as typed, checked by a model, refused with one problem per field."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, TypeVar, get_args, get_origin

from litestar.datastructures import UploadFile
from pydantic import AfterValidator, BaseModel, BeforeValidator, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from clause.domain.errors import ClauseError, TooMany, Unreadable
from clause.domain.findings import Finding
from clause.edge.authentication import CSRF_FIELD
from clause.edge.request_context import AnyRequest
from clause.rules.calendar import Month
from clause.rules.errors import RuleError
from clause.web.page import problems_of

F = TypeVar("F", bound=BaseModel)

_CODES = {"missing": "WEB-011", "string_too_long": "WEB-012"}
_ANY = "WEB-010"
_SPACES = {ord(space): None for space in " \u00a0\u202f"}


def _printable(value: str) -> str:
    if any(character < " " and character not in "\n\r\t" for character in value):
        raise ValueError("control character")
    return value


def _number(value: object) -> object:
    """A number as typed in France, with a comma and spaces between thousands, and with its unit or not."""
    if not isinstance(value, str):
        return value
    plain = value.translate(_SPACES).rstrip("€h%").replace(",", ".")
    try:
        return Decimal(plain)
    except InvalidOperation as error:
        raise ValueError("not a number") from error


def _fraction(value: object) -> object:
    number = _number(value)
    return number / 100 if isinstance(number, Decimal) else number


def _two_decimals(value: Decimal) -> Decimal:
    if not value.is_finite() or abs(value) >= Decimal("1e12") or value != value.quantize(Decimal("0.01")):
        raise ValueError("more than two decimals")
    return value.quantize(Decimal("0.01"))


def _small(value: Decimal) -> Decimal:
    if not value.is_finite() or abs(value) >= Decimal("1e12") or len(str(value)) > 30:
        raise ValueError("not a usable number")
    return value


def _month(value: object) -> object:
    """A month as browsers send it (2026-03) or as people type it (03/2026)."""
    if not isinstance(value, str):
        return value
    first, _, second = value.strip().partition("/")
    try:
        return Month.parse(f"{second}-{first.zfill(2)}" if second else first)
    except RuleError as error:
        raise ValueError("not a month") from error


FreeText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000), AfterValidator(_printable)
]
"""What a person writes in a text area."""

Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_printable)
]
"""What a person writes in a field of one line."""

Quantity = Annotated[Decimal, BeforeValidator(_number), AfterValidator(_two_decimals)]
"""Hours or euros, with at most two decimals."""

Number = Annotated[Decimal, BeforeValidator(_number), AfterValidator(_small)]
"""Any exact number."""

Percent = Annotated[Decimal, BeforeValidator(_fraction), AfterValidator(_small)]
"""A percentage as typed (``60``), a fraction as kept (``0.60``)."""

MonthField = Annotated[Month, BeforeValidator(_month)]
"""A month."""


async def read_form(request: AnyRequest, model: type[F]) -> F:
    """The form as this model; an empty field counts as left out. Unreadable WEB-013 with one finding per field.

    A field whose type is a tuple takes every value of that name; a file is read by :func:`uploaded`.
    """
    return _checked(await request.form(), model)


def read_query(request: AnyRequest, model: type[F]) -> F:
    """A form sent in the address, read in the same way: for questions that store nothing and may be kept as a link."""
    return _checked(request.query_params, model)


def _checked(form: Any, model: type[F]) -> F:
    typed: dict[str, Any] = {}
    for name, value in form.items():
        if isinstance(value, str) and value.strip() and name != CSRF_FIELD:
            typed[name] = value
    for name, field in model.model_fields.items():
        if _takes_several(field.annotation):
            typed[name] = tuple(value for value in form.getall(name, []) if isinstance(value, str) and value.strip())
    try:
        return model.model_validate(typed)
    except ValidationError as error:
        raise Unreadable("WEB-013", findings=tuple(_finding(detail, model) for detail in error.errors())) from error


def _takes_several(annotation: Any) -> bool:
    return get_origin(annotation) is tuple or any(get_origin(inner) is tuple for inner in get_args(annotation))


async def uploaded(request: AnyRequest, name: str, title: str) -> tuple[str, bytes]:
    """The file of this field: its name and content. Unreadable WEB-014 when none was chosen."""
    given = (await request.form()).get(name)
    if not isinstance(given, UploadFile) or not given.filename:
        finding = Finding(code="WEB-015", field=name, values={"title": title})
        raise Unreadable("WEB-014", findings=(finding,))
    return given.filename, await given.read()


async def typed_values(request: AnyRequest) -> Mapping[str, str]:
    """What the form held, to be shown again; the last value of a name."""
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


async def values_of(request: AnyRequest, name: str) -> tuple[str, ...]:
    """Every value that the form held under a name: the boxes that were ticked."""
    return tuple(value for value in (await request.form()).getall(name, []) if isinstance(value, str))


async def refused(request: AnyRequest, error: ClauseError) -> dict[str, Any]:
    """What :func:`clause.web.page.page` needs to show a refused form again: problems, what was typed, and 422.

    After too many attempts: 429, and how long to wait.
    """
    shown: dict[str, Any] = {"problems": problems_of(error), "typed": await typed_values(request), "status": 422}
    if isinstance(error, TooMany):
        shown.update(status=429, headers={"retry-after": str(error.retry_seconds)})
    return shown


def _finding(detail: ErrorDetails, model: type[BaseModel]) -> Finding:
    name = str(detail["loc"][0]) if detail["loc"] else ""
    field = model.model_fields.get(name)
    title = field.title if field and field.title else name
    return Finding(code=_CODES.get(detail["type"], _ANY), field=name, values={"title": title})
