"""What became of memory, descriptors and answering times during ``bench.soak``, and whether they stayed."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.faults.ledger import Ledger

MOST_MIB_AN_HOUR = 1.0
_WARM_UP_SHARE = 0.25
"""Caches fill and pools open in the first part of the run, which no slope is drawn through."""
_MOST_MORE_DESCRIPTORS = 2
_PARTS = 12
_LEAST_SHARE, _MOST_SHARE = 0.35, 0.65
_MOST_GROWTH = 1.25
"""Of the 99th percentile: the median of the last third of the run over that of the first third after the warm-up."""


@dataclass(frozen=True)
class Sample:
    """One process at one instant: its own memory, its share of all memory (MiB), its open descriptors."""

    process: str
    at: float
    own_mib: float
    shared_mib: float
    descriptors: int


@dataclass(frozen=True)
class Trend:
    """What became of one process after the warm-up."""

    process: str
    first: Sample
    last: Sample
    mib_an_hour: float
    more_descriptors: int

    @property
    def is_flat(self) -> bool:
        """Whether the promise was kept."""
        return self.mib_an_hour <= MOST_MIB_AN_HOUR and self.more_descriptors <= _MOST_MORE_DESCRIPTORS


@dataclass
class Run:
    """What was seen: answers to writers and to readers, samples of the processes."""

    written: Ledger = field(default_factory=Ledger)
    read: Ledger = field(default_factory=Ledger)
    samples: list[Sample] = field(default_factory=list)
    began: float = 0.0
    ended: float = 0.0
    """Of the even load, on the clock of ``time.monotonic``."""
    capacity: float = 0.0
    """Calls a second that were answered while nobody paused; 0 when it was not asked for."""

    @property
    def calls(self) -> int:
        """Answers so far."""
        return len(self.written.took) + len(self.read.took)

    @property
    def rate(self) -> float:
        """Calls a second under the even load."""
        answered = sum(self.began <= at < self.ended for ledger in (self.written, self.read) for at, _ in ledger.took)
        return answered / (self.ended - self.began)

    def refused(self) -> list[str]:
        """Every answer that was no success."""
        ledgers = (self.written, self.read)
        return [f"{name} × {count}" for one in ledgers for name, count in one.answers.items() if ": 2" not in name]


@dataclass(frozen=True)
class Part:
    """A twelfth of the run: median and 99th percentile of reads and of writes, in milliseconds."""

    first_minute: float
    last_minute: float
    read: tuple[float, float]
    write: tuple[float, float]


def trends_of(samples: Sequence[Sample]) -> list[Trend]:
    """One trend a process: the straight line of least squares through what it held after the warm-up."""
    trends = []
    for process in sorted({sample.process for sample in samples}):
        own = [sample for sample in samples if sample.process == process]
        later = own[int(len(own) * _WARM_UP_SHARE) :]
        hours = [(sample.at - later[0].at) / 3600.0 for sample in later]
        slope = statistics.linear_regression(hours, [sample.own_mib for sample in later]).slope if len(later) > 2 else 0
        third = max(len(later) // 3, 1)
        more = max(s.descriptors for s in later[-third:]) - max(s.descriptors for s in later[:third])
        trends.append(Trend(process, later[0], later[-1], slope, more))
    return trends


def parts_of(run: Run) -> list[Part]:
    """The run in twelve parts."""
    width, found = (run.ended - run.began) / _PARTS, []
    for part in range(_PARTS):
        first, last = run.began + part * width, run.began + (part + 1) * width
        figures = (_percentiles(run.read, first, last), _percentiles(run.written, first, last))
        found.append(Part(part * width / 60, (part + 1) * width / 60, *figures))
    return found


def not_flat(run: Run, parts: Sequence[Part]) -> list[str]:
    """What keeps this from being an even load at half capacity with even answering times; empty when nothing does."""
    later, third = parts[int(_PARTS * _WARM_UP_SHARE) :], _PARTS // 4
    found = []
    for name, figures in {"reads": [p.read[1] for p in later], "writes": [p.write[1] for p in later]}.items():
        before, after = statistics.median(figures[:third]), statistics.median(figures[-third:])
        if after > _MOST_GROWTH * before:
            found.append(f"99th percentile of {name} grew from {before:.0f} to {after:.0f} ms")
    if not _LEAST_SHARE <= run.rate / run.capacity <= _MOST_SHARE:
        found.append(f"the load was {run.rate / run.capacity:.0%} of capacity")
    return found


def text(run: Run, trends: Sequence[Trend], parts: Sequence[Part]) -> str:
    """The tables that are printed."""
    share = f", {run.rate / run.capacity:.0%} of the {run.capacity:.1f}/s of a full minute" if run.capacity else ""
    lines = [
        f"{run.rate:.1f} calls a second for {(run.ended - run.began) / 60:.0f} min{share};"
        f" {run.calls} calls in all, {len(run.written.acknowledged)} writes kept",
        f"{'process':<12} {'own MiB after warm-up → end':>28} {'MiB/hour':>9} {'in all':>7} {'descriptors':>12}",
    ]
    for t in trends:
        memory = f"{t.first.own_mib:.1f} → {t.last.own_mib:.1f}"
        descriptors = f"{t.first.descriptors} → {t.last.descriptors}"
        lines.append(f"{t.process:<12} {memory:>28} {t.mib_an_hour:>9.2f} {t.last.shared_mib:>7.1f} {descriptors:>12}")
    lines += ["", f"{'minutes':<10} {'read p50':>9} {'p99 ms':>8} {'write p50':>10} {'p99 ms':>8}"]
    for p in parts:
        shown = "".join(
            f"{figure:>{width}.0f}" for figure, width in zip((*p.read, *p.write), (10, 9, 11, 9), strict=True)
        )
        lines.append(f"{p.first_minute:>4.0f}-{p.last_minute:<5.0f}{shown}")
    return "\n".join([*lines, ""])


def _percentiles(ledger: Ledger, first: float, last: float) -> tuple[float, float]:
    """Median and 99th percentile, in milliseconds, of the calls answered between two instants."""
    found = sorted(seconds for at, seconds in ledger.took if first <= at < last)
    if not found:
        return 0.0, 0.0
    return 1000 * found[len(found) // 2], 1000 * found[int(len(found) * 0.99)]
