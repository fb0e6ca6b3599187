"""compose.yaml describes the same service on servers of its own; what can be checked of it without Docker is."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from clause.embedded import start_postgres
from clause.embedded.binaries import postgres_programs
from clause.settings import load_settings
from tests.embedded.support import execute, query, settings_in

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    """The services that are described."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    return found


def test_every_service_that_stays_up_says_whether_it_is_well(services: dict[str, Any]) -> None:
    assert set(services) == {"postgres", "redis", "migrate", "web", "worker", "mailpit"}
    assert {name for name, service in services.items() if "healthcheck" not in service} == {"migrate"}


def test_what_a_service_waits_for_exists_and_can_become_true(services: dict[str, Any]) -> None:
    for service in services.values():
        for name, wait in service.get("depends_on", {}).items():
            if wait["condition"] == "service_healthy":
                assert "healthcheck" in services[name]
            else:
                assert (name, wait["condition"]) == ("migrate", "service_completed_successfully")


def test_the_service_gets_two_roles_and_no_embedded_server(services: dict[str, Any]) -> None:
    for name in ("migrate", "web", "worker"):
        given = {
            key: str(value).replace(":?set it in .env", "").replace("${", "").replace("}", "")
            for key, value in services[name]["environment"].items()
        }
        unset = ("CLAUSE_PUBLIC_URL", "CLAUSE_LOG_LEVEL", "CLAUSE_SMTP_URL", "CLAUSE_MAIL_FROM")
        settings = load_settings({**given, **dict.fromkeys(unset, "")})
        assert not settings.embedded_database
        assert not settings.embedded_redis
        assert "//clause_app:" in str(settings.asyncpg_config()["dsn"])
        assert "//clause_owner:" in str(settings.asyncpg_owner_config()["dsn"])


def test_no_image_is_tied_to_a_registry(services: dict[str, Any]) -> None:
    for service in services.values():
        first, _, rest = service["image"].partition("/")
        assert not (rest and "." in first), service["image"]


@pytest.mark.real_processes
def test_the_init_script_makes_the_same_roles_as_the_embedded_server(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    server = start_postgres(settings, {"fsync": "off"})
    try:
        everything = server.superuser_config()
        rights = (
            "SELECT string_agg(concat_ws(' ', rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb), ','"
            " ORDER BY rolname) || (SELECT datacl::text || pg_get_userbyid(datdba) FROM pg_database"
            " WHERE datname = 'clause') FROM pg_roles WHERE rolname LIKE 'clause_%'"
        )
        ours = query(everything, rights)
        execute(everything, "DROP DATABASE clause")
        execute(everything, "DROP ROLE clause_owner; DROP ROLE clause_app")
        subprocess.run(
            ["sh", ROOT / "docker" / "postgres-init" / "10-roles.sh"],
            check=True,
            env={
                "PATH": f"{postgres_programs(18)}:{os.environ['PATH']}",
                "PGHOST": str(settings.socket_dir),
                "POSTGRES_USER": "postgres",
                "CLAUSE_OWNER_PASSWORD": "a'b",
                "CLAUSE_APP_PASSWORD": "c",
            },
        )
        assert query(everything, rights) == ours
    finally:
        server.stop()


def test_mail_is_caught_only_where_that_was_asked_for(services: dict[str, Any]) -> None:
    assert services["mailpit"]["profiles"] == ["mailpit"]
    assert services["web"]["environment"]["CLAUSE_SMTP_URL"] == "${CLAUSE_SMTP_URL:-}"
