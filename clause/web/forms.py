"""Reading a form: its fields as typed, checked by a model, refused with one problem per field."""

from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from clause.domain.errors import Unreadable
from clause.domain.findings import Finding
from clause.edge.authentication import CSRF_FIELD
from clause.edge.request_context import AnyRequest

F = TypeVar("F", bound=BaseModel)

_CODES = {"missing": "WEB-011", "string_too_long": "WEB-012"}
_ANY = "WEB-010"


def _printable(value: str) -> str:
    if any(character < " " and character not in "\n\r\t" for character in value):
        raise ValueError("control character")
    return value


FreeText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000), AfterValidator(_printable)
]
"""What a person writes in a text area."""


async def read_form(request: AnyRequest, model: type[F]) -> F:
    """The form as this model; an empty field counts as left out. Unreadable WEB-013 with one finding per field."""
    form = await request.form()
    typed = {name: value for name, value in form.items() if isinstance(value, str) and value.strip()}
    typed.pop(CSRF_FIELD, None)
    try:
        return model.model_validate(typed)
    except ValidationError as error:
        raise Unreadable("WEB-013", findings=tuple(_finding(detail, model) for detail in error.errors())) from error


def _finding(detail: ErrorDetails, model: type[BaseModel]) -> Finding:
    name = str(detail["loc"][0]) if detail["loc"] else ""
    field = model.model_fields.get(name)
    title = field.title if field and field.title else name
    return Finding(code=_CODES.get(detail["type"], _ANY), field=name, values={"title": title})
