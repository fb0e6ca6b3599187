"""Every kind of damage to a journal is found, and said of the line that suffered it."""

import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clause import audit
from clause.db.queries import journal_audit
from clause.domain.errors import Unreadable
from clause.domain.journal_chain import Audit, Damage, Damaged, Head, Seal, split
from clause.gateways import seal_key as keys
from clause.gateways.identities import new_id
from clause.gateways.key_files import read_key
from clause.services import journal_seals
from clause.services.context import worker_context
from clause.settings import Settings
from tests.builders.committed import committed_territory
from tests.builders.territory import NOW, Territory

LINES = 6
OTHER = UUID("00000000-0000-7000-8000-000000000001")


@pytest.fixture(scope="module")
async def journal(territory: Territory, settings: Settings) -> AsyncIterator[UUID]:
    """An organisation with nothing but a journal, sealed at its last line."""
    async with committed_territory(territory, settings):
        org_id = new_id()
        connection = await asyncpg.connect(**settings.asyncpg_config())
        for number in range(LINES):
            await _append(connection, org_id, f"motif {number}" if number % 2 else None)
        await connection.close()
        assert await journal_seals.seal_heads(worker_context(NOW)) > 0
        assert await journal_seals.seal_heads(worker_context(NOW)) == 0
        yield org_id


async def _append(connection: Any, org_id: UUID, reason: str | None) -> None:
    await connection.execute(
        "SELECT clause_journal_append($1, $2, $3, 'user', $1, $2, 'test.done', 'lot', $1, $4, $5)",
        new_id(),
        org_id,
        NOW,
        reason,
        json.dumps({"hours": "12.50"}),
    )


@pytest.fixture
async def owner(journal: UUID, settings: Settings) -> AsyncIterator[Any]:
    """A connection that may do anything to the journal; what it did is rolled back."""
    connection = await asyncpg.connect(**{**settings.asyncpg_owner_config(), "user": "postgres"})
    transaction = connection.transaction()
    await transaction.start()
    await connection.execute("SET LOCAL session_replication_role = replica")
    yield connection
    await transaction.rollback()
    await connection.close()


async def _found(owner: Any, settings: Settings, kept: list[Seal] | None = None) -> list[Damaged]:
    seals = await journal_audit.read_seals(owner)
    marks = [(Head(seal.org_id, seal.seq, seal.hash), Damage.SEAL_NOT_HELD) for seal in seals]
    marks += [(Head(seal.org_id, seal.seq, seal.hash), Damage.KEPT_NOT_HELD) for seal in kept or []]
    done = Audit(await journal_audit.read_heads(owner), marks)
    async for line in journal_audit.read_lines(owner):
        done.follow(line)
    done.end()
    key = read_key(keys.own_key(settings.data_dir))
    done.check_seals(seals, {keys.key_id(key): keys.signer(key)})
    return done.damages


CHANGES = {
    "id": f"'{OTHER}'",
    "org_id": f"'{OTHER}'",
    "at": "at + interval '1 microsecond'",
    "actor_kind": "'worker'",
    "actor_id": "NULL",
    "actor_org_id": f"'{OTHER}'",
    "action": "'test.undone'",
    "subject_kind": "'contract'",
    "subject_id": f"'{OTHER}'",
    "reason": "'autre motif'",
    "data": """'{"hours": "12.51"}'""",
    "previous_hash": "repeat('1', 64)",
    "hash": "repeat('2', 64)",
    "format": "1",
    "reason_digest": "repeat('3', 64)",
    "reason_salt": f"'{OTHER}'",
    "seq": "seq + 1000",
}


async def test_an_untouched_journal_verifies(owner: Any, settings: Settings, journal: UUID) -> None:
    assert await _found(owner, settings) == []
    columns = await owner.fetch("SELECT column_name FROM information_schema.columns WHERE table_name = 'journal'")
    assert {row["column_name"] for row in columns} == set(CHANGES), "each column is tampered with below"


