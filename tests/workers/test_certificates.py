"""The worker draws a certificate once, however often it is woken for it."""

from datetime import date
from decimal import Decimal

import pytest

from clause.db import sql
from clause.domain.certificate_register import CertificateState
from clause.domain.obligations import ObligationInputs, ObligationTerms
from clause.rules.obligation import ObligationMethod
from clause.services import certificates, jobs, obligations
from clause.workers.registry import STEPS
from clause.workers.running import run_to_end
from tests.builders.certificates import ask_certificate
from tests.builders.contracts import a_lot
from tests.builders.territory import Territory

pytestmark = pytest.mark.usefixtures("transaction")


async def test_a_certificate_that_is_woken_for_twice_is_drawn_once(territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    inputs = ObligationInputs(hours_owed=Decimal("10.00"))
    terms = ObligationTerms(method=ObligationMethod.FIXED, inputs=inputs, effective_on=date(2026, 1, 1))
    await obligations.set_obligation(who.context, lot.id, terms, None)
    asked = await ask_certificate(who, lot.id)
    assert asked.job_id is not None
    for _ in range(2):
        await run_to_end(asked.job_id, STEPS)
    issued = await certificates.load_certificate(who.context, asked.id)
    assert (issued.state, issued.version) == (CertificateState.ISSUED, 2)
    assert (await jobs.load_job(who.context, asked.job_id)).state == "done"
    made = "SELECT count(*) FROM document WHERE facilitator_org_id = $1 AND file_name = $2"
    assert await sql.fetch_value(made, who.org_id, f"attestation-{asked.number}.pdf") == 1
