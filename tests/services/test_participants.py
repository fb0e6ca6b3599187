"""People and their eligibility: duplicates, corrections, decisions, and who never sees them."""

import json
from datetime import date
from typing import Any

import pytest

from clause.db import sql
from clause.domain.eligibility import EligibilityState, EligibilityTerms, Proof
from clause.domain.errors import Forbidden, NotFound, Refused, StaleVersion, WrongState
from clause.domain.participants import Participant, ParticipantFacts, Sex
from clause.services import eligibility, hires, participants
from tests.builders.contracts import a_lot
from tests.builders.people import a_hire, an_eligibility
from tests.builders.territory import NOW, Caller, Territory

pytestmark = pytest.mark.usefixtures("transaction")

FACTS = ParticipantFacts(
    first_name="Zélie", last_name="Quemeneur", birth_date=date(1991, 12, 31), sex=Sex.F, postal_code="29200"
)


async def add(who: Caller, facts: ParticipantFacts = FACTS, *, confirm: bool = False) -> Participant:
    return (await participants.add_participant(who.context, facts, confirm_duplicate=confirm)).participant


def rsa(assessed_on: date, issued_on: date | None, *, is_principal: bool = True) -> EligibilityTerms:
    proof = Proof(kind="RSA_ATTESTATION", issued_on=issued_on) if issued_on else None
    return EligibilityTerms(ground="RSA", proof=proof, is_principal=is_principal, assessed_on=assessed_on)


async def test_a_probable_duplicate_is_refused_unless_confirmed(territory: Territory) -> None:
    who = territory.facilitator
    first = await add(who)
    with pytest.raises(Refused) as refusal:
        await add(who, FACTS.corrected({"first_name": "ZELIE"}))
    assert refusal.value.code == "PAR-002"
    assert [finding.values["id"] for finding in refusal.value.findings] == [str(first.id)]
    kept = await participants.add_participant(who.context, FACTS, confirm_duplicate=True)
    assert [finding.code for finding in kept.findings] == ["PAR-020"]
    assert kept.participant.id != first.id


async def test_the_same_person_at_another_organisation_is_no_duplicate(territory: Territory) -> None:
    await add(territory.facilitator)
    await add(territory.other_facilitator)


async def test_an_impossible_birth_date_is_refused(territory: Territory) -> None:
    with pytest.raises(Refused) as refusal:
        await add(territory.facilitator, FACTS.corrected({"birth_date": date(2026, 1, 1)}))
    assert refusal.value.code == "PAR-010"


async def test_a_correction_replaces_only_what_is_given(territory: Territory) -> None:
    who = territory.facilitator
    before = await add(who)
    kept = await participants.correct_participant(
        who.context, before.id, {"postal_code": None}, before.version, confirm_duplicate=False
    )
    expected = before.model_copy(update={"postal_code": None, "version": 2})
    assert kept.participant == expected
    assert await participants.load_participant(who.context, before.id) == expected


async def test_a_correction_that_changes_nothing_leaves_the_version(territory: Territory) -> None:
    who = territory.facilitator
    before = await add(who)
    for changes in ({}, {"first_name": before.first_name}):
        kept = await participants.correct_participant(
            who.context, before.id, dict(changes), before.version, confirm_duplicate=False
        )
        assert kept.participant == before


async def test_a_correction_of_an_older_version_is_refused(territory: Territory) -> None:
    who = territory.facilitator
    person = await add(who)
    await participants.correct_participant(who.context, person.id, {"sex": Sex.U}, 1, confirm_duplicate=False)
    with pytest.raises(StaleVersion) as refusal:
        await participants.correct_participant(who.context, person.id, {"sex": Sex.X}, 1, confirm_duplicate=False)
    assert refusal.value.code == "PAR-004"


async def test_a_correction_may_not_make_a_duplicate_unseen(territory: Territory) -> None:
    who = territory.facilitator
    await add(who)
    other = await add(who, FACTS.corrected({"first_name": "Yves"}))
    changes = {"first_name": FACTS.first_name}
    with pytest.raises(Refused) as refusal:
        await participants.correct_participant(who.context, other.id, changes, 1, confirm_duplicate=False)
    assert refusal.value.code == "PAR-002"
    kept = await participants.correct_participant(who.context, other.id, changes, 1, confirm_duplicate=True)
    assert [finding.code for finding in kept.findings] == ["PAR-020"]


