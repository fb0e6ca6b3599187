"""Who pays for posts in a year: which years and how many posts are taken, and why a version replaces another."""

from decimal import Decimal

import pytest

from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.post_financings import PostFinancingTerms, check_financing, check_replacement
from clause.rules.statistics import FundingSource

THIS_YEAR = 2026


def financing(year: int = THIS_YEAR, posts: str = "2.50") -> PostFinancingTerms:
    return PostFinancingTerms(
        year=year, source=next(iter(FundingSource)), amount_eur=Decimal("45000.00"), posts_fte=Decimal(posts)
    )


@pytest.mark.parametrize("year", [2001, 2026, 2027])
def test_a_year_from_the_first_one_to_the_next_is_taken(year: int) -> None:
    check_financing(financing(year), THIS_YEAR)


@pytest.mark.parametrize("year", [2000, 2028])
def test_a_year_out_of_reach_is_refused_with_the_years_that_are_not(year: int) -> None:
    with pytest.raises(Refused) as refused:
        check_financing(financing(year), THIS_YEAR)
    assert refused.value.code == "FIN-001"
    assert refused.value.findings == (
        Finding(code="FIN-011", field="year", raw=str(year), values={"first": "2001", "last": "2027"}),
    )


@pytest.mark.parametrize("posts", ["0.00", "1000", "1000.00"])
def test_a_thousand_posts_are_taken(posts: str) -> None:
    check_financing(financing(posts=posts), THIS_YEAR)


def test_more_than_a_thousand_posts_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        check_financing(financing(posts="1000.01"), THIS_YEAR)
    assert refused.value.findings == (
        Finding(code="FIN-012", field="posts_fte", raw="1000.01", values={"most": "1000"}),
    )


def test_everything_out_of_reach_is_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        check_financing(financing(1999, "5000.00"), THIS_YEAR)
    assert [(one.code, one.field) for one in refused.value.findings] == [("FIN-011", "year"), ("FIN-012", "posts_fte")]


@pytest.mark.parametrize("reason", [None, "", "  \n"])
def test_a_version_that_replaces_another_says_why(reason: str | None) -> None:
    with pytest.raises(Refused) as refused:
        check_replacement(3, reason)
    assert (refused.value.code, refused.value.values) == ("FIN-002", {"version": "3"})


@pytest.mark.parametrize(("earlier", "reason"), [(0, None), (0, "Premier"), (1, "Arrêté modificatif")])
def test_a_first_version_needs_no_reason(earlier: int, reason: str | None) -> None:
    check_replacement(earlier, reason)
