"""The promises P1 to P5 and P9 beside what this run gave.

What P9 says of a service at rest and of its start is told by ``bench.start``, which starts all of it.
"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from bench.peers.report import Memory, of_best_round, shares, shown, table
from bench.peers.rounds import Kind3
from bench.peers.singles import Singles


@dataclass(frozen=True)
class _Check:
    promise: str
    value: float
    target: float
    at_least: bool = False
    form: str = "{:.1f}"

    @property
    def row(self) -> tuple[str, str, str, str]:
        is_kept = self.value >= self.target if self.at_least else self.value <= self.target
        sign = "≥" if self.at_least else "≤"
        target = f"{sign} {self.form.format(self.target)}"
        return self.promise, target, self.form.format(self.value), "kept" if is_kept else "missed"


def promises(kinds: Sequence[Kind3], singles: Singles, memory: Memory) -> str:
    """A line for each thing promised; a miss is said to be one."""
    post, listed, compliance = kinds[:3]
    median = statistics.median
    checks = [
        _Check("P1 POST ÷ Django's best round", of_best_round(post), 2, at_least=True),
        _Check(
            "P1 POST, % of pgbench with the same statements", 100 * median(shares(post.clause, post.pgbench)), 7, True
        ),
        _Check("P1 POST, p95, ms", _p95(post), 50),
        _Check("P2 list of 50 ÷ Django's best round", of_best_round(listed), 5, at_least=True),
        _Check("P2 list of 50, p95, ms", _p95(listed), 25),
        _Check("P3 compliance ÷ Django's best round", of_best_round(compliance), 2.5, at_least=True),
        _Check("P3 compliance, p95, ms", _p95(compliance), 25),
        _Check("P4 50 lots furthest behind over HTTP, ms", median(singles.behind_ms), 20),
        _Check("P5 CSV ÷ COPY", median(singles.csv_s) / median(singles.csv_copied_s), 1.5, form="{:.2f}"),
        _Check("P5 CSV, first byte, ms", median(singles.first_byte_ms), 100),
        _Check("P5 CSV, most memory above loaded, MiB", memory.in_csv - memory.loaded, 16),
        _Check("P9 growth under load, MiB", memory.loaded - memory.idle, 20),
    ]
    return table([("promise", "target", "this run", ""), *(check.row for check in checks)])


def _p95(kind: Kind3) -> float:
    return statistics.median(sample.measure.p95_ms for sample in shown(kind.clause))
