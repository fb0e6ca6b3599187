"""Who pays for posts, through the services; and bare cells of the yearly consolidation."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count
from uuid import UUID

from clause.domain.accounts import Organisation
from clause.domain.contracts import Lot
from clause.domain.hires import HireTerms, NamedHire
from clause.domain.participants import ParticipantFacts, Sex
from clause.domain.post_financings import PostFinancing, PostFinancingTerms
from clause.domain.statistics import PeopleCell, Perimeter, PerimeterKind
from clause.domain.statistics_figures import Asked, YearFacts
from clause.rules.codes import HoursNature
from clause.rules.statistics import FundingSource
from clause.services import hires, participants, post_financings
from tests.builders.hours import a_line, a_validated_statement
from tests.builders.people import an_eligibility
from tests.builders.territory import Caller

_numbers = count(1)

OWN = Asked(
    year=2026,
    perimeter=Perimeter(kind=PerimeterKind.ORG),
    organisation="Maison de l'emploi de Brisemer",
    is_buyer=False,
    is_publication=False,
    today=date(2026, 6, 15),
)
PUBLISHED = replace(OWN, is_publication=True)


async def a_financing(
    manager: Caller,
    source: str = "LOCAL",
    amount_eur: str = "40000.00",
    *,
    year: int = 2026,
    posts_fte: str = "0.80",
    reason: str | None = None,
) -> PostFinancing:
    """What a source pays for the posts of the manager's organisation."""
    terms = PostFinancingTerms(
        year=year,
        source=FundingSource(source),
        amount_eur=Decimal(amount_eur),
        posts_fte=Decimal(posts_fte),
        reason=reason,
    )
    return await post_financings.record_financing(manager.context, terms)


def a_cell(tab: str, code: str, people: int, *, region: str = "", **changes: int | Decimal) -> PeopleCell:
    """A cell of people who each have one hire of 100 days and 100 hours, 90 of them credited, in one organisation."""
    cell = PeopleCell(
        region=region,
        tab=tab,
        code=code,
        people=people,
        hires=people,
        hours_validated=Decimal(100 * people).quantize(Decimal("0.01")),
        hours_credited=Decimal(90 * people).quantize(Decimal("0.01")),
        days=100 * people,
        timed_hires=people,
        organisations=1,
        smallest=people,
        own=people,
    )
    return cell.model_copy(update=changes)


def a_table(tab: str, region: str = "", **people: int) -> list[PeopleCell]:
    """The cells of a table's rows that hold anybody."""
    return [a_cell(tab, code, count, region=region) for code, count in people.items() if count]


def a_year(*tables: list[PeopleCell], region: str = "") -> list[PeopleCell]:
    """The tables with the total that their first one makes."""
    total = sum(cell.people for cell in tables[0])
    return [a_cell("HOURS", "", total, region=region), *(cell for table in tables for cell in table)]


def facts_of(cells: list[PeopleCell]) -> YearFacts:
    """These cells and nothing else."""
    return YearFacts(people=cells, counts={}, financing=())


async def a_worker(
    caller: Caller,
    lot: Lot,
    company: Organisation,
    *,
    sex: str = "F",
    birth_date: date = date(1990, 4, 12),
    ground: str = "RSA",
    month: str = "2026-03",
    hours: str = "100.00",
    nature: HoursNature = HoursNature.WORK,
    **terms: object,
) -> NamedHire:
    """A new person of this profile, hired, with a month of validated hours; ``terms`` go to the hire."""
    first_name = f"Personne{next(_numbers)}"
    facts = ParticipantFacts(
        first_name=first_name, last_name="Statistique", birth_date=birth_date, sex=Sex(sex), postal_code="29000"
    )
    person = (await participants.add_participant(caller.context, facts, confirm_duplicate=False)).participant
    first_day = terms.pop("first_day", date(2026, 1, 5))
    assert isinstance(first_day, date)
    eligibility = await an_eligibility(caller, person.id, ground=ground, assessed_on=first_day)
    return await a_worker_again(
        caller, lot, company, person.id, eligibility.id, month=month, hours=hours, nature=nature, first_day=first_day,
        **terms,
    )  # fmt: skip


async def a_worker_again(
    caller: Caller,
    lot: Lot,
    company: Organisation,
    participant_id: UUID,
    eligibility_id: UUID,
    *,
    month: str = "2026-03",
    hours: str = "100.00",
    nature: HoursNature = HoursNature.WORK,
    **terms: object,
) -> NamedHire:
    """A hire of someone known, with a month of validated hours."""
    wanted = {
        "participant_id": participant_id,
        "eligibility_id": eligibility_id,
        "lot_id": lot.id,
        "company_id": company.id,
        "mode": "DIRECT_HIRE",
        "contract_type": "FIXED_TERM",
        "first_day": date(2026, 1, 5),
        "weekly_hours": Decimal("35.00"),
        "tutor_name": "Dominique Prat",
        **terms,
    }
    hire = (await hires.add_hire(caller.context, HireTerms.model_validate(wanted))).hire
    await a_validated_statement(caller, hire, a_line(hire, hours, nature=nature), month=month)
    return hire
