"""The bundle of a claim: complete, hashed, redacted, the same bytes for both sides and at each pull."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from clause.domain.claims import Claim
from clause.domain.documents import StoredFile
from clause.domain.errors import ClauseError, NotFound, WrongState
from clause.domain.evidence import EvidenceKind
from clause.domain.jobs import JobKind
from clause.domain.payroll import PayrollTerms
from clause.rules.calendar import Month
from clause.services import bundles, claims, employments, intermediate_body, payroll
from clause.services.bundles import PATIENCE, PAUSE
from tests.architecture.code import ROOT
from tests.builders.bundles import a_bundle, run_jobs
from tests.builders.claims import a_claim, a_ready_operation, a_submitted_claim
from tests.builders.pay import an_evidence_file
from tests.builders.territory import NOW, Caller, Territory

pytestmark = pytest.mark.usefixtures("transaction")
REPLAYER = ROOT / "docs" / "replay" / "replay.py"


async def _claim(territory: Territory, month: str = "2026-01") -> Claim:
    operation = await a_ready_operation(territory.manager, territory.facilitator, territory, (month,))
    return await a_submitted_claim(territory.manager, await a_claim(territory.manager, operation, month, month))


async def _bundle(caller: Caller, claim: Claim) -> StoredFile:
    return await bundles.load_bundle(caller.context, claim.id)


def _files(bundle: StoredFile) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bundle.content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def _replayed(bundle: Path) -> str:
    return subprocess.run([sys.executable, REPLAYER, bundle], capture_output=True, text=True, check=False).stdout


async def test_the_manifest_names_every_other_file_with_its_hash_and_size(territory: Territory) -> None:
    claim = await _claim(territory)
    await a_bundle(claim.id)
    files = _files(await _bundle(territory.oi_client, claim))
    assert next(iter(files)) == "manifest.json"
    manifest = json.loads(files.pop("manifest.json"))
    assert (manifest["format"], manifest["claim_id"]) == ("clause-bundle/1", str(claim.id))
    assert manifest["claim_sha256"] == claim.snapshot_hash == hashlib.sha256(files["claim.json"]).hexdigest()
    told = {file["path"]: (file["sha256"], file["size"]) for file in manifest["files"]}
    assert told == {path: (hashlib.sha256(content).hexdigest(), len(content)) for path, content in files.items()}
    assert {"claim.json", "claim.pdf", "trace.json", "lines.csv", "staff.csv", "declarations.txt"} <= set(files)


async def test_the_bundle_holds_the_frozen_claim_its_pdf_and_its_trace(territory: Territory) -> None:
    claim = await _claim(territory)
    await a_bundle(claim.id)
    files = _files(await _bundle(territory.oi_client, claim))
    handed = await intermediate_body.load_claim(territory.oi_client.context, claim.id)
    assert files["claim.json"] == handed.content
    assert files["claim.pdf"] == (await claims.load_pdf(territory.manager.context, claim.id)).content
    trace = json.loads(files["trace.json"])
    frozen = json.loads(handed.content)
    assert trace["figures"] == frozen["traces"]
    assert [line["amount"] for line in trace["lines"]] == [line["amount"] for line in frozen["lines"]]
    assert files["staff.csv"].decode().splitlines()[1].split(";")[:2] == ["F-001", "2026-01"]


async def test_both_sides_pull_the_same_bytes_each_time(territory: Territory) -> None:
    claim = await _claim(territory)
    await a_bundle(claim.id)
    pulled = [await _bundle(one, claim) for one in (territory.oi_client, territory.oi_officer, territory.manager)]
    assert len({one.content for one in pulled}) == 1
    assert pulled[0].sha256 == hashlib.sha256(pulled[0].content).hexdigest()


async def test_a_bundle_is_made_once(territory: Territory) -> None:
    claim = await _claim(territory)
    await a_bundle(claim.id)
    before = (await claims.load_claim(territory.manager.context, claim.id)).version
    assert await run_jobs(JobKind.BUILD_BUNDLE, NOW + timedelta(days=1)) == 0
    assert (await claims.load_claim(territory.manager.context, claim.id)).version == before


async def test_the_bundle_is_waited_for(territory: Territory) -> None:
    claim = await _claim(territory)
    # The month is not printed yet: the bundle asks for it and comes back later.
    for at, printed in ((NOW, 1), (NOW + PAUSE, 0)):
        with pytest.raises(WrongState) as refusal:
            await _bundle(territory.oi_client, claim)
        assert refusal.value.code == "OIB-010"
        assert await run_jobs(JobKind.BUILD_BUNDLE, at) == 1
        assert bool(await run_jobs(JobKind.RENDER_TIMESHEET, at)) is bool(printed)
    files = _files(await _bundle(territory.oi_client, claim))
    assert [path for path in files if path.startswith("timesheets/")] == ["timesheets/F-001-2026-01-r1.pdf"]
    assert files["timesheets/F-001-2026-01-r1.pdf"].startswith(b"%PDF")


async def test_a_month_that_is_never_printed_does_not_hold_the_bundle_for_ever(territory: Territory) -> None:
    claim = await _claim(territory)
    await run_jobs(JobKind.BUILD_BUNDLE, NOW + PATIENCE + timedelta(seconds=1))
    files = _files(await _bundle(territory.oi_client, claim))
    assert [path for path in files if path.startswith("timesheets/")] == []


async def test_nobody_else_gets_the_bundle(territory: Territory) -> None:
    claim = await _claim(territory)
    await a_bundle(claim.id)
    for caller in (territory.other_manager, territory.other_oi_client):
        with pytest.raises(NotFound) as refusal:
            await _bundle(caller, claim)
        assert refusal.value.code == "OIB-009"
    with pytest.raises(ClauseError):
        await _bundle(territory.buyer_agent, claim)


async def test_a_payslip_is_handed_over_redacted_and_never_as_it_is(territory: Territory) -> None:
    manager = territory.manager
    operation = await a_ready_operation(manager, territory.facilitator, territory, ("2026-01", "2026-02"))
    (employment,) = await employments.list_employments(manager.context, person_id=None, after=None, limit=9)
    originals = [await an_evidence_file(manager, f"Bulletin {month}") for month in ("01", "02")]
    copy = await an_evidence_file(manager, "Bulletin 01 caviardé", redacts_id=originals[0].id)
    for month, original in zip(("2026-01", "2026-02"), originals, strict=True):
        terms = PayrollTerms(employer_cost=Decimal("3900.00"), document_id=original.id, reason="Bulletin joint")
        await payroll.record_payroll(manager.context, employment.id, Month.parse(month), terms, 1)
    claim = await a_submitted_claim(manager, await a_claim(manager, operation, "2026-01", "2026-02"))
    await a_bundle(claim.id)
    files = _files(await _bundle(territory.oi_client, claim))
    evidence = {one["sha256"]: one for one in json.loads(files["evidence.json"])["evidence"]}
    assert {one.sha256: one.kind for one in originals} == dict.fromkeys(evidence, EvidenceKind.PAYSLIP)
    assert evidence[originals[0].sha256]["path"] == f"evidence/{copy.sha256}.pdf"
    assert evidence[originals[0].sha256]["handed_over"] == "redacted"
    assert (evidence[originals[1].sha256]["path"], evidence[originals[1].sha256]["handed_over"]) == (None, "withheld")
    assert [path for path in files if path.startswith("evidence/")] == [f"evidence/{copy.sha256}.pdf"]


async def test_the_replayer_confirms_the_bundle_and_notices_what_was_changed(
    territory: Territory, tmp_path: Path
) -> None:
    claim = await _claim(territory)
    await a_bundle(claim.id)
    bundle = await _bundle(territory.oi_client, claim)
    whole, changed = tmp_path / "claim.zip", tmp_path / "changed.zip"
    whole.write_bytes(bundle.content)
    with zipfile.ZipFile(changed, "w") as archive:
        for name, content in _files(bundle).items():
            archive.writestr(name, content.replace(b"2897.51", b"2897.52") if name == "claim.json" else content)
    told = [_replayed(file) for file in (whole, changed)]
    assert told[0] == "same\n"
    assert "claim.json" in told[1]
