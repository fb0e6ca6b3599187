"""The story as a test, on both versions of PostgreSQL that the wheel carries, and a worker killed in its middle."""

from contextlib import closing
from pathlib import Path

import pytest

from clause.embedded.processes import wait_until
from tests.scenarios import clause_steps
from tests.scenarios.serving import Serving
from tests.scenarios.story import play
from tests.scenarios.world import World, build_world

pytestmark = pytest.mark.real_processes

CERTIFICATES = 8


@pytest.mark.parametrize("postgres", [16, 18])
def test_the_whole_story_plays_over_http(tmp_path: Path, postgres: int) -> None:
    with Serving(tmp_path / "data", postgres=postgres) as service:
        told = play(service.base_url, service.data_dir, tmp_path / "pdf")
    assert [line.split(".")[0] for line in told] == [
        "1",
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "8a",
        "7",
        "7",
        "8b",
        "8c",
    ]
    assert "Traceback" not in service.said()


def _world(service: Serving, folder: Path) -> closing[World]:
    return closing(build_world(service.base_url, service.data_dir, folder / "pdf"))


def _issued(world: World) -> list[dict[str, str]]:
    found = world.facilitator.get(f"/certificates?lot={world.lot['id']}&limit=200")["items"]
    return [one for one in found if one["state"] == "ISSUED"]


def test_a_worker_killed_in_the_middle_of_certificates_leaves_each_of_them_once(tmp_path: Path) -> None:
    with Serving(tmp_path / "data") as service, _world(service, tmp_path) as world:
        for step in clause_steps.STEPS[:4]:
            step(world)
        path = f"/lots/{world.lot['id']}/certificates"
        asked = []
        for number in range(CERTIFICATES):
            asked.append(world.facilitator.call("POST", path, {"kind": "PROGRESS"}, expect=202))
            if number % 2:
                service.kill_if_it_runs("worker")
        for answer in asked:
            world.facilitator.wait(answer)
        issued = _issued(world)
        files = {one["id"]: world.company.call("GET", f"/certificates/{one['id']}/pdf").content for one in issued}
    assert sorted(one["id"] for one in issued) == sorted(answer.json()["id"] for answer in asked)
    numbers = sorted(one["number"].rsplit("-", 1)[-1] for one in issued)
    assert [int(number) for number in numbers] == list(range(1, CERTIFICATES + 1))
    assert all(content.startswith(b"%PDF-") for content in files.values())


def test_everything_killed_at_once_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    service = Serving(tmp_path / "data")
    service.start()
    with _world(service, tmp_path) as world:
        for step in clause_steps.STEPS[:5]:
            step(world)
        path = f"/lots/{world.lot['id']}/certificates"
        asked = world.facilitator.call("POST", path, {"kind": "PROGRESS"}, expect=202)
        service.kill("serve")
        silent = wait_until(lambda: not service.answers("/health/live"), 120.0, 0.1)
        assert silent, "the web process outlived the one that started it"
        with service:
            world.facilitator.wait(asked)
            entries = world.facilitator.get(f"/ledger-entries?lot={world.lot['id']}")["items"]
            issued = _issued(world)
    assert len(entries) == 4
    assert [one["id"] for one in issued] == [asked.json()["id"]]
