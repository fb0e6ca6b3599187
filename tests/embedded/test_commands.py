"""The commands as a person types them, with the database they start for themselves."""

from pathlib import Path

import pytest

from clause.embedded.postgres import start_postgres
from tests.embedded.support import clause, execute, settings_in

pytestmark = pytest.mark.real_processes
ROOT = Path(__file__).resolve().parents[2]


def test_a_bad_variable_is_a_sentence_and_not_a_trace(tmp_path: Path) -> None:
    done = clause(tmp_path, "serve", CLAUSE_PORT="http")
    assert done.returncode == 1
    assert "CLAUSE_PORT vaut «\u00a0http\u00a0»" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_migrating_starts_a_database_and_leaves_it_stopped_and_up_to_date(migrated: Path) -> None:
    again = clause(migrated, "migrate")
    assert again.returncode == 0, again.stderr
    assert "(0 migration(s)" in again.stdout
    assert not (migrated / "postgres" / "postmaster.pid").exists()


def test_doctor_says_what_is_missing_then_that_all_is_well(tmp_path: Path, migrated: Path) -> None:
    before = clause(tmp_path / "empty", "doctor")
    assert before.returncode == 1
    assert [line for line in before.stdout.splitlines() if line.startswith("ERREUR")] == [
        line for line in before.stdout.splitlines() if "clause migrate" in line
    ]
    after = clause(migrated, "doctor")
    assert after.returncode == 0, after.stdout
    assert "clause_app, soumis à la sécurité par ligne" in after.stdout
    assert "journal\u00a0: 0\u00a0chaîne" in after.stdout


CHANGED_LINE = """
INSERT INTO journal_head (org_id, seq, hash) VALUES ('00000000-0000-7000-8000-000000000001', 3, repeat('0', 64))
"""


def test_doctor_names_a_journal_that_was_changed(migrated: Path) -> None:
    settings = settings_in(migrated)
    server = start_postgres(settings)
    try:
        execute(settings.asyncpg_owner_config(), CHANGED_LINE)
    finally:
        server.stop()
    done = clause(migrated, "doctor")
    assert done.returncode == 1
    assert "journal de l’organisme 00000000-0000-7000-8000-000000000001\u00a0: la ligne 3" in done.stdout


def test_doctor_finds_a_queue_that_does_not_answer(tmp_path: Path) -> None:
    done = clause(tmp_path, "doctor", REDIS_URL="redis://127.0.0.1:1/0")
    assert done.returncode == 1
    assert "REDIS_URL, ou lancez" in done.stdout


def test_a_database_that_refuses_is_a_sentence_and_not_a_trace(tmp_path: Path) -> None:
    done = clause(tmp_path, "migrate", DATABASE_URL="postgresql://someone:s3cret@127.0.0.1:1/clause")
    assert done.returncode == 1
    assert "DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr
    assert "s3cret" not in done.stderr


@pytest.mark.parametrize("process", ["web", "worker"])
def test_a_process_alone_without_a_running_database_is_refused(tmp_path: Path, process: str) -> None:
    done = clause(tmp_path, process)
    assert done.returncode == 1
    assert "clause serve" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_operator_registers_an_organisation_and_a_person_and_imports_a_file_twice(migrated: Path) -> None:
    siret, published = "35600000000048", ROOT / "clause" / "devdata" / "files" / "territoire-2.0.json"
    nobody = clause(migrated, "import", "decp", str(published))
    assert nobody.returncode == 1
    assert "clause org add" in nobody.stderr
    organisation = ("--kind", "facilitator_org", "--siret", siret, "--name", "Maison de l'emploi")
    assert clause(migrated, "org", "add", *organisation).returncode == 0
    person = ("--email", "a@example.fr", "--name", "A. B.", "--siret", siret, "--role", "manager")
    assert "/sign-in/open#" in clause(migrated, "user", "add", *person).stdout
    first, second = (clause(migrated, "import", "decp", str(published)) for _ in range(2))
    assert first.returncode == second.returncode == 0, first.stderr + second.stderr
    assert " 0 importés" not in first.stdout
    assert " 0 importés" in second.stdout
    assert " 0 à vérifier" in second.stdout
    unreadable = clause(migrated, "import", "decp", __file__)
    assert unreadable.returncode == 1
    assert "JSON" in unreadable.stderr
    assert "Traceback" not in unreadable.stderr
