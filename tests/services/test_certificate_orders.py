"""Certificates of a company's year, and certificates made anew."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from clause.domain.certificate_register import Certificate, CertificateFilters, Reissue, Standing, YearlyOrder
from clause.domain.certificates import CertificateKind, YearlyContent
from clause.domain.contracts import Lot
from clause.domain.errors import ClauseError
from clause.services import certificate_orders, certificates, ledger
from clause.services.context import anonymous_context
from tests.builders.certificates import PUBLIC_URL, a_certificate, draw_certificate
from tests.builders.contracts import a_lot
from tests.builders.hours import a_line, a_validated_statement
from tests.builders.people import a_hire
from tests.builders.territory import NOW, Caller, Territory
from tests.documents.reading import text_of
from tests.services.test_certificates import owe

pytestmark = pytest.mark.usefixtures("transaction")

MAY_2025, MAY_2026 = "2025-05", "2026-05"


async def ask_year(who: Caller, company_id: object, year: int, remark: str | None = None) -> Certificate:
    order = YearlyOrder(year=year, remark=remark)
    return await certificate_orders.request_yearly_certificate(who.context, company_id, order, PUBLIC_URL)  # type: ignore[arg-type]


async def a_worked_lot(territory: Territory, hours: str, label: str, month: str = MAY_2026) -> Lot:
    who = territory.facilitator
    lot = await a_lot(who, territory, label=label, first_day=date(2025, 1, 1), last_day=date(2026, 12, 31))
    await owe(who, lot, on=date(2025, 1, 1))
    hire = await a_hire(who, territory, lot, first_day=date(2025, 5, 1))
    await a_validated_statement(who, hire, a_line(hire, hours), month=month)
    return lot


def lines_of(certificate: Certificate) -> dict[str | None, Decimal]:
    assert isinstance(certificate.content, YearlyContent)
    return {line.lot_label: line.hours_credited for line in certificate.content.lines}


async def refusal_code(who: Caller, certificate: Certificate, **reissue: date) -> str:
    with pytest.raises(ClauseError) as refused:
        await certificate_orders.reissue_certificate(who.context, certificate.id, Reissue(**reissue), PUBLIC_URL)
    return refused.value.code


async def test_a_year_counts_the_hours_worked_in_it_on_every_lot_and_no_other(territory: Territory) -> None:
    who = territory.facilitator
    await a_worked_lot(territory, "100.00", "Lot A")
    await a_worked_lot(territory, "50.25", "Lot B")
    await a_worked_lot(territory, "70.00", "Lot C", month=MAY_2025)
    this_year = await ask_year(who, territory.company.id, 2026)
    assert lines_of(this_year) == {"Lot A": Decimal("100.00"), "Lot B": Decimal("50.25")}
    assert this_year.content.hours_credited == Decimal("150.25")
    assert this_year.content.figures_on == NOW.date()
    last_year = await ask_year(who, territory.company.id, 2025)
    assert lines_of(last_year) == {"Lot C": Decimal("70.00")}
    assert last_year.content.figures_on == date(2025, 12, 31)


async def test_who_holds_the_lot_reads_where_the_whole_lot_stands(territory: Territory) -> None:
    lot = await a_worked_lot(territory, "70.00", "Lot C", month=MAY_2025)
    hire = await a_hire(territory.facilitator, territory, lot, first_day=date(2025, 5, 1))
    await a_validated_statement(territory.facilitator, hire, a_line(hire, "10.00"), month=MAY_2026)
    made = await ask_year(territory.facilitator, territory.company.id, 2026)
    assert isinstance(made.content, YearlyContent)
    (line,) = made.content.lines
    assert (line.role, line.hours_owed, line.hours_credited) == ("HOLDER", Decimal("833.00"), Decimal("10.00"))
    assert line.hours_credited_to_date == Decimal("80.00")


async def test_who_only_lends_people_reads_its_own_hours_and_nothing_of_the_lot(territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory, label="Lot D")
    await owe(who, lot)
    lent = await a_hire(who, territory, lot, company=territory.other_company, mode="STAFF_SUPPLY")
    own = await a_hire(who, territory, lot)
    await a_validated_statement(who, lent, a_line(lent, "40.00"))
    await a_validated_statement(who, own, a_line(own, "25.00"))
    lender = await ask_year(who, territory.other_company.id, 2026)
    assert isinstance(lender.content, YearlyContent)
    (line,) = lender.content.lines
    assert (line.role, line.hours_credited, line.hours_owed) == ("EMPLOYER", Decimal("40.00"), None)
    holder = await ask_year(who, territory.company.id, 2026)
    assert lines_of(holder) == {"Lot D": Decimal("65.00")}, "staff supplied to the holder counts for the holder"


async def test_a_year_without_hours_can_be_attested(territory: Territory) -> None:
    made = await ask_year(territory.facilitator, territory.company.id, 2026)
    assert (made.content.hours_credited, lines_of(made)) == (Decimal("0.00"), {})


async def test_a_second_certificate_of_a_year_takes_the_place_of_the_first(territory: Territory) -> None:
    who = territory.facilitator
    await a_worked_lot(territory, "100.00", "Lot A")
    first = await draw_certificate(who, await ask_year(who, territory.company.id, 2026))
    other_year = await draw_certificate(who, await ask_year(who, territory.company.id, 2025))
    second = await draw_certificate(who, await ask_year(who, territory.company.id, 2026))
    assert second.content.replaces_number == first.number
    assert (await certificates.load_certificate(who.context, first.id)).standing is Standing.SUPERSEDED
    assert (await certificates.load_certificate(who.context, other_year.id)).standing is Standing.VALID


@pytest.mark.parametrize(("year", "code"), [(2027, "CRT-030")])
async def test_a_year_to_come_is_refused(territory: Territory, year: int, code: str) -> None:
    with pytest.raises(ClauseError) as refused:
        await ask_year(territory.facilitator, territory.company.id, year)
    assert refused.value.code == code


async def test_a_company_of_nobody_is_not_found(territory: Territory) -> None:
    with pytest.raises(ClauseError) as refused:
        await ask_year(territory.facilitator, uuid4(), 2026)
    assert refused.value.code == "CRT-028"


async def test_the_company_reads_its_year_and_no_buyer_does(territory: Territory) -> None:
    who = territory.facilitator
    await a_worked_lot(territory, "100.00", "Lot A")
    made = await draw_certificate(who, await ask_year(who, territory.company.id, 2026, "Bravo."))
    assert (await certificates.load_certificate(territory.company_agent.context, made.id)).is_ready
    for foreign in (territory.buyer_agent, territory.other_company_agent, territory.other_facilitator):
        with pytest.raises(ClauseError) as refused:
            await certificates.load_certificate(foreign.context, made.id)
        assert refused.value.code == "CRT-024"
    file = await certificates.load_certificate_file(territory.company_agent.context, made.id)
    assert "Année 2026" in text_of(file.content)
    assert "Bravo." in text_of(file.content)


async def test_anyone_can_check_the_certificate_of_a_year(territory: Territory) -> None:
    who = territory.facilitator
    made = await draw_certificate(who, await ask_year(who, territory.company.id, 2026))
    found = await certificates.verify_certificate(anonymous_context(NOW), made.code)
    assert (found.standing, found.content) == (Standing.VALID, made.content)


async def test_a_certificate_made_anew_counts_what_is_booked_today(territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_worked_lot(territory, "100.00", "Lot A")
    former = await a_certificate(who, lot.id)
    statements = await ledger.list_entries(who.context, lot_id=lot.id)
    await ledger.reverse_entry(who.context, statements[0].id, "Jamais travaillées.", None)
    asked = await certificate_orders.reissue_certificate(
        who.context, former.id, Reissue(remark="Corrigée."), PUBLIC_URL
    )
    before = await certificates.verify_certificate(anonymous_context(NOW), former.code)
    assert before.standing is Standing.VALID, "until the new file is there, the former stands"
    made = await draw_certificate(who, asked)
    assert (made.kind, made.content.replaces_number) == (CertificateKind.PROGRESS, former.number)
    assert (former.content.hours_credited, made.content.hours_credited) == (Decimal("100.00"), Decimal("0.00"))
    after = await certificates.verify_certificate(anonymous_context(NOW), former.code)
    assert (after.standing, after.superseded_by_number) == (Standing.SUPERSEDED, made.number)
    assert after.content == former.content, "what was said is not rewritten"


async def test_what_was_replaced_is_not_made_anew_but_its_successor_is(territory: Territory) -> None:
    who = territory.facilitator
    former = await a_certificate(who, (await a_worked_lot(territory, "100.00", "Lot A")).id)
    asked = await certificate_orders.reissue_certificate(who.context, former.id, Reissue(), PUBLIC_URL)
    assert await refusal_code(who, former) == "CRT-034", "one is in preparation"
    successor = await draw_certificate(who, asked)
    assert await refusal_code(who, former) == "CRT-032"
    third = await certificate_orders.reissue_certificate(who.context, successor.id, Reissue(), PUBLIC_URL)
    assert third.content.replaces_number == successor.number


async def test_what_is_in_preparation_or_foreign_is_not_made_anew(territory: Territory) -> None:
    who = territory.facilitator
    asked = await ask_year(who, territory.company.id, 2026)
    assert await refusal_code(who, asked) == "CRT-031"
    drawn = await draw_certificate(who, asked)
    assert await refusal_code(territory.other_facilitator, drawn) == "CRT-029"
    assert await refusal_code(who, drawn, as_of=date(2026, 3, 1)) == "CRT-033"


async def test_a_revoked_certificate_can_be_made_anew_and_stays_revoked(territory: Territory) -> None:
    who = territory.facilitator
    former = await a_certificate(who, (await a_worked_lot(territory, "100.00", "Lot A")).id)
    await certificates.revoke_certificate(who.context, former.id, "Erreur de titulaire.")
    asked = await certificate_orders.reissue_certificate(who.context, former.id, Reissue(), PUBLIC_URL)
    made = await draw_certificate(who, asked)
    found = await certificates.verify_certificate(anonymous_context(NOW), former.code)
    assert (found.standing, found.superseded_by_number) == (Standing.REVOKED, made.number)


async def test_numbers_of_all_kinds_follow_one_another_without_gap(territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_worked_lot(territory, "100.00", "Lot A")
    made = [
        await ask_year(who, territory.company.id, 2026),
        await a_certificate(who, lot.id),
        await ask_year(who, territory.company.id, 2025),
    ]
    ranks = [certificate.sequence for certificate in made]
    assert ranks == list(range(ranks[0], ranks[0] + 3))
    listed = await certificates.list_certificates(
        who.context, CertificateFilters(kind=CertificateKind.COMPANY_YEARLY), after=None, limit=10
    )
    assert [item.id for item in listed] == [made[2].id, made[0].id]
