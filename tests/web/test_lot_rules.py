"""The rules of a lot on a page: what holds and why, and a new version of what the contract fixes."""

import httpx

from clause.services import rule_sets
from tests.builders.compliance import PER_HOUR, with_rules
from tests.builders.contracts import a_lot
from tests.builders.territory import Territory
from tests.web.reading import read_page
from tests.web.test_lot_obligations import followed, opened, send


async def test_a_new_version_keeps_the_penalties_that_stay_ticked(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await with_rules(territory, lot, PER_HOUR, insertion_rate="0.10")
    page = await opened(client, territory, f"/lots/{lot.id}/rules")
    assert "Taux d’insertion 10 % Du marché" in page.text
    assert "Heures non réalisées : 35,00 €" in page.text
    assert page.fields["rule_insertion_rate"] == "10"
    typed = {
        "effective_on": "2026-03-01",
        "reason": "CCAP, article 8",
        "rule_insertion_rate": "7,5",
        "rule_eligibility_duration": "36",
        "rule_tutor_hours_count": "true",
        "rule_statement_cadence": "QUARTERLY",
        "keep": "0",
        "kind": "ABSENCE",
        "rate_eur": "150",
    }
    page = await followed(client, territory, await send(client, territory, f"/lots/{lot.id}/rule-sets", **typed))
    assert "La version 2 des règles est enregistrée" in page.text
    assert "7,5 %" in page.text
    assert "36 mois" in page.text
    versions = await rule_sets.list_rule_sets(territory.facilitator.context, lot.id, after=0, limit=9)
    assert [one.kind.value for one in versions[-1].penalties] == ["MISSING_HOURS", "ABSENCE"]
    assert versions[-1].values == {
        "insertion_rate": "0.075",
        "eligibility_duration": 36,
        "tutor_hours_count": True,
        "statement_cadence": "QUARTERLY",
    }


async def test_what_is_no_value_of_a_rule_is_named_in_french(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    typed = {"effective_on": "2026-03-01", "rule_insertion_rate": "beaucoup", "rule_statement_due_day": "77"}
    answer = await send(client, territory, f"/lots/{lot.id}/rule-sets", **typed)
    page = read_page(answer)
    assert answer.status_code == 422
    assert "« Taux d’insertion » n’a pas une valeur possible (lu : beaucoup)." in page.text
    assert "#rule_statement_due_day" in page.links
    assert page.fields["rule_insertion_rate"] == "beaucoup"
    two = {"effective_on": "2026-03-01", "kind": "MISSING_HOURS", "rate_eur": "10", "clause_amount_eur": "20"}
    assert "un seul prix" in read_page(await send(client, territory, f"/lots/{lot.id}/rule-sets", **two)).text


async def test_the_buyer_reads_the_rules_and_changes_none(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    answer = await client.get(f"/lots/{lot.id}/rules", headers=territory.buyer_agent.headers)
    assert "effective_on" not in read_page(answer).fields
    refused = await client.post(f"/lots/{lot.id}/rule-sets", data={}, headers=territory.buyer_agent.headers)
    assert refused.status_code == 403


async def test_a_refused_version_keeps_unticked_what_was_unticked(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await with_rules(territory, lot, PER_HOUR, insertion_rate="0.10")
    path, typed = f"/lots/{lot.id}/rule-sets", {"effective_on": "2026-03-01", "rule_insertion_rate": "beaucoup"}
    ticked = [
        'value="0" checked' in (await send(client, territory, path, **typed, **kept)).text
        for kept in ({}, {"keep": "0"})
    ]
    assert ticked == [False, True]
