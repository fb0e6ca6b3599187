"""How many people did the hours of a lot, as each reader may be told."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from clause.domain.certificate_figures import is_small, smallest_group


class PeopleCount(BaseModel):
    """A number of people; ``people`` is None where there are some, but fewer than ``fewer_than``."""

    model_config = ConfigDict(frozen=True)

    people: int | None
    fewer_than: int | None = None


def told_count(people: int, on: date, *, is_exact: bool) -> PeopleCount:
    """The number itself when ``is_exact``; else a small group is told as such. UnknownValue before any known size.

    Assumption: the size is that of what is published; nobody is told as nobody.
    """
    fewest = smallest_group(on)
    if is_exact or not is_small(people, fewest):
        return PeopleCount(people=people)
    return PeopleCount(people=None, fewer_than=fewest)
