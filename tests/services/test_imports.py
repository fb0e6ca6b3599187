"""Files imported through the services, on a real database: states, companies, lots, modifications, steps."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from clause.db import sql
from clause.domain.contracts import FollowUpState, HolderRole, Lot, LotChange, LotFilters, NewContract, NewLot
from clause.domain.decp import ConsortiumKind
from clause.domain.errors import ClauseError, Forbidden, NotFound, Unreadable
from clause.domain.imports import ImportKind, RowStatus
from clause.domain.jobs import JobState
from clause.services import contracts, imports, jobs
from clause.services.context import worker_context
from tests.builders.decp import AIFE, AWS, CROIX, MARCHE, SHARED
from tests.builders.imports import a_file, import_to_the_end, rows_of, shared_bytes, states, statuses
from tests.builders.territory import NOW, Territory

pytestmark = pytest.mark.usefixtures("transaction")

TERRITORY_FILES = Path(__file__).resolve().parents[2] / "clause" / "devdata" / "files"

# name -> (imported, already known, to review, refused) at the first import.
REAL_FILES = {
    AIFE: (57, 15, 191, 1),
    AWS: (299, 0, 98, 0),
    CROIX: (88, 1, 70, 0),
    "official-example-v1.5.0-paquet.json": (2, 0, 0, 0),
    "official-example-v2.0.3-concessions_avec_modifications.json": (0, 0, 2, 0),
    "official-example-v2.0.3-marches_avec_modifications.json": (0, 0, 2, 0),
    "official-example-v2.0.3-marches_concessions.json": (0, 0, 4, 0),
}
OWN_FILES = {"territoire-1.5.0.json": (2, 0, 1, 0), "territoire-2.0.json": (9, 0, 3, 0)}


def _record(**changes: object) -> dict[str, Any]:
    return {key: value for key, value in {**MARCHE, **changes}.items() if value is not ...}


async def _lots(territory: Territory) -> list[Lot]:
    rows = await contracts.list_lots(territory.facilitator.context, LotFilters(), limit=10_000)
    return [row.lot for row in rows]


async def _import_twice(territory: Territory, name: str, content: bytes, expected: tuple[int, ...]) -> None:
    first = await import_to_the_end(territory.facilitator, content, name)
    made = await _counted_rows()
    again = await import_to_the_end(territory.facilitator, content, name)
    print(f"\n{name}: {states(first)}, again {states(again)}")
    assert tuple(first.counts[status] for status in RowStatus) == expected
    assert first.run.total == sum(expected) == sum(again.counts.values())
    refused = first.counts[RowStatus.REFUSED]
    assert again.counts[RowStatus.ALREADY_KNOWN] == first.run.total - refused
    assert again.counts[RowStatus.REFUSED] == refused
    assert await _counted_rows() == made, "a second import changes nothing"


def _own_bytes(name: str) -> bytes:
    return (TERRITORY_FILES / name).read_bytes()


async def _counted_rows() -> dict[str, int]:
    tables = ("organisation", "contract", "lot", "lot_holder", "contract_modification")
    return {table: await sql.fetch_value(f"SELECT count(*) FROM {table}") for table in tables}


@pytest.mark.parametrize(("name", "expected"), REAL_FILES.items())
async def test_a_real_file_is_imported_and_a_second_time_nothing_is_new(
    territory: Territory, name: str, expected: tuple[int, ...]
) -> None:
    await _import_twice(territory, name, shared_bytes(name), expected)


def test_every_real_file_is_counted() -> None:
    if not SHARED.exists():
        pytest.skip("shared data absent")
    assert {path.name for path in SHARED.glob("*.json")} == set(REAL_FILES)


@pytest.mark.parametrize(("name", "expected"), OWN_FILES.items())
async def test_a_file_of_the_fictional_territory_is_imported_and_a_second_time_nothing_is_new(
    territory: Territory, name: str, expected: tuple[int, ...]
) -> None:
    await _import_twice(territory, name, _own_bytes(name), expected)


async def test_a_record_becomes_a_contract_a_lot_and_its_holder(territory: Territory) -> None:
    report = await import_to_the_end(territory.facilitator, a_file(_record()))
    assert (report.run.file_format, report.run.total, report.job.state) == ("2.0", 1, JobState.DONE)
    assert report.job.result == f"/imports/{report.run.id}"
    (lot,) = await _lots(territory)
    assert (lot.contract_reference, lot.label, lot.cpv) == ("2025001", "Nettoyage des écoles", "90911200")
    assert (lot.amount_excl_vat, lot.place) == (Decimal("120000.00"), "96001")
    assert (lot.first_day, lot.last_day) == (date(2025, 3, 10), date(2027, 3, 9))
    assert lot.follow_up is FollowUpState.PRESELECTED
    assert lot.follow_up_reason == "Une clause sociale est déclarée\u00a0: le marché est proposé au suivi."
    assert [(one.company.name, one.role) for one in lot.holders] == [("SIRET 99000024200018", HolderRole.HOLDER)]
    (row,) = await rows_of(territory.facilitator, report)
    assert (row.position, row.lot_id, row.contract_id) == (1, lot.id, lot.contract_id)
    assert row.raw_record == MARCHE


async def test_one_bad_record_never_rejects_the_file(territory: Territory) -> None:
    bad = ["text", 5, None, [], {}, _record(acheteur={"id": ""}), _record(acheteur=...)]
    content = json.dumps({"marches": {"marche": [*bad, _record()], "contrat-concession": []}}).encode()
    report = await import_to_the_end(territory.facilitator, content)
    assert states(report) == {"refused": len(bad), "imported": 1}
    rows = await rows_of(territory.facilitator, report)
    assert all(row.findings for row in rows if row.status is RowStatus.REFUSED)


async def test_texts_that_a_database_refuses_are_kept_readable(territory: Territory) -> None:
    content = a_file(_record(objet="Voirie\x00 et \ud800réseaux", id="2025\x002"))
    report = await import_to_the_end(territory.facilitator, content)
    assert sum(report.counts.values()) == 1
    (lot,) = await _lots(territory)
    assert lot.label == "Voirie\ufffd et \ufffdréseaux"


async def test_a_declared_consortium_has_co_holders_only(territory: Territory) -> None:
    holders = [
        {"titulaire": {"typeIdentifiant": "SIRET", "id": "99000024200018"}},
        {"titulaire": {"typeIdentifiant": "TVA", "id": "BE0123456789"}},
    ]
    await import_to_the_end(
        territory.facilitator, a_file(_record(titulaires=holders, typeGroupementOperateurs="Solidaire"))
    )
    (lot,) = await _lots(territory)
    assert lot.consortium_kind is ConsortiumKind.SOLIDAIRE
    assert [holder.role for holder in lot.holders] == [HolderRole.CO_HOLDER] * 2
    assert [holder.company.identifier for holder in lot.holders] == ["99000024200018", "BE0123456789"]


async def test_companies_and_buyers_of_the_directory_are_found_not_doubled(territory: Territory) -> None:
    siret = territory.company.identifier
    record = _record(
        acheteur={"id": territory.buyer.identifier},
        titulaires=[{"titulaire": {"typeIdentifiant": "SIRET", "id": siret, "denominationSociale": "Autre nom"}}],
    )
    await import_to_the_end(territory.facilitator, a_file(record))
    (lot,) = await _lots(territory)
    assert lot.buyer.id == territory.buyer.id
    assert [(one.company.id, one.company.name) for one in lot.holders] == [
        (territory.company.id, territory.company.name)
    ]
    assert (await contracts.load_lot(territory.company_agent.context, lot.id)).id == lot.id
    assert (await contracts.load_lot(territory.buyer_agent.context, lot.id)).id == lot.id


async def test_a_company_known_by_its_number_only_gets_its_name_from_a_later_file(territory: Territory) -> None:
    await import_to_the_end(territory.facilitator, a_file(_record()))
    named = {"typeIdentifiant": "SIRET", "id": "99000024200018", "denominationSociale": "Bâti-Rivage"}
    await import_to_the_end(territory.facilitator, a_file(_record(id="2025002", titulaires=[{"titulaire": named}])))
    names = {holder.company.name for lot in await _lots(territory) for holder in lot.holders}
    assert names == {"Bâti-Rivage"}


async def test_lots_of_one_number_are_lots_of_one_contract(territory: Territory) -> None:
    records = [
        _record(objet=f"Piscine de Port-Aurel - Lot {rank} : {work}", montant=100_000)
        for rank, work in enumerate(("gros œuvre", "bardage", "bassins"), start=1)
    ]
    report = await import_to_the_end(territory.facilitator, a_file(*records))
    assert states(report) == {"imported": 3}
    lots = await _lots(territory)
    assert [lot.number for lot in lots] == ["1", "2", "3"]
    (contract,) = await contracts.list_contracts(territory.facilitator.context, limit=10)
    assert (contract.object, {lot.contract_id for lot in lots}) == ("Piscine de Port-Aurel", {contract.id})


async def test_an_amendment_becomes_a_modification_and_overwrites_nothing(territory: Territory) -> None:
    await import_to_the_end(territory.facilitator, a_file(_record()))
    change = {
        "id": 1,
        "dateNotificationModification": "2025-09-01",
        "datePublicationDonneesModification": "2025-09-02",
        "montant": 150000,
        "dureeMois": 36,
        "titulaires": [{"titulaire": {"typeIdentifiant": "SIRET", "id": "99000025900012"}}],
    }
    amended = a_file(_record(modifications=[{"modification": change}, {"modification": change}]))
    report = await import_to_the_end(territory.facilitator, amended)
    assert states(report) == {"imported": 1}
    (lot,) = await _lots(territory)
    assert (lot.amount_excl_vat, lot.duration_months) == (Decimal("120000.00"), 24)
    assert [holder.company.identifier for holder in lot.holders] == ["99000024200018"]
    (stored,) = await contracts.list_modifications(territory.facilitator.context, lot.contract_id, limit=10)
    assert (stored.lot_id, stored.number, stored.amount_stated) == (lot.id, "1", Decimal("150000.00"))
    assert (stored.source, stored.duration_months) == ("decp", 36)
    assert stored.holders == ({"kind": "SIRET", "identifier": "99000025900012", "name": None},)
    for content in (amended, a_file(_record())):
        assert states(await import_to_the_end(territory.facilitator, content)) == {"already_known": 1}


async def test_changed_values_wait_for_a_person_once_and_touch_nothing(territory: Territory) -> None:
    await import_to_the_end(territory.facilitator, a_file(_record()))
    changed = a_file(_record(dureeMois=48))
    assert states(await import_to_the_end(territory.facilitator, changed)) == {"to_review": 1}
    assert states(await import_to_the_end(territory.facilitator, changed)) == {"already_known": 1}
    (lot,) = await _lots(territory)
    assert (lot.duration_months, lot.last_day, lot.version) == (24, date(2027, 3, 9), 1)


async def test_what_a_facilitator_decided_survives_the_next_file(territory: Territory) -> None:
    context = territory.facilitator.context
    await import_to_the_end(territory.facilitator, a_file(_record()))
    (lot,) = await _lots(territory)
    change = LotChange(follow_up=FollowUpState.FOLLOWED, label="Écoles : nettoyage", last_day=date(2027, 6, 30))
    decided = await contracts.change_lot(context, lot.id, change, lot.version)
    report = await import_to_the_end(territory.facilitator, a_file(_record(datePublicationDonnees="2026-01-01")))
    assert states(report) == {"already_known": 1}
    assert await _lots(territory) == [decided]


async def test_a_published_contract_joins_the_one_typed_by_hand(territory: Territory) -> None:
    context = territory.facilitator.context
    new = NewContract(buyer_id=territory.buyer.id, reference="2025001", object="Nettoyage")
    typed = await contracts.add_contract(context, new)
    await contracts.add_lot(context, typed.id, NewLot(label="Écoles"))
    report = await import_to_the_end(
        territory.facilitator, a_file(_record(acheteur={"id": territory.buyer.identifier}))
    )
    assert states(report) == {"to_review": 1}
    lots = await _lots(territory)
    assert {lot.contract_id for lot in lots} == {typed.id}
    assert [lot.follow_up for lot in lots] == [FollowUpState.FOLLOWED, FollowUpState.TO_REVIEW]


async def test_two_organisations_import_the_same_file_each_for_itself(territory: Territory) -> None:
    first = await import_to_the_end(territory.facilitator, a_file(_record()))
    second = await import_to_the_end(territory.other_facilitator, a_file(_record()))
    assert states(first) == states(second) == {"imported": 1}
    with pytest.raises(NotFound) as hidden:
        await imports.load_import(territory.other_facilitator.context, first.run.id)
    assert hidden.value.code == "IMP-001"


async def test_a_file_is_treated_in_steps_that_each_go_on_where_the_last_one_ended(territory: Territory) -> None:
    records = [_record(id=f"2025{rank:05d}") for rank in range(imports.RECORDS_A_STEP * 2 + 1)]
    run = await imports.start_import(territory.facilitator.context, ImportKind.DECP, "gros.json", a_file(*records))
    progress = []
    while (outcome := await imports.import_chunk(NOW, run.job_id)) is not None:
        progress.append((outcome.progress_done, outcome.progress_total, outcome.done))
    assert progress == [(200, 401, False), (400, 401, False), (401, 401, True)]
    report = await imports.load_import(territory.facilitator.context, run.id)
    assert states(report) == {"imported": 401}
    rows = await rows_of(territory.facilitator, report)
    assert [row.position for row in rows] == list(range(1, 402))


async def test_a_repeat_in_a_later_step_is_known(territory: Territory) -> None:
    others = [_record(id=f"2025{rank:05d}") for rank in range(imports.RECORDS_A_STEP)]
    report = await import_to_the_end(territory.facilitator, a_file(_record(), *others, _record()))
    assert states(report) == {"imported": 201, "already_known": 1}


async def test_an_empty_file_is_done_at_once(territory: Territory) -> None:
    report = await import_to_the_end(territory.facilitator, a_file())
    assert (report.run.total, states(report), report.job.state) == (0, {}, JobState.DONE)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<marches/>", b"{}", b"[" * 100_000])
async def test_a_file_that_is_none_fails_its_job_for_good(territory: Territory, content: bytes) -> None:
    context = territory.facilitator.context
    run = await imports.start_import(context, ImportKind.DECP, "x.json", content)
    with pytest.raises(Unreadable) as failure:
        await imports.import_chunk(NOW, run.job_id)
    await jobs.record_failure(worker_context(NOW), run.job_id, failure.value)
    report = await imports.load_import(context, run.id)
    assert (report.job.state, report.run.total, states(report)) == (JobState.FAILED, None, {})
    assert report.job.error is not None
    assert report.job.error["code"] == failure.value.code


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("decp.json", "decp.json"),
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\moi\decp.json", "decp.json"),
        ("", "—"),
        ("a\x00b\ud800.json", "ab.json"),
        ("é" * 300 + ".json", "é" * 250 + ".json"),
    ],
)
async def test_a_file_name_is_kept_without_its_folders(territory: Territory, given: str, kept: str) -> None:
    run = await imports.start_import(territory.facilitator.context, ImportKind.DECP, given, b"{}")
    assert run.file_name == kept


async def test_only_a_facilitator_organisation_imports(territory: Territory) -> None:
    for caller in (territory.buyer_agent, territory.company_client, territory.oi_client):
        with pytest.raises(Forbidden):
            await imports.start_import(caller.context, ImportKind.DECP, "x.json", a_file())


async def test_a_command_of_the_operator_imports_in_the_name_of_an_organisation(territory: Territory) -> None:
    context = worker_context(NOW, territory.facilitator_org.id)
    run = await imports.start_import(context, ImportKind.DECP, "decp.json", a_file(_record()))
    outcome = await imports.import_chunk(NOW, run.job_id)
    assert outcome is not None
    assert outcome.done
    assert states(await imports.load_import(context, run.id)) == {"imported": 1}


async def test_the_journal_says_what_was_received_and_what_each_step_did(territory: Territory) -> None:
    report = await import_to_the_end(territory.facilitator, a_file(_record(), {}))
    lines = await sql.fetch(
        "SELECT action, data FROM journal WHERE org_id = $1 AND subject_id = $2 ORDER BY seq",
        territory.facilitator_org.id,
        report.run.id,
    )
    assert [line["action"] for line in lines] == ["import.received", "import.records_treated"]
    told = json.loads(lines[1]["data"])
    assert (told["lots"], told["imported"], told["refused"], told["last"]) == ("1", "1", "1", "2")


async def test_rows_are_read_by_state_and_page(territory: Territory) -> None:
    records = [{}, _record(), _record(), {}]
    report = await import_to_the_end(territory.facilitator, a_file(*records))
    context = territory.facilitator.context
    refused = await imports.list_rows(context, report.run.id, status=RowStatus.REFUSED, limit=10)
    assert [row.position for row in refused] == [1, 4]
    after_two = await imports.list_rows(context, report.run.id, after=2, limit=1)
    assert [(row.position, row.status) for row in after_two] == [(3, RowStatus.ALREADY_KNOWN)]
    assert statuses(await rows_of(territory.facilitator, report))[RowStatus.REFUSED] == 2
    with pytest.raises(ClauseError):
        await imports.list_rows(territory.other_facilitator.context, report.run.id, limit=10)


async def test_a_long_file_is_kept_whole_and_nothing_of_it_beside(territory: Territory) -> None:
    content = bytes(range(256)) * 10_000 + b"end"
    run = await imports.start_import(territory.facilitator.context, ImportKind.DECP, "long.json", content)
    assert await sql.fetch_value("SELECT content FROM import_run WHERE id = $1", run.id) == content
    assert await sql.fetch_value("SELECT count(*) FROM pg_largeobject_metadata") == 0
