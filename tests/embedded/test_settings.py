"""The environment: what each variable gives, and that a bad one is named with what to do."""

from pathlib import Path

import pytest

from clause.settings import LONGEST_SOCKET_FOLDER, BadSettings, load_settings
from clause.text.messages import explain

ADDRESS = "postgresql://someone:s3cret@db.example.fr:5432/clause"


def test_nothing_set_means_everything_embedded_below_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load_settings({})
    assert settings.embedded_database
    assert settings.embedded_redis
    assert settings.data_dir == tmp_path / "var"
    assert (settings.host, settings.port, settings.public_url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")


def test_an_empty_variable_counts_as_not_set() -> None:
    settings = load_settings({"DATABASE_URL": "", "REDIS_URL": " ", "CLAUSE_PORT": ""})
    assert settings.embedded_database
    assert settings.embedded_redis
    assert settings.port == 8000


BAD_VALUES = [
    ("DATABASE_URL", "mysql://db/clause"),
    ("DATABASE_URL", "postgresql:///clause"),
    ("DATABASE_URL", "postgresql://db:99999/clause"),
    ("REDIS_URL", "http://queue:6379"),
    ("REDIS_URL", "unix://"),
    ("CLAUSE_DATA_DIR", __file__),
    ("CLAUSE_EMBEDDED_PG", "17"),
    ("CLAUSE_EMBEDDED_PG", "latest"),
    ("CLAUSE_HOST", "http://me"),
    ("CLAUSE_PORT", "0"),
    ("CLAUSE_PORT", "65536"),
    ("CLAUSE_PORT", "http"),
    ("CLAUSE_PUBLIC_URL", "clause.example.fr"),
    ("CLAUSE_PUBLIC_URL", "https://clause.example.fr/app"),
    ("CLAUSE_LOG_LEVEL", "LOUD"),
    ("CLAUSE_LOG_FORMAT", "xml"),
    ("CLAUSE_POOL_MIN", "-1"),
    ("CLAUSE_POOL_MAX", "0"),
    ("CLAUSE_WEB_PROCESSES", "0"),
    ("CLAUSE_WORKER_PROCESSES", "17"),
    ("CLAUSE_PRIVATE_WEBHOOKS", "maybe"),
]


@pytest.mark.parametrize(("variable", "value"), BAD_VALUES)
def test_a_value_that_cannot_be_used_is_refused_by_the_name_of_its_variable(variable: str, value: str) -> None:
    with pytest.raises(BadSettings) as refusal:
        load_settings({variable: value})
    assert [finding.field for finding in refusal.value.findings] == [variable]
    first, second = explain(refusal.value)
    assert "1\u00a0variable" in first
    assert variable in second


@pytest.mark.parametrize("port", [1, 65535])
def test_the_first_and_the_last_port_are_taken(port: int) -> None:
    assert load_settings({"CLAUSE_PORT": str(port)}).port == port


def test_all_bad_variables_are_named_at_once() -> None:
    with pytest.raises(BadSettings) as refusal:
        load_settings({"CLAUSE_PORT": "x", "CLAUSE_HOST": "a b", "DATABASE_OWNER_URL": ADDRESS})
    assert [finding.field for finding in refusal.value.findings] == ["CLAUSE_HOST", "CLAUSE_PORT", "DATABASE_OWNER_URL"]


def test_a_smallest_pool_above_the_largest_is_refused() -> None:
    assert load_settings({"CLAUSE_POOL_MIN": "10"}).pool_min_size == 10
    with pytest.raises(BadSettings) as refusal:
        load_settings({"CLAUSE_POOL_MIN": "11"})
    assert "CLAUSE_POOL_MAX (10)" in explain(refusal.value)[1]


def test_passwords_appear_neither_in_a_refusal_nor_in_what_is_printed_of_the_settings() -> None:
    with pytest.raises(BadSettings) as refusal:
        load_settings({"DATABASE_URL": "mysql://someone:s3cret@db/clause"})
    assert "s3cret" not in " ".join(explain(refusal.value)) + str(refusal.value)
    settings = load_settings({"DATABASE_URL": ADDRESS, "DATABASE_OWNER_URL": ADDRESS, "REDIS_URL": "redis://:s3cret@q"})
    assert "s3cret" not in repr(settings)
    assert "s3cret" not in repr(settings.redis_address())


def test_the_embedded_database_is_reached_by_socket_as_the_role_of_each_task(tmp_path: Path) -> None:
    settings = load_settings({"CLAUSE_DATA_DIR": str(tmp_path)})
    service, owner = settings.asyncpg_config(), settings.asyncpg_owner_config()
    assert (service["user"], owner["user"]) == ("clause_app", "clause_owner")
    assert service["host"] == owner["host"] == str(settings.socket_dir)
    assert service["server_settings"] == {"timezone": "UTC", "application_name": "clause"}


def test_one_address_for_everything_steps_down_to_the_service_role_for_the_service_only() -> None:
    settings = load_settings({"DATABASE_URL": ADDRESS})
    assert settings.asyncpg_config() == {
        "dsn": ADDRESS,
        "server_settings": {"timezone": "UTC", "application_name": "clause", "role": "clause_app"},
    }
    assert settings.asyncpg_owner_config() == {
        "dsn": ADDRESS,
        "server_settings": {"timezone": "UTC", "application_name": "clause"},
    }


def test_two_addresses_are_used_as_they_are() -> None:
    owner = "postgresql://owner:other@db.example.fr/clause"
    settings = load_settings({"DATABASE_URL": ADDRESS, "DATABASE_OWNER_URL": owner})
    assert settings.asyncpg_config()["dsn"] == ADDRESS
    assert settings.asyncpg_owner_config()["dsn"] == owner
    assert "role" not in str(settings.asyncpg_config()["server_settings"])


@pytest.mark.parametrize(
    ("environment", "address", "secure"),
    [
        ({"CLAUSE_PORT": "8123"}, "http://127.0.0.1:8123", False),
        ({"CLAUSE_HOST": "0.0.0.0"}, "http://127.0.0.1:8000", False),  # noqa: S104 - a value, nothing is bound
        ({"CLAUSE_HOST": "::1"}, "http://[::1]:8000", False),
        ({"CLAUSE_PUBLIC_URL": "https://clause.example.fr/"}, "https://clause.example.fr", True),
        ({"CLAUSE_PUBLIC_URL": "http://clause.example.fr"}, "http://clause.example.fr", False),
    ],
)
def test_cookies_are_bound_to_https_exactly_when_people_use_https(
    environment: dict[str, str], address: str, secure: bool
) -> None:
    settings = load_settings(environment)
    assert (settings.public_url, settings.secure_cookies) == (address, secure)


@pytest.mark.parametrize(("excess", "inside"), [(-1, True), (0, True), (1, False)])
def test_sockets_leave_the_data_folder_exactly_when_its_path_is_too_long(excess: int, inside: bool) -> None:
    room = LONGEST_SOCKET_FOLDER + excess - len("/run")
    settings = load_settings({"CLAUSE_DATA_DIR": "/" + "d" * (room - 1)})
    assert (settings.socket_dir == settings.data_dir / "run") is inside
    assert len(str(settings.socket_dir / ".s.PGSQL.5432.lock")) <= 107


def test_two_data_folders_never_share_a_socket_folder() -> None:
    first, second = (load_settings({"CLAUSE_DATA_DIR": "/" + letter * 120}).socket_dir for letter in "ab")
    assert first != second
