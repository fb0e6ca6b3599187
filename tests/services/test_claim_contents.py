"""What a claim tells beside its figures: narrative, waivers, filing; and a claim done again."""

from datetime import date
from decimal import Decimal

import pytest

from clause.documents.claim import render_claim
from clause.domain.agreements import AgreementOptions
from clause.domain.claim_narrative import FiledAs
from clause.domain.claim_printing import document_of
from clause.domain.claim_snapshot import read_snapshot
from clause.domain.claims import Claim, ClaimState
from clause.domain.errors import ClauseError, Forbidden
from clause.gateways.seals import sealer
from clause.services import claim_contents, claims, intermediate_body, operations, verifications
from clause.text.claim_declarations import DECLARATIONS
from tests.builders.claims import (
    a_claim,
    a_payroll,
    a_ready_operation,
    a_submitted_claim,
    agreement_terms,
    an_approved_month,
    an_assignment,
    an_employment,
    claim_terms,
    operation_terms,
    run_computation,
)
from tests.builders.operations import a_resource
from tests.builders.territory import NOW, Territory

pytestmark = pytest.mark.usefixtures("transaction")
FILING = FiledAs(number="BIL-42", filed_on=date(2026, 6, 15))


async def _computed(territory: Territory) -> Claim:
    operation = await a_ready_operation(territory.manager, territory.facilitator, territory, ("2026-01",))
    return await a_claim(territory.manager, operation, "2026-01", "2026-01")


async def _refusal(call: object) -> ClauseError:
    with pytest.raises(ClauseError) as refusal:
        await call  # type: ignore[misc]
    return refusal.value


async def test_parts_of_the_narrative_are_told_one_after_the_other(territory: Territory) -> None:
    manager = territory.manager.context
    claim = await _computed(territory)
    first = await claim_contents.tell(manager, claim.id, {"publicity": "Affiche A3"}, claim.version)
    second = await claim_contents.tell(manager, claim.id, {"partners": "PLIE"}, first.version)
    assert second.narrative is not None
    assert (second.narrative.publicity, second.narrative.partners) == ("Affiche A3", "PLIE")
    assert await claims.load_claim(manager, claim.id) == second
    stale = claim_contents.tell(manager, claim.id, {"partners": "Autre"}, first.version)
    assert (await _refusal(stale)).code == "CLM-017"


async def test_the_narrative_is_frozen_with_the_signature(territory: Territory) -> None:
    manager = territory.manager.context
    claim = await _computed(territory)
    signed = await claims.sign_claim(manager, claim.id)
    refusal = await _refusal(claim_contents.tell(manager, claim.id, {"partners": "PLIE"}, signed.version))
    assert refusal.code == "CLM-002"


async def test_what_was_told_declared_and_counted_is_handed_over(territory: Territory) -> None:
    manager = territory.manager
    claim = await _computed(territory)
    await claim_contents.tell(manager.context, claim.id, {"publicity": "Affiche A3"}, claim.version)
    await claims.sign_claim(manager.context, claim.id)
    await claim_contents.record_filing(manager.context, claim.id, FILING)
    submitted = await claims.submit_claim(manager.context, claim.id)
    handed = await intermediate_body.load_claim(territory.oi_client.context, claim.id)
    snapshot = read_snapshot(handed.content)
    assert snapshot.narrative is not None
    assert snapshot.narrative.publicity == "Affiche A3"
    assert snapshot.filed_as == FILING
    assert submitted.declarations == tuple(DECLARATIONS)
    assert DECLARATIONS["NO_DOUBLE_FUNDING"] in snapshot.declarations
    assert snapshot.facilitation is not None
    assert snapshot.facilitation.contracts == 0
    assert snapshot.rule_set_id == "pn-fse-plus/2021-01-01+agreement-v1"


@pytest.mark.parametrize(
    ("filed_on", "code"), [(date(2026, 6, 14), "CLM-019"), (date(2026, 6, 15), None), (date(2026, 6, 16), "CLM-019")]
)
async def test_a_claim_is_filed_between_its_signature_and_today(
    territory: Territory, filed_on: date, code: str | None
) -> None:
    manager = territory.manager.context
    claim = await _computed(territory)
    await claims.sign_claim(manager, claim.id)
    call = claim_contents.record_filing(manager, claim.id, FILING.model_copy(update={"filed_on": filed_on}))
    if code is None:
        assert (await call).filed_as == FILING
    else:
        assert (await _refusal(call)).code == code


async def _late_claim(territory: Territory, **changes: object) -> Claim:
    """An interim claim that the agreement expected on 31 May; today is 15 June."""
    manager = territory.manager
    options = AgreementOptions(interim_claims_due_on=(date(2026, 5, 31),))
    operation = await operations.add_operation(
        manager.context, operation_terms(territory), agreement_terms(options=options)
    )
    employment = await an_employment(manager, territory.facilitator)
    await an_assignment(manager, operation, employment)
    await an_approved_month(territory.facilitator, manager, "2026-01", {operation.id: "98.50", None: "34.50"})
    await a_payroll(manager, employment, "2026-01")
    return await a_claim(manager, operation, "2026-01", "2026-01", **changes)