@pytest.mark.parametrize("column", sorted(CHANGES))
@pytest.mark.parametrize("seq", [1, 4, LINES])
async def test_a_changed_column_is_found_at_its_line(
    owner: Any, settings: Settings, journal: UUID, column: str, seq: int
) -> None:
    change = f"UPDATE journal SET {column} = {CHANGES[column]} WHERE org_id = $1 AND seq = $2"
    await owner.execute(change, journal, seq)
    found = await _found(owner, settings)
    assert found, column
    assert any(one.org_id == journal and one.number in (seq, seq + 1, seq - 1) for one in found)
    if column not in ("org_id", "seq"):
        assert (journal, seq) in {(one.org_id, one.number) for one in found}


@pytest.mark.parametrize("seq", [1, 3, LINES])
async def test_a_removed_line_is_found(owner: Any, settings: Settings, journal: UUID, seq: int) -> None:
    await owner.execute("DELETE FROM journal WHERE org_id = $1 AND seq = $2", journal, seq)
    found = {one.damage for one in await _found(owner, settings)}
    assert found & {Damage.LINE_MISSING, Damage.END_CHANGED}


async def test_two_lines_in_each_others_place_are_found(owner: Any, settings: Settings, journal: UUID) -> None:
    swap = "UPDATE journal SET seq = $3 WHERE org_id = $1 AND seq = $2"
    for before, after in ((2, 1000), (3, 2), (1000, 3)):
        await owner.execute(swap, journal, before, after)
    assert {one.number for one in await _found(owner, settings)} >= {2, 3}


async def test_a_journal_that_goes_with_all_its_lines_is_found(owner: Any, settings: Settings, journal: UUID) -> None:
    await owner.execute("DELETE FROM journal WHERE org_id = $1", journal)
    assert Damaged(Damage.END_CHANGED, journal, LINES) in await _found(owner, settings)
    await owner.execute("DELETE FROM journal_head WHERE org_id = $1", journal)
    assert Damaged(Damage.SEAL_NOT_HELD, journal, LINES) in await _found(owner, settings)


REWRITE = """
DO $$ DECLARE j journal%ROWTYPE; previous text := (SELECT hash FROM journal WHERE org_id = '{org}' AND seq = 2);
BEGIN
  FOR j IN SELECT * FROM journal WHERE org_id = '{org}' AND seq > 2 ORDER BY seq LOOP
    j.data := '{{"hours": "99.00"}}'; j.previous_hash := previous;
    previous := clause_journal_hash(j.seq, previous, clause_journal_line_of(j));
    UPDATE journal SET data = j.data, previous_hash = j.previous_hash, hash = previous WHERE id = j.id;
  END LOOP;
  UPDATE journal_head SET hash = previous WHERE org_id = '{org}';
END $$
"""


async def test_a_chain_made_anew_is_caught_by_its_seal_and_then_by_the_heads_kept_elsewhere(
    owner: Any, settings: Settings, journal: UUID
) -> None:
    kept = await journal_audit.read_seals(owner, org_id=journal)
    assert [seal.seq for seal in kept] == [LINES]
    await owner.execute(REWRITE.format(org=journal))
    assert await owner.fetchval("SELECT broken_seq FROM clause_journal_verify($1)", journal) is None
    assert await _found(owner, settings) == [Damaged(Damage.SEAL_NOT_HELD, journal, LINES)]
    await owner.execute("UPDATE journal_seal s SET hash = h.hash FROM journal_head h WHERE h.org_id = s.org_id")
    assert Damaged(Damage.SEAL_CHANGED, journal, kept[0].number) in await _found(owner, settings)
    await owner.execute("DELETE FROM journal_seal WHERE number >= $1", kept[0].number)
    assert await _found(owner, settings) == []
    assert await _found(owner, settings, kept) == [Damaged(Damage.KEPT_NOT_HELD, journal, LINES)]


