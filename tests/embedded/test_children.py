"""When a process of the service is started again after its end."""

import pytest

from clause import children
from clause.children import Child
from clause.settings import Settings


class Copy:
    """Stands for a process: it has ended once it is given a status."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.status: int | None = None

    def poll(self) -> int | None:
        return self.status


class Clock:
    """What the clock says, and the copies that were made."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.copies: list[Copy] = []

    def fork(self, *_: object) -> Copy:
        self.copies.append(Copy(len(self.copies) + 1))
        return self.copies[-1]

    def lives(self, child: Child, seconds: float) -> str | None:
        """The process that runs now ends after so many seconds; what is said of it."""
        self.now += seconds
        self.copies[-1].status = -9
        return child.tend()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(children, "fork", clock.fork)
    monkeypatch.setattr("clause.children.time.monotonic", lambda: clock.now)
    return clock


def test_what_had_lived_well_is_started_again_at_once_however_often_it_is_killed(
    clock: Clock, settings: Settings
) -> None:
    child = Child("web", settings, lambda: 0)
    child.tend()
    for times in range(2, 7):
        assert "redémarrage dans 0 s" in (clock.lives(child, 15.0) or "")
        assert (child.pid, child.deaths) == (times, 1)


def test_what_ends_soon_is_started_again_ever_more_slowly(clock: Clock, settings: Settings) -> None:
    child = Child("worker", settings, lambda: 0)
    child.tend()
    for deaths, pause in enumerate((0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0), start=1):
        clock.lives(child, 1.0)
        assert (child.pid, child.deaths) == (0, deaths)
        clock.now += pause - 0.01
        child.tend()
        assert child.pid == 0
        clock.now += 0.02
        child.tend()
        assert child.pid == deaths + 1
    clock.lives(child, 15.0)
    assert (child.pid, child.deaths) == (10, 1), "forgiven once it has lived well"