async def test_a_new_name_is_a_new_version_of_what_is_shown_of_a_hire(territory: Territory) -> None:
    who = territory.facilitator
    hire = await a_hire(who, territory, await a_lot(who, territory))
    changes = {"last_name": "Nouveau"}
    await participants.correct_participant(who.context, hire.participant_id, changes, 1, confirm_duplicate=False)
    shown = await hires.load_hire(who.context, hire.id)
    assert (shown.last_name, shown.version) == ("Nouveau", hire.version + 1)


async def test_the_list_finds_part_of_a_name_and_only_that(territory: Territory) -> None:
    who = territory.facilitator
    person = await add(who)
    for name, found in (("QUEMEN", True), ("zél", True), ("100%", False), ("_", False)):
        listed = await participants.list_participants(who.context, name=name, after=None, limit=50)
        assert (person.id in [one.id for one in listed]) is found, name


@pytest.mark.parametrize("name", ["buyer_agent", "company_agent", "company_client"])
async def test_buyers_and_companies_do_not_open_the_records_of_people(territory: Territory, name: str) -> None:
    hire = await a_hire(territory.facilitator, territory, await a_lot(territory.facilitator, territory))
    reader = territory.callers()[name].context
    calls: list[Any] = [
        participants.list_participants(reader, name=None, after=None, limit=50),
        participants.load_participant(reader, hire.participant_id),
        eligibility.list_eligibilities(reader, hire.participant_id, after=None, limit=50),
        eligibility.load_eligibility(reader, hire.eligibility_id),
    ]
    for call in calls:
        with pytest.raises(Forbidden) as refusal:
            await call
        assert refusal.value.code in ("PAR-001", "ELG-007")


async def test_another_facilitator_organisation_knows_nobody(territory: Territory) -> None:
    person = await add(territory.facilitator)
    ground = await an_eligibility(territory.facilitator, person.id, accepted=False)
    stranger = territory.other_facilitator.context
    assert await participants.list_participants(stranger, name=None, after=None, limit=50) == []
    calls: list[tuple[str, Any]] = [
        ("PAR-003", participants.load_participant(stranger, person.id)),
        ("PAR-003", participants.correct_participant(stranger, person.id, {"sex": Sex.U}, 1, confirm_duplicate=False)),
        (
            "ELG-006",
            eligibility.submit_eligibility(stranger, person.id, rsa(date(2026, 6, 1), date(2026, 5, 30))),
        ),
        ("ELG-006", eligibility.list_eligibilities(stranger, person.id, after=None, limit=50)),
        ("ELG-001", eligibility.load_eligibility(stranger, ground.id)),
        ("ELG-001", eligibility.accept_eligibility(stranger, ground.id, None)),
        ("ELG-001", eligibility.refuse_eligibility(stranger, ground.id, "Non")),
    ]
    for code, call in calls:
        with pytest.raises(NotFound) as refusal:
            await call
        assert refusal.value.code == code


async def test_a_ground_without_a_proof_waits_for_it(territory: Territory) -> None:
    who = territory.facilitator
    person = await add(who)
    made = await eligibility.submit_eligibility(who.context, person.id, rsa(date(2026, 6, 1), None))
    assert made.state is EligibilityState.INCOMPLETE
    with pytest.raises(WrongState) as refusal:
        await eligibility.accept_eligibility(who.context, made.id, None)
    assert refusal.value.code == "ELG-002"
    proof = Proof(kind="RSA_ATTESTATION", issued_on=date(2026, 6, 10))
    whole = await eligibility.add_proof(who.context, made.id, proof, None)
    assert (whole.state, whole.proof, whole.assessed_on) == (EligibilityState.SUBMITTED, proof, NOW.date())
    accepted = await eligibility.accept_eligibility(who.context, made.id, None)
    assert accepted.state is EligibilityState.ACCEPTED
    assert (accepted.decided_by, accepted.decided_at) == (who.user_id, NOW)


