"""What is logged of a fault: where it happened, never what the variables held."""

import json

import pytest
import structlog

from clause.logs import configure_logs


@pytest.fixture(params=["json", "console"])
def log_format(request: pytest.FixtureRequest) -> str:
    """Both ways of writing."""
    return str(request.param)


def _fail(secret: str) -> None:
    raise ValueError(len(secret))


def test_a_fault_is_logged_without_the_values_of_variables(log_format: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = structlog.get_config()
    configure_logs("INFO", log_format)
    try:
        _fail("-".join(("Amina", "Berthier")))
    except ValueError as error:
        structlog.get_logger("test").error("unexpected_error", exc_info=error)
    finally:
        structlog.configure(**before)
    said = capsys.readouterr().err
    assert "ValueError" in said
    assert "_fail" in said
    assert "Amina-Berthier" not in said
    if log_format == "json":
        assert json.loads(said.splitlines()[-1])["event"] == "unexpected_error"
