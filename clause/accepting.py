"""New connections go to the web process that has the fewest of them.

Processes that wait on one listening socket take what comes in the order in which they wake, and who has nothing to do
wakes first: of sixteen connections opened one after the other one process took all, and the other's processor stayed
idle for as long as they lived. Here each process tells the others how many it has, in memory that they share, and
leaves a new one to who has fewer. No connection waits for long for a process that died or has no time.
"""

import asyncio
import mmap
import socket
from collections.abc import Callable

Made = Callable[[Callable[[], None]], asyncio.Protocol]
"""Makes the protocol of a connection; it calls what it is given when the connection has ended."""

_ABSENT = 2**31 - 1
_GLANCE_SECONDS, _PATIENCE_SECONDS = 0.001, 0.1
_PAUSE_WITHOUT_FILES = 1.0


class Balance:
    """How many connections each of several processes has; made before they are, and shared by them."""

    def __init__(self, processes: int) -> None:
        self._counts = memoryview(mmap.mmap(-1, 4 * processes)).cast("i")
        for place in range(processes):
            self._counts[place] = _ABSENT

    def tell(self, place: int, count: int | None) -> None:
        """The process at this place has so many connections; None: it takes none."""
        self._counts[place] = _ABSENT if count is None else count

    def is_next(self, place: int) -> bool:
        """True when no process has fewer connections than the one at this place."""
        return self._counts[place] <= min(self._counts)

    def others(self, place: int) -> int:
        """How many connections the others have, those that are absent left out."""
        return sum(count for one, count in enumerate(self._counts) if one != place and count != _ABSENT)


class Acceptor:
    """Takes connections from ``listener`` for the process at one place of ``balance``, from its making to ``close``.

    Another that has fewer is left what waits; once none was taken for ``patience`` seconds, all of it is taken here.
    """

    def __init__(
        self,
        listener: socket.socket,
        balance: Balance,
        place: int,
        make: Made,
        patience: float = _PATIENCE_SECONDS,
    ) -> None:
        self._listener, self._balance, self._place, self._make = listener, balance, place, make
        self._patience = patience
        self._loop = asyncio.get_running_loop()
        self._count, self._is_open = 0, True
        self._left_since: tuple[float, int] | None = None
        self._pause: asyncio.TimerHandle | None = None
        self._opening: set[asyncio.Task[None]] = set()
        listener.setblocking(False)
        balance.tell(place, 0)
        self._look()

    def close(self) -> None:
        """Take no more; connections that were taken stay."""
        self._stop_looking()
        self._is_open = False
        self._balance.tell(self._place, None)

    async def wait_closed(self) -> None:
        """Connections that were taken last have begun."""
        await asyncio.gather(*self._opening)

    def _look(self) -> None:
        self._pause = None
        self._loop.add_reader(self._listener.fileno(), self._one_waits)

    def _stop_looking(self) -> None:
        self._loop.remove_reader(self._listener.fileno())
        if self._pause is not None:
            self._pause.cancel()

    def _look_after(self, seconds: float) -> None:
        self._stop_looking()
        self._pause = self._loop.call_later(seconds, self._look)

    def _one_waits(self) -> None:
        if self._balance.is_next(self._place):
            self._left_since = None
            self._take()
        elif self._is_left():
            self._left_since = None
            while self._take():
                pass
        else:
            self._look_after(_GLANCE_SECONDS)

    def _is_left(self) -> bool:
        """True when one has waited for long and the others have taken none."""
        now, others = self._loop.time(), self._balance.others(self._place)
        if self._left_since is None or self._left_since[1] != others:
            self._left_since = now, others
        return now - self._left_since[0] >= self._patience

    def _take(self) -> bool:
        """Take one; False when none waits any more."""
        try:
            taken, _ = self._listener.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return False
        except OSError:  # no file is left, most likely: who waits, waits until some are closed
            self._look_after(_PAUSE_WITHOUT_FILES)
            return False
        self._count_one(1)
        task = self._loop.create_task(self._open(taken))
        self._opening.add(task)
        task.add_done_callback(self._opening.discard)
        return True

    async def _open(self, taken: socket.socket) -> None:
        taken.setblocking(False)
        made = self._make(self._ended)
        try:
            await self._loop.connect_accepted_socket(lambda: made, taken)
        except OSError:  # it was gone before it began
            taken.close()
            self._ended()

    def _ended(self) -> None:
        self._count_one(-1)

    def _count_one(self, by: int) -> None:
        self._count += by
        if self._is_open:
            self._balance.tell(self._place, self._count)
