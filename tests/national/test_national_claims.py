"""Claims of the country: each comes as far as it was drawn, and computing it again gives the same to the cent."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from clause.db import bulk, sql
from clause.db.queries.claim_inputs import load_inputs
from clause.db.queries.claim_lines import list_lines
from clause.db.queries.claims import list_claims_of
from clause.devdata import national_filing, national_report
from clause.devdata.national_claims import Course, Filing, Reach, draw_courses
from clause.devdata.national_places import draw_places
from clause.devdata.national_plan import Kind
from clause.devdata.national_report import StoredCountry
from clause.domain.claims import Claim, ClaimState
from clause.domain.claims_computation import compute_claim
from clause.rules.calendar import Month
from clause.settings import Settings
from tests.national.country import NOW, SIZES, YEAR, filled

WHOLE_YEAR = (Month(YEAR.number, 1), Month(YEAR.number, 12))
HALVES = ((WHOLE_YEAR[0], Month(YEAR.number, 6)), (Month(YEAR.number, 7), WHOLE_YEAR[1]))


def filing(number: int, months: tuple[Month, Month], reach: Reach, deducted: str | None = None) -> Filing:
    """A claim begun four weeks after its months; every other one is asked about, and the third was taken back once."""
    return Filing(
        number=number,
        first=months[0],
        last=months[1],
        filed_on=date(months[1].year + months[1].number // 12, months[1].number % 12 + 1, 28),
        reach=reach,
        resources=Decimal("1500.00"),
        is_asked=number % 2 == 0,
        deducted=Decimal(deducted) if deducted else None,
        is_taken_back=number == 3,
    )


COURSES = (
    Course(0, (filing(0, HALVES[0], Reach.PAID, "184.20"), filing(1, HALVES[1], Reach.PAID)), begins_next=True),
    Course(1, (filing(2, WHOLE_YEAR, Reach.CLARIFICATION),), begins_next=False),
    Course(2, (filing(3, HALVES[0], Reach.PAYABLE), filing(4, HALVES[1], Reach.SIGNED)), begins_next=False),
    Course(3, (filing(5, WHOLE_YEAR, Reach.CONTRADICTORY, "50.00"),), begins_next=False),
)
STATES = (
    [ClaimState.PAID, ClaimState.PAID, ClaimState.DRAFT],
    [ClaimState.CLARIFICATION],
    [ClaimState.WITHDRAWN, ClaimState.PAYABLE, ClaimState.SIGNED],
    [ClaimState.CONTRADICTORY],
)


COUNTS = """
SELECT (SELECT count(*) FROM job WHERE state <> 'done') AS jobs,
       (SELECT count(*) FROM mail WHERE state <> 'not_configured') AS mails,
       (SELECT count(*) FROM claim WHERE bundle_document_id IS NOT NULL) AS bundles
"""


async def claims_of(courses: Sequence[Course]) -> list[list[Claim]]:
    """The claims of each course's operation, in their order."""
    return [await list_claims_of(YEAR.id(Kind.OPERATION, course.organisation)) for course in courses]


async def test_each_claim_is_where_its_course_ends_and_holds_what_computing_it_gives(owner: bulk.Connection) -> None:
    # Tests that ran before on this database may have left something that waits: it is none of the country's.
    before = await owner.fetchrow(COUNTS)
    country = await filled(owner)
    await national_filing.file_claims(country.places, COURSES, NOW, sql.engine().transaction, at_once=1)
    found = await claims_of(COURSES)
    assert [[claim.state for claim in claims] for claims in found] == list(STATES)
    for claim in (claim for claims in found for claim in claims):
        await hold_to_the_rules(claim)
    # Nothing waits for a worker, nothing for a mail server, and the chains tell the whole of it.
    handed = [claim for claims in found for claim in claims if claim.submitted_at is not None]
    after = await owner.fetchrow(COUNTS)
    assert {what: count - before[what] for what, count in after.items()} == {
        "jobs": 0,
        "mails": 0,
        "bundles": len(handed),
    }
    assert await owner.fetchval("SELECT count(*) FROM journal_head h, clause_journal_verify(h.org_id)") == 0


async def hold_to_the_rules(claim: Claim) -> None:
    """Whatever is computed of a claim is what the rules make of what is known."""
    assert not any(finding.code.startswith("TIM") for finding in claim.findings)
    if claim.figures is None:
        assert claim.state is ClaimState.DRAFT
        assert claim.findings
        return
    computed = compute_claim(await load_inputs(claim))
    assert claim.figures.total_cost == computed.costs.total.value > 0
    assert [line.amount for line in await list_lines(claim.id) if line.employment_id] == [
        line.figure.value for line in computed.lines
    ]


async def test_the_country_is_told_with_its_claims_by_state(owner: bulk.Connection) -> None:
    await filled(owner)
    claims = {ClaimState.PAID.value: 3, ClaimState.DRAFT.value: 1}
    stored = StoredCountry(year=YEAR.number, password="abcd-ef01", ledger_lines=5_000, claims=claims)
    told = [line.strip() for line in (await national_report.country_report(stored, NOW)).lines]
    assert "4  bilans d’exécution : En préparation 1, Payé 3" in told
    assert any(line.endswith("organisations de facilitateurs") for line in told)


async def test_rows_are_counted_by_what_they_say(database: None, settings: Settings) -> None:
    async with bulk.as_owner(settings.asyncpg_owner_config()) as owner:
        expected = dict(await owner.fetch("SELECT state, count(*) FROM claim GROUP BY 1"))
    assert await bulk.count_by(settings.asyncpg_owner_config(), "claim", "state") == expected


def test_courses_are_the_same_each_time_and_their_numbers_differ() -> None:
    places = draw_places(SIZES, YEAR, "x")
    one, other = (list(draw_courses(places)) for _ in range(2))
    assert one == other
    numbers = [filed.number for course in one for filed in course.filings]
    assert numbers == list(range(len(numbers)))
    assert {course.organisation for course in one} == set(range(SIZES.organisations))