async def test_a_stale_proof_is_kept_but_not_accepted_until_a_fresher_one_comes(territory: Territory) -> None:
    who = territory.facilitator
    person = await add(who)
    made = await eligibility.submit_eligibility(who.context, person.id, rsa(date(2026, 6, 1), date(2026, 3, 1)))
    assert made.state is EligibilityState.SUBMITTED
    with pytest.raises(Refused) as refusal:
        await eligibility.accept_eligibility(who.context, made.id, None)
    assert [finding.code for finding in refusal.value.findings] == ["ELG-022"]
    fresher = Proof(kind="RSA_ATTESTATION", issued_on=date(2026, 5, 28))
    await eligibility.add_proof(who.context, made.id, fresher, date(2026, 6, 2))
    assert (await eligibility.accept_eligibility(who.context, made.id, None)).state is EligibilityState.ACCEPTED


async def test_a_decision_is_taken_once(territory: Territory) -> None:
    who = territory.facilitator
    person = await add(who)
    accepted = await an_eligibility(who, person.id)
    refused = await an_eligibility(who, person.id, ground="DELD", accepted=False)
    refused = await eligibility.refuse_eligibility(who.context, refused.id, "Inscrite depuis quatre mois.")
    assert (refused.state, refused.decision_reason) == (EligibilityState.REFUSED, "Inscrite depuis quatre mois.")
    for ground in (accepted, refused):
        with pytest.raises(WrongState):
            await eligibility.accept_eligibility(who.context, ground.id, None)
        with pytest.raises(WrongState):
            await eligibility.refuse_eligibility(who.context, ground.id, "Non")
        with pytest.raises(WrongState):
            await eligibility.add_proof(
                who.context, ground.id, Proof(kind="RSA_ATTESTATION", issued_on=date(2026, 6, 1)), None
            )


async def test_a_refusal_without_a_reason_is_refused_by_the_database(territory: Territory) -> None:
    who = territory.facilitator
    ground = await an_eligibility(who, (await add(who)).id, accepted=False)
    with pytest.raises(Refused) as refusal:
        await eligibility.refuse_eligibility(who.context, ground.id, "  ")
    assert refusal.value.code == "DBC-122"


async def test_one_accepted_ground_at_most_is_the_principal_one(territory: Territory) -> None:
    who = territory.facilitator
    person = await add(who)
    first = await an_eligibility(who, person.id, ground="RSA")
    second = await an_eligibility(who, person.id, ground="DELD", accepted=False)
    marks = {one.id: one.is_principal for one in await _grounds(who, person)}
    assert marks == {first.id: True, second.id: True}
    await eligibility.accept_eligibility(who.context, second.id, None)
    third = await an_eligibility(who, person.id, ground="QPV", is_principal=False)
    marks = {one.id: one.is_principal for one in await _grounds(who, person)}
    assert marks == {first.id: False, second.id: True, third.id: False}


async def _grounds(who: Caller, person: Participant) -> list[Any]:
    return list(await eligibility.list_eligibilities(who.context, person.id, after=None, limit=50))


async def test_the_journal_names_nobody_and_no_ground(territory: Territory) -> None:
    who = territory.facilitator
    person = await add(who)
    opinion = await an_eligibility(who, person.id, ground="REASONED_OPINION", accepted=False)
    await eligibility.refuse_eligibility(who.context, opinion.id, "Santé fragile : à revoir")
    await participants.correct_participant(
        who.context, person.id, {"last_name": "Le Bihan"}, person.version, confirm_duplicate=False
    )
    lines = await sql.fetch(
        "SELECT action, reason, data FROM journal WHERE subject_id = ANY($1) ORDER BY seq", [person.id, opinion.id]
    )
    assert [(line["action"], line["reason"]) for line in lines] == [
        ("participant.added", None),
        ("eligibility.submitted", None),
        ("eligibility.refused", None),
        ("participant.corrected", None),
    ]
    told = [json.loads(line["data"]) for line in lines]
    assert told == [{}, {"participant": str(person.id)}, {"participant": str(person.id)}, {"fields": "last_name"}]
