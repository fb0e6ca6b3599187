"""The first page of each of the people, in both colours, on a desk and on a phone."""

from typing import Literal

import pytest

from tests.browser.conftest import Opens

PEOPLE = ["maelle", "helene", "thomas", "sophie", "bruno"]


@pytest.mark.parametrize(("screen", "scheme"), [("desk", "light"), ("phone", "dark")])
@pytest.mark.parametrize("person", PEOPLE)
async def test_the_first_page_is_usable_by_everyone(
    opens: Opens, person: str, screen: Literal["desk", "phone"], scheme: Literal["light", "dark"]
) -> None:
    window = await opens(person, screen=screen, scheme=scheme)
    await window.picture(f"home-{person}-{screen}-{scheme}")
    assert await window.violations() == []
