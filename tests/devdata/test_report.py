"""What a newcomer is told, and the file in which it is kept."""

import io
import stat
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from rich.console import Console

from clause.devdata import report
from clause.devdata.cast import ACCOUNTS
from clause.devdata.report import StoredAccess, StoredDemo

ID = UUID("01900000-0000-7000-8000-000000000001")
DEMO = StoredDemo(
    facilitator_org_id=ID,
    seeded_on=date(2028, 1, 15),
    password="abcd-ef01",
    people={account.key: ID for account in ACCOUNTS},
    lots=dict.fromkeys(
        (
            *("pisc1", "pisc2", "pisc3", "pisc4", "nett", "espv", "dune"),
            *("goel1", "voirie", "college", "fetes"),
        ),
        ID,
    ),
    certificates=dict.fromkeys(("final", "revoked", "progress", "latest", "yearly"), ID),
    verification_code="ABCD-EFGH",
    claim_id=ID,
    import_id=ID,
    agreement_id=ID,
    prolonged_id=ID,
    accesses={
        key: StoredAccess(organisation="Un organisme", client_id=ID, client_secret=f"secret-{key}")
        for key in ("ponant", "hautelande")
    },
)


def test_what_is_kept_is_read_again_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    report.write(folder, DEMO)
    report.write(folder, DEMO)
    assert report.read(folder) == DEMO
    assert [path.name for path in folder.iterdir()] == ["demo.json"]
    assert stat.S_IMODE((folder / "demo.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [None, "", "{", "{}", "[1]"])
def test_a_file_that_says_nothing_is_no_report(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "demo.json").write_text(content)
    assert report.read(tmp_path) is None


def test_every_account_the_program_and_the_code_are_told() -> None:
    text = "\n".join(report.report_of(DEMO, "https://clause.example").lines)
    for account in ACCOUNTS:
        assert f"{account.email}   {account.full_name}" in text
    assert "abcd-ef01" in text
    assert "https://clause.example/api/v1/oauth/token -d grant_type=client_credentials" in text
    assert "secret-ponant" in text
    assert "/verify/ABCD-EFGH" in text
    assert f"/timesheets/{ID}/2027-12 " in text
    for path in (f"imports/{ID}", f"pooling-agreements/{ID}", f"participants/{ID}/eligibility-window"):
        assert f"/{path} " in text


def test_printing_it_on_a_terminal_loses_no_character() -> None:
    # The printer understands [marks] and :names:, which a command line may hold by accident.
    printed = io.StringIO()
    console = Console(file=printed, soft_wrap=True, highlight=False)
    lines = [*report.report_of(DEMO, "https://clause.example").lines, *report.lost_report().lines]
    for line in lines:
        console.print(line)
    assert printed.getvalue() == "".join(f"{line}\n" for line in lines)
