"""compose.yaml describes the same service on servers of its own; what can be checked of it without Docker is."""

import os
import re
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from clause.embedded import start_postgres
from clause.embedded.binaries import postgres_programs
from clause.settings import VARIABLES, load_settings
from tests.embedded.support import execute, query, settings_in

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    """The services that are described."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    return found


def test_every_service_that_stays_up_says_whether_it_is_well(services: dict[str, Any]) -> None:
    twice = {"postgres", "postgres-replica", "redis", "redis-replica", "web-a", "web-b"}
    assert set(services) == {*twice, "worker", "proxy", "migrate", "mailpit"}
    assert {name for name, service in services.items() if "healthcheck" not in service} == {"migrate"}


def test_what_a_service_waits_for_exists_and_can_become_true(services: dict[str, Any]) -> None:
    for service in services.values():
        for name, wait in service.get("depends_on", {}).items():
            if wait["condition"] == "service_healthy":
                assert "healthcheck" in services[name]
            else:
                assert (name, wait["condition"]) == ("migrate", "service_completed_successfully")


def test_the_service_gets_two_roles_and_no_embedded_server(services: dict[str, Any]) -> None:
    for name in ("migrate", "web-a", "web-b", "worker"):
        settings = load_settings(_environment_of(services[name]))
        assert not settings.embedded_database
        assert not settings.embedded_redis
        assert "//clause_app:" in str(settings.asyncpg_config()["dsn"])
        assert "//clause_owner:" in str(settings.asyncpg_owner_config()["dsn"])


def _environment_of(service: dict[str, Any]) -> dict[str, str]:
    """What a container gets when only what must be set is, each to its own name."""
    unset = re.compile(r"\$\{\w+:-(.*?)\}")
    needed = re.compile(r"\$\{(\w+):\?.*?\}")
    return {key: needed.sub(r"\1", unset.sub(r"\1", str(value))) for key, value in service["environment"].items()}


def test_every_variable_that_a_process_gets_is_one_that_something_reads(services: dict[str, Any]) -> None:
    ours = {variable for variable, _, _ in VARIABLES.values()} | {"FORWARDED_ALLOW_IPS"}
    for name in ("migrate", "web-a", "web-b", "worker"):
        assert set(services[name]["environment"]) <= ours, name
    proxy = (ROOT / "docker" / "haproxy.cfg").read_text(encoding="utf-8")
    assert set(services["proxy"]["environment"]) == set(re.findall(r'"\$\{(\w+)\}"', proxy))
    for name in ("postgres", "postgres-replica"):
        folder = {"postgres": "postgres-init", "postgres-replica": "postgres-replica"}[name]
        scripts = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docker" / folder).iterdir())
        given = set(services[name]["environment"])
        assert set(re.findall(r"\$(CLAUSE_\w+)", scripts)) <= given, name


def test_both_databases_are_named_and_the_one_that_accepts_writes_is_taken(services: dict[str, Any]) -> None:
    settings = load_settings(_environment_of(services["web-a"]))
    for config in (settings.asyncpg_config(), settings.asyncpg_owner_config()):
        asked = parse_qs(urlsplit(str(config["dsn"])).query)
        assert asked == {"host": ["postgres,postgres-replica"], "target_session_attrs": ["primary"]}


def test_the_proxy_alone_can_be_reached_and_sends_to_every_api_process(services: dict[str, Any]) -> None:
    open_ports = {name for name, service in services.items() if "ports" in service}
    assert open_ports == {"proxy", "mailpit"}
    named = {value.partition(":")[0] for key, value in services["proxy"]["environment"].items() if "_WEB_" in key}
    assert named == {name for name, service in services.items() if service.get("command", [])[-1:] == ["web"]}


def test_two_workers_and_two_api_processes_are_the_same_image_as_the_migrations(services: dict[str, Any]) -> None:
    assert services["worker"]["deploy"] == {"replicas": 2}
    assert {services[name]["image"] for name in ("migrate", "web-a", "web-b", "worker")} == {"clause"}


def test_every_volume_and_mounted_file_exists(services: dict[str, Any]) -> None:
    volumes = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["volumes"]
    for service in services.values():
        for mounted in service.get("volumes", []):
            source = mounted.partition(":")[0]
            assert (ROOT / source).exists() if source.startswith(".") else source in volumes, mounted


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
        (tmp_path / "pg_hba.conf").touch()
        subprocess.run(
            ["sh", ROOT / "docker" / "postgres-init" / "20-replication.sh"],
            check=True,
            env={
                "PATH": f"{postgres_programs(18)}:{os.environ['PATH']}",
                "PGHOST": str(settings.socket_dir),
                "PGDATA": str(tmp_path),
                "POSTGRES_USER": "postgres",
                "CLAUSE_REPLICA_PASSWORD": "a'b",
            },
        )
        follows = "SELECT rolreplication AND NOT rolsuper FROM pg_roles WHERE rolname = 'clause_replica'"
        assert query(everything, follows)
        assert query(everything, "SELECT slot_name FROM pg_replication_slots") == "replica"
        assert (tmp_path / "pg_hba.conf").read_text().split()[:3] == ["host", "replication", "clause_replica"]
    finally:
        server.stop()


def test_mail_is_caught_only_where_that_was_asked_for(services: dict[str, Any]) -> None:
    assert services["mailpit"]["profiles"] == ["mailpit"]
    assert services["web-a"]["environment"]["CLAUSE_SMTP_URL"] == "${CLAUSE_SMTP_URL:-}"
