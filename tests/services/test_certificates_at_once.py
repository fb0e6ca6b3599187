"""Several certificates asked for and drawn at once, over connections of their own."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal

import pytest

from clause.domain.certificate_register import Certificate, CertificateFilters, Standing
from clause.domain.contracts import Lot
from clause.domain.obligations import ObligationInputs, ObligationTerms
from clause.rules.obligation import ObligationMethod
from clause.services import certificates, obligations
from clause.settings import Settings
from tests.builders.certificates import ask_certificate
from tests.builders.committed import committed_territory
from tests.builders.contracts import a_lot
from tests.builders.territory import NOW, Territory


@pytest.fixture(scope="module")
async def own(territory: Territory, settings: Settings) -> AsyncIterator[Territory]:
    """Organisations of these tests' own, committed, and removed at the end with all they hold."""
    async with committed_territory(territory, settings) as made:
        yield made


async def a_finished_lot(own: Territory) -> Lot:
    lot = await a_lot(own.facilitator, own, last_day=date(2026, 5, 31))
    inputs = ObligationInputs(hours_owed=Decimal("10.00"))
    terms = ObligationTerms(method=ObligationMethod.FIXED, inputs=inputs, effective_on=date(2026, 1, 1))
    await obligations.set_obligation(own.facilitator.context, lot.id, terms, None)
    return lot


async def listed(own: Territory, lot: Lot) -> list[Certificate]:
    filters = CertificateFilters(lot_id=lot.id)
    return await certificates.list_certificates(own.facilitator.context, filters, after=None, limit=50)


async def test_numbers_asked_for_at_once_follow_one_another_without_a_gap(own: Territory) -> None:
    lot = await a_finished_lot(own)
    before = (await ask_certificate(own.facilitator, lot.id)).sequence
    asked = await asyncio.gather(*(ask_certificate(own.facilitator, lot.id) for _ in range(6)))
    assert sorted(certificate.sequence for certificate in asked) == list(range(before + 1, before + 7))


async def test_of_final_certificates_asked_for_at_once_each_replaces_the_one_before(own: Territory) -> None:
    lot = await a_finished_lot(own)
    asked = await asyncio.gather(*(ask_certificate(own.facilitator, lot.id, "FINAL") for _ in range(3)))
    in_order = sorted(asked, key=lambda certificate: certificate.sequence)
    replaced = [certificate.content.replaces_number for certificate in in_order]
    assert replaced == [None, in_order[0].number, in_order[1].number]
    # The files come in any order.
    await asyncio.gather(*(_draw(certificate) for certificate in in_order[::-1]))
    standings = {found.number: found.standing for found in await listed(own, lot)}
    assert [standings[certificate.number] for certificate in in_order] == [
        Standing.SUPERSEDED,
        Standing.SUPERSEDED,
        Standing.VALID,
    ]


async def test_two_workers_on_one_certificate_leave_one_file(own: Territory) -> None:
    lot = await a_finished_lot(own)
    asked = await ask_certificate(own.facilitator, lot.id)
    outcomes = await asyncio.gather(*(_draw(asked) for _ in range(4)))
    assert sum(outcome is not None for outcome in outcomes) == 1
    [found] = await listed(own, lot)
    assert found.version == 2


async def _draw(certificate: Certificate) -> object:
    assert certificate.job_id is not None
    return await certificates.render_certificate(NOW, certificate.job_id)