async def test_seals_out_of_place_or_of_a_key_that_is_not_here_are_found(
    owner: Any, settings: Settings, journal: UUID
) -> None:
    number = await owner.fetchval("SELECT number FROM journal_seal WHERE org_id = $1", journal)
    await owner.execute("UPDATE journal_seal SET key_id = 'another' WHERE number = $1", number)
    assert Damaged(Damage.KEY_UNKNOWN, journal, number) in await _found(owner, settings)
    await owner.execute("UPDATE journal_seal SET number = number + 1000")
    assert Damage.SEAL_MISSING in {one.damage for one in await _found(owner, settings)}


async def test_a_reason_may_go_only_where_an_erasure_says_so(owner: Any, settings: Settings, journal: UUID) -> None:
    await owner.execute("UPDATE journal SET reason = NULL, reason_salt = NULL WHERE org_id = $1 AND seq = 2", journal)
    assert await _found(owner, settings) == [Damaged(Damage.REASON_GONE, journal, 2)]
    await owner.execute(
        "SELECT clause_journal_append($1, $2, now(), 'user', NULL, NULL, 'participant.purged', 'participant', $1, NULL,"
        " $3)",
        new_id(),
        journal,
        json.dumps({"journal_lines": "2"}),
    )
    assert await _found(owner, settings) == []


async def test_the_command_reads_what_it_wrote(settings: Settings, journal: UUID, tmp_path: Path) -> None:
    seals = await audit.list_seals(settings, None, journal)
    file = tmp_path / "heads.jsonl"
    file.write_text("".join(seal.model_dump_json() + "\n" for seal in seals))
    done, checked = await audit.verify(settings, audit.read_kept(file), [])
    assert (done.damages, checked >= 1, done.lines >= LINES) == ([], True, True)
    file.write_text("{}\n")
    with pytest.raises(Unreadable):
        audit.read_kept(file)
    with pytest.raises(Unreadable):
        await audit.verify(settings, [], [file])


async def test_several_processes_find_what_one_finds(
    settings: Settings, journal: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    seals = await audit.list_seals(settings, None, None)
    kept = [seal.model_copy(update={"hash": "4" * 64}) for seal in seals]
    alone, _ = await audit.verify(settings, kept, [])
    monkeypatch.setattr(audit, "SPLIT_FROM", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    together, _ = await audit.verify(settings, kept, [])
    assert len(together.damages) == len(seals) > 0
    assert sorted(map(str, together.damages)) == sorted(map(str, alone.damages))
    assert (together.lines, together.chains, together.erased) == (alone.lines, alone.chains, alone.erased)


@given(st.lists(st.tuples(st.uuids(), st.integers(0, 1000)), unique_by=lambda head: head[0]), st.integers(1, 5))
def test_parts_hold_every_organisation_once(given_heads: list[tuple[UUID, int]], count: int) -> None:
    parts = split([Head(org_id, seq, "") for org_id, seq in given_heads], count)
    assert 1 <= len(parts) <= count
    for org_id in [org_id for org_id, _ in given_heads] + [OTHER]:
        assert sum(part.holds(org_id) for part in parts) == 1


def test_parts_are_about_as_long() -> None:
    heads = [Head(UUID(int=number), 100, "") for number in range(10)]
    first, second = split(heads, 2)
    assert sum(first.holds(head.org_id) for head in heads) == sum(second.holds(head.org_id) for head in heads) == 5


def test_a_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    one, other = keys.SealKey(), keys.SealKey()
    one.open(tmp_path)
    other.open(tmp_path)
    assert one.sign("x") == other.sign("x") != one.sign("y")
    assert one.id == other.id
    assert keys.own_key(tmp_path).stat().st_mode & 0o077 == 0
    assert [path.name for path in keys.own_key(tmp_path).parent.iterdir()] == ["journal.key"]
    with pytest.raises(RuntimeError):
        keys.SealKey().sign("x")
