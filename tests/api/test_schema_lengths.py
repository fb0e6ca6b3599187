"""The length that the documentation tells of a text is the one that is taken."""

import importlib
import pkgutil

import pytest
from annotated_types import MaxLen
from pydantic import StringConstraints, TypeAdapter, ValidationError

import clause.api.schemas
from clause.api.schemas.base import Schema, ShortText, Text10, Text40, Text80, Text120


def _schemas() -> list[type[Schema]]:
    for module in pkgutil.iter_modules(clause.api.schemas.__path__):
        importlib.import_module(f"{clause.api.schemas.__name__}.{module.name}")
    found, left = [], [Schema]
    while left:
        found.append(left.pop())
        left += found[-1].__subclasses__()
    return found


def test_no_field_tells_another_length_than_its_type() -> None:
    """A length given to the field stands before the constraints of its type, and the type's own then wins."""
    told_beside = [
        f"{schema.__name__}.{name}"
        for schema in _schemas()
        for name, field in schema.model_fields.items()
        if any(isinstance(one, MaxLen) for one in field.metadata[:1])
        and any(isinstance(one, StringConstraints) and one.max_length for one in field.metadata)
    ]
    assert told_beside == []
    assert len(_schemas()) > 100


@pytest.mark.parametrize(
    ("kind", "longest"), [(Text10, 10), (Text40, 40), (Text80, 80), (Text120, 120), (ShortText, 200)]
)
def test_a_text_is_taken_up_to_its_length(kind: object, longest: int) -> None:
    adapter: TypeAdapter[str | None] = TypeAdapter(kind | None)  # type: ignore[operator]
    for length in (longest - 1, longest):
        assert adapter.validate_python("x" * length) == "x" * length
    with pytest.raises(ValidationError):
        adapter.validate_python("x" * (longest + 1))