async def test_a_late_interim_claim_waits_for_a_waiver_with_its_reason(territory: Territory) -> None:
    manager = territory.manager.context
    claim = await _late_claim(territory)
    assert claim.state is ClaimState.DRAFT
    waived = await claim_contents.waive(manager, claim.id, "CLM-128", "kind", "Report oral de l'OI")
    await run_computation(waived)
    computed = await claims.load_claim(manager, claim.id)
    assert computed.state is ClaimState.COMPUTED
    assert [(one.code, one.reason, one.waived_by) for one in computed.waivers] == [
        ("CLM-128", "Report oral de l'OI", territory.manager.user_id)
    ]
    assert [finding.severity for finding in computed.findings if finding.code == "CLM-128"] == ["warning"]
    events = await claims.list_events(manager, claim.id)
    assert [(event.action, event.reason) for event in events][1] == ("waive", "Report oral de l'OI")


async def test_what_was_told_waived_and_received_is_printed_from_the_frozen_claim(territory: Territory) -> None:
    manager = territory.manager
    draft = await _late_claim(territory)
    await a_resource(manager, draft.operation_id)
    draft = await claim_contents.tell(manager.context, draft.id, {"partners": "PLIE"}, draft.version)
    await run_computation(await claim_contents.waive(manager.context, draft.id, "CLM-128", "kind", "Report oral"))
    claim = await a_submitted_claim(manager, draft)
    content = (await intermediate_body.load_claim(territory.oi_client.context, claim.id)).content
    shown, facilitation = document_of(content), read_snapshot(content).facilitation
    assert shown.narrative is not None
    assert (shown.narrative.partners, shown.facilitation) == ("PLIE", facilitation)
    assert [(one.funder, one.amount_allocated, one.has_document) for one in shown.resources] == [
        ("Communauté d'agglomération de Brisemer", Decimal("9000.00"), False)
    ]
    assert shown.resources_typed
    assert [(one.code, one.reason, one.waived_on) for one in shown.waivers] == [
        ("CLM-128", "Report oral", date(2026, 6, 15))
    ]
    assert shown.waivers[0].values is not None
    printed = await intermediate_body.load_pdf(territory.oi_client.context, claim.id)
    again = await sealer.seal(render_claim(document_of(content), await sealer.octets()), NOW)
    assert again.content == printed.content


async def test_a_postponement_that_was_agreed_needs_no_waiver(territory: Territory) -> None:
    claim = await _late_claim(territory, postponed_to=date(2026, 6, 15), postponed_reason="Convenu le 20 mai")
    assert claim.state is ClaimState.COMPUTED


async def test_a_postponement_goes_with_its_reason(territory: Territory) -> None:
    operation = await a_ready_operation(territory.manager, territory.facilitator, territory, ())
    terms = claim_terms("2026-01", "2026-01", postponed_to=date(2026, 7, 1))
    assert (await _refusal(claims.start_claim(territory.manager.context, operation.id, terms))).code == "CLM-022"


async def test_a_money_rule_is_never_waived(territory: Territory) -> None:
    manager = territory.manager
    operation = await a_ready_operation(manager, territory.facilitator, territory, ("2026-01",))
    claim = await a_claim(manager, operation, "2026-01", "2026-02")
    field = "employments.F-001.2026-02"
    assert "CLM-104" in {finding.code for finding in claim.findings if finding.field == field}
    refusal = await _refusal(claim_contents.waive(manager.context, claim.id, "CLM-104", field, "Tant pis"))
    assert refusal.code == "CLM-018"


async def test_only_who_may_bind_the_organisation_waives(territory: Territory) -> None:
    claim = await _late_claim(territory)
    call = claim_contents.waive(territory.facilitator.context, claim.id, "CLM-128", "kind", "Motif")
    assert isinstance(await _refusal(call), Forbidden)


async def test_an_inadmissible_claim_is_done_again_in_a_new_draft(territory: Territory) -> None:
    manager = territory.manager
    claim = await _computed(territory)
    await claim_contents.tell(manager.context, claim.id, {"publicity": "Affiche A3"}, claim.version)
    submitted = await a_submitted_claim(manager, await claims.load_claim(manager.context, claim.id))
    early = await _refusal(claim_contents.redo_claim(manager.context, submitted.id))
    assert early.code == "CLM-002"
    await verifications.declare_inadmissible(territory.oi_officer.context, submitted.id, "Mauvais signataire")
    draft = await claim_contents.redo_claim(manager.context, submitted.id)
    assert (draft.state, draft.number, draft.replaces_id) == (ClaimState.DRAFT, 2, submitted.id)
    assert draft.narrative is not None
    assert draft.narrative.publicity == "Affiche A3"
    await run_computation(draft)
    again = await claims.load_claim(manager.context, draft.id)
    assert again.state is ClaimState.COMPUTED
    assert again.figures is not None
    assert again.figures.requested_before == Decimal("0.00")
    assert (await _refusal(claim_contents.redo_claim(manager.context, submitted.id))).code == "CLM-020"


async def test_another_organisation_tells_nothing(territory: Territory) -> None:
    claim = await _computed(territory)
    call = claim_contents.tell(territory.other_manager.context, claim.id, {"partners": "X"}, claim.version)
    assert (await _refusal(call)).code == "CLM-016"
