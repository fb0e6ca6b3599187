"""What was measured, and what is said of it: medians over the rounds, with the least and the most."""

import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.load import Measure
from bench.works import Work


@dataclass
class Results:
    """The measures of one kind of call, a round each; the first of each list is the warm-up and is not shown."""

    work: Work
    clause: list[Measure] = field(default_factory=list)
    pgbench: list[Measure] = field(default_factory=list)

    def shares(self, limit: "Results") -> list[float]:
        """Calls a second as a share of another's transactions a second, round by round."""
        rounds = zip(self.clause[1:], limit.pgbench[1:], strict=True)
        return [clause.per_second / pgbench.per_second for clause, pgbench in rounds]

    def answers(self) -> Counter[str]:
        """All answers by status, the warm-up's too."""
        return sum((Counter(measure.statuses) for measure in self.clause), Counter[str]())

    def rows_written(self) -> int:
        """Statements that these calls and transactions should have left behind."""
        if not self.work.is_post or self.work.call is None:
            return 0
        return self.answers()[self.work.status] + sum(measure.count for measure in self.pgbench)


def spread(values: Sequence[float], show: Callable[[float], str]) -> str:
    """Median (least–most)."""
    return f"{show(statistics.median(values))} ({show(min(values))}–{show(max(values))})"
